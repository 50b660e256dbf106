"""The one main button follows the hour, and says what a teacher wants next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from appliance.models import Assignment, Enrolment, Job, Person, Server
from appliance.people.enrolment import Member
from web.pages.lesson import Row, Step, Task, counts, next_step

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)
YESTERDAY = NOW - timedelta(days=1)


def student(
    *, card: bool = True, state: str = "off", asked: datetime | None = None, role: str = "student"
) -> Row:
    seat = Enrolment(
        id=1, classroom_id=1, person_id=1, role=role, code_digest="d" if card else None
    )
    server = Server(enrolment_id=1, state=state, asked=asked)
    return Row(Member(seat, Person(name="ana", display_name="Ana")), server, signed_in=False)


def task(**facts: object) -> Task:
    """Squares: out, due, nothing handed in."""
    squares = Assignment(id=1, classroom_id=1, name="Squares", released=YESTERDAY, due=EARLIER)
    return replace(Task(squares, 0, 0, 0, 0, 0, None, None), **facts)  # type: ignore[arg-type]


AT_WORK = student(state="ready", asked=EARLIER)
AFTER_LESSON = student(state="stopped", asked=EARLIER)
NEXT_MORNING = student(state="stopped", asked=YESTERDAY)
HANDED_IN = task(handed_in=2)


def test_an_empty_class_wants_its_roster() -> None:
    assert next_step([], [], NOW) == Step("roster")


def test_whoever_has_no_card_gets_one_before_the_lesson_and_not_in_it() -> None:
    assert next_step([student(), student(card=False)], [], NOW) == Step("cards")
    assert next_step([AT_WORK, AT_WORK, student(card=False)], [], NOW) == Step("board")


def test_guests_need_no_cards() -> None:
    assert next_step([student(card=False, role="guest")], [], NOW) == Step("start")


def test_in_the_morning_the_class_is_started_whatever_is_left_from_yesterday() -> None:
    assert next_step([NEXT_MORNING], [HANDED_IN], NOW) == Step("start")


def test_one_student_at_home_late_at_night_makes_no_lesson() -> None:
    class_ = [student(state="ready", asked=EARLIER), NEXT_MORNING, NEXT_MORNING]
    assert next_step(class_, [HANDED_IN], NOW) == Step("start")


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
    for people in ([AFTER_LESSON], [AT_WORK]):
        assert next_step(people, [homework], NOW) == Step(step, "Squares")


def test_nothing_is_collected_before_it_is_due() -> None:
    early = task(handed_in=2)
    early.assignment.due = NOW + timedelta(hours=1)
    assert next_step([AT_WORK], [early], NOW) == Step("board")


def test_a_step_at_work_is_not_offered_again() -> None:
    job = Job(classroom_id=1, kind="collect", state="running")
    assert next_step([AT_WORK], [task(handed_in=2, job=job)], NOW) == Step("board")


def test_what_was_returned_today_is_exported() -> None:
    done = task(handed_in=2, collected=2, graded=2, returned=2, returned_last=EARLIER)
    assert next_step([AFTER_LESSON], [done], NOW) == Step("export")
    old = replace(done, returned_last=YESTERDAY)
    assert next_step([AFTER_LESSON], [old], NOW) == Step("start")


def test_a_fresh_assignment_wants_to_be_released_on_its_own_line() -> None:
    fresh = task()
    fresh.assignment.released = None
    assert fresh.wants(NOW) == "release"
    assert next_step([AT_WORK], [fresh], NOW) == Step("board")


def test_the_class_is_counted() -> None:
    found = counts([AT_WORK, student(state="queued"), student(state="starting"), student()])
    assert (found.students, found.ready, found.starting, found.queued) == (4, 1, 1, 1)
    assert found.moving and not counts([AT_WORK]).moving
