"""A folder and all in it made one project's, without following a link or trusting a name in it."""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator

from appliance.servers import projects
from appliance.servers.erasure import opened

FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
MOST_ENTRIES = 1_000_000
DEEPEST = 400
"""As deep and as many as are counted: beyond that a home is looked after by whoever measures it."""
DEAF = (errno.ENOENT, errno.ELOOP, errno.ENOTDIR, errno.ENXIO, errno.EMFILE, errno.ENFILE)
"""What opening says when something else, or nothing, has this name by now; or all too deep."""


def tag(top: int, number: int) -> None:
    """Let an open folder and all below it carry this project. Nobody may be at it meanwhile.

    Raises OSError when the file system does not let it; done again it is whole.
    """
    left = iter(range(MOST_ENTRIES))
    _tag_folder(top, number, left, 0)


def _tag_folder(folder: int, number: int, left: Iterator[int], depth: int) -> None:
    # The folder first: what is made anew in it, a link, takes its project.
    _assign(folder, number, inherited=True)
    with os.scandir(folder) as entries:
        for entry in list(entries):
            if next(left, None) is None:
                return
            with _what_is_there():
                _tag_entry(entry, folder, number, left, depth)


def _tag_entry(
    entry: "os.DirEntry[str]", folder: int, number: int, left: Iterator[int], depth: int
) -> None:
    facts = entry.stat(follow_symlinks=False)
    if stat.S_ISDIR(facts.st_mode):
        if depth < DEEPEST and facts.st_dev == os.fstat(folder).st_dev:
            with opened(entry.name, folder) as inner:
                _tag_folder(inner, number, left, depth + 1)
    elif stat.S_ISREG(facts.st_mode):
        _tag_file(entry.name, folder, number)
    elif stat.S_ISLNK(facts.st_mode):
        _renew_link(entry.name, folder, facts)


def _tag_file(name: str, folder: int, number: int) -> None:
    handle = os.open(name, FILE, dir_fd=folder)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            _assign(handle, number)
    finally:
        os.close(handle)


def _renew_link(name: str, folder: int, facts: os.stat_result) -> None:
    """A link cannot be opened and tagged, and one of no project could never be renamed again."""
    fresh = f".homeroom-{secrets.token_hex(8)}"
    os.symlink(os.readlink(name, dir_fd=folder), fresh, dir_fd=folder)
    os.chown(fresh, facts.st_uid, facts.st_gid, dir_fd=folder, follow_symlinks=False)
    times = (facts.st_atime_ns, facts.st_mtime_ns)
    os.utime(fresh, ns=times, dir_fd=folder, follow_symlinks=False)
    os.replace(fresh, name, src_dir_fd=folder, dst_dir_fd=folder)


def _assign(handle: int, number: int, *, inherited: bool = False) -> None:
    projects.assign(handle, number, inherited=inherited)


@contextlib.contextmanager
def _what_is_there() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in DEAF:
            raise
