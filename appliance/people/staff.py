"""Who works in a class: teachers, and assistants.

An assistant may do with a class what its teachers do: rosters, cards, lessons, homework, marks.
Only its teachers say who works in it and how it is set up, and put it away. An account that was
made for an assistant makes no classes of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from appliance.errors import Conflict, NotAllowed, NotFound
from appliance.models import Classroom, Enrolment, Person
from appliance.people import access, by_hand, enrolment, signin
from appliance.people.enrolment import Member
from roster import names
from roster.sentence import sentence

Role = Literal["teacher", "assistant"]


@dataclass(frozen=True)
class Invited:
    """Somebody new on the staff, and the secret of the one-time link that lets them in."""

    person: Person
    link: str


def invite(
    db: Session, classroom: Classroom, display_name: str, role: Role, now: datetime
) -> Invited:
    """Make an account for a new colleague. The link is shown this once."""
    shown = by_hand.clean_name(display_name)
    taken = set(db.exec(select(Person.name)))
    person = Person(
        name=names.user_name("", shown, taken),
        display_name=shown,
        teacher=True,
        assists_only=role == "assistant",
    )
    db.add(person)
    db.flush()
    _seat(db, classroom, person, role)
    return Invited(person, signin.make_link(db, person.id or 0, now))


def add(db: Session, classroom: Classroom, name: str, role: Role) -> Person:
    """Let somebody who has an account, and has used it, work in this class, too."""
    person = signin.find_teacher(db, name)
    if not person or not person.password_hash:
        raise NotFound(f"no staff {name[:40]!r}", say=sentence("staff-unknown", name=name[:40]))
    if role == "teacher":
        person.assists_only = False
    _seat(db, classroom, person, role)
    # Whoever was shown a link to this account had every class of theirs; this one they may not.
    signin.drop_links(db, person.id or 0)
    return person


def _seat(db: Session, classroom: Classroom, person: Person, role: Role) -> None:
    """A place on the staff; whoever left comes back to the old one."""
    assert classroom.id is not None and person.id is not None
    here = col(Enrolment.classroom_id) == classroom.id
    place = db.exec(select(Enrolment).where(here, col(Enrolment.person_id) == person.id)).first()
    if place and ((not place.archived and place.role == role) or not place.teaches):
        raise Conflict(
            f"{person.name} is here already",
            say=sentence("staff-here-already", name=person.display_name),
        )
    if place and role == "assistant":
        _keep_a_teacher(db, classroom, place)
    place = place or Enrolment(classroom_id=classroom.id, person_id=person.id)
    place.role, place.archived = role, False
    db.add(place)
    db.flush()


def remove(db: Session, classroom: Classroom, name: str) -> Member:
    """Take somebody off the staff, which never leaves a class without a teacher."""
    one = enrolment.member(db, classroom.id or 0, name)
    if not one.enrolment.teaches:
        raise NotFound(f"{name[:40]!r} is no staff", say=sentence("person-unknown"))
    _keep_a_teacher(db, classroom, one.enrolment)
    one.enrolment.archived = True
    access.drop_tokens(db, one.id)
    return one


def _keep_a_teacher(db: Session, classroom: Classroom, leaving: Enrolment) -> None:
    staff = enrolment.members(db, classroom.id or 0, teach=True)
    if not any(m.enrolment.role == "teacher" and m.id != leaving.id for m in staff):
        raise Conflict("last teacher", say=sentence("staff-last-teacher"))


def new_link(db: Session, classroom: Classroom, name: str, by: int, now: datetime) -> Invited:
    """Another one-time link for a colleague who lost the first, or for an assistant.

    It lets its bearer in as that colleague. So it is for those who work in classes only which the
    one who asks (`by`) teaches, and not for teachers who have a password already: they may have
    been added here without ever knowing.
    """
    one = enrolment.member(db, classroom.id or 0, name)
    person = one.person
    ours = one.enrolment.teaches and _only_ours(db, one.enrolment.person_id, by)
    if not ours or (person.password_hash and not person.assists_only):
        raise NotAllowed(f"no link for {name[:40]!r}", say=sentence("staff-no-link"))
    return Invited(person, signin.make_link(db, person.id or 0, now))


def _only_ours(db: Session, colleague: int, by: int) -> bool:
    """Whether every class the colleague works in is taught by the one who asks."""
    here = select(Enrolment).where(~col(Enrolment.archived))
    theirs = {
        one.classroom_id for one in db.exec(here.where(col(Enrolment.person_id) == colleague))
    }
    mine = db.exec(here.where(col(Enrolment.person_id) == by, col(Enrolment.role) == "teacher"))
    return colleague != by and theirs <= {one.classroom_id for one in mine}
