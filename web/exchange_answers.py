"""What the exchange tells a notebook server: of assignments and versions, each seat its own."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from appliance import words
from appliance.homework import assignments, deadlines, submissions
from appliance.homework.deadlines import Deadline
from appliance.homework.store import Store
from appliance.models import Assignment, Delivery, Submission
from appliance.people.access import Seat
from roster.sentence import sentence
from web.moments import iso, nbgrader_time


def overview(db: Session, store: Store, seat: Seat, now: datetime, language: str) -> dict[str, Any]:
    """Everything the panel shows: students see themselves, teachers everybody."""
    teaches, class_id = seat.enrolment.teaches, seat.enrolment.classroom_id
    found = assignments.all_of(db, class_id)
    out = [one for one in found if (one.released if teaches else assignments.is_out(one, now))]
    # What is everybody's is the staff's, too: nobody gives them a date of their own.
    others = [] if teaches else deadlines.others(db, [one.id for one in out])
    got = _got(db, seat.id)
    versions = submissions.handed_in(db, class_id, enrolment_id=None if teaches else seat.id)
    count = submissions.which_count(one.submission for one in versions)
    return {
        "course": seat.classroom.slug,
        "role": "teacher" if teaches else "student",
        "assignments": [
            {
                **assignment(store, one),
                **_dates(deadlines.of(one, others, seat.enrolment), now, language),
                "got": got.get(one.id),
            }
            for one in out
        ],
        "submissions": [
            {
                **_submission(store, one, teaches=teaches),
                "counts": one.submission.id in count,
                "findings": told(one.submission, language),
            }
            for one in versions
        ],
    }


def assignment(store: Store, one: Assignment) -> dict[str, Any]:
    """What is the same for everybody."""
    return {
        "name": one.name,
        "kind": one.kind,
        "folder": one.folder,
        "opens": iso(one.opens),
        "notebooks": store.tree(one.tree).notebooks if one.tree else [],
        "version": one.tree,
    }


def _dates(deadline: Deadline, now: datetime, language: str) -> dict[str, Any]:
    return {
        "due": iso(deadline.due),
        "grace_minutes": round(deadline.grace.total_seconds() / 60),
        "late_policy": late_policy(deadline, language),
        "closed": deadline.closed(now),
        "extended": deadline.own,
    }


def late_policy(deadline: Deadline, language: str) -> str:
    """In a few words, what lateness costs; empty where it costs nothing."""
    if deadline.due is None or deadline.policy == "none":
        return ""
    if deadline.policy == "cutoff":
        return words.spoken(sentence("late-policy-cutoff"), language)
    marks = int(deadline.marks) if deadline.marks.is_integer() else deadline.marks
    return words.spoken(sentence("late-policy-marks", marks=marks), language)


def told(version: Submission, language: str) -> list[str]:
    """What was wrong with a version as it came in, in words."""
    return [words.spoken(said, language) for said in submissions.findings(version)]


def _got(db: Session, enrolment_id: int) -> dict[int | None, str | None]:
    mine = col(Delivery.enrolment_id) == enrolment_id, col(Delivery.assignment_id).is_not(None)
    rows = db.exec(select(Delivery).where(*mine))
    return {one.assignment_id: one.tree for one in rows}


def _submission(store: Store, one: submissions.HandedIn, *, teaches: bool) -> dict[str, Any]:
    version = one.submission
    tree = store.tree(version.tree)
    feedback = {}
    if version.feedback_tree and (teaches or version.returned):
        entries = store.tree(version.feedback_tree).entries
        feedback = {name.removesuffix(".html"): digest[:32] for name, digest, _ in entries}
    shown = teaches or version.returned is not None
    return {
        "id": version.id,
        "student": one.person.name,
        "assignment": one.assignment.name,
        "source": version.source,
        "timestamp": nbgrader_time(version.timestamp),
        "number": version.number,
        "receipt": submissions.receipt(version),
        "late": version.late,
        "notebooks": [{"name": n, "feedback_md5": feedback.get(n)} for n in tree.notebooks],
        "returned": version.returned is not None,
        "score": version.score if shown else None,
        "max_score": version.max_score if shown else None,
    }
