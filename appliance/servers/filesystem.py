"""The file system of the homes: how much room it has, and whether it can fence folders in."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from appliance.servers.disk import FILES_PER_MB

MB = 1024 * 1024
MOUNTS = Path("/proc/self/mountinfo")
PROJECT = {"prjquota", "pquota"}


def room(folder: Path) -> tuple[int, int]:
    """The size of the file system a folder is on, and what is free there, in MB.

    One that has no place for another file is as full as one without a byte.
    """
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize // MB
    # Where places for files are made as needed, none are reported.
    files = found.f_favail // FILES_PER_MB if found.f_files else free
    return found.f_blocks * found.f_frsize // MB, min(free, files)


def tighter(home: int, folder: Path) -> bool:
    """Whether an open home has bounds of its own, and less room in them than its disk has."""
    inside, outside = os.statvfs(home), os.statvfs(folder)
    return inside.f_bavail * inside.f_frsize < outside.f_bavail * outside.f_frsize or (
        inside.f_favail < outside.f_favail
    )


def keeps_projects(folder: Path, mountinfo: str) -> bool:
    """Whether the file system a folder is on keeps project quotas, after the kernel's list."""
    above = [one for one in _mounts(mountinfo) if folder.is_relative_to(one[0])]
    # Of several in one place the last is on top.
    _, options = max(
        reversed(above), key=lambda one: len(one[0].parts), default=(folder, set[str]())
    )
    return bool(options & PROJECT)


def _mounts(mountinfo: str) -> Iterator[tuple[Path, set[str]]]:
    """Where each file system is, and its options."""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        at = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), left.split()[4])
        yield Path(at), {*left.split()[5].split(","), *right.split()[-1].split(",")}
