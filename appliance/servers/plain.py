"""The plain files below a folder whose owner may have put anything there.

The owner may also be changing it while it is read. So everything is opened below the open folder it
was found in and never through a link: no name leads out.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from appliance.errors import Invalid
from appliance.servers.erasure import FOLDER
from roster.sentence import sentence

CHUNK = 64 * 1024
MOST_ENTRIES = 20_000
DEEPEST = 64
PLAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""Not to wait, should a pipe have taken the file's place meanwhile."""
CHANGED = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)
"""What opening says when something else, or nothing, has this name by now."""
UNREADABLE = (errno.EACCES, errno.EPERM)

Path = tuple[str, ...]
"""Names, from the folder down."""


@dataclass(frozen=True)
class Found:
    """A plain file, open until the next one is asked for."""

    path: Path
    handle: int
    facts: os.stat_result

    @property
    def size(self) -> int:
        return self.facts.st_size


@dataclass(frozen=True)
class Bounds:
    """How much there may be, and the sentence that refuses more bytes or more files."""

    bytes: int
    too_large: str
    files: int | None = None
    too_many: str = "home-too-many-files"
    entries: int = MOST_ENTRIES
    deepest: int = DEEPEST


class Tally:
    """Counts what there is, and stops at the bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._entries = self._files = self._bytes = 0

    def entry(self, path: Path) -> None:
        self._entries += 1
        if self._entries > self._bounds.entries:
            raise _too_much("home-too-many-files", self._bounds.entries)
        if len(path) > self._bounds.deepest:
            raise _too_much("home-too-deep", self._bounds.deepest)

    def file(self, size: int) -> None:
        self._files += 1
        self._bytes += size
        if self._bounds.files is not None and self._files > self._bounds.files:
            raise _too_much(self._bounds.too_many, self._bounds.files)
        if self._bytes > self._bounds.bytes:
            raise _too_much(self._bounds.too_large, self._bounds.bytes // (1024 * 1024))


def _too_much(name: str, most: int) -> Invalid:
    return Invalid(f"{name}: more than {most}", say=sentence(name, most=most))


def _never(path: Path) -> bool:
    return False


def _silently(path: Path) -> None:
    """Nobody asks what is passed over."""


@dataclass(frozen=True)
class Walk:
    """A walk over everything below an open folder.

    `passed_over` is told what is neither a file nor a folder, what is not the `owner`'s, if one is
    given, and what could not be opened for one of these `errors`; what merely went away is nobody's
    concern. What `skip` claims is not looked at, but counts.
    """

    top: int
    tally: Tally
    owner: int | None = None
    skip: Callable[[Path], bool] = _never
    passed_over: Callable[[Path], None] = _silently
    errors: tuple[int, ...] = CHANGED

    def files(self) -> Iterator[Found]:
        """Every plain file. Raises Invalid at the first thing past the bounds."""
        folders: list[Path] = [()]
        while folders:
            path = folders.pop()
            with (
                self._unless_changed(path),
                below(self.top, path) as folder,
                os.scandir(folder) as entries,
            ):
                for entry in entries:
                    inner = (*path, entry.name)
                    self.tally.entry(inner)
                    if self.skip(inner):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(inner)
                    elif entry.is_file(follow_symlinks=False):
                        yield from self._if_plain(inner, folder)
                    else:
                        self.passed_over(inner)

    def _if_plain(self, path: Path, folder: int) -> Iterator[Found]:
        with self._unless_changed(path):
            handle = os.open(path[-1], PLAIN, dir_fd=folder)
            try:
                facts = os.fstat(handle)
                if stat.S_ISREG(facts.st_mode) and self.owner in (None, facts.st_uid):
                    self.tally.file(facts.st_size)
                    yield Found(path, handle, facts)
                else:
                    self.passed_over(path)
            finally:
                os.close(handle)

    @contextlib.contextmanager
    def _unless_changed(self, path: Path) -> Iterator[None]:
        """Pass over what went away or turned into something else since its name was read."""
        try:
            yield
        except OSError as error:
            if error.errno not in self.errors:
                raise
            if error.errno != errno.ENOENT:
                self.passed_over(path)


@contextlib.contextmanager
def below(top: int, path: Path) -> Iterator[int]:
    """The folder at this path, name by name from the top down; one handle however deep."""
    handle = os.dup(top)
    try:
        for name in path:
            inner = os.open(name, FOLDER, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def content(file: Found) -> Iterator[bytes]:
    """As much as there was when it was opened: what grows without end ends here all the same."""
    left = file.size
    while left and (piece := os.read(file.handle, min(CHUNK, left))):
        left -= len(piece)
        yield piece


def legible(path: Path) -> str:
    """A path whose names may hold anything, as a page can show it."""
    text = os.fsencode("/".join(path)).decode(errors="replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in text)[:200]
