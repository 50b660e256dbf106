"""Whom a row means: a known person only where the teacher works, and never a guess."""

import pytest

from appliance.models import Enrolment, Person
from appliance.people import acquaintance
from roster.row import Row

ANA = Person(id=1, name="ana", display_name="Ana Ruiz")
TWIN = Person(id=2, name="ana-2", display_name="Ana Ruiz")


def seat(
    person: Person, student_id: str = "", login: str = "", email: str = ""
) -> tuple[Enrolment, Person]:
    place = Enrolment(classroom_id=1, person_id=person.id or 0, student_id=student_id)
    place.login, place.email = login, email
    return place, person


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        (Row(2, student_id="7", display_name="Anna Ruiz"), True),
        (Row(2, student_id="8", login="ana", display_name="Ana Ruiz"), False),
        (Row(2, login="ANA", display_name="ana ruiz"), True),
        (Row(2, login="ana", display_name="Ann Roe"), False),
        (Row(2, email="a@b.org", display_name="Ana Ruiz"), True),
        (Row(2, display_name="Ana Ruiz"), False),
    ],
    ids=["id", "another id", "login and name", "login alone", "e-mail and name", "name alone"],
)
def test_a_number_is_enough_and_a_login_needs_the_name(row: Row, meant: bool) -> None:
    seats = [seat(ANA, student_id="7", login="ana", email="a@b.org")]
    assert acquaintance.match([row], seats) == ({2: ANA} if meant else {})


def test_a_row_that_may_mean_two_people_means_nobody() -> None:
    seats = [seat(ANA, student_id="7"), seat(TWIN, student_id="7")]
    assert acquaintance.match([Row(2, student_id="7", display_name="Ana Ruiz")], seats) == {}


def test_one_person_in_two_classes_is_one_person() -> None:
    seats = [seat(ANA, student_id="7"), seat(ANA, student_id="7")]
    assert acquaintance.match([Row(2, student_id="7", display_name="Ana")], seats) == {2: ANA}
