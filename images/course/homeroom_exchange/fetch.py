"""Fetch a released assignment into the home, and never over somebody's work."""

import shutil
import tempfile
from pathlib import Path

from nbgrader.exchange import abc

from homeroom_exchange import archive
from homeroom_exchange.archive import Refused
from homeroom_exchange.exchange import HubExchange


class HubFetchAssignment(HubExchange, abc.ExchangeFetchAssignment):  # type: ignore[misc]
    """nbgrader's fetch. An existing folder is refused, or with `--replace` only completed."""

    def init_dest(self) -> None:
        """Refuse a folder that is there already."""
        self.dest = self.folder(self.assignment_id)
        if self.dest.exists() and not self.replace_missing_files:
            raise Refused(
                f"You have {self.assignment_id} already. To get it afresh, rename or delete "
                f"the folder {self.dest.name} and fetch again."
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

    def _complete(self, fresh: Path) -> None:
        for source in archive.plain_files(fresh):
            target = self.dest / source.relative_to(fresh)
            if not target.exists() and not target.is_symlink():
                self.log.warning("Replacing missing file %s", target.relative_to(self.dest))
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
