"""Who is signed in to a class: listed for its teachers, ended one by one or all at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from appliance.errors import NotFound
from appliance.models import Classroom, Enrolment, Person, SignIn
from appliance.people import access, signin
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


def present(db: Session, classroom_id: int, now: datetime) -> list[Presence]:
    """The students' and guests' browsers that are in, by section and name, newest first."""
    rows = db.exec(
        select(SignIn, Enrolment, Person, Classroom)
        .where(col(SignIn.person_id) == col(Person.id), col(SignIn.expires) > now)
        .where(col(Enrolment.person_id) == col(Person.id), ~col(Enrolment.archived))
        .where(col(Enrolment.classroom_id) == classroom_id, ~Enrolment.teaches)
        .where(col(Classroom.id) == col(Enrolment.classroom_id))
        .order_by(col(SignIn.id).desc())
    )
    found = [
        Presence(sign_in, enrolment, person)
        for sign_in, enrolment, person, classroom in rows
        if sign_in.enrolment_id == enrolment.id
        or access.may_enter(db, sign_in, access.Seat(enrolment, person, classroom))
    ]
    return sorted(found, key=lambda p: (p.enrolment.section, p.person.display_name.casefold()))


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
