"""The clerk: homework opens at its hour, and who forgot to hand in is looked after, unasked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from appliance import db, models
from appliance.clerk import Clerk
from appliance.homework import assignments, deadlines, jobs, submissions
from appliance.homework.store import Tree
from appliance.models import Assignment, Classroom, Job, Sweep
from roster.sentence import sentence
from tests.conftest import School, enrolled

NOW = models.now().replace(microsecond=0)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TREE = Tree("d" * 64, (("squares.ipynb", "e" * 64, 3),))


def change(school: School, **facts: Any) -> None:
    """Let Squares of Biology 1 be so."""
    with db.writing(school.database) as session:
        (squares,) = session.exec(select(Assignment))
        for key, value in facts.items():
            setattr(squares, key, value)


def hand_in(school: School, name: str, at: datetime) -> None:
    with db.writing(school.database) as session:
        (squares,) = session.exec(select(Assignment))
        seat = school.seat(name).id
        submissions.submit(session, squares, seat, "a" * 32, TREE, at)


def look_after(school: School, *names: str, at: datetime) -> None:
    with db.writing(school.database) as session:
        for name in names:
            session.merge(Sweep(assignment_id=1, enrolment_id=school.seat(name).id, at=at))


def queued(school: School) -> list[str]:
    with db.reading(school.database) as session:
        return [job.kind for job in session.exec(select(Job)) if job.state == "queued"]


def end(school: School, *, failed: bool) -> None:
    """The job that waits is done."""
    with db.writing(school.database) as session:
        job = jobs.claim(session)
        assert job
        if failed:
            jobs.fail(job, sentence("nobody-handed-in"), NOW)
        else:
            jobs.finish(job, [], NOW)


@pytest.fixture
def attend(school: School) -> Callable[[datetime], bool]:
    """Squares is uploaded to Biology 1; let the clerk look at this time."""
    with db.writing(school.database) as session:
        class_id = school.seat("ana").enrolment.classroom_id
        assignments.put_source(session, class_id, "Squares", TREE, None)
    return Clerk(school.database).attend


@pytest.fixture
def out(school: School, attend: Callable[[datetime], bool]) -> Callable[[datetime], bool]:
    """And it is out, due now."""
    change(school, released=NOW - DAY, tree=TREE.digest, due=NOW)
    return attend


def test_an_assignment_is_released_at_its_hour_and_only_once(
    school: School, attend: Callable[[datetime], bool]
) -> None:
    change(school, opens=NOW)
    assert not attend(NOW - MINUTE) and queued(school) == []
    assert attend(NOW) and queued(school) == ["release"]
    attend(NOW + MINUTE)
    assert queued(school) == ["release"]


def test_a_release_that_failed_waits_for_the_teacher(
    school: School, attend: Callable[[datetime], bool]
) -> None:
    change(school, opens=NOW)
    attend(NOW)
    end(school, failed=True)
    assert not attend(NOW + MINUTE) and queued(school) == []


def test_what_was_taken_back_does_not_come_out_by_itself(
    school: School, attend: Callable[[datetime], bool]
) -> None:
    change(school, opens=NOW + DAY, released=NOW, tree=TREE.digest)
    with db.writing(school.database) as session:
        assignments.take_back(session, session.exec(select(Assignment)).one(), NOW)
    assert not attend(NOW + 2 * DAY)


def test_who_handed_in_nothing_is_looked_after_at_the_deadline(
    school: School, out: Callable[[datetime], bool]
) -> None:
    hand_in(school, "cleo", NOW - MINUTE)
    assert not out(NOW) and out(NOW + MINUTE)
    assert queued(school) == ["sweep"]
    end(school, failed=False)
    look_after(school, "ana", at=NOW + MINUTE)
    assert not out(NOW + 2 * MINUTE)


def test_grace_and_an_extension_put_the_look_off(
    school: School, out: Callable[[datetime], bool]
) -> None:
    hand_in(school, "cleo", NOW - MINUTE)
    change(school, grace_minutes=5)
    assert not out(NOW + 5 * MINUTE)
    with db.writing(school.database) as session:
        squares = session.exec(select(Assignment)).one()
        deadlines.extend(session, squares, enrolled(session, "ana"), NOW + DAY)
    assert not out(NOW + 6 * MINUTE) and not out(NOW + DAY + 5 * MINUTE)
    assert out(NOW + DAY + 6 * MINUTE)


def test_a_students_own_earlier_date_is_enough(
    school: School, out: Callable[[datetime], bool]
) -> None:
    change(school, due=None)
    assert not out(NOW + MINUTE)
    with db.writing(school.database) as session:
        squares = session.exec(select(Assignment)).one()
        deadlines.extend(session, squares, enrolled(session, "ana"), NOW)
    assert out(NOW + MINUTE)


def test_a_deadline_moved_later_brings_another_look(
    school: School, out: Callable[[datetime], bool]
) -> None:
    look_after(school, "ana", "cleo", at=NOW + MINUTE)
    assert not out(NOW + 2 * MINUTE)
    change(school, due=NOW + DAY)
    assert not out(NOW + DAY) and out(NOW + DAY + MINUTE)


def test_a_look_that_failed_comes_again_after_a_while(
    school: School, out: Callable[[datetime], bool]
) -> None:
    change(school, due=NOW - MINUTE)
    out(NOW)
    end(school, failed=True)
    assert not out(NOW + MINUTE / 2) and queued(school) == []
    assert out(NOW + MINUTE) and queued(school) == ["sweep"]


@pytest.mark.parametrize("facts", [{"released": None}, {"opens": NOW + DAY}, {"due": None}])
def test_what_is_not_out_or_never_due_is_left_alone(
    school: School, out: Callable[[datetime], bool], facts: dict[str, Any]
) -> None:
    change(school, **facts)
    assert not out(NOW + MINUTE)


def test_a_class_that_was_put_away_is_left_alone(
    school: School, out: Callable[[datetime], bool]
) -> None:
    change(school, opens=None)
    with db.writing(school.database) as session:
        session.get_one(Classroom, school.seat("ana").enrolment.classroom_id).archived = True
    assert not out(NOW + MINUTE)
    change(school, released=None, opens=NOW)
    assert not out(NOW + MINUTE)
