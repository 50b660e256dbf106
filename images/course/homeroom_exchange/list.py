"""List what is released and what was handed in, or take an assignment back."""

import hashlib
from pathlib import Path
from typing import Any

from nbgrader.exchange import abc

from homeroom_exchange.answers import Assignment, Submission
from homeroom_exchange.archive import Refused
from homeroom_exchange.exchange import HubExchange

Entry = dict[str, Any]


class HubList(HubExchange, abc.ExchangeList):  # type: ignore[misc]
    """nbgrader's list, answered by the hub in one call. Students see only their own work."""

    def copy_files(self) -> None:
        """Ask the hub; there is nothing to copy."""
        self.course = self.hub.course()

    def list_files(self) -> list[Entry]:
        """Released assignments, or with `cached` or `inbound` the submissions."""
        if self.inbound or self.cached:
            return self._submitted()
        wanted = self._wanted_assignments()
        for each in wanted:
            self.log.info("%s %s%s", self.course_id, each.name, each.line)
        return [self._released(each) for each in wanted]

    def remove_files(self) -> list[Entry]:
        """Take the named assignment back. What was handed in stays on the hub."""
        if self.inbound or self.cached:
            raise Refused("Submissions are kept on the hub and cannot be removed from here.")
        if self.coursedir.assignment_id in {"", "*"}:
            raise Refused("Say which assignment to take back.")
        entries = [self._released(each) for each in self._wanted_assignments()]
        self.hub.unrelease(self.assignment_id)
        self.log.info("Taken back: %s %s", self.course_id, self.assignment_id)
        return [{**entry, "status": "removed"} for entry in entries]

    def _wanted_assignments(self) -> list[Assignment]:
        wanted = self.coursedir.assignment_id
        return [each for each in self.course.assignments if wanted in {"", "*", each.name}]

    def _released(self, assignment: Assignment) -> Entry:
        folder = self.folder(assignment.name)
        fetched = folder.is_dir()
        notebooks = sorted(folder.glob("*.ipynb")) if fetched else []
        return {
            "course_id": self.course_id,
            "assignment_id": assignment.name,
            "status": "fetched" if fetched else "released",
            "path": str(folder),
            "notebooks": [{"notebook_id": each.stem, "path": str(each)} for each in notebooks],
            "duedate": assignment.due,
            "late_policy": assignment.late_policy,
            "closed": assignment.closed,
            "renewed": assignment.renewed,
        }

    def _submitted(self) -> list[Entry]:
        entries: dict[tuple[str, str], Entry] = {}
        for each in sorted(self.course.submissions, key=lambda each: each.timestamp):
            if not self._wants(each):
                continue
            ids = self._ids(each)
            entry = {**ids, "status": "submitted", "submissions": []}
            entry = entries.setdefault((each.student, each.assignment), entry)
            entry["submissions"].append(self._submission(each))
            self.log.info("%s %s %s %s", *ids.values(), each.line)
            for finding in each.findings:
                self.log.info("  %s", finding)
        return [entries[key] for key in sorted(entries)]

    def _wants(self, submission: Submission) -> bool:
        return self.coursedir.assignment_id in {"", "*", submission.assignment} and (
            self.coursedir.student_id in {"", "*", submission.student}
        )

    def _ids(self, submission: Submission) -> Entry:
        return {
            "course_id": self.course_id,
            "student_id": submission.student,
            "assignment_id": submission.assignment,
        }

    def _submission(self, submission: Submission) -> Entry:
        folder = self.folder(submission.assignment) / "feedback" / submission.timestamp
        notebooks = [self._notebook(submission, name, folder) for name in submission.notebooks]
        local = bool(notebooks) and all(each["has_local_feedback"] for each in notebooks)
        remote = bool(notebooks) and all(each["has_exchange_feedback"] for each in notebooks)
        return {
            **self._ids(submission),
            # The panel prints this text as it is, and has no other place for a receipt.
            "timestamp": submission.line if self.cached else submission.timestamp,
            "hub_timestamp": submission.timestamp,
            "receipt": submission.receipt,
            "late": submission.late,
            "findings": list(submission.findings),
            "score": submission.score,
            "max_score": submission.max_score,
            "status": "submitted",
            "path": str(self.folder(submission.assignment)),
            "notebooks": notebooks,
            "has_local_feedback": local,
            "has_exchange_feedback": remote,
            "feedback_updated": any(each["feedback_updated"] for each in notebooks),
            "local_feedback_path": str(folder) if local else None,
        }

    def _notebook(self, submission: Submission, name: str, folder: Path) -> Entry:
        file, remote = folder / f"{name}.html", submission.feedback.get(name)
        local = hashlib.md5(file.read_bytes()).hexdigest() if file.is_file() else None
        return {
            "notebook_id": name,
            "path": str(self.folder(submission.assignment) / f"{name}.ipynb"),
            "has_local_feedback": local is not None,
            "has_exchange_feedback": remote is not None,
            "feedback_updated": None not in {local, remote} and local != remote,
            "local_feedback_path": str(file) if local else None,
        }
