"""How much one seat may have on its way: files on the disk, and threads, are everybody's."""

import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends

from appliance.errors import TooMany
from roster.sentence import sentence
from web.deps import OwnSeat

AT_ONCE = 3
"""Uploads and downloads. Who comes with more at once is told to come again, and programs do."""
WAIT_S = 2

_busy: Counter[int] = Counter()
_lock = threading.Lock()


@contextmanager
def one_of_few(seat_id: int) -> Iterator[None]:
    """One more of this seat's. Raises TooMany."""
    with _lock:
        if _busy[seat_id] >= AT_ONCE:
            say = sentence("exchange-busy")
            raise TooMany(f"seat {seat_id} at its limit", say=say, wait_s=WAIT_S)
        _busy[seat_id] += 1
    try:
        yield
    finally:
        with _lock:
            _busy[seat_id] -= 1
            if not _busy[seat_id]:
                del _busy[seat_id]


async def _in_turn(seat: OwnSeat) -> AsyncIterator[None]:
    with one_of_few(seat.id):
        yield


InTurn = Annotated[None, Depends(_in_turn)]
"""Asked for by what takes files in or gives them out; over when the last byte was sent."""
