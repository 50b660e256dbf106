"""Return feedback to students, and fetch one's own."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.exchange import abc

from homeroom_exchange import archive
from homeroom_exchange.answers import Submission
from homeroom_exchange.archive import Refused
from homeroom_exchange.exchange import HubExchange
from homeroom_exchange.names import checked

TIME = re.compile(r"[0-9][0-9A-Za-z :.+-]{0,40}")


class HubReleaseFeedback(HubExchange, abc.ExchangeReleaseFeedback):  # type: ignore[misc]
    """nbgrader's release of feedback: each student gets the pages of the graded version."""

    def copy_files(self) -> None:
        """Send feedback/STUDENT/ASSIGNMENT/*.html for every student who has some."""
        submissions = self.hub.course().submissions
        folders = list(self._folders())
        if not folders:
            raise Refused(f"There is no feedback for {self.assignment_id} yet. Generate it first.")
        for student, folder in folders:
            number = self._submission_id(student, folder, submissions)
            with tempfile.TemporaryFile() as file:
                archive.pack(folder, file, lambda path: path.suffix != ".html", self.limits)
                file.seek(0)
                self.hub.return_feedback(self.assignment_id, number, file)
            self.log.info("Feedback returned: %s %s", student, self.assignment_id)

    def _folders(self) -> Iterator[tuple[str, Path]]:
        root = Path(self.coursedir.root) / self.coursedir.feedback_directory
        left_out = set(filter(None, self.coursedir.student_id_exclude.split(",")))
        for student in sorted(each.name for each in root.glob("*") if each.is_dir()):
            folder = root / student / self.assignment_id
            wanted = self.coursedir.student_id in {"", "*", student} and student not in left_out
            if wanted and any(folder.glob("*.html")):
                yield student, folder

    def _submission_id(
        self, student: str, folder: Path, submissions: tuple[Submission, ...]
    ) -> int:
        theirs = {
            str(each.id): each
            for each in submissions
            if each.student == student and each.assignment == self.assignment_id
        }
        number = _text(folder / "submission_id.txt")
        if number in theirs:
            return int(number)
        # Files collected by the hub's own jobs carry the time alone.
        time = _text(folder / "timestamp.txt")
        for each in theirs.values():
            if each.timestamp == time:
                return each.id
        raise Refused(
            f"The feedback of {student} belongs to no submission of {self.assignment_id} that "
            "the hub knows. Collect, grade and generate the feedback again."
        )


class HubFetchFeedback(HubExchange, abc.ExchangeFetchFeedback):  # type: ignore[misc]
    """nbgrader's fetch of feedback, into ASSIGNMENT/feedback/TIME/NOTEBOOK.html."""

    def copy_files(self) -> None:
        """Fetch what was returned and is not here yet."""
        mine = [each for each in self.hub.course().submissions if self._wants(each)]
        returned = [each for each in mine if each.feedback]
        if not returned:
            self.log.warning("No feedback has been returned yet.")
        for submission in returned:
            folder = self.folder(checked(submission.assignment)) / "feedback"
            dest = folder / checked_time(submission.timestamp)
            if any(_md5(dest / f"{n}.html") != md5 for n, md5 in submission.feedback.items()):
                self._fetch(submission, dest)

    def _wants(self, submission: Submission) -> bool:
        student, assignment = self.coursedir.student_id, self.coursedir.assignment_id
        return student in {"", "*", submission.student} and assignment in {
            "",
            "*",
            submission.assignment,
        }

    def _fetch(self, submission: Submission, dest: Path) -> None:
        limit = self.limits.total_bytes
        with (
            self.hub.feedback(submission.assignment, submission.id, limit) as file,
            archive.becoming(dest) as folder,
        ):
            archive.unpack_gz(file, folder, self.limits)
        self.log.info("Fetched feedback: %s", dest)


def checked_time(timestamp: str) -> str:
    """The hub's timestamp, which names a folder here. Raises Refused for anything else."""
    if not TIME.fullmatch(timestamp):
        raise Refused("The hub sent a time that cannot name a folder. Tell your teacher.")
    return timestamp


def _text(file: Path) -> str:
    return file.read_text("utf-8").strip() if file.is_file() else ""


def _md5(file: Path) -> str | None:
    return hashlib.md5(file.read_bytes()).hexdigest() if file.is_file() else None
