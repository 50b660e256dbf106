"""The hours of a class as its teachers write them: read, kept, changed."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo

from sqlmodel import Session, col, select

from appliance.errors import Conflict, Invalid, NotFound
from appliance.models import Classroom, Lesson
from appliance.servers import timetable
from appliance.servers.timetable import Coming, Hour, hour_of
from roster.sentence import sentence

MOST = 40
"""A full week of school; more is a mistake."""
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::00)?", re.ASCII)


def read(weekdays: Iterable[str | int], starts: str, ends: str) -> list[Hour]:
    """The same lesson on each of these days, or what is wrong with it."""
    days = sorted({_day(one) for one in weekdays})
    if not days:
        raise Invalid("no weekday", say=sentence("hours-no-day"))
    first, last = _clock(starts), _clock(ends)
    if last <= first:
        say = sentence("hours-backwards", starts=f"{first:%H:%M}", ends=f"{last:%H:%M}")
        raise Invalid(f"lesson from {first} to {last}", say=say)
    return [Hour(day, first, last) for day in days]


def _day(given: str | int) -> int:
    if not re.fullmatch("[0-6]", str(given)):
        raise Invalid(f"weekday {str(given)[:20]!r}", say=sentence("hours-no-day"))
    return int(given)


def _clock(typed: str) -> time:
    found = CLOCK.fullmatch(typed.strip())
    if not found:
        say = sentence("hours-no-time", given=typed.strip()[:21] or "none")
        raise Invalid(f"time {typed[:20]!r}", say=say)
    return time(int(found[1]), int(found[2]))


def of(db: Session, classroom_id: int) -> list[Lesson]:
    """The class's lessons in the order of the week."""
    theirs = select(Lesson).where(col(Lesson.classroom_id) == classroom_id)
    return sorted(db.exec(theirs), key=hour_of)


def add(db: Session, classroom_id: int, hours: Iterable[Hour]) -> None:
    """Put these in as well: all of them, or none."""
    replace(db, classroom_id, [*map(hour_of, of(db, classroom_id)), *hours])


def remove(db: Session, classroom_id: int, lesson_id: int) -> Hour:
    """Take one out."""
    lesson = db.get(Lesson, lesson_id)
    if not lesson or lesson.classroom_id != classroom_id:
        raise NotFound(f"lesson {lesson_id}", say=sentence("hours-unknown"))
    gone = hour_of(lesson)
    db.delete(lesson)
    db.flush()
    return gone


def replace(db: Session, classroom_id: int, hours: Iterable[Hour]) -> None:
    """Make these the class's hours. Those that stay keep what they did today."""
    wanted = list(hours)
    _check(wanted)
    kept = set()
    for lesson in of(db, classroom_id):
        if hour_of(lesson) in wanted:
            kept.add(hour_of(lesson))
        else:
            db.delete(lesson)
    new = sorted(set(wanted) - kept)
    db.add_all(Lesson(classroom_id=classroom_id, **vars(hour)) for hour in new)
    db.flush()


def _check(hours: list[Hour]) -> None:
    if len(hours) > MOST:
        raise Invalid(f"{len(hours)} lessons", say=sentence("hours-too-many", most=MOST))
    twice = next((hour for hour in hours if hours.count(hour) > 1), None)
    if twice:
        clock = {"starts": f"{twice.starts:%H:%M}", "ends": f"{twice.ends:%H:%M}"}
        say = sentence("hours-twice", day=sentence(f"weekday-{twice.weekday}"), **clock)
        raise Conflict(f"{twice} twice", say=say)


def around(
    db: Session, classroom: Classroom, now: datetime, zone: tzinfo
) -> tuple[datetime | None, Coming | None]:
    """When the class's lesson that is on ends, and its next one; None where there is none."""
    lessons = [] if classroom.archived else of(db, classroom.id or 0)
    until = timetable.until(lessons, now, zone)
    coming = timetable.coming(lessons, now, zone)
    return (
        until if until and goes_on(classroom, until.astimezone(zone).date()) else None,
        coming if coming and goes_on(classroom, coming.starts.astimezone(zone).date()) else None,
    )


def goes_on(classroom: Classroom, day: date) -> bool:
    """Whether the class's last day lies not before this one."""
    return classroom.ends is None or day <= classroom.ends


def held(db: Session) -> list[tuple[Lesson, Classroom]]:
    """All lessons of the classes that are not put away."""
    there = col(Lesson.classroom_id) == col(Classroom.id)
    rows = select(Lesson, Classroom).where(there, ~col(Classroom.archived))
    return [(lesson, classroom) for lesson, classroom in db.exec(rows)]
