"""The calendar: what opens by itself, and whose folders are looked into, once for each deadline."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.homework.calendar import FORGOTTEN, Duty, Open, Sweep, to_open, to_sweep
from appliance.models import Assignment

MON = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)


def squares(**facts: Any) -> Assignment:
    """Uploaded, and to open on Monday at eight."""
    usual = {"id": 1, "classroom_id": 1, "name": "squares", "source_tree": "a", "opens": MON}
    return Assignment(**{**usual, **facts})


def opened(one: Assignment, now: datetime, tried: datetime | None = None) -> list[Open]:
    return list(to_open([one], {1: tried} if tried else {}, now))


def test_what_was_uploaded_opens_at_its_hour_and_not_before() -> None:
    assert opened(squares(), MON - SECOND) == []
    assert opened(squares(), MON) == [Open(1)]


def test_a_hub_that_slept_opens_late() -> None:
    assert opened(squares(), MON + 3 * DAY) == [Open(1)]


def test_a_folder_needs_no_upload_to_be_opened() -> None:
    assert opened(squares(source_tree=None), MON) == []
    assert opened(squares(source_tree=None, kind="folder"), MON) == [Open(1)]


@pytest.mark.parametrize("facts", [{"released": MON - DAY}, {"opens": None}])
def test_what_is_out_already_or_has_no_hour_is_left_alone(facts: dict[str, Any]) -> None:
    assert opened(squares(**facts), MON) == []


def test_a_release_that_failed_at_its_hour_is_not_tried_in_a_circle() -> None:
    assert opened(squares(), MON + MINUTE, tried=MON) == []
    assert opened(squares(), MON, tried=MON - DAY) == [Open(1)]
    assert opened(squares(opens=MON + HOUR), MON + HOUR, tried=MON) == [Open(1)]


def swept(
    *duties: Duty, now: datetime, failures: Mapping[int, list[datetime]] | None = None
) -> list[Sweep]:
    return list(to_sweep(duties, failures or {}, now))


def test_who_handed_in_nothing_is_looked_after_once_the_last_moment_is_over() -> None:
    ana = Duty(1, 7, MON)
    assert swept(ana, now=MON) == []
    assert swept(ana, now=MON + SECOND) == [Sweep(1, (7,))]
    assert swept(Duty(1, 7, MON, handed_in=True), now=MON + SECOND) == []
    assert swept(Duty(1, 7, None), now=MON + SECOND) == []


def test_each_student_has_a_time_of_their_own() -> None:
    duties = [Duty(2, 9, MON), Duty(1, 8, MON + DAY), Duty(1, 7, MON), Duty(1, 6, MON)]
    assert swept(*duties, now=MON + HOUR) == [Sweep(1, (6, 7)), Sweep(2, (9,))]


def test_who_was_looked_after_is_left_alone_until_the_deadline_moves_past_it() -> None:
    seen = MON + MINUTE
    assert swept(Duty(1, 7, MON, swept=seen), now=MON + HOUR) == []
    later = Duty(1, 7, MON + DAY, swept=seen)
    assert swept(later, now=MON + DAY) == []
    assert swept(later, now=MON + DAY + SECOND) == [Sweep(1, (7,))]
    assert swept(Duty(1, 7, MON - DAY, swept=seen), now=MON + HOUR) == []


def test_a_box_that_was_off_catches_up_but_not_with_what_is_long_over() -> None:
    assert swept(Duty(1, 7, MON), now=MON + 2 * DAY) == [Sweep(1, (7,))]
    assert swept(Duty(1, 7, MON), now=MON + FORGOTTEN + SECOND) == []


def test_after_looks_that_went_wrong_the_next_one_waits_ever_longer() -> None:
    ana, wrong = Duty(1, 7, MON), [MON + SECOND]
    assert swept(ana, now=MON + MINUTE, failures={1: wrong}) == []
    assert swept(ana, now=MON + SECOND + MINUTE, failures={1: wrong}) != []
    wrong = [*wrong, MON + 2 * MINUTE]
    assert swept(ana, now=MON + 3 * MINUTE, failures={1: wrong}) == []
    assert swept(ana, now=MON + 4 * MINUTE, failures={1: wrong}) != []
    wrong = [MON + SECOND] * 40
    assert swept(ana, now=MON + DAY + SECOND, failures={1: wrong}) != []


def test_what_went_wrong_before_a_students_deadline_does_not_delay_that_student() -> None:
    duties = [Duty(1, 7, MON), Duty(1, 8, MON + MINUTE)]
    failures = {1: [MON + MINUTE]}
    assert swept(*duties, now=MON + MINUTE + SECOND, failures=failures) == [Sweep(1, (8,))]


steps = st.lists(
    st.one_of(
        st.integers(0, 90).map(lambda minutes: ("pass", minutes)),
        st.integers(-300, 300).map(lambda minutes: ("due", minutes)),
        st.just(("hand in", 0)),
    ),
    max_size=30,
)


@given(steps)
def test_whatever_happens_one_look_follows_each_deadline_that_passes_without_a_hand_in(
    happenings: list[tuple[str, int]],
) -> None:
    """The clock ticks often; deadlines move; each look comes after its deadline, and once."""
    now, due, handed_in = MON, MON + HOUR, False
    looks: list[datetime] = []
    for what, minutes in happenings:
        if what == "due":
            due = now + minutes * MINUTE
        elif what == "hand in":
            handed_in = True
        now += (minutes if what == "pass" else 0) * MINUTE + SECOND
        before = len(looks)
        for _ in range(2):
            duty = Duty(1, 7, due, handed_in, looks[-1] if looks else None)
            if list(to_sweep([duty], {}, now)):
                looks.append(now)
        assert len(looks) - before <= 1
        if not handed_in and due < now:
            assert looks and looks[-1] > due
        if len(looks) > before:
            assert not handed_in and due < now
