"""Hours as teachers write them: read kindly, refused with a reason, kept in order."""

from datetime import date, time

import pytest
from sqlmodel import Session

from appliance.errors import HomeroomError
from appliance.models import Classroom
from appliance.servers import hours
from appliance.servers.timetable import Hour, hour_of
from appliance.words import spoken

EARLY = Hour(0, time(8), time(9, 30))
LATE = Hour(1, time(13, 5), time(14))


def test_one_lesson_on_several_days_is_several_hours() -> None:
    found = hours.read(["4", "0", "0"], " 8:00", "9.30")
    assert found == [EARLY, Hour(4, time(8), time(9, 30))]
    assert hours.read([0], "08:00:00", "09:30") == [EARLY]


@pytest.mark.parametrize(
    ("days", "starts", "ends", "said"),
    [
        ([], "08:00", "09:00", "Choose at least one day of the week"),
        (["7"], "08:00", "09:00", "Choose at least one day of the week"),
        (["12"], "08:00", "09:00", "Choose at least one day of the week"),
        (["0"], "", "09:00", "Write times like 08:00"),
        (["0"], "24:00", "09:00", "“24:00” is no time"),
        (["0"], "08:00", "9 o'clock and some more", "“9 o'clock and some mo” is no time"),
        (["0"], "09:00", "08:00", "ends at 08:00, which is not after it starts (09:00)"),
        (["0"], "08:00", "08:00", "which is not after it starts"),
        (["0"], "23:00", "00:30", "up to midnight"),
    ],
)
def test_what_is_wrong_with_an_hour_is_said(
    days: list[str], starts: str, ends: str, said: str
) -> None:
    with pytest.raises(HomeroomError) as refusal:
        hours.read(days, starts, ends)
    assert said in spoken(refusal.value.say)


def kept(db: Session, classroom: Classroom) -> list[Hour]:
    return [hour_of(one) for one in hours.of(db, classroom.id or 0)]


def test_hours_are_kept_in_the_order_of_the_week_and_taken_out(
    db_session: Session, biology: Classroom
) -> None:
    number = biology.id or 0
    hours.add(db_session, number, [LATE])
    hours.add(db_session, number, [EARLY])
    assert kept(db_session, biology) == [EARLY, LATE]
    first = hours.of(db_session, number)[0]
    assert hours.remove(db_session, number, first.id or 0) == EARLY
    assert kept(db_session, biology) == [LATE]


def test_another_classs_hour_is_not_for_the_taking(db_session: Session, biology: Classroom) -> None:
    hours.add(db_session, biology.id or 0, [EARLY])
    (mine,) = hours.of(db_session, biology.id or 0)
    with pytest.raises(HomeroomError, match="lesson"):
        hours.remove(db_session, (biology.id or 0) + 1, mine.id or 0)


def test_the_same_hour_twice_is_refused_and_nothing_is_added(
    db_session: Session, biology: Classroom
) -> None:
    hours.add(db_session, biology.id or 0, [EARLY])
    with pytest.raises(HomeroomError) as refusal:
        hours.add(db_session, biology.id or 0, [LATE, EARLY])
    assert "Monday, 08:00 to 09:30" in spoken(refusal.value.say)
    assert kept(db_session, biology) == [EARLY]


def test_overlapping_hours_are_fine_but_not_more_than_a_week_holds(
    db_session: Session, biology: Classroom
) -> None:
    many = [Hour(0, time(8, minute), time(9)) for minute in range(hours.MOST)]
    hours.replace(db_session, biology.id or 0, many)
    with pytest.raises(HomeroomError) as refusal:
        hours.add(db_session, biology.id or 0, [LATE])
    assert "40" in spoken(refusal.value.say)


def test_an_hour_that_stays_remembers_that_it_began(
    db_session: Session, biology: Classroom
) -> None:
    number, monday = biology.id or 0, date(2026, 11, 30)
    hours.add(db_session, number, [EARLY])
    hours.of(db_session, number)[0].begun = monday
    hours.replace(db_session, number, [LATE, EARLY])
    assert [one.begun for one in hours.of(db_session, number)] == [monday, None]
    hours.replace(db_session, number, [])
    assert kept(db_session, biology) == []
