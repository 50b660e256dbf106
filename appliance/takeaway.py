"""A seat's files on their way to a browser: what the launcher sends, as fast as it is taken."""

import itertools
import os
import threading
from collections.abc import Iterator

from appliance.servers.attached import CHUNK
from appliance.servers.launcher import Launcher


def zip_of(launcher: Launcher, seat: int) -> Iterator[bytes]:
    """The zip of a seat's files, piece by piece.

    Raises what `pack_home` raises. What goes wrong after the first piece is raised by the
    iterator, so that half a zip never ends like a whole one.
    """
    pieces = _pieces(launcher, seat)
    return itertools.chain([next(pieces)], pieces)


def _pieces(launcher: Launcher, seat: int) -> Iterator[bytes]:
    reading, writing = os.pipe()
    packing = _Packing(launcher, seat, writing)
    packing.start()
    # Whoever stops taking closes the pipe, and the packing ends with the next piece.
    with os.fdopen(reading, "rb", buffering=0) as taken:
        while piece := taken.read(CHUNK):
            yield piece
    packing.join()
    if packing.failure:
        raise packing.failure


class _Packing(threading.Thread):
    """Lets the launcher write into the pipe, beside whoever reads from it."""

    def __init__(self, launcher: Launcher, seat: int, writing: int) -> None:
        super().__init__(name="zip of a home", daemon=True)
        self._launcher = launcher
        self._seat = seat
        self._writing = writing
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            with os.fdopen(self._writing, "wb") as out:
                self._launcher.pack_home(self._seat, out)
        except Exception as failure:
            self.failure = failure
