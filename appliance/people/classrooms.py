"""A class itself: made, found, set up and put away."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from appliance.errors import Invalid, NotAllowed
from appliance.models import Classroom, Enrolment, Person, SignIn
from appliance.people import signin
from roster import codes, names
from roster.sentence import sentence

LONGEST_TITLE = 64


@dataclass(frozen=True)
class Setup:
    """What a teacher chooses for a class; `ends` is the last day on which its cards work."""

    title: str
    ends: date | None
    pin_required: bool


def make(db: Session, teacher: Person, title: str) -> Classroom:
    """A new class, taught by this teacher."""
    if teacher.assists_only:
        raise NotAllowed(f"{teacher.name} only assists", say=sentence("class-not-by-assistant"))
    title = clean_title(title)
    slugs = set(db.exec(select(Classroom.slug)))
    parts = set(db.exec(select(Classroom.code_part)))
    classroom = Classroom(
        slug=names.slug(title, slugs),
        title=title,
        code_part=codes.class_part(title, parts),
    )
    db.add(classroom)
    db.flush()
    assert classroom.id is not None and teacher.id is not None
    db.add(Enrolment(classroom_id=classroom.id, person_id=teacher.id, role="teacher"))
    db.flush()
    return classroom


def clean_title(title: str) -> str:
    """The title as it is kept; Invalid when it is empty, too long or not to be printed."""
    title = " ".join(title.split())
    if not 1 <= len(title) <= LONGEST_TITLE or not title.isprintable():
        raise Invalid("class title", say=sentence("class-title-length", most=LONGEST_TITLE))
    return title


def taught(db: Session, person_id: int, *, archived: bool = False) -> list[Classroom]:
    """The classes in which this person teaches or assists, by title; or those put away."""
    mine = (
        select(Classroom)
        .join(Enrolment, col(Enrolment.classroom_id) == col(Classroom.id))
        .where(col(Enrolment.person_id) == person_id, Enrolment.teaches)
        .where(~col(Enrolment.archived), col(Classroom.archived).is_(archived))
        .order_by(col(Classroom.title))
    )
    return list(db.exec(mine))


def check_teacher(db: Session, classroom: Classroom, person_id: int) -> None:
    """Refuse whoever only assists: who works in a class, and its setup, is for its teachers."""
    mine = col(Enrolment.person_id) == person_id
    role = db.exec(
        select(Enrolment.role).where(
            mine, col(Enrolment.classroom_id) == classroom.id, ~col(Enrolment.archived)
        )
    ).first()
    if role != "teacher":
        raise NotAllowed(f"person {person_id} only assists", say=sentence("class-teachers-only"))


def set_up(classroom: Classroom, wish: Setup) -> None:
    """Take over what was chosen. Address and code part stay: they are on the cards."""
    classroom.title = clean_title(wish.title)
    classroom.ends = wish.ends
    classroom.pin_required = wish.pin_required


def put_away(db: Session, classroom: Classroom) -> None:
    """Archive a class: all its work is kept, and nobody gets in by its cards any more."""
    classroom.archived = True
    classroom.join_digest = classroom.join_until = None
    here = col(Enrolment.classroom_id) == classroom.id
    used = col(Enrolment.id).in_(select(SignIn.enrolment_id))
    for seat in db.exec(select(Enrolment).where(here, used)).all():
        signin.close_seat(db, seat)


def bring_back(classroom: Classroom) -> None:
    """Take an archived class out again; its cards work as before."""
    classroom.archived = False
