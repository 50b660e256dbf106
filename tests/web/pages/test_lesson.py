"""The one main button follows the hour, and says what a teacher wants next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from appliance.models import Assignment, Job
from web.pages.census import Counts
from web.pages.lesson import Step, Task, next_step

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)
YESTERDAY = NOW - timedelta(days=1)


def task(**facts: object) -> Task:
    """Squares: out, due, nothing handed in."""
    squares = Assignment(id=1, classroom_id=1, name="Squares", released=YESTERDAY, due=EARLIER)
    return replace(Task(squares), **facts)  # type: ignore[arg-type]


AT_WORK = Counts(students=2, ready=2, lately=2)
AFTER_LESSON = Counts(students=2, lately=2)
NEXT_MORNING = Counts(students=2)
HANDED_IN = task(handed_in=2)


def test_an_empty_class_wants_its_roster() -> None:
    assert next_step(Counts(), [], NOW) == Step("roster")


def test_a_class_put_away_only_wants_to_be_taken_out_again() -> None:
    for people in (Counts(), NEXT_MORNING, AT_WORK):
        assert next_step(people, [HANDED_IN], NOW, archived=True) == Step("restore")


def test_whoever_has_no_card_gets_one_before_the_lesson_and_not_in_it() -> None:
    assert next_step(replace(NEXT_MORNING, cardless=1), [], NOW) == Step("cards")
    assert next_step(replace(AT_WORK, students=3, cardless=1), [], NOW) == Step("board")


def test_in_the_morning_the_class_is_started_whatever_is_left_from_yesterday() -> None:
    assert next_step(NEXT_MORNING, [HANDED_IN], NOW) == Step("start")


def test_one_student_at_home_late_at_night_makes_no_lesson() -> None:
    one_at_home = Counts(students=3, ready=1, lately=1)
    assert next_step(one_at_home, [HANDED_IN], NOW) == Step("start")


@pytest.mark.parametrize(
    ("homework", "step"),
    [
        (HANDED_IN, "collect"),
        (task(handed_in=3, collected=2, graded=2, returned=2), "collect"),
        (task(handed_in=2, collected=2), "autograde"),
        (task(handed_in=2, collected=2, graded=2, to_mark=1), "mark"),
        (task(handed_in=2, collected=2, graded=2), "release-feedback"),
    ],
)
def test_after_the_lesson_homework_goes_on_step_by_step(homework: Task, step: str) -> None:
    for people in (AFTER_LESSON, AT_WORK):
        assert next_step(people, [homework], NOW) == Step(step, "Squares")


def test_nothing_is_collected_before_it_is_due() -> None:
    early = task(handed_in=2)
    early.assignment.due = NOW + timedelta(hours=1)
    assert next_step(AT_WORK, [early], NOW) == Step("board")


def test_a_step_at_work_is_not_offered_again() -> None:
    job = Job(classroom_id=1, kind="collect", state="running")
    assert next_step(AT_WORK, [task(handed_in=2, job=job)], NOW) == Step("board")


def test_what_was_returned_today_is_exported() -> None:
    done = task(handed_in=2, collected=2, graded=2, returned=2, returned_last=EARLIER)
    assert next_step(AFTER_LESSON, [done], NOW) == Step("export")
    old = replace(done, returned_last=YESTERDAY)
    assert next_step(AFTER_LESSON, [old], NOW) == Step("start")


def test_a_fresh_assignment_wants_to_be_released_on_its_own_line() -> None:
    fresh = task()
    fresh.assignment.released = None
    assert fresh.wants(NOW) == "release"
    assert next_step(AT_WORK, [fresh], NOW) == Step("board")
