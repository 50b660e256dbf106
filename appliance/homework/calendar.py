"""Assignments × now → what opens by itself, and whose folders are looked into. Pure: no clock.

Students who handed in nothing until their own deadline are looked after once. When the deadline
moves past that look, they are looked after again, unless they handed something in meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from appliance.models import Assignment

FORGOTTEN = timedelta(days=30)
"""A hub that slept catches up with deadlines; older ones are nobody's concern any more."""
PATIENCE = timedelta(minutes=1)
"""After a look that went wrong the next one waits this long, then twice as long, up to a day."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Open:
    """Release this assignment."""

    assignment_id: int


@dataclass(frozen=True)
class Sweep:
    """Look into the folders of these students, who handed in nothing."""

    assignment_id: int
    enrolment_ids: tuple[int, ...]


@dataclass(frozen=True)
class Duty:
    """One student and one assignment that is out.

    `last` is the last moment that is not late, None where nothing is ever late; `handed_in` by
    hand; `swept` when the folder was looked into last.
    """

    assignment_id: int
    enrolment_id: int
    last: datetime | None
    handed_in: bool = False
    swept: datetime | None = None


def to_open(
    assignments: Iterable[Assignment], tried: Mapping[int, datetime], now: datetime
) -> Iterator[Open]:
    """The assignments whose hour has come and which were not released yet.

    `tried` is when a release of each was asked for last. One that failed at its hour is not asked
    for again: the teacher sees why, and decides.
    """
    for one in assignments:
        number = one.id or 0
        waits = one.opens is not None and one.released is None and _can_open(one)
        if waits and one.opens and one.opens <= now and not _since(tried.get(number), one.opens):
            yield Open(number)


def _can_open(one: Assignment) -> bool:
    return one.source_tree is not None or one.kind == "folder"


def _since(tried: datetime | None, moment: datetime) -> bool:
    return tried is not None and tried >= moment


def to_sweep(
    duties: Iterable[Duty], failures: Mapping[int, Sequence[datetime]], now: datetime
) -> Iterator[Sweep]:
    """Whose folders are to be looked into now, by assignment.

    `failures` is when looks for an assignment went wrong.
    """
    over = [one for one in duties if _is_over(one, now)]
    ready = [one for one in over if not _waits(one, failures.get(one.assignment_id, ()), now)]
    ready.sort(key=lambda duty: (duty.assignment_id, duty.enrolment_id))
    for assignment_id, group in groupby(ready, key=lambda duty: duty.assignment_id):
        yield Sweep(assignment_id, tuple(duty.enrolment_id for duty in group))


def _is_over(duty: Duty, now: datetime) -> bool:
    if duty.last is None or duty.handed_in or not duty.last < now <= duty.last + FORGOTTEN:
        return False
    return duty.swept is None or duty.swept <= duty.last


def _waits(duty: Duty, failures: Iterable[datetime], now: datetime) -> bool:
    """Whether a look went wrong so lately that the next one has to wait."""
    since = [moment for moment in failures if duty.last and moment > duty.last]
    return bool(since) and now < max(since) + min(DAY, PATIENCE * 2 ** min(len(since) - 1, 20))
