"""Cards: for whom, how large, and which still hold."""

import pytest
from sqlmodel import Session

from appliance.errors import Invalid, NotFound
from appliance.models import Classroom, Enrolment, Person
from appliance.people import cards, enrolment
from appliance.people.enrolment import Member
from tests.conftest import School


def named(display_name: str, section: str = "", digest: str | None = None) -> Member:
    person = Person(name=display_name.lower(), display_name=display_name)
    return Member(
        Enrolment(classroom_id=1, person_id=1, section=section, code_digest=digest), person
    )


CLASS = [named("Ana", "10A", "x"), named("Cleo", "10A"), named("Dan", "10B")]


@pytest.mark.parametrize(
    ("whom", "ticked", "names"),
    [
        ("all", (), ["Ana", "Cleo", "Dan"]),
        ("cardless", (), ["Cleo", "Dan"]),
        ("section:10A", (), ["Ana", "Cleo"]),
        ("all", ("dan", "ana"), ["Ana", "Dan"]),
    ],
)
def test_cards_are_made_for_whom_the_teacher_chose(
    whom: str, ticked: tuple[str, ...], names: list[str]
) -> None:
    found = cards.chosen(CLASS, whom, ticked)
    assert [one.person.display_name for one in found] == names


def test_a_choice_of_nobody_voids_nothing() -> None:
    for whom in ("section:9Z", "nonsense"):
        with pytest.raises(Invalid):
            cards.chosen(CLASS, whom)
    with pytest.raises(NotFound):
        cards.chosen(CLASS, "all", ["ana", "mallory"])


@pytest.mark.parametrize(
    ("name", "size", "direction"),
    [
        ("Ana Ruiz", "name-short", "ltr"),
        ("王小明", "name-short", "ltr"),
        ("王" * 14, "name-long", "ltr"),
        ("Maximiliane von Hohenberg-Lichtenstein", "name-long", "ltr"),
        ("W" * 64, "name-longest", "ltr"),
        ("(محمد)", "name-short", "rtl"),
        ("שרה Levy", "name-short", "rtl"),
        ("123", "name-short", "ltr"),
    ],
)
def test_a_name_is_printed_in_its_size_and_direction(name: str, size: str, direction: str) -> None:
    card = cards.Printed(named(name), "BIO1-7KQ-2M4-XD9")
    assert (card.size, card.direction) == (size, direction)
    assert (card.class_part, card.secret) == ("BIO1", "7KQ-2M4-XD9")


def test_printed_codes_are_known_again_and_shown_as_they_were(
    school: School, db_session: Session, biology: Classroom
) -> None:
    shown = f"{school.codes['cleo']} {school.codes['ana'].lower()}"
    found = cards.still_good(db_session, school.key, biology, shown)
    assert [one.code for one in found] == [school.codes["cleo"], school.codes["ana"]]


@pytest.mark.parametrize("wrong", ["BIO1-7KQ-2M4-XD9", "x", "", "ben"])
def test_a_code_that_lets_nobody_of_the_class_in_is_not_printed(
    school: School, db_session: Session, biology: Classroom, wrong: str
) -> None:
    shown = f"{school.codes['ana']} {school.codes.get(wrong, wrong)}" if wrong else ""
    with pytest.raises(Invalid):
        cards.still_good(db_session, school.key, biology, shown)


def test_staff_and_guests_have_no_cards(
    db_session: Session, biology: Classroom, ana: Enrolment
) -> None:
    ana.role = "guest"
    db_session.flush()
    found = enrolment.students(db_session, biology.id or 0)
    assert [one.person.name for one in found] == ["cleo"]


def test_sheets_hold_as_many_as_they_should() -> None:
    many = [cards.Printed(one, "A-1") for one in CLASS * 7]
    assert [len(sheet) for sheet in cards.sheets(many, 8)] == [8, 8, 5]
