"""Files as disks: loop devices, which the kernel lets go when the last one to use them does."""

import contextlib
import errno
import fcntl
import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

BLOCK = 4096
NODES, KNOWN = Path("/dev"), Path("/sys/block")
CONTROL = os.makedev(10, 237)
GET_FREE, CONFIGURE, GET_STATUS = 0x4C82, 0x4C0A, 0x4C05
LET_GO, PAST_THE_CACHE = 4, 16
"""What is cached above the device need not be cached below it again."""
ATTEMPTS = 20
_STATUS = struct.Struct("=QQQQQIIII64s64s32s16s")  # struct loop_info64: device and inode first
_CONFIGURATION = struct.Struct("=II232s64s")  # struct loop_config


@contextlib.contextmanager
def attached(path: Path) -> Iterator[tuple[Path, bool]]:
    """A file's device, and whether nobody had attached the file before.

    Never has a file two of them: what one wrote, the other would not know of. It stays as long as
    anybody uses it. Raises OSError.
    """
    file = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        found = _found(os.fstat(file))
        name, device = found or _made(file, path.name)
    finally:
        os.close(file)
    try:
        yield NODES / name, found is None
    finally:
        os.close(device)


def tried() -> None:
    """Find a device that is free, and leave it so. Raises OSError where nobody may have one."""
    os.close(_opened(_free()))


def _found(facts: os.stat_result) -> tuple[str, int] | None:
    """The device this file is attached to already."""
    for known in KNOWN.glob("loop*/loop"):
        name = known.parent.name
        with contextlib.suppress(FileNotFoundError):
            device = _opened(name)
            if _file_of(device) == (facts.st_dev, facts.st_ino):
                return name, device
            os.close(device)
    return None


def _file_of(device: int) -> tuple[int, int] | None:
    try:
        told = fcntl.ioctl(device, GET_STATUS, bytes(_STATUS.size))
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return None  # It was let go meanwhile.
    return _STATUS.unpack(told)[:2]


def _made(file: int, name: str) -> tuple[str, int]:
    """Attach an open file to a device nobody has."""
    flags = LET_GO | PAST_THE_CACHE
    status = _STATUS.pack(*[0] * 8, flags, os.fsencode(name)[:63], b"", b"", b"")
    for _ in range(ATTEMPTS):
        free = _free()
        device = _opened(free)
        try:
            fcntl.ioctl(device, CONFIGURE, _CONFIGURATION.pack(file, BLOCK, status, b""))
            return free, device
        except OSError as error:
            os.close(device)
            if error.errno != errno.EBUSY:
                raise
            # Somebody else on this machine was quicker.
    raise OSError(errno.EBUSY, "no loop device stays free")


def _free() -> str:
    control = _node("loop-control", stat.S_IFCHR, CONTROL)
    handle = os.open(control, os.O_RDWR | os.O_CLOEXEC)
    try:
        return f"loop{fcntl.ioctl(handle, GET_FREE)}"
    finally:
        os.close(handle)


def _opened(name: str) -> int:
    major, minor = (KNOWN / name / "dev").read_text().split(":")
    node = _node(name, stat.S_IFBLK, os.makedev(int(major), int(minor)))
    return os.open(node, os.O_RDWR | os.O_CLOEXEC)


def _node(name: str, kind: int, number: int) -> Path:
    """The device's name; a container has none for what came after it."""
    node = NODES / name
    with contextlib.suppress(FileExistsError):
        os.mknod(node, kind | 0o600, number)
    return node
