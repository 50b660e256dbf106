"""What each home may hold, where the file system itself keeps it within that."""

import contextlib
import errno
from pathlib import Path

from appliance.servers import filesystem, projects
from appliance.servers.disk import FILES_PER_MB
from appliance.servers.erasure import opened
from appliance.servers.tagging import tag
from roster.sentence import Sentence, sentence


class Allotments:
    """The projects of homes, one for each seat, and the limits of these projects.

    Their numbers are kept in a folder of root's: an owner may give the own files any number, and
    a limit that was set for what the home says would be somebody else's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hold(self, seat: int, home: Path, limit_mb: int) -> None:
        """Let a home hold so much; one that is none of its project's yet becomes it, as a whole.

        Nobody may be at it meanwhile. Raises OSError.
        """
        with opened(home) as top:
            number = self._kept(seat)
            if number is None or projects.project(top) != number:
                self.forget(seat)
                number = self._given(seat, top)
            projects.limit(top, number, limit_mb, limit_mb * FILES_PER_MB)

    def forget(self, seat: int) -> None:
        """Nobody has this seat's project any more. Forgotten already is success. Raises OSError."""
        number = self._kept(seat)
        if number is not None:
            # Where it cannot be lifted any more, the limit of a number nobody has hinders nobody.
            with contextlib.suppress(OSError), opened(self._folder) as folder:
                projects.limit(folder, number, 0, 0)
        self._note(seat).unlink(missing_ok=True)

    def in_force(self) -> bool:
        """Whether the file system still does what it did at the start."""
        try:
            with opened(self._folder) as folder:
                return projects.enforced(folder)
        except OSError:
            return False

    def _given(self, seat: int, top: int) -> int:
        """The number that all of a home carries from now on. It has no limit yet: whoever has too
        much must get it as well."""
        number = projects.unused(top)
        tag(top, number)
        # Only now: a number that is kept says that nothing was left out.
        fresh = self._folder / f".{seat}"
        fresh.write_text(f"{number}\n")
        fresh.replace(self._note(seat))
        return number

    def _kept(self, seat: int) -> int | None:
        try:
            return int(self._note(seat).read_text())
        except (FileNotFoundError, ValueError):
            return None

    def _note(self, seat: int) -> Path:
        return self._folder / str(seat)


def allotted(homes: Path, mountinfo: str) -> tuple[Allotments | None, Sentence | None]:
    """The allotments of these homes, where their file system has project quotas and they can be
    set; where it has and they can't, the reason in words."""
    if not filesystem.keeps_projects(homes.resolve(), mountinfo):
        return None, None
    try:
        with opened(homes) as folder:
            projects.tried(folder)
        notes = homes / "project"
        notes.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        return None, _refused(error)
    return Allotments(notes), None


def _refused(error: OSError) -> Sentence:
    if error.errno == errno.EPERM:
        return sentence("quotas-forbidden")
    if error.errno == errno.ENOSYS:
        return sentence("quotas-unknown")
    return sentence("quotas-faulty", error=str(error.strerror))
