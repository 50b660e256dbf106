"""Cards: for whom, how large, and which printed codes still hold."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from unicodedata import bidirectional, east_asian_width

from sqlmodel import Session

from appliance.errors import Invalid, NotFound
from appliance.keys import Key
from appliance.models import Classroom
from appliance.people import enrolment, signin
from appliance.people.enrolment import Member
from roster import codes
from roster.sentence import sentence

EVERYBODY, CARDLESS, SECTION = "all", "cardless", "section:"
MOST = 2000
Size = Literal["name-short", "name-long", "name-longest"]


@dataclass(frozen=True)
class Printed:
    """What stands on one card."""

    member: Member
    code: str

    @property
    def class_part(self) -> str:
        return self.code.partition("-")[0]

    @property
    def secret(self) -> str:
        return self.code.partition("-")[2]

    @property
    def size(self) -> Size:
        """How large the name may be printed; Chinese and Japanese letters are twice as wide."""
        name = self.member.person.display_name
        width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name)
        return "name-short" if width <= 26 else "name-long" if width <= 52 else "name-longest"

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the name is written: as its first letter that has a direction."""
        name = self.member.person.display_name
        found = (bidirectional(letter) for letter in name)
        first = next((one for one in found if one in ("L", "R", "AL")), "L")
        return "ltr" if first == "L" else "rtl"


def named(members: Iterable[Member], names: Iterable[str]) -> list[Member]:
    """The students of these user names, in the order of the class."""
    wanted = set(names)
    found = [one for one in members if one.person.name in wanted]
    if len(found) < len(wanted):
        raise NotFound("card for somebody who is no student", say=sentence("cards-unknown"))
    return found


def chosen(members: Iterable[Member], whom: str, ticked: Collection[str] = ()) -> list[Member]:
    """The students a teacher chose, in the order of the class: by section and name.

    `whom` is everybody, those without a card, or a section, `section:10A`. Ticked user names
    narrow it down to just these, so that a forgotten choice never voids the cards of a class.
    """
    if ticked:
        found = named(members, ticked)
    elif whom.startswith(SECTION):
        found = [m for m in members if m.enrolment.section == whom.removeprefix(SECTION)]
    elif whom in (EVERYBODY, CARDLESS):
        cardless = whom == CARDLESS
        found = [m for m in members if not cardless or m.enrolment.code_digest is None]
    else:
        raise Invalid(f"cards for {whom[:40]!r}", say=sentence("cards-for-whom"))
    if not found:
        raise Invalid("cards for nobody", say=sentence("cards-nobody"))
    return found


def still_good(db: Session, key: Key, classroom: Classroom, shown: str) -> list[Printed]:
    """The cards of these codes, spaces between, if all still let a student of the class in."""
    students = enrolment.students(db, classroom.id or 0)
    by_digest = {one.enrolment.code_digest: one for one in students}
    found = []
    for line in shown.split()[:MOST]:
        canonical = codes.canonical(line)
        one = by_digest.get(key.sign(signin.CODE, canonical)) if canonical else None
        if not one or not canonical:
            raise Invalid("a card is void", say=sentence("cards-void"))
        secret = codes.grouped(canonical).partition("-")[2]
        found.append(Printed(one, f"{classroom.code_part}-{secret}"))
    if not found:
        raise Invalid("no cards", say=sentence("cards-nobody"))
    return found


def sheets(cards: Sequence[Printed], per_sheet: int) -> list[Sequence[Printed]]:
    """The cards as they lie on paper."""
    return [cards[at : at + per_sheet] for at in range(0, len(cards), per_sheet)]
