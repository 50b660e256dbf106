"""What the gradebook is told of the versions that are graded, and what it says of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from appliance.homework import deadlines, submissions
from appliance.homework.submissions import HandedIn
from appliance.models import Assignment, Submission


def who(one: HandedIn, penalty: float) -> dict[str, Any]:
    """A version's entry in the order of a job."""
    return {
        "student": one.person.name,
        "id": one.submission.id,
        "first_name": one.enrolment.first_name,
        "last_name": one.enrolment.last_name or one.person.display_name,
        "email": one.enrolment.email,
        "timestamp": one.submission.timestamp.strftime("%Y-%m-%d %H:%M:%S.%f UTC"),
        "penalty": penalty,
    }


def penalties(
    db: Session, assignment: Assignment, versions: Iterable[HandedIn]
) -> dict[str, float]:
    """What lateness costs each student of these, by name, as the dates are now."""
    deadline = deadlines.all_of(db, assignment)
    return {
        one.person.name: deadlines.cost(deadline[one.enrolment.id or 0], one.submission)
        for one in versions
    }


def penalties_of_class(db: Session, classroom_id: int) -> Mapping[str, Mapping[str, float]]:
    """The same for everything that is graded in a class, by assignment and student."""
    found: dict[str, Mapping[str, float]] = {}
    frozen = [one for one in submissions.handed_in(db, classroom_id) if one.submission.frozen]
    for assignment in db.exec(
        select(Assignment).where(col(Assignment.classroom_id) == classroom_id)
    ):
        theirs = [one for one in frozen if one.assignment.id == assignment.id]
        found[assignment.name] = penalties(db, assignment, theirs)
    return found


def note(db: Session, submission: Submission, score: Mapping[str, Any]) -> None:
    """Keep what the gradebook says of a version."""
    row = db.get_one(Submission, submission.id)
    row.score, row.max_score = score["score"], score["max_score"]
    row.penalty = score.get("penalty", 0.0)
    row.needs_manual = bool(score.get("needs_manual"))


def note_all(db: Session, chosen: Iterable[HandedIn], told: Iterable[Mapping[str, Any]]) -> None:
    """The same for many, each found by the student's name; who is not told of keeps what was."""
    by_name = {score["student"]: score for score in told}
    for one in chosen:
        if score := by_name.get(one.person.name):
            note(db, one.submission, score)
