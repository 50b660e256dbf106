"""Where homes are, and what keeps each within bounds: a folder, with a project quota where the disk
has them, or a file of its own."""

import contextlib
import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from appliance.errors import NotFound
from appliance.servers import filesystem, sizes
from appliance.servers.allotments import allotted
from appliance.servers.erasure import erase, opened
from appliance.servers.home_files import HomeFiles
from appliance.servers.spec import HomeSize, Quota, Spec
from roster.sentence import sentence

log = logging.getLogger(__name__)


class Quarters:
    """The homes of all seats. What the disk does not let do raises OSError or Unavailable."""

    def __init__(self, homes: Path, files: HomeFiles | None = None) -> None:
        self._homes = homes
        self._files = files or HomeFiles(homes / "files")
        self._allotments, refused = allotted(homes, filesystem.MOUNTS.read_text())
        self.quota_refused = self._files.refused() if self._files.wanted else refused
        """Why homes are not kept within bounds as they should be."""

    def quota(self) -> Quota:
        """What keeps homes within bounds that are new, beside whoever watches them."""
        if self._files.wanted:
            return "files"
        return "project" if self._allotments and self._allotments.in_force() else "watched"

    @property
    def fenced(self) -> bool:
        """Whether bounds are kept by what an owner could change, were it not forbidden."""
        return self._allotments is not None

    def ensure(self, spec: Spec) -> None:
        """Make a seat's home, or let it hold what it may now; what was a folder stays one."""
        home = self._path(spec.seat)
        if self._files.has(spec.seat) or (self._files.wanted and not home.exists()):
            self._files.make(spec.seat, spec.uid, spec.home_mb)
        else:
            home.mkdir(mode=0o700, exist_ok=True)
            self._hold(spec, home)
        with self.opened(spec.seat) as top:
            os.fchown(top, spec.uid, spec.uid)
            os.fchmod(top, 0o700)

    @contextlib.contextmanager
    def opened(self, seat: int) -> Iterator[int]:
        """A seat's home, open. Raises NotFound without one."""
        with contextlib.ExitStack() as stack:
            try:
                if self._files.has(seat):
                    home = stack.enter_context(self._files.opened(seat)).top
                else:
                    home = stack.enter_context(opened(self._path(seat)))
            except FileNotFoundError:
                raise no_home(seat) from None
            yield home

    @contextlib.contextmanager
    def device(self, seat: int) -> Iterator[str | None]:
        """The device a seat's home is on, kept meanwhile; None where it is a folder."""
        if self._files.has(seat):
            with self._files.opened(seat) as home:
                yield str(home.device)
        else:
            yield None

    def sizes(self, seats: Iterable[int]) -> Iterator[HomeSize]:
        """What these seats' homes hold; one that is not there is left out."""
        seats = list(seats)
        files = [seat for seat in seats if self._files.has(seat)]
        yield from sizes.homes(self._folder(), [seat for seat in seats if seat not in files])
        yield from self._files.sizes(files)

    def erase(self, seat: int) -> None:
        """Remove a seat's home, for good. Gone already is success."""
        with opened(self._folder()) as homes:
            erase(str(seat), homes)
        self._files.erase(seat)
        if self._allotments:
            self._allotments.forget(seat)

    def _hold(self, spec: Spec, home: Path) -> None:
        """Have the file system keep a home within its limit; it is watched in any case."""
        if self._allotments:
            try:
                self._allotments.hold(spec.seat, home, spec.home_mb)
            except OSError as error:
                log.warning("seat %s has no limit of the disk's own: %s", spec.seat, error)

    def _path(self, seat: int) -> Path:
        return self._folder() / str(seat)

    def _folder(self) -> Path:
        folder = self._homes / "home"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


def no_home(seat: int) -> NotFound:
    """The error for a seat that has no home yet."""
    return NotFound(f"seat {seat} has no home", say=sentence("home-none"))
