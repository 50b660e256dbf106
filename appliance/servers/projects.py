"""Project quotas, as the kernel has them: whose project a file is, and what a project may hold.

A project is a number that files carry. New ones take it from a folder that says so, and the file
system holds all that carry it, together, within a limit. The calls are the same for ext4 and XFS.
"""

import ctypes
import errno
import fcntl
import os
import secrets
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

MB = 1024 * 1024
BLOCK = 512
LARGEST = 2**31 - 1

INHERIT = 0x200
"""What a folder says whose project new files in it take."""
GET_ATTRIBUTES, SET_ATTRIBUTES = 0x801C581F, 0x401C5820
NO_PROJECTS = (errno.ENOTTY, errno.EOPNOTSUPP, errno.EINVAL)
"""What a file system says that has none."""
_ATTRIBUTES = struct.Struct("=IIIII8s")  # struct fsxattr: flags first, the project fourth

QUOTACTL_FD = 443
"""Its number, the same on every architecture; Linux has it since 5.14."""
GET_QUOTA, SET_LIMIT, GET_STATE = 0x5803, 0x5804, 0x5808
PROJECTS = 2
ENFORCED = 1 << 5
_QUOTA = struct.Struct("=bbHIQQQQQQ56s")  # struct fs_disk_quota, as far as projects have it
_STATE = struct.Struct("=bBH164s")  # struct fs_quota_statv
_BOTH_LIMITS = 0b1111

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """What a project holds and may hold; a limit of 0 is none."""

    mb: int
    files: int
    limit_mb: int
    limit_files: int

    @property
    def unused(self) -> bool:
        """Whether nobody has anything to do with this number."""
        return self == Account(0, 0, 0, 0)


class _Attributes(NamedTuple):
    flags: int
    extent_size: int
    extents: int
    project: int
    copied_extent_size: int
    spare: bytes


def project(handle: int) -> int:
    """The project of an open file or folder; 0 is none."""
    return _attributes(handle).project


def assign(handle: int, number: int, *, inherited: bool = False) -> None:
    """Have an open file carry a project, or a folder, whose new files then take it as well."""
    now = _attributes(handle)
    flags = now.flags | (INHERIT if inherited else 0)
    if (flags, number) != (now.flags, now.project):
        _set_attributes(handle, now._replace(flags=flags, project=number))


def loosen(handle: int) -> None:
    """Let whatever carries another project be moved into an open folder."""
    try:
        now = _attributes(handle)
        if now.flags & INHERIT:
            _set_attributes(handle, now._replace(flags=now.flags & ~INHERIT))
    except OSError as error:
        if error.errno not in NO_PROJECTS:
            raise


def enforced(folder: int) -> bool:
    """Whether the file system of an open folder holds projects within their limits.

    Raises OSError when nobody is let ask.
    """
    state = ctypes.create_string_buffer(_STATE.pack(1, 0, 0, b""), _STATE.size)
    _call(folder, GET_STATE, 0, state)
    return bool(_STATE.unpack(state.raw)[2] & ENFORCED)


def account(folder: int, number: int) -> Account:
    """What the kernel has written down of a project. Raises OSError."""
    found = ctypes.create_string_buffer(_QUOTA.size)
    try:
        _call(folder, GET_QUOTA, number, found)
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise
    _, _, _, _, blocks, _, limit_files, _, held, files, _ = _QUOTA.unpack(found.raw)
    return Account(-(-held * BLOCK // MB), files, blocks * BLOCK // MB, limit_files)


def limit(folder: int, number: int, mb: int, files: int) -> None:
    """Let all files of a project take so much together; 0 is no limit. Raises OSError."""
    blocks = mb * MB // BLOCK
    limits = (blocks, blocks, files, files, 0, 0, b"")
    _call(folder, SET_LIMIT, number, _QUOTA.pack(1, PROJECTS, _BOTH_LIMITS, number, *limits))


def unused(folder: int, draw: Callable[[int], int] = secrets.randbelow) -> int:
    """A number that nobody has. It is drawn, not counted up: no owner can tell another's."""
    while not account(folder, number := 1 + draw(LARGEST)).unused:
        pass
    return number


def tried(folder: int) -> None:
    """See that limits can be set and hold where an open folder is. Raises OSError."""
    if not enforced(folder):
        raise OSError(errno.ESRCH, "project quotas are not enforced")
    number = unused(folder)
    limit(folder, number, 1, 1)
    try:
        if account(folder, number).limit_mb != 1:
            raise OSError(errno.EIO, "a project's limit was not kept")
    finally:
        limit(folder, number, 0, 0)


def _attributes(handle: int) -> _Attributes:
    return _Attributes(
        *_ATTRIBUTES.unpack(fcntl.ioctl(handle, GET_ATTRIBUTES, bytes(_ATTRIBUTES.size)))
    )


def _set_attributes(handle: int, attributes: _Attributes) -> None:
    fcntl.ioctl(handle, SET_ATTRIBUTES, _ATTRIBUTES.pack(*attributes))


def _call(
    folder: int, command: int, number: int, about: ctypes.Array[ctypes.c_char] | bytes
) -> None:
    told = command << 8 | PROJECTS
    if _libc.syscall(QUOTACTL_FD, folder, told, number, about):
        failed = ctypes.get_errno()
        raise OSError(failed, os.strerror(failed))
