"""Bodies of uploads: on disk before anything else begins, and refused once they are too long."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, BinaryIO

from anyio import to_thread
from fastapi import Depends, Request

from appliance import archive
from appliance.archive import Limits
from appliance.homework import allowance
from web.at_once import InTurn
from web.deps import OwnSeat


@asynccontextmanager
async def spooled(request: Request, limits: Limits) -> AsyncIterator[BinaryIO]:
    """The body as a file, so that nobody waits for a slow upload; whatever happens, it goes."""
    most, length = limits.packed_bytes, 0
    if _announced(request) > most:
        raise archive.too_large(limits)
    with tempfile.TemporaryFile(dir=request.app.state.parts.settings.data) as file:
        async for chunk in request.stream():
            length += len(chunk)
            if length > most:
                raise archive.too_large(limits)
            await to_thread.run_sync(file.write, chunk)
        # What the file still held back is written now, and the disk may be full.
        await to_thread.run_sync(file.seek, 0)
        yield file


def _announced(request: Request) -> int:
    """How long the body is said to be; 0 when it is not said."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isdecimal() else 0


async def _from_student(request: Request, seat: OwnSeat, turn: InTurn) -> AsyncIterator[BinaryIO]:
    async with spooled(request, allowance.limits(seat.classroom)) as file:
        yield file


async def _from_teacher(request: Request, turn: InTurn) -> AsyncIterator[BinaryIO]:
    async with spooled(request, Limits()) as file:
        yield file


# Asked for after the seat: nobody without a good token gets a byte onto this disk.
HandedIn = Annotated[BinaryIO, Depends(_from_student)]
"""Work of a student's, within what the class allows."""
Given = Annotated[BinaryIO, Depends(_from_teacher)]
"""What a teacher hands out or returns."""
