"""Who is signed in to a class: listed for its teachers, ended one by one or all at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from appliance.errors import NotFound
from appliance.models import Enrolment, Person, SignIn
from appliance.people import reach, signin
from roster.sentence import sentence

# In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Edg", "Edge"), ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
# Android says Linux too, and an iPhone says Mac OS X.
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"),
    ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Presence:
    """A browser that is in, and whose seat in this class it opens."""

    sign_in: SignIn
    enrolment: Enrolment
    person: Person

    @property
    def how(self) -> str:
        """The word for how it came in: card, nod, or pin while the PIN is still asked for."""
        if self.sign_in.pin_pending:
            return "pin"
        # Whoever came by the door has no card; when one is printed, this sign-in ends.
        here, cardless = self.enrolment.id, self.enrolment.code_digest is None
        return "nod" if self.sign_in.enrolment_id == here and cardless else "card"


def device_name(user_agent: str) -> str:
    """A browser and its system in two words, as far as it tells: `Firefox · Windows`."""
    found = (
        next((name for mark, name in marks if mark in user_agent[:400]), "")
        for marks in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(filter(None, found))


_Shown = aliased(Enrolment)
"""The seat whose card was shown, which may be one of another class."""


def present(db: Session, classroom_id: int, now: datetime) -> list[Presence]:
    """The students' and guests' browsers that are in, by section and name, newest first."""
    rows = db.exec(
        select(SignIn, Enrolment, Person, _Shown)
        .join(Person, col(SignIn.person_id) == col(Person.id))
        .join(Enrolment, col(Enrolment.person_id) == col(Person.id))
        .outerjoin(_Shown, col(_Shown.id) == col(SignIn.enrolment_id))
        .where(col(SignIn.expires) > now, ~col(Enrolment.archived), ~Enrolment.teaches)
        .where(col(Enrolment.classroom_id) == classroom_id)
        .order_by(col(SignIn.id).desc())
    ).all()
    known = reach.staff(db, reach.crossed((one, seat, shown) for one, seat, _, shown in rows))
    found = [
        Presence(sign_in, seat, person)
        for sign_in, seat, person, shown in rows
        if sign_in.enrolment_id == seat.id or reach.opens(sign_in, seat, shown, known)
    ]
    return sorted(found, key=lambda p: (p.enrolment.section, p.person.display_name.casefold()))


def here(db: Session, class_ids: Collection[int], now: datetime) -> Mapping[int, set[int]]:
    """The seats of students and guests who are in, for each of these classes."""
    found: dict[int, set[int]] = {one: set() for one in class_ids}
    signed_in = (col(SignIn.expires) > now) & ~col(SignIn.pin_pending)
    seats = col(Enrolment.classroom_id).in_(class_ids) & ~col(Enrolment.archived)
    own = col(SignIn.person_id) == col(Enrolment.person_id)
    direct = col(SignIn.enrolment_id).is_(None) | (col(SignIn.enrolment_id) == col(Enrolment.id))
    which = own & signed_in & seats & ~Enrolment.teaches
    for class_id, seat in db.exec(
        select(Enrolment.classroom_id, Enrolment.id).where(which, direct).distinct()
    ):
        found[class_id].add(seat or 0)
    by_another_card = db.exec(
        select(SignIn, Enrolment, _Shown)
        .where(which, ~direct)
        .where(col(_Shown.id) == col(SignIn.enrolment_id))
    ).all()
    known = reach.staff(db, reach.crossed(by_another_card))
    for sign_in, at, shown in by_another_card:
        if reach.opens(sign_in, at, shown, known):
            found[at.classroom_id].add(at.id or 0)
    return found


def end(db: Session, classroom_id: int, sign_in_id: int, now: datetime) -> None:
    """End one of the class's sign-ins, here and at every notebook it opened."""
    for one in present(db, classroom_id, now):
        if one.sign_in.id == sign_in_id:
            signin.close_sign_ins(db, one.sign_in.person_id, only=sign_in_id)
            return
    raise NotFound(f"no sign-in {sign_in_id} in the class", say=sentence("sessions-gone"))


def end_all(db: Session, classroom_id: int, now: datetime) -> int:
    """End all of the class's sign-ins; how many there were. Notebooks run on."""
    here = present(db, classroom_id, now)
    for one in here:
        signin.close_sign_ins(db, one.sign_in.person_id, only=one.sign_in.id)
    return len(here)
