"""When work is due for whom, and what lateness costs. The hub's clock alone decides."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from appliance.errors import Invalid, NotFound
from appliance.models import Assignment, Enrolment, OtherDue, Submission, now
from roster.sentence import sentence

Policy = Literal["none", "marks", "cutoff"]
POLICIES: tuple[Policy, ...] = ("none", "marks", "cutoff")
DAY = timedelta(days=1)
LONGEST_GRACE_MIN = 7 * 24 * 60


@dataclass(frozen=True)
class Deadline:
    """What holds for one student and one assignment.

    `due` is None where nothing is ever late. `own` says that it is the student's, by an extension,
    and not everybody's or the section's.
    """

    due: datetime | None
    grace: timedelta = timedelta()
    policy: Policy = "none"
    marks: float = 0
    own: bool = False

    @property
    def last(self) -> datetime | None:
        """The last moment that is not late."""
        return self.due and self.due + self.grace

    def late(self, moment: datetime) -> bool:
        """Whether work that comes at this moment is late."""
        return self.last is not None and moment > self.last

    def closed(self, moment: datetime) -> bool:
        """Whether nothing is taken in any more."""
        return self.policy == "cutoff" and self.late(moment)

    def days_late(self, moment: datetime) -> int:
        """Days begun since it was due; 0 for what is not late."""
        if self.due is None or not self.late(moment):
            return 0
        return math.ceil((moment - self.due) / DAY)

    def penalty(self, moment: datetime) -> float:
        """The marks that lateness costs."""
        return self.marks * self.days_late(moment) if self.policy == "marks" else 0.0


def of(assignment: Assignment, others: Iterable[OtherDue], enrolment: Enrolment) -> Deadline:
    """The student's own date before the section's, and that before everybody's."""
    mine = [one for one in others if one.assignment_id == assignment.id]
    own = next((one for one in mine if one.enrolment_id == enrolment.id), None)
    theirs = (one for one in mine if one.section is not None and one.section == enrolment.section)
    other = own or next(theirs, None)
    return Deadline(
        due=other.due if other else assignment.due,
        grace=timedelta(minutes=assignment.grace_minutes),
        policy=cast(Policy, assignment.late_policy),
        marks=assignment.late_marks,
        own=own is not None,
    )


def others(db: Session, assignment_ids: Iterable[int | None]) -> list[OtherDue]:
    """All dates that differ, of these assignments: those of sections first."""
    these = select(OtherDue).where(col(OtherDue.assignment_id).in_(list(assignment_ids)))
    by_age = these.order_by(col(OtherDue.section).is_(None), col(OtherDue.id))
    return list(db.exec(by_age))


def find(db: Session, assignment: Assignment, enrolment: Enrolment) -> Deadline:
    """What holds for this student."""
    return of(assignment, others(db, [assignment.id]), enrolment)


def all_of(db: Session, assignment: Assignment) -> Mapping[int, Deadline]:
    """What holds for everybody of the class, by enrolment."""
    differing = others(db, [assignment.id])
    here = select(Enrolment).where(col(Enrolment.classroom_id) == assignment.classroom_id)
    return {one.id or 0: of(assignment, differing, one) for one in db.exec(here)}


def change(
    db: Session,
    assignment: Assignment,
    *,
    due: datetime | None,
    opens: datetime | None,
    grace_minutes: int,
    late_policy: str,
    late_marks: float,
    zone: str | None = None,
) -> None:
    """Set the dates and what lateness costs. Raises Invalid, and then nothing has changed."""
    if grace_minutes not in range(LONGEST_GRACE_MIN + 1):
        raise Invalid(
            f"grace of {grace_minutes} minutes",
            say=sentence("grace-out-of-range", most=LONGEST_GRACE_MIN),
        )
    zone_named(zone or "", ZoneInfo("UTC"))
    if late_policy not in POLICIES:
        raise Invalid(f"late policy {late_policy[:40]!r}", say=sentence("late-policy-unknown"))
    if not (0 <= late_marks <= 1000):
        raise Invalid(f"{late_marks} marks a day", say=sentence("late-marks-out-of-range"))
    if due and opens and opens >= due:
        raise Invalid("opens after it is due", say=sentence("opens-after-due"))
    assignment.due, assignment.opens = due, opens
    assignment.zone = assignment.zone if zone is None else zone
    assignment.grace_minutes = grace_minutes
    assignment.late_policy = late_policy
    assignment.late_marks = late_marks if late_policy == "marks" else 0
    judge_again(db, assignment)


def zone_named(name: str, box: ZoneInfo) -> ZoneInfo:
    """The zone of this name, that of the box for an empty one. Raises Invalid for no zone."""
    try:
        return ZoneInfo(name) if name else box
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(f"zone {name[:40]!r}", say=sentence("zone-unknown")) from error


def extend(
    db: Session, assignment: Assignment, whom: Enrolment | str, due: datetime | None
) -> None:
    """Give one student, or a section by its name, a date of their own; None takes it back.

    Raises NotFound for a section that nobody is in, and for none at all.
    """
    if isinstance(whom, str) and due is not None:
        _refuse_unknown(db, assignment, whom)
    mine = select(OtherDue).where(col(OtherDue.assignment_id) == assignment.id)
    if isinstance(whom, str):
        found = db.exec(mine.where(col(OtherDue.section) == whom)).first()
        made = OtherDue(assignment_id=assignment.id or 0, section=whom, due=due or now())
    else:
        found = db.exec(mine.where(col(OtherDue.enrolment_id) == whom.id)).first()
        made = OtherDue(assignment_id=assignment.id or 0, enrolment_id=whom.id, due=due or now())
    if due is None:
        if found:
            db.delete(found)
    else:
        row = found or made
        row.due = due
        db.add(row)
    judge_again(db, assignment)


def _refuse_unknown(db: Session, assignment: Assignment, section: str) -> None:
    here = col(Enrolment.classroom_id) == assignment.classroom_id, ~col(Enrolment.archived)
    found = select(Enrolment.id).where(*here, col(Enrolment.section) == section)
    if not section or db.exec(found).first() is None:
        say = sentence("section-unknown", section=section[:80])
        raise NotFound(f"section {section[:40]!r}", say=say)


def days(deadline: Deadline, version: Submission) -> int:
    """Days begun by which this version is late; work that was on time once stays so."""
    return deadline.days_late(version.timestamp) if version.late else 0


def cost(deadline: Deadline, version: Submission) -> float:
    """The marks that lateness costs this version.

    What was only collected from the folder costs none: nobody chose the moment it was read.
    """
    dear = version.late and version.source != "folder"
    return deadline.penalty(version.timestamp) if dear else 0.0


def judge_again(db: Session, assignment: Assignment) -> None:
    """Work that a new date makes punctual is late no longer. What was on time stays on time.

    Scores that are there already are told what lateness costs now; the gradebook follows with the
    next job.
    """
    db.flush()
    deadline = all_of(db, assignment)
    late = select(Submission).where(
        col(Submission.assignment_id) == assignment.id, col(Submission.late)
    )
    for one in db.exec(late):
        one.late = deadline[one.enrolment_id].late(one.timestamp)
        if one.score is not None:
            raw = one.score + one.penalty
            one.penalty = min(raw, cost(deadline[one.enrolment_id], one))
            one.score = raw - one.penalty


def judge_class(db: Session, classroom_id: int) -> None:
    """The same for all of a class's homework: people came into other sections, with other dates."""
    for one in db.exec(select(Assignment).where(col(Assignment.classroom_id) == classroom_id)):
        judge_again(db, one)
