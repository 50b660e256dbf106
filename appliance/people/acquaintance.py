"""Whom a teacher knows already: people who come back, or who sit in another of the classes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from appliance.models import Enrolment, Person
from roster.row import Row

KEYS = ("student_id", "login", "email")


@dataclass(frozen=True)
class Known:
    """Somebody whom a row means: `enrolment` is the archived seat in this very class, if any."""

    person: Person
    enrolment: Enrolment | None


Facts = Sequence[tuple[Enrolment, Person]]


def find(
    db: Session, classroom_id: int, teacher_id: int, rows: Sequence[Row]
) -> Mapping[int, Known]:
    """For the line of each row that means a known person, that person.

    Only classes in which this teacher works are looked at: in others there may be people of the
    same number, and they are nobody's business here.
    """
    if not rows:
        return {}
    seats = _students(db, teacher_id)
    here = {seat.person_id: seat for seat, _ in seats if seat.classroom_id == classroom_id}
    found: dict[int, Known] = {}
    met = {person_id for person_id, seat in here.items() if not seat.archived}
    for line, person in match(rows, seats).items():
        if person.id not in met:
            found[line] = Known(person, here.get(person.id or 0))
            met.add(person.id or 0)
    return found


def _students(db: Session, teacher_id: int) -> Facts:
    """Every student's place, also archived ones, in the classes where this teacher works."""
    mine = select(Enrolment.classroom_id).where(
        col(Enrolment.person_id) == teacher_id, Enrolment.teaches, ~col(Enrolment.archived)
    )
    places = (
        select(Enrolment, Person)
        .where(col(Enrolment.person_id) == col(Person.id))
        .where(col(Enrolment.classroom_id).in_(mine), col(Enrolment.role) == "student")
    )
    return [(seat, person) for seat, person in db.exec(places)]


def match(rows: Iterable[Row], seats: Facts) -> Mapping[int, Person]:
    """The one person each row means, by its line; rows that may mean several, or nobody, are out.

    A student id is enough. A login or an e-mail address needs the same name beside it, for they
    are handed on to others when somebody leaves.
    """
    index: defaultdict[tuple[str, str], list[tuple[Enrolment, Person]]] = defaultdict(list)
    for seat, person in seats:
        for key in KEYS:
            index[key, getattr(seat, key).casefold()].append((seat, person))
    meant = {row.line: _meant(row, index) for row in rows}
    return {line: next(iter(people.values())) for line, people in meant.items() if len(people) == 1}


def _meant(row: Row, index: Mapping[tuple[str, str], Facts]) -> dict[int | None, Person]:
    """Everybody the strongest key that hits anybody may mean."""
    for key in KEYS:
        value = getattr(row, key).casefold()
        hits = {
            person.id: person
            for seat, person in (index.get((key, value), ()) if value else ())
            if key == "student_id" or _same_name_and_number(row, seat, person)
        }
        if hits:
            return hits
    return {}


def _same_name_and_number(row: Row, seat: Enrolment, person: Person) -> bool:
    numbers = (row.student_id.casefold(), seat.student_id.casefold())
    return person.display_name.casefold() == row.display_name.casefold() and (
        "" in numbers or numbers[0] == numbers[1]
    )
