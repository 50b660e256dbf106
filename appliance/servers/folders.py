"""The folders seats are given: homes, passwd and group lines, course folders."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from appliance.errors import Unavailable
from appliance.servers.container import class_gid, course_folder
from appliance.servers.spec import Spec

COURSE = "course"
FAULTY = "The disk with the homes cannot be written. Look at ./homeroom logs launcher."


class Folders:
    """The launcher's own view of the homes and courses volumes; needs to be root."""

    def __init__(self, homes: Path, courses: Path) -> None:
        self._homes = homes
        self._courses = courses

    def ensure_seat(self, spec: Spec) -> None:
        """Make whatever this seat's mounts need; what is there already stays.

        Raises Unavailable when the disk does not let it.
        """
        with _explained():
            self._ensure_home(spec)
            self._write("passwd", spec.seat, _passwd(spec))
            self._write("group", spec.seat, _group(spec))
        if spec.role == "teacher":
            self.ensure_course(spec.classroom)

    def ensure_course(self, classroom: int) -> None:
        """Make the class's course folder: its group writes, and new files stay the group's.

        Raises Unavailable when the disk does not let it.
        """
        folder = self._courses / course_folder(classroom)
        with _explained():
            folder.mkdir(exist_ok=True)
            os.chown(folder, 0, class_gid(classroom))
            folder.chmod(0o2770)

    def _ensure_home(self, spec: Spec) -> None:
        home = self._own_folder("home") / str(spec.seat)
        home.mkdir(mode=0o700, exist_ok=True)
        with _opened(home) as inside:
            os.fchown(inside, spec.uid, spec.uid)
            os.fchmod(inside, 0o700)
            if spec.role == "teacher":
                _ensure_mount_point(inside, spec.uid)

    def _write(self, kind: str, seat: int, text: str) -> None:
        folder = self._own_folder(kind)
        fresh = folder / f".{seat}"
        fresh.write_text(text)
        fresh.chmod(0o644)
        # A container that still runs keeps the old file; nobody ever sees half a file.
        fresh.replace(folder / str(seat))

    def _own_folder(self, name: str) -> Path:
        folder = self._homes / name
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        say = "The disk is full. Make room on it." if error.errno == errno.ENOSPC else FAULTY
        raise Unavailable(f"folders: {error}", say=say) from error


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield handle
    finally:
        os.close(handle)


def _ensure_mount_point(home: int, uid: int) -> None:
    """Make `course` in a home whose owner may have put anything there, links included."""
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISDIR(os.stat(COURSE, dir_fd=home, follow_symlinks=False).st_mode):
            os.rename(COURSE, _unused(home), src_dir_fd=home, dst_dir_fd=home)
    with contextlib.suppress(FileExistsError):
        os.mkdir(COURSE, 0o700, dir_fd=home)
        os.chown(COURSE, uid, uid, dir_fd=home, follow_symlinks=False)


def _unused(home: int) -> str:
    taken = set(os.listdir(home))
    return next(name for n in range(1, len(taken) + 2) if (name := f"{COURSE}-{n}") not in taken)


def _passwd(spec: Spec) -> str:
    return (
        "root:x:0:0:root:/root:/usr/sbin/nologin\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
        f"{spec.name}:x:{spec.uid}:{spec.uid}::/home/{spec.name}:/bin/bash\n"
    )


def _group(spec: Spec) -> str:
    lines = f"root:x:0:\nnogroup:x:65534:\n{spec.name}:x:{spec.uid}:\n"
    if spec.role == "teacher":
        lines += f"class-{spec.classroom}:x:{class_gid(spec.classroom)}:{spec.name}\n"
    return lines
