"""Whether this machine lets a test use a file as a disk. Asked of its own tools and not of ours,
so that what is broken with us fails and is not skipped."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PATH = "/usr/sbin:/sbin:/usr/bin"


def mountable() -> bool:
    """Whether whoever runs the tests may attach a file to a loop device, and ext4 is known here."""
    losetup, mkfs = (shutil.which(name, path=PATH) for name in ("losetup", "mkfs.ext4"))
    known = "ext4" in Path("/proc/filesystems").read_text().split()
    if os.geteuid() != 0 or not losetup or not mkfs or not known:
        return False
    found = subprocess.run((losetup, "--find"), check=False, capture_output=True)
    return found.returncode == 0


needed = pytest.mark.skipif(not mountable(), reason="this machine lets nobody use a file as a disk")
