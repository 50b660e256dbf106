"""One person at a time: added, corrected, moved to another class."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session

from appliance.errors import Conflict, Invalid, NotFound
from appliance.homework import deadlines
from appliance.models import Classroom, Enrolment
from appliance.people import acquaintance, rosters
from appliance.people.enrolment import Member, archive_member, as_student, members
from roster.cells import clean
from roster.check import KEYS, faults
from roster.plan import Student
from roster.row import Row
from roster.sentence import Sentence, sentence

FIELDS = (
    "display_name",
    "section",
    "student_id",
    "login",
    "email",
    "first_name",
    "last_name",
)
LONGEST = 256


@dataclass(frozen=True)
class Facts:
    """What a teacher types about a student. Only the name has to be there."""

    display_name: str
    section: str = ""
    student_id: str = ""
    login: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""


def facts_of(one: Member) -> Facts:
    """What is known about a student, to be corrected."""
    seat = {field: getattr(one.enrolment, field) for field in FIELDS[1:]}
    return Facts(display_name=one.person.display_name, **seat)


def clean_name(typed: str) -> str:
    """A name as it is kept; Invalid, with a sentence, when it can't be shown."""
    row = Row(line=0, display_name=clean(typed[:LONGEST]))
    _refuse(faults(row))
    return row.display_name


def add(db: Session, classroom: Classroom, typed: Facts, teacher_id: int) -> str:
    """Enrol one student, whose user name comes back; known people keep theirs."""
    row = _row(typed, (as_student(one) for one in members(db, classroom.id or 0)))
    known = acquaintance.find(db, classroom.id or 0, teacher_id, [row])
    (person,) = rosters.enrol(db, classroom, [row], known)
    classroom.roster_version += 1
    return person.name


def edit(db: Session, classroom: Classroom, one: Member, typed: Facts) -> None:
    """Correct what is known about a student. The user name stays: the home is named by it."""
    others = (as_student(m) for m in members(db, classroom.id or 0) if m.id != one.id)
    row = _row(typed, others)
    one.person.display_name = row.display_name
    for field in FIELDS[1:]:
        setattr(one.enrolment, field, getattr(row, field))
    classroom.roster_version += 1
    deadlines.judge_class(db, classroom.id or 0)


def _row(typed: Facts, others: Iterable[Student]) -> Row:
    """What was typed, cleaned; Invalid or Conflict when it can't be taken."""
    row = Row(line=0, **{key: clean(value[:LONGEST]) for key, value in asdict(typed).items()})
    _refuse(faults(row))
    for clash in _clashes(row, others):
        raise Conflict("somebody else has it", say=clash)
    return row


def _refuse(found: Iterable[Sentence]) -> None:
    for fault in found:
        raise Invalid("facts typed by hand", say=sentence("person-refused", why=fault))


def _clashes(row: Row, others: Iterable[Student]) -> Iterator[Sentence]:
    """A key that another student of the class has already; a name may be had twice."""
    for other in others:
        for key in KEYS:
            value = getattr(row, key)
            if value and value.casefold() == getattr(other, key).casefold():
                yield sentence(f"person-same-{key}", value=value, name=other.display_name)


def archive(db: Session, classroom: Classroom, one: Member) -> None:
    """Take somebody out of the class; the work is kept."""
    archive_member(db, one)
    classroom.roster_version += 1


def restore(classroom: Classroom, one: Member, now: datetime) -> None:
    """Bring somebody back, with all the work; a new card is needed. Staff come back by `staff`."""
    if one.enrolment.teaches:
        raise NotFound(f"{one.person.name} is staff", say=sentence("person-unknown"))
    if one.enrolment.until and one.enrolment.until <= now:
        raise Conflict("guest's day is over", say=sentence("person-guest-over"))
    one.enrolment.archived = False
    classroom.roster_version += 1


def move(db: Session, one: Member, here: Classroom, there: Classroom) -> None:
    """Into another class, as the same person. Files and homework stay with the old seat here."""
    if one.enrolment.role != "student" or here.id == there.id:
        raise Conflict("cannot be moved", say=sentence("person-not-moved"))
    old = next((m for m in _all(db, there) if m.person.id == one.person.id), None)
    if old and not old.enrolment.archived:
        raise Conflict(
            "is there already",
            say=sentence("person-there-already", name=one.person.display_name, there=there.title),
        )
    others = (as_student(m) for m in members(db, there.id or 0))
    row = _row(facts_of(one), others)
    assert there.id is not None
    seat = (
        old.enrolment
        if old
        else Enrolment(classroom_id=there.id, person_id=one.enrolment.person_id)
    )
    for field in FIELDS[1:]:
        setattr(seat, field, getattr(row, field))
    seat.archived = False
    db.add(seat)
    archive(db, here, one)
    there.roster_version += 1


def _all(db: Session, classroom: Classroom) -> list[Member]:
    class_id = classroom.id or 0
    return [*members(db, class_id), *members(db, class_id, archived=True)]
