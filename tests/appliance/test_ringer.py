"""The bell: a class with hours starts before the lesson and stops after it, with no page open."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from appliance import db
from appliance.models import Classroom, Lesson, Server
from appliance.people import enrolment
from appliance.ringer import Ringer
from appliance.servers import hours, wishes
from appliance.servers.timetable import Hour
from tests.conftest import School, enrolled

MONDAY = date(2026, 11, 30)


def clock(text: str) -> datetime:
    """This Monday in Berlin."""
    here = datetime.combine(MONDAY, time.fromisoformat(text), ZoneInfo("Europe/Berlin"))
    return here.astimezone(UTC)


@pytest.fixture
def ring(school: School) -> Callable[[str], bool]:
    """Biology is on Mondays, 8:00 to 9:30; let the ringer look at this time."""
    with db.writing(school.database) as session:
        number = school.seat("ana").enrolment.classroom_id
        hours.add(session, number, [Hour(0, time(8), time(9, 30))])
    settings = school.settings.model_copy(update={"time_zone": "Europe/Berlin"})
    ringer = Ringer(settings, school.database)
    return lambda text: ringer.ring(clock(text))


def server(school: School, name: str) -> Server:
    with db.reading(school.database) as session:
        found = wishes.find(session, seat(session, name))
        session.expunge_all()
    return found


def seat(session: Session, name: str) -> int:
    return enrolled(session, name).id or 0


def change(school: School, name: str, **facts: object) -> None:
    with db.writing(school.database) as session:
        found = session.get_one(Server, seat(session, name))
        for key, value in facts.items():
            setattr(found, key, value)


def stop_class(school: School) -> None:
    with db.writing(school.database) as session:
        for one in enrolment.members(session, school.seat("ana").enrolment.classroom_id):
            wishes.ask_stop(session, one.id, reason="class over", say=None)


def wanted(school: School) -> set[str]:
    return {name for name in ("ana", "cleo", "ben") if server(school, name).wanted}


def test_the_whole_class_and_no_other_is_started_before_the_bell(
    school: School, ring: Callable[[str], bool]
) -> None:
    assert not ring("07:44") and wanted(school) == set()
    assert ring("07:45") and wanted(school) == {"ana", "cleo"}
    assert (server(school, "ana").asked, server(school, "ana").early) == (clock("07:45"), True)
    assert not server(school, "rivera").wanted
    assert not ring("07:46")


def test_a_server_that_is_on_its_way_is_left_alone(
    school: School, ring: Callable[[str], bool]
) -> None:
    with db.writing(school.database) as session:
        ana = school.seat("ana").enrolment
        wishes.ask_start(session, ana, school.settings.seat_ports, clock("07:30"))
    ring("07:45")
    assert server(school, "ana").asked == clock("07:30")


def test_a_teacher_who_stops_the_class_is_obeyed(
    school: School, ring: Callable[[str], bool]
) -> None:
    ring("07:45")
    stop_class(school)
    assert not ring("08:30") and wanted(school) == set()


def test_whoever_rests_is_stopped_after_the_lesson_and_whoever_works_later(
    school: School, ring: Callable[[str], bool]
) -> None:
    ring("07:45")
    change(school, "ana", last_activity=clock("09:38"))
    change(school, "cleo", last_activity=clock("09:10"))
    assert not ring("09:39") and wanted(school) == {"ana", "cleo"}
    assert ring("09:40") and wanted(school) == {"ana"}
    assert server(school, "cleo").reason == "class over"
    change(school, "ana", last_activity=clock("11:00"))
    assert not ring("11:05")
    assert ring("11:10") and wanted(school) == set()
    assert not ring("11:11")


def test_who_starts_again_after_the_lesson_keeps_the_server(
    school: School, ring: Callable[[str], bool]
) -> None:
    ring("07:45")
    stop_class(school)
    with db.writing(school.database) as session:
        ana = school.seat("ana").enrolment
        wishes.ask_start(session, ana, school.settings.seat_ports, clock("09:35"))
    ring("09:40")
    ring("12:00")
    assert wanted(school) == {"ana"}


def test_what_the_day_was_for_is_remembered(school: School, ring: Callable[[str], bool]) -> None:
    ring("07:45")
    ring("09:40")
    with db.reading(school.database) as session:
        (lesson,) = session.exec(select(Lesson))
        assert (lesson.begun, lesson.ended) == (MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("facts", "rings"),
    [
        ({"archived": True}, False),
        ({"ends": MONDAY - timedelta(1)}, False),
        ({"ends": MONDAY}, True),
    ],
)
def test_a_class_put_away_or_past_its_last_day_is_left_alone(
    school: School, ring: Callable[[str], bool], facts: dict[str, object], rings: bool
) -> None:
    with db.writing(school.database) as session:
        biology = session.get_one(Classroom, school.seat("ana").enrolment.classroom_id)
        for key, value in facts.items():
            setattr(biology, key, value)
    assert ring("08:00") is rings and bool(wanted(school)) is rings


def test_who_has_no_port_left_holds_up_nobody(school: School) -> None:
    with db.writing(school.database) as session:
        number = school.seat("ana").enrolment.classroom_id
        hours.add(session, number, [Hour(0, time(8), time(9, 30))])
    settings = school.settings.model_copy(update={"notebook_ports": "8100-8100"})
    assert Ringer(settings, school.database).ring(datetime.combine(MONDAY, time(8), UTC))
    assert wanted(school) == {"ana"}
