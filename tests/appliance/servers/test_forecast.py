"""How soon a notebook is ready is told from what was measured here, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from appliance.models import Enrolment
from appliance.servers import forecast, wishes

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PORTS = range(8100, 8103)


def test_nothing_is_foretold_before_anything_was_measured() -> None:
    assert forecast.seconds([], place=3, slots=4) is None


@pytest.mark.parametrize(("place", "expected"), [(0, 6), (1, 8), (4, 12), (40, 66)])
def test_those_in_line_wait_for_those_before_them(place: int, expected: int) -> None:
    assert forecast.seconds([5.9, 6.0, 90.0], place=place, slots=4) == expected


def test_it_is_never_said_to_take_no_time_at_all() -> None:
    assert forecast.seconds([0.0], place=0, slots=4) == 1


def test_only_servers_that_became_ready_are_measured(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    one = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    other = wishes.ask_start(db_session, ben, PORTS, MONDAY)
    one.began = other.began = MONDAY
    one.state, one.ready = "ready", MONDAY + timedelta(seconds=4.5)
    db_session.flush()
    assert forecast.boots(db_session) == [4.5]
    wishes.ask_restart(db_session, ana, PORTS, MONDAY)
    db_session.flush()
    assert forecast.boots(db_session) == []
