"""Jobs: asked for once, claimed by one, and followed to the end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from appliance import db
from appliance.errors import NotFound
from appliance.homework import jobs
from appliance.models import Assignment, Classroom, Job
from roster.sentence import as_is, sentence
from tests.conftest import School

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def squares(db_session: Session, biology: Classroom) -> Assignment:
    made = Assignment(classroom_id=biology.id or 0, name="Squares")
    db_session.add(made)
    db_session.flush()
    return made


def test_the_same_work_is_not_queued_twice(db_session: Session, squares: Assignment) -> None:
    first = jobs.ask(db_session, squares, "release")
    assert jobs.ask(db_session, squares, "release") is first
    assert jobs.ask(db_session, squares, "collect") is not first
    jobs.finish(first, [], MONDAY)
    assert jobs.ask(db_session, squares, "release") is not first


def done(db_session: Session) -> Job | None:
    """Claim a job and come to its end."""
    job = jobs.claim(db_session)
    if job:
        jobs.finish(job, [], MONDAY)
        db_session.flush()
    return job


def test_of_a_class_only_one_is_at_work(db_session: Session, squares: Assignment) -> None:
    jobs.ask(db_session, squares, "autograde")
    jobs.ask(db_session, squares, "collect")
    first = jobs.claim(db_session)
    assert first and jobs.claim(db_session) is None
    jobs.finish(first, [], MONDAY)
    db_session.flush()
    assert jobs.claim(db_session)


def test_what_has_its_hour_does_not_wait_behind_the_grading_of_another_class(
    db_session: Session, squares: Assignment
) -> None:
    elsewhere = Assignment(classroom_id=2, name="Acids")
    db_session.add(elsewhere)
    db_session.flush()
    for of, kind in ((squares, "autograde"), (elsewhere, "autograde"), (elsewhere, "sweep")):
        jobs.ask(db_session, of, kind)
    grading = jobs.claim(db_session)
    prompt = jobs.claim(db_session, jobs.PROMPT)
    assert grading and prompt
    assert (grading.classroom_id, prompt.classroom_id) == (squares.classroom_id, 2)
    assert prompt.kind == "sweep"


def test_the_oldest_is_claimed_first_and_each_once(
    db_session: Session, squares: Assignment
) -> None:
    asked = [jobs.ask(db_session, squares, kind).id for kind in ("release", "collect")]
    claimed = [job.id for job in iter(lambda: done(db_session), None)]
    assert claimed == asked


def test_a_check_waits_for_what_somebody_waits_for(
    db_session: Session, squares: Assignment
) -> None:
    for kind in ("check", "release"):
        jobs.ask(db_session, squares, kind)
    claimed = [job.kind for job in iter(lambda: done(db_session), None)]
    assert claimed == ["release", "check"]


def test_many_workers_look_and_one_wins(
    school: School, db_session: Session, squares: Assignment
) -> None:
    for kind in jobs.KINDS:
        jobs.ask(db_session, squares, kind)
    db_session.commit()

    def work(_worker: int) -> list[int | None]:
        return list(claims(school))

    with ThreadPoolExecutor(8) as pool:
        won = [number for mine in pool.map(work, range(8)) for number in mine]
    assert len(won) == len(set(won)) == len(jobs.KINDS)


def claims(school: School) -> Iterator[int | None]:
    while True:
        with db.writing(school.database) as session:
            job = jobs.claim(session)
            if job is None:
                return
            jobs.finish(job, [], MONDAY)
            yield job.id


def test_what_waits_is_what_could_be_claimed(db_session: Session, squares: Assignment) -> None:
    assert not jobs.waits(db_session)
    jobs.ask(db_session, squares, "autograde")
    assert jobs.waits(db_session) and not jobs.waits(db_session, jobs.PROMPT)
    jobs.claim(db_session)
    jobs.ask(db_session, squares, "release")
    assert not jobs.waits(db_session) and not jobs.waits(db_session, jobs.PROMPT)


def test_what_ran_when_the_hub_went_away_is_done_from_the_beginning(
    db_session: Session, squares: Assignment
) -> None:
    jobs.ask(db_session, squares, "autograde")
    job = jobs.claim(db_session)
    assert job
    jobs.progress(job, 3, 5)
    db_session.flush()
    jobs.requeue_lost(db_session)
    db_session.refresh(job)
    assert (job.state, job.done, job.total) == ("queued", 0, 0)


def test_what_ended_is_left_alone(db_session: Session, squares: Assignment) -> None:
    jobs.ask(db_session, squares, "autograde")
    job = jobs.claim(db_session)
    assert job
    jobs.fail(job, as_is("It ended early."), MONDAY)
    db_session.flush()
    jobs.requeue_lost(db_session)
    db_session.refresh(job)
    assert job.state == "failed" and jobs.problems(job) == [as_is("It ended early.")]
    assert jobs.claim(db_session) is None


def test_a_finished_job_keeps_its_problems(db_session: Session, squares: Assignment) -> None:
    job = jobs.ask(db_session, squares, "autograde")
    jobs.progress(job, 2, 3)
    problem = sentence("about-student", student="cleo", problem=as_is("No notebook."))
    jobs.finish(job, [problem, problem], MONDAY)
    assert (job.state, job.done, job.ended) == ("done", 3, MONDAY)
    assert jobs.latest(db_session, squares.id or 0) is job
    assert jobs.problems(job) == [problem, problem]


def test_an_unknown_job_is_not_found(db_session: Session) -> None:
    with pytest.raises(NotFound):
        jobs.find(db_session, 99)
    assert db_session.get(Job, 99) is None
