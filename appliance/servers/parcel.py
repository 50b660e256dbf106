"""A home as a zip to take along, made while it is sent.

Its owner may have put anything there, and may be changing it while it is read. So everything is
opened below the open folder it was found in and never through a link: no name leads out.
"""

import contextlib
import errno
import os
import stat
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

from appliance.errors import Invalid
from appliance.servers.erasure import FOLDER
from roster.sentence import sentence

MOST_ENTRIES = 20_000
MOST_MB = 2048
DEEPEST = 64
CHUNK = 64 * 1024
QUICKEST = 1
"""Of the levels of packing: a whole workshop takes its files along in the same minute."""
PLAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""Not to wait, should a pipe have taken the file's place meanwhile."""
CHANGED = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)
"""What opening says when something else, or nothing, has this name by now."""
EARLIEST, LATEST = 315_532_800, 4_354_819_198
"""The times a zip can tell, 1980 to 2107, in seconds since 1970."""


@dataclass(frozen=True)
class _Found:
    """A plain file below a home, open until the next one is asked for."""

    path: tuple[str, ...]
    handle: int
    size: int
    modified: float


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
                for piece in _content(file):
                    member.write(piece)
                    yield fresh.take()
    yield fresh.take()


def _plain_files(home: int) -> Iterator[_Found]:
    """Every plain file below an open folder. Raises Invalid at the first thing past the limits."""
    tally = _Tally()
    folders: list[tuple[str, ...]] = [()]
    while folders:
        path = folders.pop()
        with _unless_changed(), _below(home, path) as folder, os.scandir(folder) as entries:
            for entry in entries:
                inner = (*path, entry.name)
                tally.entry(inner)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(inner)
                elif entry.is_file(follow_symlinks=False):
                    yield from _if_plain(inner, folder, tally)


class _Tally:
    """Counts what a home holds, and stops at the limits."""

    def __init__(self) -> None:
        self._entries = self._bytes = 0

    def entry(self, path: tuple[str, ...]) -> None:
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            raise _too_much("home-too-many-files", MOST_ENTRIES)
        if len(path) > DEEPEST:
            raise _too_much("home-too-deep", DEEPEST)

    def size(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MOST_MB * 1024 * 1024:
            raise _too_much("home-too-large", MOST_MB)


def _too_much(name: str, most: int) -> Invalid:
    return Invalid(f"{name}: more than {most}", say=sentence(name, most=most))


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


@contextlib.contextmanager
def _unless_changed() -> Iterator[None]:
    """Pass over what went away or turned into something else since its name was read."""
    try:
        yield
    except OSError as error:
        if error.errno not in CHANGED:
            raise


@contextlib.contextmanager
def _below(home: int, path: tuple[str, ...]) -> Iterator[int]:
    """The folder at this path, name by name from the home down; one handle however deep."""
    handle = os.dup(home)
    try:
        for name in path:
            inner = os.open(name, FOLDER, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def _if_plain(path: tuple[str, ...], folder: int, tally: _Tally) -> Iterator[_Found]:
    with _unless_changed():
        handle = os.open(path[-1], PLAIN, dir_fd=folder)
        try:
            facts = os.fstat(handle)
            if stat.S_ISREG(facts.st_mode):
                tally.size(facts.st_size)
                yield _Found(path, handle, facts.st_size, facts.st_mtime)
        finally:
            os.close(handle)


def _content(file: _Found) -> Iterator[bytes]:
    """As much as there was when it was opened: what grows without end ends here all the same."""
    left = file.size
    while left and (piece := os.read(file.handle, min(CHUNK, left))):
        left -= len(piece)
        yield piece


def _entry(file: _Found, names: set[str]) -> zipfile.ZipInfo:
    """How the zip tells of a file, by a name of its own among `names`."""
    name = "/".join(map(_portable, file.path))
    while name in names:
        name = f"{len(names)}_{name}"
    names.add(name)
    told = zipfile.ZipInfo(name, time.gmtime(min(max(file.modified, EARLIEST), LATEST))[:6])
    told.compress_type, told.file_size = zipfile.ZIP_DEFLATED, file.size
    told.external_attr = (stat.S_IFREG | 0o644) << 16
    return told


def _portable(name: str) -> str:
    """The name as stored, but for what is no text and what would be a folder elsewhere."""
    return os.fsencode(name).decode(errors="replace").replace("\\", "_")
