"""Guests leave at the end of their day, and their homes with them; nobody else's ever goes."""

from datetime import UTC, datetime, timedelta

import pytest

from appliance import db
from appliance.errors import Unavailable
from appliance.models import Classroom, Enrolment
from appliance.people import guests, signin
from tests.conftest import School

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EVENING = MONDAY + timedelta(hours=14)


class Eraser:
    """Remembers whose home it was told to erase."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away
        self.erased: list[int] = []

    def erase_home(self, seat: int) -> None:
        if self.away:
            raise Unavailable("away")
        self.erased.append(seat)


def seat(**facts: object) -> Enrolment:
    return Enrolment.model_validate({"classroom_id": 1, "person_id": 1, **facts})


@pytest.mark.parametrize(
    ("one", "goes"),
    [
        (seat(role="guest", until=EVENING), True),
        (seat(role="guest", until=EVENING, archived=True), True),
        (seat(role="guest", until=EVENING + timedelta(seconds=1)), False),
        (seat(role="guest", until=EVENING, erased=EVENING), False),
        (seat(role="guest"), False),
        (seat(role="student", until=EVENING), False),
        (seat(role="student", archived=True), False),
    ],
)
def test_only_a_guest_whose_time_is_up_is_erased_and_once(one: Enrolment, goes: bool) -> None:
    assert guests.over([one], EVENING) == ([one] if goes else [])


@pytest.fixture
def guest(school: School) -> int:
    """Ana as a guest until the evening, signed in."""
    with db.writing(school.database) as session:
        ana = session.get(Enrolment, school.seat("ana").id)
        assert ana
        ana.role, ana.until = "guest", EVENING
        signin.open_sign_in(session, ana.person_id, MONDAY, enrolment_id=ana.id)
        return ana.id or 0


def stored(school: School, number: int) -> Enrolment:
    with db.reading(school.database) as session:
        found = session.get(Enrolment, number)
        assert found
        session.expunge(found)
    return found


def test_a_guest_is_seen_off_in_the_evening_and_not_before(school: School, guest: int) -> None:
    eraser = Eraser()
    guests.see_off(school.database, eraser, EVENING - timedelta(minutes=1))
    assert eraser.erased == [] and not stored(school, guest).archived
    guests.see_off(school.database, eraser, EVENING)
    gone = stored(school, guest)
    assert eraser.erased == [guest] and gone.archived and gone.code_digest is None
    guests.see_off(school.database, eraser, EVENING + timedelta(hours=1))
    assert eraser.erased == [guest]


def test_what_could_not_be_erased_is_tried_again(school: School, guest: int) -> None:
    guests.see_off(school.database, Eraser(away=True), EVENING)
    assert stored(school, guest).archived and stored(school, guest).erased is None
    eraser = Eraser()
    guests.see_off(school.database, eraser, EVENING + timedelta(hours=1))
    assert eraser.erased == [guest]


def test_a_workshop_that_is_over_ends_for_its_guests_alone(school: School, guest: int) -> None:
    with db.writing(school.database) as session:
        classroom = session.get(Classroom, stored(school, guest).classroom_id)
        assert classroom and guests.end(session, classroom, MONDAY) == 1
    assert stored(school, guest).archived and stored(school, guest).until == MONDAY
    assert not school.seat("cleo").enrolment.archived
