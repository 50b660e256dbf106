"""Lessons × now → which lessons begin, and which classes are over. Pure: it reads no clock.

A lesson begins once a day, from a while before the bell until it ends. A class is over a while
after its last lesson of the day; from then until the small hours whoever rests is stopped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby

from appliance.models import Lesson, Server

BEFORE = timedelta(minutes=15)
"""Servers boot this long before the bell."""
AFTER = timedelta(minutes=10)
"""A class overruns by this much; and whoever did nothing for as long rests."""
NIGHT = time(4)
"""Whoever works on after the last lesson is left alone from this hour of the night on."""
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Hour:
    """When a lesson is, as people write it: `weekday` counts from 0, Monday."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Begin:
    """Start the class for this lesson of this day."""

    lesson_id: int
    classroom_id: int
    day: date


@dataclass(frozen=True)
class Over:
    """The class's lessons of this day ended at `since`; `lesson_id` was the last of them."""

    lesson_id: int
    classroom_id: int
    day: date
    since: datetime


@dataclass(frozen=True)
class Coming:
    """The next lesson, and when its servers boot."""

    starts: datetime
    boots: datetime


def hour_of(lesson: Lesson) -> Hour:
    return Hour(lesson.weekday, lesson.starts, lesson.ends)


def at(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment at which clocks of this zone show this, in UTC: there minutes are minutes."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def to_begin(lessons: Iterable[Lesson], now: datetime, zone: tzinfo) -> Iterator[Begin]:
    """The lessons whose servers should be started now and were not yet.

    A hub that slept catches up while the lesson lasts. Who stops the class meanwhile is obeyed:
    a lesson begins once a day.
    """
    today = now.astimezone(zone).date()
    lessons = list(lessons)
    for day in (today, today + DAY):  # just after midnight is prepared for the evening before
        for lesson in _on(lessons, day):
            boots = at(day, lesson.starts, zone) - BEFORE
            if boots <= now < at(day, lesson.ends, zone) and lesson.begun != day:
                yield Begin(lesson.id or 0, lesson.classroom_id, day)


def to_end(lessons: Iterable[Lesson], now: datetime, zone: tzinfo) -> Iterator[Over]:
    """The classes whose last lesson of the day is over, until all their servers were seen to.

    Only a day that the timetable began does it end.
    """
    today = now.astimezone(zone).date()
    ordered = sorted(lessons, key=lambda one: one.classroom_id)
    for classroom_id, group in groupby(ordered, key=lambda one: one.classroom_id):
        theirs = list(group)
        for day in (today - DAY, today):
            held = list(_on(theirs, day))
            if not any(one.begun == day for one in held) or _lasts(theirs, now, zone):
                continue
            last = max(held, key=lambda one: one.ends)
            since = at(day, last.ends, zone)
            if last.ended != day and since + AFTER <= now < at(day + DAY, NIGHT, zone):
                yield Over(last.id or 0, classroom_id, day, since)


def _on(lessons: Iterable[Lesson], day: date) -> Iterator[Lesson]:
    return (one for one in lessons if one.weekday == day.weekday())


def _lasts(lessons: Sequence[Lesson], now: datetime, zone: tzinfo) -> bool:
    """Whether a lesson of the class goes on, or is about to."""
    today = now.astimezone(zone).date()
    return any(
        at(day, one.starts, zone) - BEFORE <= now < at(day, one.ends, zone)
        for day in (today, today + DAY)
        for one in _on(lessons, day)
    )


def stays(server: Server, over: Over) -> bool:
    """Whether the lesson's end is no matter for it: it is off, or was asked for afterwards."""
    return not server.wanted or (server.asked is not None and server.asked > over.since)


def rests(server: Server, now: datetime) -> bool:
    """Whether nobody works in it."""
    used = server.last_activity or server.asked
    return used is None or used + AFTER <= now


def until(lessons: Iterable[Lesson], now: datetime, zone: tzinfo) -> datetime | None:
    """When the lesson that is on ends; None between lessons."""
    day = now.astimezone(zone).date()
    today = [(at(day, one.starts, zone), at(day, one.ends, zone)) for one in _on(lessons, day)]
    return max((ends for starts, ends in today if starts <= now < ends), default=None)


def coming(lessons: Iterable[Lesson], now: datetime, zone: tzinfo) -> Coming | None:
    """The next lesson that has not started yet."""
    today = now.astimezone(zone).date()
    lessons = list(lessons)
    week = [today + n * DAY for n in range(8)]
    starts = [at(day, one.starts, zone) for day in week for one in _on(lessons, day)]
    first = min((moment for moment in starts if moment > now), default=None)
    return Coming(first, first - BEFORE) if first else None
