"""The timetable: before the bell, after the last lesson, and never twice on one day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.models import Lesson, Server
from appliance.servers import timetable
from appliance.servers.timetable import AFTER, BEFORE, Over, at, coming, to_begin, to_end

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 30)
SUNDAY_OF_SPRING, SUNDAY_OF_AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def lesson(starts: str, ends: str, weekday: int = 0, **facts: Any) -> Lesson:
    first, last = time.fromisoformat(starts), time.fromisoformat(ends)
    whole = {"id": 1, "classroom_id": 1} | facts
    return Lesson(weekday=weekday, starts=first, ends=last, **whole)


def monday(clock: str, days: int = 0) -> datetime:
    return at(MONDAY + timedelta(days), time.fromisoformat(clock), BERLIN)


def begins(one: Lesson, now: datetime) -> bool:
    return bool(list(to_begin([one], now, BERLIN)))


def over(now: datetime, *lessons: Lesson) -> list[Over]:
    return list(to_end(lessons, now, BERLIN))


@pytest.mark.parametrize(
    ("clock", "begun"),
    [
        ("07:44:59", False),
        ("07:45", True),
        ("08:00", True),
        ("09:29:59", True),  # the hub was down at the bell
        ("09:30", False),  # it was down all the lesson
    ],
)
def test_a_lesson_begins_from_before_the_bell_until_it_ends(clock: str, begun: bool) -> None:
    assert begins(lesson("08:00", "09:30"), monday(clock)) is begun


def test_a_lesson_begins_once_a_day_and_again_next_week() -> None:
    begun = lesson("08:00", "09:30", begun=MONDAY)
    assert not begins(begun, monday("08:10"))
    assert begins(begun, monday("08:10", days=7))
    assert not begins(begun, monday("08:10", days=1))


def test_a_lesson_just_after_midnight_is_prepared_the_evening_before() -> None:
    early = lesson("00:05", "01:00", weekday=1)
    assert begins(early, monday("23:50"))
    early.begun = MONDAY + timedelta(1)
    assert not begins(early, monday("00:10", days=1))


@pytest.mark.parametrize("sunday", [SUNDAY_OF_SPRING, SUNDAY_OF_AUTUMN])
def test_the_day_the_clocks_change_rings_by_the_clock_on_the_wall(sunday: date) -> None:
    bell = datetime.combine(sunday, time(8), BERLIN)
    one = lesson("08:00", "09:30", weekday=6)
    assert not begins(one, bell.astimezone(UTC) - BEFORE - timedelta(seconds=1))
    assert begins(one, bell.astimezone(UTC) - BEFORE)


def test_a_class_is_over_after_the_last_lesson_of_its_day_and_a_little() -> None:
    first = lesson("08:00", "09:30", begun=MONDAY)
    last = lesson("11:00", "12:00", id=2, begun=MONDAY)
    assert not over(monday("09:50"), first, last)
    assert not over(monday("12:09"), first, last)
    (end,) = over(monday("12:10"), first, last)
    assert (end.lesson_id, end.day, end.since) == (2, MONDAY, monday("12:00"))
    last.ended = MONDAY
    assert not over(monday("12:11"), first, last)


def test_classes_end_by_themselves() -> None:
    mine = lesson("08:00", "09:00", begun=MONDAY)
    theirs = lesson("08:00", "10:00", id=2, classroom_id=2, begun=MONDAY)
    assert [end.classroom_id for end in over(monday("09:30"), theirs, mine)] == [1]


def test_who_works_late_is_waited_for_until_the_small_hours() -> None:
    evening = lesson("20:00", "23:55", begun=MONDAY)
    assert over(monday("00:05", days=1), evening)
    assert over(monday("03:59", days=1), evening)
    assert not over(monday("04:00", days=1), evening)


def test_a_lesson_about_to_begin_keeps_last_nights_servers() -> None:
    evening = lesson("20:00", "23:00", begun=MONDAY)
    early = lesson("00:30", "02:00", weekday=1, id=2)
    assert over(monday("23:30"), evening, early)
    assert not over(monday("00:20", days=1), evening, early)


def test_hours_written_after_the_lesson_end_nothing() -> None:
    assert not over(monday("12:00"), lesson("08:00", "09:30"))


def server(**facts: Any) -> Server:
    whole: dict[str, Any] = {"wanted": True, "asked": monday("07:45")} | facts
    return Server(enrolment_id=1, **whole)


def test_a_server_asked_for_after_the_lesson_stays() -> None:
    end = Over(1, 1, MONDAY, monday("09:30"))
    assert not timetable.stays(server(), end)
    assert timetable.stays(server(asked=monday("09:31")), end)
    assert timetable.stays(server(wanted=False), end)


@pytest.mark.parametrize(
    ("used", "rests"), [("09:29", True), ("09:30", True), ("09:31", False), ("09:50", False)]
)
def test_a_server_rests_when_nobody_used_it_for_a_while(used: str, rests: bool) -> None:
    assert timetable.rests(server(last_activity=monday(used)), monday("09:40")) is rests


def test_the_next_lesson_is_the_first_that_did_not_start_yet() -> None:
    week = [lesson("08:00", "09:30"), lesson("08:00", "09:30", weekday=1, id=2)]
    for now, starts in (
        (monday("07:59"), monday("08:00")),
        (monday("08:00"), monday("08:00", days=1)),
        (monday("08:00", days=1), monday("08:00", days=7)),
    ):
        found = coming(week, now, BERLIN)
        assert found and (found.starts, found.boots) == (starts, starts - BEFORE)
    assert coming([], monday("08:00"), BERLIN) is None


def test_a_lesson_is_on_until_its_end_and_where_two_are_until_the_later() -> None:
    week = [lesson("08:00", "09:30"), lesson("09:00", "10:00", id=2)]
    ends = {now: timetable.until(week, monday(now), BERLIN) for now in ("07:59", "08:00", "09:15")}
    assert ends == {"07:59": None, "08:00": monday("09:30"), "09:15": monday("10:00")}
    assert timetable.until(week, monday("10:00"), BERLIN) is None


CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
HOURS = st.lists(st.tuples(CLOCKS, CLOCKS).filter(lambda hour: hour[0] < hour[1]), max_size=6)
DAYS = st.sampled_from([MONDAY, SUNDAY_OF_SPRING, SUNDAY_OF_AUTUMN]) | st.dates(
    date(2026, 1, 1), date(2030, 1, 1)
)
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
).map(ZoneInfo)
PASSES = st.lists(st.integers(-120, 26 * 60 * 60 // 30), max_size=80)


@given(HOURS, DAYS, ZONES, PASSES)
def test_each_lesson_begins_at_most_once_a_day_and_only_in_its_window(
    week: list[tuple[time, time]], day: date, zone: ZoneInfo, passes: list[int]
) -> None:
    """The hub looks when it looks: often, seldom, or not for half the day."""
    lessons = [
        Lesson(id=n, classroom_id=n % 2, weekday=day.weekday(), starts=hour[0], ends=hour[1])
        for n, hour in enumerate(week)
    ]
    by_id, begun = {one.id: one for one in lessons}, set()
    for half_minutes in sorted(passes):
        now = at(day, time(), zone) + timedelta(seconds=30 * half_minutes)
        for found in list(to_begin(lessons, now, zone)):
            one = by_id[found.lesson_id]
            assert found.day == day and one.id not in begun
            assert at(day, one.starts, zone) - BEFORE <= now < at(day, one.ends, zone)
            one.begun = found.day
            begun.add(one.id)
        for end in to_end(lessons, now, zone):
            mine = [one for one in lessons if one.classroom_id == end.classroom_id]
            assert all(now >= at(day, one.ends, zone) for one in mine)
            assert now >= end.since + AFTER


@given(HOURS.filter(bool), DAYS, ZONES)
def test_a_hub_that_looks_every_minute_misses_no_lesson(
    week: list[tuple[time, time]], day: date, zone: ZoneInfo
) -> None:
    for n, (starts, ends) in enumerate(week):
        one = Lesson(id=n, classroom_id=1, weekday=day.weekday(), starts=starts, ends=ends)
        first, last = at(day, starts, zone), at(day, ends, zone)
        looks = [first - BEFORE + timedelta(minutes=m) for m in range(2)]
        if first - BEFORE + timedelta(minutes=1) < last:
            assert any(list(to_begin([one], now, zone)) for now in looks)
