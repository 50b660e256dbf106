"""A folder of a home as a tar, made while it is sent: what is collected from a student."""

import os
import re
import tarfile
from collections.abc import Generator, Iterator
from contextlib import suppress

from appliance.archive import Names, check_name
from appliance.errors import Invalid
from appliance.servers import plain
from appliance.servers.spec import MOST_TOLD, FolderRead

BLOCK = 512
TOP = {"feedback", "receipts.txt", "timestamp.txt", "submission_id.txt"}
"""What the exchange itself lays into the folder of an assignment."""
NOWHERE = {".ipynb_checkpoints"}
FRESH = re.compile(r"\.homeroom-[0-9a-f]{16}")
"""What a delivery that was cut off may leave; see placing.py."""


class Bundle:
    """A folder on its way out. What it could not take along it remembers.

    Only what belongs to the home's owner goes in: nothing else can have come there by the owner's
    own doing, and a second name for somebody else's file must not hand that out.
    """

    def __init__(self, folder: int, owner: int, bounds: plain.Bounds) -> None:
        self._folder = folder
        self._owner = owner
        self._bounds = bounds
        self._left_out: dict[str, None] = {}
        self._changed: list[str] = []

    def pieces(self) -> Generator[bytes, None, None]:
        """The tar, piece by piece.

        Raises Invalid before the first when there is more than the bounds allow. When there is more
        only meanwhile, it is raised later, and the tar has no end.
        """
        for _ in self._files():
            pass
        names = Names()
        for file in self._files():
            name = "/".join(file.path)
            if not _keepable(name) or names.taken(name):
                self._leave_out(file.path)
                continue
            yield _header(name, file)
            yield from self._content(name, file)
        yield bytes(2 * BLOCK)

    def told(self) -> FolderRead:
        """What is not in it, and what may be torn."""
        return FolderRead(tuple(self._left_out)[:MOST_TOLD], tuple(self._changed)[:MOST_TOLD])

    def _files(self) -> Iterator[plain.Found]:
        return plain.Walk(
            self._folder,
            plain.Tally(self._bounds),
            owner=self._owner,
            skip=skipped,
            passed_over=self._leave_out,
            errors=plain.CHANGED + plain.UNREADABLE,
        ).files()

    def _leave_out(self, path: plain.Path) -> None:
        self._left_out[plain.legible(path)] = None

    def _content(self, name: str, file: plain.Found) -> Iterator[bytes]:
        """Exactly as much as the header says, whatever becomes of the file."""
        left = file.size
        for piece in plain.content(file):
            left -= len(piece)
            yield piece
        if left or _marks(os.fstat(file.handle)) != _marks(file.facts):
            self._changed.append(plain.legible((name,)))
        for start in range(0, left, plain.CHUNK):
            yield bytes(min(plain.CHUNK, left - start))
        yield bytes(-file.size % BLOCK)


def skipped(path: plain.Path) -> bool:
    """Whether this is nobody's work, but that of programs."""
    return (
        path[-1] in NOWHERE
        or (len(path) == 1 and path[0] in TOP)
        or FRESH.fullmatch(path[-1]) is not None
    )


def _keepable(name: str) -> bool:
    """Whether the store takes a file of this name."""
    with suppress(Invalid, UnicodeEncodeError):
        return bool(check_name(name))
    return False


def _marks(facts: os.stat_result) -> tuple[int, int]:
    return facts.st_size, facts.st_mtime_ns


def _header(name: str, file: plain.Found) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = file.size, 0o644
    info.mtime = int(file.facts.st_mtime)
    return info.tobuf(tarfile.PAX_FORMAT)
