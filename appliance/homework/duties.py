"""What the calendar looks at, read from the tables: what waits for its hour, and who for whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from appliance.homework import deadlines
from appliance.homework.calendar import FORGOTTEN, Duty
from appliance.models import Assignment, Classroom, Enrolment, Job, OtherDue, Submission, Sweep

_LONGEST_GRACE = timedelta(minutes=deadlines.LONGEST_GRACE_MIN)


def waiting(db: Session) -> list[Assignment]:
    """What is to open by itself, in classes that go on."""
    rows = select(Assignment).join(Classroom).where(~col(Classroom.archived))
    unopened = col(Assignment.opens).is_not(None), col(Assignment.released).is_(None)
    return list(db.exec(rows.where(*unopened)))


def releases(db: Session) -> Mapping[int, datetime]:
    """When the release of each assignment was asked for last."""
    asked = select(Job.assignment_id, func.max(Job.created)).where(col(Job.kind) == "release")
    rows = db.exec(asked.group_by(col(Job.assignment_id)))
    return {number: moment for number, moment in rows if number is not None}


def failures(db: Session, now: datetime) -> Mapping[int, Sequence[datetime]]:
    """When looking after students went wrong, in part or in whole, by assignment."""
    wrong = col(Job.kind) == "sweep", col(Job.problems) != "[]", col(Job.ended) > now - FORGOTTEN
    found: dict[int, list[datetime]] = {}
    for job in db.exec(select(Job).where(*wrong)):
        if job.assignment_id is not None and job.ended:
            found.setdefault(job.assignment_id, []).append(job.ended)
    return found


def of_students(db: Session, now: datetime, assignment_id: int | None = None) -> list[Duty]:
    """Students × assignments that are out and fell due lately; narrowed to one assignment."""
    due = _fell_due(db, now, assignment_id)
    numbers = [one.id or 0 for one in due]
    differing = deadlines.others(db, numbers)
    handed_in, swept = _handed_in(db, numbers), _swept(db, numbers)
    return [
        Duty(
            one.id or 0,
            student.id or 0,
            deadlines.of(one, differing, student).last,
            (one.id, student.id) in handed_in,
            swept.get((one.id, student.id)),
        )
        for one in due
        for student in _students(db, one.classroom_id)
    ]


def _fell_due(db: Session, now: datetime, assignment_id: int | None) -> list[Assignment]:
    def lately(moment: object) -> ColumnElement[bool]:
        return col(moment).between(now - FORGOTTEN - _LONGEST_GRACE, now)

    others = select(OtherDue.assignment_id).where(lately(OtherDue.due))
    rows = (
        select(Assignment)
        .join(Classroom)
        .where(~col(Classroom.archived), col(Assignment.released).is_not(None))
        .where(or_(col(Assignment.opens).is_(None), col(Assignment.opens) <= now))
        .where(or_(lately(Assignment.due), col(Assignment.id).in_(others)))
    )
    if assignment_id is not None:
        rows = rows.where(col(Assignment.id) == assignment_id)
    return list(db.exec(rows))


def _students(db: Session, classroom_id: int) -> list[Enrolment]:
    here = col(Enrolment.classroom_id) == classroom_id
    return list(
        db.exec(select(Enrolment).where(here, ~Enrolment.teaches, ~col(Enrolment.archived)))
    )


def _handed_in(db: Session, numbers: list[int]) -> set[tuple[int | None, int | None]]:
    rows = select(Submission.assignment_id, Submission.enrolment_id).where(
        col(Submission.assignment_id).in_(numbers), col(Submission.source) != "folder"
    )
    return set(db.exec(rows.distinct()))


def _swept(db: Session, numbers: list[int]) -> Mapping[tuple[int | None, int | None], datetime]:
    rows = db.exec(select(Sweep).where(col(Sweep.assignment_id).in_(numbers)))
    return {(one.assignment_id, one.enrolment_id): one.at for one in rows}
