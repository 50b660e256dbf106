"""Files with a file system in them: laid down at full size, lengthened, checked."""

import errno
import os
import subprocess
from pathlib import Path

from appliance.servers import filesystem
from appliance.servers.devices import BLOCK
from appliance.servers.disk import FILES_PER_MB

MB = 1024 * 1024
KIND = "ext4"
JOURNAL_MB = 8
FILE_BYTES = 256
"""What the file system keeps ready for each file or folder there may be."""
OWN_FILES = 10
"""What the file system counts among the files and nobody sees."""
BLOCKS_AT = 1028
"""Where a file system says how many blocks it has."""
REST_MB = 4
"""What it may leave unused at its end."""
REPAIRED = 1
"""The worst a check may end with."""
_ALL = f"-q -F -m 0 -b {BLOCK} -i {MB // FILES_PER_MB} -I {FILE_BYTES} -J size={JOURNAL_MB}"
MAKE = (f"mkfs.{KIND}", *_ALL.split(), "-E")


def size(limit_mb: int) -> int:
    """How large a file must be for its owner to have so much: a little less, never more."""
    ready_mb = -(-limit_mb * FILES_PER_MB * FILE_BYTES // MB)
    return (limit_mb + JOURNAL_MB + ready_mb) * MB


def lay(path: Path, uid: int, size: int, reserve_mb: int) -> None:
    """Make one under another name, so that half of one is never taken for a home.

    Raises OSError, when there is no room too, and then nothing of it stays.
    """
    fresh = path.with_name(f".{path.name}")
    fresh.unlink(missing_ok=True)
    try:
        reserve(fresh, size, reserve_mb)
        options = f"nodiscard,assume_storage_prezeroed=1,root_owner={uid}:{uid}"
        _made(*MAKE, options, str(fresh))
        settle(fresh)
        fresh.replace(path)
        settle(path.parent)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def reserve(path: Path, size: int, reserve_mb: int) -> None:
    """Take all the room a file may ever need now: no write in it can fail for others' later.

    The disk keeps so much free. Raises OSError, and then the file is as long as it was.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        before = os.fstat(handle)
        more_mb = (size - before.st_blocks * 512) // MB
        if more_mb > 0 and filesystem.room(path.parent)[1] - more_mb < reserve_mb:
            raise OSError(errno.ENOSPC, "one home more would touch the reserve")
        try:
            os.posix_fallocate(handle, 0, size)
        except OSError:
            os.ftruncate(handle, before.st_size)
            raise
    finally:
        os.close(handle)


def check(device: Path) -> str:
    """What any machine does before it mounts a disk: no more than a look where all is well.

    What is wrong and could not be repaired, in the words of the tool; nothing else.
    """
    done = _run("e2fsck", "-p", str(device))
    return "" if done.returncode <= REPAIRED else done.stdout.strip() or "no file system"


def fill_out(device: Path) -> None:
    """Let a file system that is not in use be as large as its device. Raises OSError."""
    with device.open("rb") as disk:
        facts = disk.read(BLOCKS_AT + 4)
        room = disk.seek(0, os.SEEK_END)
    if room - int.from_bytes(facts[BLOCKS_AT:], "little") * BLOCK > REST_MB * MB:
        _run("e2fsck", "-f", "-p", str(device))  # It asks for that first, and says what it finds.
        _made("resize2fs", str(device))


def settle(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _made(*command: str) -> None:
    done = _run(*command)
    if done.returncode:
        raise OSError(errno.EIO, done.stdout.strip())


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    plain = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    return subprocess.run(
        command,
        env=plain,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
