"""Homes that are files, each of full size with a file system in it: none takes another's room."""

import contextlib
import errno
import logging
import os
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from appliance.errors import HomeroomError, Unavailable
from appliance.servers import devices, images, mounting
from appliance.servers.spec import HomeSize
from roster.sentence import Sentence, sentence

MB = 1024 * 1024
FORBIDDEN = (errno.EPERM, errno.EACCES, errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.ENOSYS)
"""What a machine says that lets nobody mount here, or has nothing to do it with."""
DAMAGED = (errno.EINVAL, errno.EIO, errno.EUCLEAN, errno.EBADMSG)
LOST = "lost+found"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mounted:
    """A home that is a file, while it can be used."""

    top: int
    """Its top folder, open."""
    device: Path


class HomeFiles:
    """The files of homes in one folder; needs to be root, and rights of its own."""

    def __init__(self, folder: Path, *, wanted: bool = False, reserve_mb: int = 0) -> None:
        self._folder = folder
        self._reserve_mb = reserve_mb
        self._locks = defaultdict[int, threading.Lock](threading.Lock)
        self.wanted = wanted
        """Whether a home that is not there yet shall be a file."""

    def refused(self) -> Sentence | None:
        """Why homes cannot be files here, found out without one."""
        try:
            devices.tried()
            mounting.tried(images.KIND)
        except OSError as error:
            return sentence("home-files-refused", error=str(error.strerror))
        return None

    def has(self, seat: int) -> bool:
        """Whether this seat's home is a file."""
        return self._path(seat).exists()

    def make(self, seat: int, uid: int, limit_mb: int) -> None:
        """See that a home is there and may hold so much; none ever gets smaller.

        Raises OSError when there is no room for one, Unavailable when it can't be mounted.
        """
        path, size = self._path(seat), images.size(limit_mb)
        with self._locks[seat]:
            if not path.exists():
                self._folder.mkdir(mode=0o700, exist_ok=True)
                images.lay(path, uid, size, self._reserve_mb)
            with _can_wait(seat):
                images.reserve(path, max(size, path.stat().st_size), self._reserve_mb)
        with self.opened(seat) as home, contextlib.suppress(OSError):
            # Empty as it is, it is nothing to its owner.
            os.rmdir(LOST, dir_fd=home.top)

    @contextlib.contextmanager
    def opened(self, seat: int) -> Iterator[Mounted]:
        """A home that is a file, mounted meanwhile.

        Raises Unavailable when it can't be, FileNotFoundError without one.
        """
        if not self.has(seat):
            raise FileNotFoundError(errno.ENOENT, "no home", str(self._path(seat)))
        with contextlib.ExitStack() as stack:
            # Nobody mounts what somebody checks.
            with self._locks[seat], _explained(seat):
                device, fresh = stack.enter_context(devices.attached(self._path(seat)))
                if fresh:
                    _ready(seat, device)
                top = mounting.mounted(device, images.KIND)
            stack.callback(os.close, top)
            yield Mounted(top, device)

    def sizes(self, seats: Iterable[int]) -> Iterator[HomeSize]:
        """What these homes hold; one that can't be used is left out."""
        for seat in seats:
            with contextlib.suppress(OSError, HomeroomError), self.opened(seat) as home:
                facts = os.statvfs(home.top)
                mb = -(-(facts.f_blocks - facts.f_bfree) * facts.f_frsize // MB)
                files = facts.f_files - facts.f_ffree - images.OWN_FILES
                yield HomeSize(seat, mb, files, bounded=True)

    def erase(self, seat: int) -> None:
        """Remove a home for good. Gone already is success. Raises OSError."""
        if self.has(seat):
            self._path(seat).unlink(missing_ok=True)
            images.settle(self._folder)

    def _path(self, seat: int) -> Path:
        return self._folder / f"{seat}.{images.KIND}"


def _ready(seat: int, device: Path) -> None:
    """Do what can only be done while nobody has it mounted."""
    if wrong := images.check(device):
        raise _damaged(seat, wrong)
    with _can_wait(seat):
        images.fill_out(device)


@contextlib.contextmanager
def _can_wait(seat: int) -> Iterator[None]:
    """A home that can't get larger now can be used all the same."""
    try:
        yield
    except OSError as error:
        log.warning("the home of seat %s stays as large as it is: %s", seat, error)


@contextlib.contextmanager
def _explained(seat: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FORBIDDEN:
            say = sentence("home-files-forbidden")
            raise Unavailable(f"the home of seat {seat}: {error}", say=say) from error
        if error.errno in DAMAGED:
            raise _damaged(seat, str(error)) from error
        raise


def _damaged(seat: int, wrong: str) -> Unavailable:
    say = sentence("home-file-damaged", file=f"files/{seat}.{images.KIND}")
    return Unavailable(f"the home of seat {seat} is damaged: {wrong}", say=say)
