"""Release an assignment from the teacher's course folder."""

import tempfile
from pathlib import Path

from nbgrader.exchange import abc

from homeroom_exchange.archive import Refused
from homeroom_exchange.exchange import HubExchange


class HubReleaseAssignment(HubExchange, abc.ExchangeReleaseAssignment):  # type: ignore[misc]
    """nbgrader's release. The hub refuses a second one unless `--force` is given."""

    def init_src(self) -> None:
        """Find the student version."""
        release, source = (
            Path(self.coursedir.format_path(step, ".", self.assignment_id))
            for step in (self.coursedir.release_directory, self.coursedir.source_directory)
        )
        if not release.is_dir() and source.is_dir():
            raise Refused(f"{self.assignment_id} has no student version yet. Generate it first.")
        if not release.is_dir():
            raise Refused(f"There is no assignment {self.assignment_id} in the course folder.")
        self.src = release

    def copy_files(self) -> None:
        """Send the student version."""
        with tempfile.TemporaryFile() as file:
            self.pack(self.src, file)
            self.hub.release(self.assignment_id, file, self.force)
        self.log.info("Released: %s %s", self.course_id, self.assignment_id)
