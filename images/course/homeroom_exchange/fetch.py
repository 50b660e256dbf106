"""Fetch a released assignment into the home, and never over somebody's work."""

import shutil
import tempfile
from pathlib import Path

from nbgrader.exchange import abc

from homeroom_exchange import archive
from homeroom_exchange.archive import Refused
from homeroom_exchange.client import HubProblem
from homeroom_exchange.exchange import HubExchange


class HubFetchAssignment(HubExchange, abc.ExchangeFetchAssignment):  # type: ignore[misc]
    """nbgrader's fetch. An existing folder is refused, or with `--replace` only completed."""

    def init_dest(self) -> None:
        """Refuse a folder that is there already."""
        self.dest = self.folder(self.assignment_id)
        if self.dest.exists() and not self.replace_missing_files:
            raise Refused(
                f"You have {self.assignment_id} already. {self._of_a_newer_version()}To get it "
                f"afresh, rename or delete the folder {self.dest.name} and fetch again."
            )

    def copy_files(self) -> None:
        """Bring the files; the folder appears whole or not at all."""
        with self.hub.released(self.assignment_id, self.limits.total_bytes) as file:
            if self.dest.exists():
                with tempfile.TemporaryDirectory() as fresh:
                    archive.unpack_gz(file, Path(fresh), self.limits)
                    self._complete(Path(fresh))
            else:
                with archive.becoming(self.dest) as folder:
                    archive.unpack_gz(file, folder, self.limits)
        self.log.info("Fetched as: %s %s", self.course_id, self.assignment_id)

    def _of_a_newer_version(self) -> str:
        """What happens to a version that was released since; the hub brings it by itself."""
        try:
            mine = [x for x in self.hub.course().assignments if x.name == self.assignment_id]
        except HubProblem:
            return ""
        if not any(each.renewed for each in mine):
            return ""
        return (
            "There is a newer version, which the hub puts into your folder by itself: files you "
            "have not touched are replaced, beside those you changed it puts the new ones. "
        )

    def _complete(self, fresh: Path) -> None:
        for source in archive.plain_files(fresh):
            target = self.dest / source.relative_to(fresh)
            if not target.exists() and not target.is_symlink():
                self.log.warning("Replacing missing file %s", target.relative_to(self.dest))
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
