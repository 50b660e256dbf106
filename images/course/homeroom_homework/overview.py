"""What the Homework panel shows: the hub's word on assignments, and what this home knows."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from homeroom_exchange.answers import Assignment, Course, Submission
from homeroom_exchange.outbox import Work

Entry = Mapping[str, Any]


def overview(
    course: Course, entries: Iterable[Entry], local: Mapping[str, Any], now: datetime
) -> list[dict[str, Any]]:
    """One piece for each assignment, the next to hand in first.

    `entries` is nbgrader's list, `local` what `here` says of each.
    """
    entries = list(entries)
    fetched = {e["assignment_id"]: e for e in entries if e["status"] != "submitted"}
    feedback = {
        each["receipt"]: each
        for entry in entries
        if entry["status"] == "submitted"
        for each in entry["submissions"]
    }
    pieces = []
    for assignment in sorted(course.assignments, key=lambda each: _urgency(each, now)):
        mine = [each for each in course.submissions if each.assignment == assignment.name]
        mine = [] if course.role == "teacher" else sorted(mine, key=lambda each: -each.number)
        pieces.append(
            _assignment(assignment, fetched[assignment.name], now)
            | {"submissions": [_submission(each, feedback[each.receipt]) for each in mine]}
            | local.get(assignment.name, {})
        )
    return pieces


def here(
    waiting: Iterable[Work], refusals: Mapping[str, str], trouble: Callable[[str], str]
) -> dict[str, dict[str, Any]]:
    """What only this home knows of assignments: work on its way, and work that was refused."""
    known: dict[str, dict[str, Any]] = {
        name: {"refused": sentence} for name, sentence in refusals.items()
    }
    for work in waiting:
        known.setdefault(work.assignment, {})["pending"] = {"trouble": trouble(work.key)}
    return known


def _assignment(assignment: Assignment, entry: Entry, now: datetime) -> dict[str, Any]:
    fetched = entry["status"] == "fetched"
    notebooks = [each["path"] for each in entry["notebooks"]] if fetched else []
    return {
        "name": assignment.name,
        "kind": assignment.kind,
        "folder": assignment.folder,
        "due": assignment.due,
        "opens": assignment.opens,
        "grace_minutes": assignment.grace_minutes,
        "late_policy": assignment.late_policy,
        "extended": assignment.extended,
        "closed": assignment.closed,
        "late": _late(assignment, now),
        "renewed": assignment.renewed,
        "path": entry["path"] if fetched else None,
        "notebooks": notebooks,
        "pending": None,
        "refused": "",
    }


def _urgency(assignment: Assignment, now: datetime) -> tuple[bool, str, str]:
    """What is past comes last, and what has no date before that."""
    return _late(assignment, now), assignment.due or "~", assignment.name


def _late(assignment: Assignment, now: datetime) -> bool:
    """Whether work that were handed in now would be late. The hub judges, by its own clock."""
    if not assignment.due:
        return False
    due = datetime.fromisoformat(assignment.due.replace("Z", "+00:00"))
    return now > due + timedelta(minutes=assignment.grace_minutes)


def _submission(submission: Submission, entry: Entry) -> dict[str, Any]:
    moment = datetime.strptime(submission.timestamp[:19], "%Y-%m-%d %H:%M:%S")
    return {
        "number": submission.number,
        "time": moment.replace(tzinfo=UTC).isoformat(),
        "receipt": submission.receipt,
        "late": submission.late,
        "source": submission.source,
        "counts": submission.counts,
        "findings": list(submission.findings),
        "returned": submission.returned,
        "score": submission.score,
        "max_score": submission.max_score,
        "feedback": entry["has_exchange_feedback"],
        "feedback_updated": entry["feedback_updated"],
        "pages": [each["local_feedback_path"] for each in _pages(entry)],
    }


def _pages(entry: Entry) -> list[Entry]:
    """The notebooks whose feedback lies in the home."""
    return [each for each in entry["notebooks"] if each["has_local_feedback"]]
