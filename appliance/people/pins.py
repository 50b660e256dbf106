"""PINs: the second thing a class may ask for, chosen by the student at the first sign-in."""

from datetime import datetime

from sqlmodel import Session, col, select

from appliance.errors import Invalid, NotAllowed
from appliance.models import Classroom, Enrolment, Person, SignIn
from appliance.people import failures, signin
from roster.sentence import sentence

SHORTEST, LONGEST = 4, 12
_ROWS = ("0123456789", "1234567890")
_DOWN_THE_PAD = ("2580", "0852", "1470", "0741", "3690", "1478", "3698", "1379", "7913", "1593")


def check_new(pin: str, again: str, student_ids: list[str]) -> None:
    """Refuse what is no PIN, what was typed in two ways, and what anybody would try first."""
    if not (pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST):
        say = sentence("pin-shape", least=SHORTEST, most=LONGEST)
        raise Invalid("PIN of another shape", say=say)
    if trivial(pin) or any(pin in one for one in student_ids):
        raise Invalid("PIN too simple", say=sentence("pin-too-simple"))
    if pin != again:
        raise Invalid("PINs differ", say=sentence("pin-differs"))


def trivial(pin: str) -> bool:
    """Whether it is repeated, reads the same backwards, is a row of digits or a line on the pad."""
    repeated = (pin + pin).find(pin, 1) < len(pin)
    rows = any(pin in row * 2 or pin in (row * 2)[::-1] for row in _ROWS)
    return repeated or rows or pin == pin[::-1] or pin in _DOWN_THE_PAD


def wanted(db: Session, classroom_ids: list[int]) -> bool:
    """Whether one of these classes asks for a PIN."""
    asking = select(Classroom.id).where(col(Classroom.id).in_(classroom_ids))
    return db.exec(asking.where(col(Classroom.pin_required))).first() is not None


def student_ids(db: Session, person_id: int) -> list[str]:
    """What stands beside the name on every list, and so can't be a PIN."""
    theirs = select(Enrolment.student_id).where(col(Enrolment.person_id) == person_id)
    return [one for one in db.exec(theirs) if one]


def pass_gate(db: Session, pending: SignIn, now: datetime) -> tuple[str, SignIn]:
    """The PIN was right or newly set: a sign-in that is in, in place of the one that waited."""
    person_id, seat_id, device = pending.person_id, pending.enrolment_id, pending.device
    signin.close_sign_ins(db, person_id, only=pending.id)
    return signin.open_sign_in(db, person_id, now, enrolment_id=seat_id, device=device)


def check_may_reset(db: Session, staff_id: int, person: Person) -> None:
    """Refuse whoever does not work in every class of this person that asks for a PIN.

    The PIN is one for all their classes: whoever could reset it from one of them could come in to
    the others with a card found there.
    """
    guarded = (
        select(Enrolment.classroom_id)
        .join(Classroom)
        .where(
            col(Enrolment.person_id) == person.id,
            ~col(Enrolment.archived),
            col(Classroom.pin_required),
        )
    )
    mine = select(Enrolment.classroom_id).where(
        col(Enrolment.person_id) == staff_id, ~col(Enrolment.archived), Enrolment.teaches
    )
    if not set(db.exec(guarded)) <= set(db.exec(mine)):
        raise NotAllowed("PIN guards another class too", say=sentence("pin-of-others"))


def reset(db: Session, person: Person) -> None:
    """Forget the PIN: the next sign-in by card sets a new one. Who is signed in is out."""
    assert person.id is not None
    person.pin_hash = None
    failures.clear(db, person.id)
    signin.close_sign_ins(db, person.id)
