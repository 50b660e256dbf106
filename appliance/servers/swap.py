"""Two names of one folder, swapped in one step: nothing that has either name is ever lost."""

import ctypes
import errno
import os

RENAME_EXCHANGE = 2
UNABLE = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EXDEV)
"""What a file system says that cannot do it, or not with files of two projects."""

_libc = ctypes.CDLL(None, use_errno=True)


def swap(folder: int, one: str, other: str) -> None:
    """Let the two names in an open folder change places; links are not followed."""
    names = (os.fsencode(one), os.fsencode(other))
    if _libc.renameat2(folder, names[0], folder, names[1], RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), other)
