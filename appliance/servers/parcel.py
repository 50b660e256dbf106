"""A home as a zip to take along, made while it is sent."""

import os
import stat
import time
import zipfile
from collections.abc import Iterator
from typing import IO, cast

from appliance.servers import plain

MOST_ENTRIES = plain.MOST_ENTRIES
MOST_MB = 2048
DEEPEST = plain.DEEPEST
QUICKEST = 1
"""Of the levels of packing: a whole workshop takes its files along in the same minute."""
EARLIEST, LATEST = 315_532_800, 4_354_819_198
"""The times a zip can tell, 1980 to 2107, in seconds since 1970."""


def packed(home: int) -> Iterator[bytes]:
    """The plain files below an open folder as a zip, piece by piece; nothing else is in it.

    Raises Invalid before the first piece when there is more than the limits allow. When there is
    more only meanwhile, it is raised later, and the zip has no end.
    """
    for _ in _plain_files(home):
        pass
    fresh, names = _Fresh(), set[str]()
    with zipfile.ZipFile(
        cast(IO[bytes], fresh), "w", zipfile.ZIP_DEFLATED, compresslevel=QUICKEST
    ) as made:
        for file in _plain_files(home):
            with made.open(_entry(file, names), "w") as member:
                for piece in plain.content(file):
                    member.write(piece)
                    yield fresh.take()
    yield fresh.take()


def _plain_files(home: int) -> Iterator[plain.Found]:
    bounds = plain.Bounds(
        MOST_MB * 1024 * 1024, "home-too-large", entries=MOST_ENTRIES, deepest=DEEPEST
    )
    return plain.Walk(home, plain.Tally(bounds)).files()


class _Fresh:
    """What was written and not yet taken away. It cannot be rewound, so nothing is mended later."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Whoever wants it takes it."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _entry(file: plain.Found, names: set[str]) -> zipfile.ZipInfo:
    """How the zip tells of a file, by a name of its own among `names`."""
    name = "/".join(map(_portable, file.path))
    while name in names:
        name = f"{len(names)}_{name}"
    names.add(name)
    told = zipfile.ZipInfo(name, time.gmtime(min(max(file.facts.st_mtime, EARLIEST), LATEST))[:6])
    told.compress_type, told.file_size = zipfile.ZIP_DEFLATED, file.size
    told.external_attr = (stat.S_IFREG | 0o644) << 16
    return told


def _portable(name: str) -> str:
    """The name as stored, but for what is no text and what would be a folder elsewhere."""
    return os.fsencode(name).decode(errors="replace").replace("\\", "_")
