"""The folders seats are given: homes, passwd and group lines, course folders."""

import contextlib
import errno
import logging
import os
import re
import stat
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path

from appliance.errors import NotFound, Unavailable
from appliance.servers import filesystem, plain
from appliance.servers.attached import Sink, Source
from appliance.servers.bundle import Bundle
from appliance.servers.container import class_gid, course_folder
from appliance.servers.erasure import erase, opened
from appliance.servers.handing import hand_out
from appliance.servers.home_files import HomeFiles
from appliance.servers.incoming import received
from appliance.servers.parcel import packed
from appliance.servers.quarters import Quarters, no_home
from appliance.servers.rules import is_person
from appliance.servers.spec import Earlier, FolderRead, HandedOut, HandOut, HomeSize, Quota, Spec
from roster.sentence import Sentence, sentence

COURSE = "course"
FULL = (errno.ENOSPC, errno.EDQUOT)
SCRATCH = re.compile(r"\.job-[a-z0-9_]{8}")
"""How homeroom_grading, in the course image, names the folder in which a job works."""

log = logging.getLogger(__name__)


class Folders:
    """The launcher's own view of the homes and courses volumes; needs to be root."""

    def __init__(self, homes: Path, courses: Path, files: HomeFiles | None = None) -> None:
        self._homes = homes
        self._courses = courses
        self._quarters = Quarters(homes, files)

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

    def pack_home(self, seat: int, out: Sink) -> None:
        """Write a seat's files to `out` as a zip. What `out` raises goes up as it is.

        Raises NotFound without a home, Invalid when it is too large, Unavailable when the disk
        does not let it.
        """
        with contextlib.closing(self._packed(seat)) as pieces:
            for piece in pieces:
                out.write(piece)

    def _packed(self, seat: int) -> Generator[bytes, None, None]:
        with _explained(), self._quarters.opened(seat) as home:
            yield from packed(home)

    def read_folder(
        self, seat: int, folder: str, most_bytes: int, most_files: int, out: Sink
    ) -> FolderRead:
        """Write the plain files below a folder of a home to `out` as a tar.

        Raises NotFound when there is no such folder, Invalid when it holds more than so much,
        Unavailable when the disk does not let it. What `out` raises goes up as it is.
        """
        bounds = plain.Bounds(most_bytes, "files-too-large", most_files, "files-too-many")
        with _explained(), self._inhabited(seat) as (home, owner), _folder(home, folder) as top:
            bundle = Bundle(top, owner, bounds)
            with contextlib.closing(bundle.pieces()) as pieces:
                for piece in pieces:
                    out.write(piece)
            return bundle.told()

    def hand_out(
        self, seat: int, folder: str, mode: HandOut, known: Mapping[str, Earlier], body: Source
    ) -> HandedOut:
        """Lay the files of a tar into a folder of a home; nothing of the owner's is lost.

        Raises NotFound without a home, Invalid for what is no tar of plain files, Conflict where
        the owner's things take every name, Unavailable when the disk does not let it. What `body`
        raises goes up as it is.
        """
        with (
            _explained(),
            self._inhabited(seat) as (home, owner),
            received(body, self._own_folder("incoming"), known) as delivery,
            self._bounded(home),
        ):
            return hand_out(home, owner, folder, mode, delivery)

    @contextlib.contextmanager
    def _bounded(self, home: int) -> Iterator[None]:
        """Tell a home that is full from a disk that is."""
        try:
            yield
        except OSError as error:
            if error.errno in FULL and filesystem.tighter(home, self._homes):
                raise Unavailable("a home is full", say=sentence("home-full")) from error
            raise

    @contextlib.contextmanager
    def _inhabited(self, seat: int) -> Iterator[tuple[int, int]]:
        """A home that somebody was given, open, and the owner's uid."""
        with self._quarters.opened(seat) as home:
            owner = os.fstat(home).st_uid
            if not is_person(owner):
                raise no_home(seat)
            yield home, owner

    @contextlib.contextmanager
    def device(self, seat: int) -> Iterator[str | None]:
        """The device that holds a seat's home, kept meanwhile; None where it is a folder.

        Raises Unavailable when the disk does not let it.
        """
        with contextlib.ExitStack() as stack:
            with _explained():
                device = stack.enter_context(self._quarters.device(seat))
            yield device

    def measure_homes(self, seats: Iterable[int]) -> list[HomeSize]:
        """What these seats' homes hold; one that is not there is left out.

        Raises Unavailable when the disk does not let it.
        """
        with _explained():
            return list(self._quarters.sizes(seats))

    def disk_mb(self) -> tuple[int, int]:
        """The size of the homes' file system, and what is free on it, in MB."""
        return filesystem.room(self._homes)

    def quota(self) -> Quota:
        """What keeps the homes within bounds, beside whoever watches them."""
        return self._quarters.quota()

    @property
    def fenced(self) -> bool:
        """Whether seats must forbid their owners to change what keeps homes within bounds."""
        return self._quarters.fenced

    def quota_refused(self) -> Sentence | None:
        """Why they are not kept so as the file system could, or as was asked for."""
        return self._quarters.quota_refused

    def erase_home(self, seat: int) -> None:
        """Remove a seat's files and names, for good. Gone already is success.

        Raises Unavailable when the disk does not let it.
        """
        with _explained():
            for kind in ("passwd", "group"):
                (self._homes / kind / str(seat)).unlink(missing_ok=True)
            self._quarters.erase(seat)

    def erase_job_folders(self) -> None:
        """Remove what killed jobs left in the course folders. No job may be running."""
        for course in self._courses.glob("class-*"):
            try:
                _erase_scratch(course)
            except OSError as error:
                log.warning("what killed jobs left in %s stays: %s", course.name, error)

    def _ensure_home(self, spec: Spec) -> None:
        self._quarters.ensure(spec)
        if spec.role == "teacher":
            with self._quarters.opened(spec.seat) as home:
                _ensure_mount_point(home, spec.uid)

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
    except (ConnectionError, TimeoutError):
        raise  # No disk says so: it is the other end of a connection.
    except OSError as error:
        name = "disk-full" if error.errno in FULL else "homes-faulty"
        raise Unavailable(f"folders: {error}", say=sentence(name)) from error


@contextlib.contextmanager
def _folder(home: int, folder: str) -> Iterator[int]:
    """A folder of a home, open. Raises NotFound when there is none, or a link has its name."""
    with contextlib.ExitStack() as stack:
        try:
            top = stack.enter_context(plain.below(home, tuple(folder.split("/"))))
        except OSError as error:
            if error.errno not in plain.CHANGED:
                raise
            say = sentence("home-folder-none", folder=folder)
            raise NotFound(f"no folder {ascii(folder)[:80]}", say=say) from error
        yield top


def _erase_scratch(course: Path) -> None:
    with opened(course) as folder:
        with os.scandir(folder) as entries:
            left = [e.name for e in entries if _is_scratch(e)]
        for name in left:
            erase(name, folder)


def _is_scratch(entry: "os.DirEntry[str]") -> bool:
    return bool(SCRATCH.fullmatch(entry.name)) and entry.is_dir(follow_symlinks=False)


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
