"""Bring submissions into the teacher's course folder."""

from collections.abc import Iterable
from pathlib import Path

from nbgrader.exchange import abc
from nbgrader.utils import parse_utc

from homeroom_exchange import archive
from homeroom_exchange.answers import Submission
from homeroom_exchange.exchange import HubExchange
from homeroom_exchange.names import SERVER_OWNED, checked


class HubCollect(HubExchange, abc.ExchangeCollect):  # type: ignore[misc]
    """nbgrader's collect. With `--before-duedate` the hub's clock says what was on time."""

    def init_src(self) -> None:
        """Choose one submission for each student."""
        wanted = self.coursedir.student_id
        theirs: dict[str, list[Submission]] = {}
        for each in self.hub.course().submissions:
            if each.assignment == self.assignment_id and wanted in {"", "*", each.student}:
                theirs.setdefault(checked(each.student), []).append(each)
        self.chosen = [choose(theirs[name], self.before_duedate) for name in sorted(theirs)]

    def copy_files(self) -> None:
        """Write them to submitted/STUDENT/ASSIGNMENT, existing work only where asked."""
        if not self.chosen:
            self.log.warning("Nobody has handed in %s yet.", self.assignment_id)
        for submission in self.chosen:
            dest = Path(
                self.coursedir.format_path(
                    self.coursedir.submitted_directory, submission.student, self.assignment_id
                )
            )
            if self._needed(dest, submission):
                self._write(dest, submission)
                self.log.info("Collected: %s %s", submission.student, submission.line)
            else:
                self.log.info("Kept as it is: %s %s", submission.student, self.assignment_id)

    def _needed(self, dest: Path, submission: Submission) -> bool:
        if not dest.is_dir():
            return True
        here, there = self.coursedir.get_existing_timestamp(str(dest)), submission.timestamp
        newer = here is None or parse_utc(there) > here
        return bool((self.update and newer) or (self.before_duedate and here != parse_utc(there)))

    def _write(self, dest: Path, submission: Submission) -> None:
        with (
            self.hub.submission(self.assignment_id, submission.id, self.limits.total_bytes) as file,
            archive.becoming(dest) as folder,
        ):
            archive.unpack_gz(file, folder, self.limits)
            for name in SERVER_OWNED - {"feedback", ".ipynb_checkpoints"}:
                (folder / name).unlink(missing_ok=True)
            (folder / "timestamp.txt").write_text(submission.timestamp, "utf-8")
            # nbgrader carries this file on to autograded/ and feedback/, where release needs it.
            (folder / "submission_id.txt").write_text(str(submission.id), "utf-8")


def choose(submissions: Iterable[Submission], on_time: bool) -> Submission:
    """The newest, or with `on_time` the newest that was not late, if there is one."""
    newest_last = sorted(submissions, key=lambda each: each.number)
    punctual = [each for each in newest_last if not each.late] if on_time else []
    return (punctual or newest_last)[-1]
