"""A file system that keeps project quotas, where this machine's kernel has them; else a reason."""

import ctypes
import os
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MAKE = {
    "ext4": ("mkfs.ext4", "-q", "-F", "-O", "quota,project", "-E", "quotatype=prjquota"),
    "xfs": ("mkfs.xfs", "-q", "-f"),
}
ROOM_MB = 400
"""XFS wants no less than 300."""
CAPABILITIES_V3 = 0x20080522
SYS_RESOURCE = 24
"""Their numbers in linux/capability.h."""


def mounted(kind: str, *options: str) -> Iterator[Path]:
    """One of this kind, mounted until the tests are done, in a folder that its owners can reach."""
    if os.geteuid() != 0:
        pytest.skip("only root mounts a file system")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        image, at = folder / "image", folder / "mounted"
        at.mkdir()
        with image.open("wb") as file:
            file.truncate(ROOM_MB * 1024 * 1024)
        _done(*MAKE[kind], str(image))
        _done("mount", "-o", ",".join(("loop", *options)), str(image), str(at))
        try:
            yield at
        finally:
            subprocess.run(("umount", str(at)), check=True)


@contextmanager
def as_the_launcher() -> Iterator[None]:
    """Root as a container has it: without `SYS_RESOURCE`, to which ext4's quotas do not apply."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, held = struct.pack("Ii", CAPABILITIES_V3, 0), ctypes.create_string_buffer(24)
    assert libc.capget(header, held) == 0
    effective, *others = struct.unpack("6I", held.raw)
    assert libc.capset(header, struct.pack("6I", effective & ~(1 << SYS_RESOURCE), *others)) == 0
    try:
        yield
    finally:
        assert libc.capset(header, held) == 0


def _done(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip(f"{command[0]} is not installed")
    except subprocess.CalledProcessError as error:
        pytest.skip(f"this machine makes no project quotas: {error.stderr.strip()}")
