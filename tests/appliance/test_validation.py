"""An assignment tried out before its release: looked at, run sealed, and reported."""

import pytest

from appliance import db
from appliance.homework import report
from appliance.homework.store import Store
from appliance.models import Assignment
from appliance.servers.spec import JobSpec
from appliance.words import spoken
from appliance.work import Work
from tests.appliance import test_work
from tests.appliance.test_work import SOURCE, Course, answer, do, found, keep, told
from tests.conftest import School
from tests.fakes import Done, FakeEngine

course = test_work.course
worker = test_work.worker
squares = test_work.squares


def reported(school: School, number: int) -> list[tuple[str, str]]:
    """Level and English words of the assignment's report."""
    with db.reading(school.database) as session:
        one = session.get_one(Assignment, number)
        assert report.is_current(one)
        return [(each.level, spoken(each.say)) for each in report.read(one)]


def test_a_check_looks_runs_both_versions_sealed_and_keeps_the_report(
    school: School, worker: Work, course: Course, squares: int
) -> None:
    job = do(school, worker, "check")
    assert (job.state, job.done, job.total, told(job)) == ("done", 4, 4, [])
    assert reported(school, squares) == [
        ("fine", "“p1” is worth 10 points: 10 by tests, 0 by hand."),
        ("fine", "“p1”: your own solution passes its test, in 1.5 seconds."),
    ]
    ((_, seen),) = course.of("inspect")
    assert seen == {f"source/{name}": content for name, content in SOURCE.items()}
    runs = course.of("execute")
    assert len(runs) == 2
    for order, files in runs:
        assert order == {"timeout_s": school.settings.grading_seconds}
        assert set(files) == {"work/table.csv", "work/p1.cells.json"}
    ((_, judged),) = course.of("appraise")
    whose = ("solution", "student")
    assert set(judged) == {f"tries/{who}/p1.ipynb" for who in whose} | {
        f"outputs/{who}/p1.json" for who in whose
    }


def test_what_is_wrong_is_in_the_report_and_told_by_the_job(
    school: School, engine: FakeEngine, worker: Work, course: Course, squares: int
) -> None:
    wrong = [found("wrong", "report-no-notebook")]
    engine.work["inspect"] = lambda job, data: answer({"findings": wrong})
    job = do(school, worker, "check")
    assert job.state == "done" and "no notebook" in told(job)[0]
    assert [level for level, _ in reported(school, squares)] == ["wrong"]
    # Nothing was made that could be run.
    assert course.sent == []


@pytest.mark.parametrize(
    ("ending", "words"),
    [(Done(b"", "", None), "stopped"), (Done(b"", "OSError: disk full", 1), "disk full")],
)
def test_a_solution_that_cannot_be_run_is_in_the_report(
    school: School, worker: Work, course: Course, squares: int, ending: Done, words: str
) -> None:
    course.endings["solution"] = ending
    assert do(school, worker, "check").state == "done"
    level, said = reported(school, squares)[0]
    assert level == "wrong" and "could not be tried out" in said and words in said


@pytest.mark.parametrize("seconds", [None, "x", float("nan"), -1, 10**400, []])
def test_what_the_sealed_container_says_of_its_time_cannot_harm(
    school: School, worker: Work, course: Course, squares: int, seconds: object
) -> None:
    course.seconds = seconds
    assert do(school, worker, "check").state == "done"
    assert "in 0 seconds" in reported(school, squares)[1][1]


def test_an_upload_during_a_check_is_checked_as_well(
    school: School, engine: FakeEngine, worker: Work, store: Store, course: Course, squares: int
) -> None:
    newer = keep(store, {"p1.ipynb": b"newer"})

    def replaced(job: JobSpec, data: bytes) -> Done:
        with db.writing(school.database) as session:
            session.get_one(Assignment, squares).source_tree = newer.digest
        return course(job, data)

    engine.work["inspect"] = replaced
    assert do(school, worker, "check").state == "done"
    second = course.of("inspect")[1]
    assert second[1] == {"source/p1.ipynb": b"newer"}
    assert len(reported(school, squares)) == 2


def test_what_was_written_in_the_own_seat_is_checked_where_it_lies(
    school: School, worker: Work, course: Course, squares: int
) -> None:
    with db.writing(school.database) as session:
        session.get_one(Assignment, squares).source_tree = None
    assert do(school, worker, "check").state == "done"
    ((order, files),) = course.of("inspect")
    assert order == {"assignment": "Squares"} and files == {}
    assert len(reported(school, squares)) == 2
