"""A file system mounted for whoever holds its handle, at no place and seen by nobody else.

It is gone with the handle, however the process ends. Linux has these calls since 5.2.
"""

import ctypes
import os
from pathlib import Path

from appliance.servers.erasure import FOLDER

OPEN, CONFIGURE, MOUNT = 430, 431, 432
"""The calls' numbers, the same on every architecture."""
CLOSE_ON_EXEC = 1
SET_STRING, CREATE = 1, 6
NO_SUID, NO_DEVICES, NO_PROGRAMS = 2, 4, 8

_libc = ctypes.CDLL(None, use_errno=True)


def mounted(device: Path, kind: str) -> int:
    """The top folder of the file system on a device, open.

    Whoever mounts it twice has the same one. Raises OSError.
    """
    making = _call(OPEN, kind.encode(), CLOSE_ON_EXEC)
    try:
        _call(CONFIGURE, making, SET_STRING, b"source", os.fsencode(device), 0)
        _call(CONFIGURE, making, CREATE, None, None, 0)
        place = _call(MOUNT, making, CLOSE_ON_EXEC, NO_SUID | NO_DEVICES | NO_PROGRAMS)
    finally:
        os.close(making)
    try:
        # That handle is good for nothing but finding a way from it.
        return os.open(".", FOLDER, dir_fd=place)
    finally:
        os.close(place)


def tried(kind: str) -> None:
    """Raises OSError where nothing of this kind may be mounted."""
    os.close(_call(OPEN, kind.encode(), CLOSE_ON_EXEC))


def _call(number: int, *arguments: int | bytes | None) -> int:
    answer = int(_libc.syscall(number, *arguments))
    if answer < 0:
        failed = ctypes.get_errno()
        raise OSError(failed, os.strerror(failed))
    return answer
