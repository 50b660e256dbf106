"""Removing a folder whose owner may have put anything there, links and great depths included."""

import contextlib
import os
import secrets
from collections.abc import Iterator

from appliance.servers.projects import loosen

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@contextlib.contextmanager
def opened(name: str | os.PathLike[str], folder: int | None = None) -> Iterator[int]:
    """A folder by its name, below an open one if given; a link to one is refused."""
    handle = os.open(name, FOLDER, dir_fd=folder)
    try:
        yield handle
    finally:
        os.close(handle)


def erase(name: str, folder: int) -> None:
    """Remove the folder of this name from an open folder, for good. Gone already is success."""
    try:
        with opened(name, folder) as top:
            # An owner may have given the folders in it projects of their own.
            loosen(top)
            while _thinned(top):
                pass
        os.rmdir(name, dir_fd=folder)
    except FileNotFoundError:
        return
    os.fsync(folder)


def _thinned(top: int) -> bool:
    """One pass over a folder that is to be emptied; False when there was nothing left."""
    found = False
    with os.scandir(top) as entries:
        for entry in entries:
            found = True
            # Two may be at it: what one of them removed, the other need not.
            with contextlib.suppress(FileNotFoundError):
                if entry.is_dir(follow_symlinks=False):
                    _dissolve(entry.name, top)
                else:
                    os.unlink(entry.name, dir_fd=top)
    return found


def _dissolve(name: str, top: int) -> None:
    """Remove a folder, but move the folders in it up beside it first: so no depth is too deep."""
    with opened(name, top) as folder, os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                os.rename(entry.name, secrets.token_hex(16), src_dir_fd=folder, dst_dir_fd=top)
            else:
                os.unlink(entry.name, dir_fd=folder)
    os.rmdir(name, dir_fd=top)
