"""Who is in a class: found, archived, restored, and the codes that let people in."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlmodel import Session, col, select

from appliance import keys
from appliance.errors import NotFound
from appliance.models import Classroom, Enrolment, Person
from appliance.people import passwords, signin
from roster import codes
from roster.plan import Student
from roster.sentence import sentence

ENROLMENT_FIELDS = (
    "first_name",
    "last_name",
    "student_id",
    "login",
    "email",
    "section",
)


@dataclass(frozen=True)
class Member:
    """One person in one class."""

    enrolment: Enrolment
    person: Person

    @property
    def id(self) -> int:
        assert self.enrolment.id is not None
        return self.enrolment.id


def members(
    db: Session, classroom_id: int, *, teach: bool = False, archived: bool = False
) -> list[Member]:
    """The class's students and guests by section and name, or its staff; or those archived."""
    rows = (
        select(Enrolment, Person)
        .where(col(Enrolment.person_id) == col(Person.id))
        .where(col(Enrolment.classroom_id) == classroom_id)
        .where(col(Enrolment.archived).is_(archived), Enrolment.teaches == teach)
    )
    found = [Member(*row) for row in db.exec(rows)]
    return sorted(found, key=lambda m: (m.enrolment.section, m.person.display_name.casefold()))


def students(db: Session, classroom_id: int) -> list[Member]:
    """Whom rosters, cards and grades are about, by section and name: no guests."""
    everybody = members(db, classroom_id)
    return [one for one in everybody if one.enrolment.role == "student"]


def member(db: Session, classroom_id: int, name: str, *, archived: bool = False) -> Member:
    """The class's student, guest, teacher or assistant of this user name."""
    rows = (
        select(Enrolment, Person)
        .where(col(Enrolment.person_id) == col(Person.id), col(Person.name) == name)
        .where(col(Enrolment.classroom_id) == classroom_id)
        .where(col(Enrolment.archived).is_(archived))
    )
    found = db.exec(rows).first()
    if not found:
        raise NotFound(f"no {name[:40]!r} in class {classroom_id}", say=sentence("person-unknown"))
    return Member(*found)


def as_student(one: Member) -> Student:
    """The student as rosters tell of them."""
    fields = {field: getattr(one.enrolment, field) for field in ENROLMENT_FIELDS}
    return Student(name=one.person.name, display_name=one.person.display_name, **fields)


def archive_member(db: Session, one: Member) -> None:
    """Sign-in off, work kept."""
    one.enrolment.archived = True
    signin.void_code(db, one.enrolment)


# Codes


@dataclass(frozen=True)
class FreshCode:
    """A new code, for this moment only; afterwards it can be checked but not read."""

    member: Member
    code: str
    hash: str


def draw_codes(classroom: Classroom, whom: Iterable[Member]) -> list[FreshCode]:
    """New codes, hashed on all processors. It takes a while: do it before a transaction opens."""

    def draw(one: Member) -> FreshCode:
        code = codes.new_code(classroom.code_part)
        canonical = codes.canonical(code)
        assert canonical is not None
        return FreshCode(one, code, passwords.hashed(canonical))

    with ThreadPoolExecutor(passwords.SLOTS) as threads:
        return list(threads.map(draw, whom))


def issue(db: Session, key: keys.Key, fresh: Iterable[FreshCode]) -> None:
    """Put new codes in force; the old ones, and whoever used them, are out at once."""
    for one in fresh:
        enrolment = db.get(Enrolment, one.member.id)
        canonical = codes.canonical(one.code)
        if enrolment and canonical and not enrolment.archived:
            signin.set_code(enrolment, key, canonical, one.hash)
            signin.close_seat(db, enrolment)
