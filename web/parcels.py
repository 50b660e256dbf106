"""Large files, packed for one visitor: written to disk first, sent, and gone."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from starlette.responses import FileResponse, Response
from starlette.types import Message, Receive, Scope, Send

from appliance.errors import Unavailable
from appliance.homework.store import Store
from roster.sentence import sentence

AT_ONCE = 4
"""Each takes room on the disk until its last byte was sent, and packing takes a thread."""
STALL_S = 60.0
"""Who takes nothing for so long has gone, and may not have said so: a lid that was closed."""
_room = BoundedSemaphore(AT_ONCE)


def parcel(store: Store, pack: Callable[[IO[bytes]], None], name: str) -> Response:
    """What `pack` writes, as a file of this name."""
    if not _room.acquire(blocking=False):
        raise Unavailable("too many zips on the way", say=sentence("zips-on-the-way"))
    file: Path | None = None
    try:
        # To disk first: a slow reader must not hold up anything else.
        with store.scratch_file() as scratch:
            file = Path(scratch.name)
            pack(scratch.file)
    except BaseException:
        _finish(file)
        raise
    return _Parcel(file, name)


def _finish(file: Path | None) -> None:
    if file:
        file.unlink(missing_ok=True)
    _room.release()


class _Parcel(FileResponse):
    """Gone from the disk once it was sent, or nobody wants it any more."""

    def __init__(self, file: Path, name: str) -> None:
        super().__init__(file, filename=name)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(STALL_S):
                await send(message)

        try:
            with contextlib.suppress(TimeoutError):
                await super().__call__(scope, receive, send_in_time)
        finally:
            _finish(self._file)
