"""Jobs, done: canned containers answer, and one student's trouble is nobody else's."""

import io
import json
import secrets
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlmodel import select

from appliance import archive, db, errands, grading, models
from appliance.archive import Limits, Member
from appliance.errors import Unavailable
from appliance.homework import assignments, jobs, submissions
from appliance.homework.store import Store, Tree
from appliance.models import Assignment, Enrolment, Job, Submission, Sweep
from appliance.servers.spec import JobKind, JobSpec
from appliance.words import spoken
from appliance.work import Work
from tests.conftest import School
from tests.fakes import Done, FakeEngine

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SOURCE = {"p1.ipynb": b'{"cells": "with solutions"}', "table.csv": b"a,b"}
RELEASE = {"p1.ipynb": b'{"cells": "to do"}', "table.csv": b"a,b"}
OUTPUTS = b'[{"id": "square", "status": "ok", "outputs": []}]'


def answer(result: dict[str, Any], files: dict[str, bytes] | None = None) -> Done:
    out = io.BytesIO()
    body = json.dumps({"problems": [], **result}).encode()
    archive.pack([("result.json", body), *(files or {}).items()], out)
    return Done(out.getvalue())


def found(level: str, say: str, **facts: Any) -> dict[str, Any]:
    return {"level": level, "say": say, "facts": facts}


def given(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The order and the files a container was sent; job.json must come first."""
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        found = {info.name: tar.extractfile(info) for info in tar}
        files = {name: file.read() for name, file in found.items() if file}
    assert next(iter(files)) == "job.json"
    return json.loads(files.pop("job.json")), files


class Course:
    """The course image: what each kind of job answers, and what it was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any], dict[str, bytes]]] = []
        self.endings: dict[str, Done] = {}
        self.seconds: object = 1.5

    def of(self, kind: str) -> list[tuple[dict[str, Any], dict[str, bytes]]]:
        return [(order, files) for one, order, files in self.sent if one == kind]

    def __call__(self, job: JobSpec, data: bytes) -> Done:
        order, files = given(data)
        self.sent.append((job.kind, order, files))
        return getattr(self, "_" + job.kind.replace("-", "_"))(order, files)  # type: ignore[no-any-return]

    def _inspect(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        made = {"data/table.csv": b"a,b"}
        for who in ("solution", "student"):
            made[f"cells/{who}/p1.cells.json"] = json.dumps([{"id": who}]).encode()
            made[f"tries/{who}/p1.ipynb"] = who.encode()
        facts = {"notebook": "p1", "points": 10.0, "tests": 10.0, "by_hand": 0.0}
        return answer({"findings": [found("fine", "report-points", **facts)]}, made)

    def _appraise(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        facts = {"notebook": "p1", "tests": 1, "seconds": order["seconds"].get("p1", 0)}
        return answer({"findings": [found("fine", "report-passes", **facts)]})

    def _add_source(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        return answer({"notebooks": ["p1"]})

    def _generate(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        made = {f"release/{name}": content for name, content in RELEASE.items()}
        return answer({"notebooks": ["p1"], "max_score": 10.0}, made)

    def _prepare(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        made = {}
        for one in order["submissions"]:
            who = one["student"]
            made[f"work/{who}/table.csv"] = b"a,b"
            made[f"work/{who}/p1.cells.json"] = json.dumps([{"id": who}]).encode()
        return answer({}, made)

    def _execute(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        (who,) = (cell["id"] for cell in json.loads(files["work/p1.cells.json"]))
        ran = {"notebooks": [{"name": "p1", "status": "ok", "seconds": self.seconds}]}
        return self.endings.get(who) or answer(ran, {"outputs/p1.json": OUTPUTS})

    def _score(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        scores = [
            {
                "student": one["student"],
                "score": 10.0 if f"outputs/{one['student']}/p1.json" in files else 0.0,
                "max_score": 10.0,
                "penalty": one["penalty"],
                "needs_manual": False,
            }
            for one in order["submissions"]
        ]
        return answer({"scores": scores})

    def _feedback(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        made = {f"feedback/{who}/p1.html": who.encode() for who in order["students"]}
        scores = [
            {"student": who, "score": 9.0, "max_score": 10.0, "needs_manual": False}
            for who in order["students"]
        ]
        return answer({"scores": scores}, made)

    def _grades(self, order: dict[str, Any], files: dict[str, bytes]) -> Done:
        return answer({"rows": [{"student_id": "ana", "score": 10.0}]})


@pytest.fixture
def course(engine: FakeEngine) -> Course:
    made = Course()
    engine.work = dict.fromkeys(get_args(JobKind), made)
    return made


@pytest.fixture
def worker(school: School, engine: FakeEngine, store: Store, course: Course) -> Work:
    return Work(school.settings, school.database, store, engine)


def keep(store: Store, files: dict[str, bytes]) -> Tree:
    members = (Member(name, io.BytesIO(content)) for name, content in files.items())
    return store.keep(members, Limits())


@pytest.fixture
def squares(school: School, store: Store) -> int:
    """Squares is uploaded to Biology 1."""
    with db.writing(school.database) as session:
        class_id = school.seat("ana").enrolment.classroom_id
        made = assignments.put_source(session, class_id, "Squares", keep(store, SOURCE), None)
        return made.id or 0


def do(school: School, worker: Work, kind: str) -> Job:
    """Ask for a step and do it."""
    with db.writing(school.database) as session:
        (assignment,) = session.exec(select(Assignment))
        jobs.ask(session, assignment, kind)
    with db.writing(school.database) as session:
        job = jobs.claim(session)
        assert job
        session.flush()
        session.expunge_all()
    worker.run(job)
    with db.reading(school.database) as session:
        done = jobs.find(session, job.id or 0)
        session.expunge_all()
    return done


def told(job: Job) -> list[str]:
    """The job's problems, in English."""
    return [spoken(problem) for problem in jobs.problems(job)]


def hand_in(school: School, store: Store, *names: str) -> None:
    with db.writing(school.database) as session:
        (assignment,) = session.exec(select(Assignment))
        for name in names:
            tree = keep(store, {"p1.ipynb": f"by {name}".encode()})
            seat = school.seat(name).id
            submissions.submit(session, assignment, seat, "0" * 32, tree, MONDAY)


def scores(school: School) -> dict[int, tuple[float | None, bool]]:
    with db.reading(school.database) as session:
        return {
            one.enrolment_id: (one.score, one.returned is not None)
            for one in session.exec(select(Submission))
        }


def test_release_sends_the_source_and_hands_out_what_was_generated(
    school: School, worker: Work, store: Store, course: Course, squares: int
) -> None:
    assert do(school, worker, "release").state == "done"
    ((_, files),) = course.of("add-source")
    assert files == {f"source/{name}": content for name, content in SOURCE.items()}
    with db.reading(school.database) as session:
        out = session.get_one(Assignment, squares)
        assert out.released and out.tree
        handed_out = {name: path.read_bytes() for name, path in store.files(out.tree)}
    assert handed_out == RELEASE


def test_a_release_that_fails_hands_nothing_out_and_says_why(
    school: School, engine: FakeEngine, worker: Work, squares: int
) -> None:
    engine.work["generate"] = lambda job, data: Done(
        b"", "Traceback\nValueError: p1 has no solution cell\n", 1
    )
    job = do(school, worker, "release")
    assert job.state == "failed" and "p1 has no solution cell" in told(job)[0]
    with db.reading(school.database) as session:
        assert session.get_one(Assignment, squares).released is None


def test_what_is_taken_back_while_it_is_released_stays_back(
    school: School, engine: FakeEngine, worker: Work, course: Course, squares: int
) -> None:
    made = engine.work["generate"]

    def meanwhile(job: JobSpec, data: bytes) -> Done:
        with db.writing(school.database) as session:
            assignments.take_back(session, session.get_one(Assignment, squares), MONDAY)
        return made(job, data)

    engine.work["generate"] = meanwhile
    job = do(school, worker, "release")
    assert job.state == "failed" and "was taken back" in told(job)[0]
    with db.writing(school.database) as session:
        row = session.get_one(Assignment, squares)
        assert row.released is None
        jobs.ask(session, row, "release")
        assignments.take_back(session, row, MONDAY)
        assert jobs.claim(session) is None
    engine.work["generate"] = made
    assert do(school, worker, "release").state == "done"


def test_collect_autograde_and_feedback_follow_one_another(
    school: School, worker: Work, store: Store, course: Course, squares: int
) -> None:
    hand_in(school, store, "ana", "cleo")
    assert do(school, worker, "collect").total == 2
    graded = do(school, worker, "autograde")
    assert (graded.state, graded.done, jobs.problems(graded)) == ("done", graded.total, [])
    ((order, files),) = course.of("prepare")
    assert files["submitted/ana/p1.ipynb"] == b"by ana"
    assert order["submissions"][0]["timestamp"] == "2026-11-23 08:00:00.000000 UTC"
    assert set(scores(school).values()) == {(10.0, False)}
    returned = do(school, worker, "release-feedback")
    assert returned.state == "done" and set(scores(school).values()) == {(9.0, True)}
    with db.reading(school.database) as session:
        first = session.get_one(Submission, 1)
        assert first.feedback_tree
        pages = {name: path.read_bytes() for name, path in store.files(first.feedback_tree)}
    assert pages == {"p1.html": b"ana"}


def test_a_class_with_much_to_grade_is_graded_in_portions(
    school: School,
    worker: Work,
    store: Store,
    course: Course,
    squares: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand_in(school, store, "ana", "cleo")
    do(school, worker, "collect")
    monkeypatch.setattr(grading, "BATCH", archive.Limits(files=len(SOURCE) + 1))
    graded = do(school, worker, "autograde")
    assert (graded.state, graded.done, jobs.problems(graded)) == ("done", 6, [])
    portions = [[who["student"] for who in order["submissions"]] for order, _ in course.of("score")]
    assert portions == [["ana"], ["cleo"]]
    assert set(scores(school).values()) == {(10.0, False)}


def test_what_code_puts_out_is_kept_on_disk_and_not_in_memory(
    school: School,
    worker: Work,
    store: Store,
    course: Course,
    squares: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent, pack = list[tuple[str, object]](), archive.pack

    def noted(files: Any, *rest: Any, **more: Any) -> None:
        files = list(files)
        sent.extend(files)
        pack(files, *rest, **more)

    monkeypatch.setattr(archive, "pack", noted)
    hand_in(school, store, "ana", "cleo")
    for step in ("collect", "autograde"):
        do(school, worker, step)
    theirs = ("outputs/ana/", "outputs/cleo/")
    outputs = [content for name, content in sent if name.startswith(theirs)]
    assert len(outputs) == 2
    for content in outputs:
        assert isinstance(content, Path) and not content.exists()


def test_where_students_code_runs_there_is_only_that_students_work(
    school: School, worker: Work, store: Store, course: Course, squares: int
) -> None:
    hand_in(school, store, "ana", "cleo")
    do(school, worker, "collect")
    do(school, worker, "autograde")
    runs = course.of("execute")
    assert len(runs) == 2
    for order, files in runs:
        assert order == {"timeout_s": school.settings.grading_seconds}
        assert set(files) == {"work/table.csv", "work/p1.cells.json"}


@pytest.mark.parametrize(
    ("ending", "scored", "words"),
    [
        (Done(b"", "", None), True, "stopped"),
        (Done(b"", "killed", 137), True, "memory"),
        (Done(b"", "ImportError: nbclient\n", 1), False, "not graded this time"),
    ],
    ids=["endless", "greedy", "broken"],
)
def test_a_failing_execute_still_scores_the_others(
    school: School,
    worker: Work,
    store: Store,
    course: Course,
    squares: int,
    ending: Done,
    scored: bool,
    words: str,
) -> None:
    hand_in(school, store, "ana", "cleo")
    do(school, worker, "collect")
    course.endings["cleo"] = ending
    job = do(school, worker, "autograde")
    assert job.state == "done"
    (problem,) = told(job)
    assert problem.startswith("cleo: ") and words in problem
    by_seat = scores(school)
    assert by_seat[school.seat("ana").id][0] == 10.0
    assert by_seat[school.seat("cleo").id][0] == (0.0 if scored else None)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("collect", "Nobody has handed in"),
        ("autograde", "press Collect first"),
        ("release-feedback", "press Autograde first"),
    ],
)
def test_a_step_too_early_says_which_comes_first(
    school: School, worker: Work, course: Course, squares: int, kind: str, words: str
) -> None:
    job = do(school, worker, kind)
    assert words in told(job)[0] and course.sent == []


def test_an_absent_engine_fails_the_job_with_its_sentence(
    school: School, engine: FakeEngine, worker: Work, squares: int
) -> None:
    engine.away = True
    job = do(school, worker, "release")
    assert job.state == "failed" and "container engine" in told(job)[0]


def test_an_answer_that_makes_no_sense_is_a_bug_with_a_reference(
    school: School,
    engine: FakeEngine,
    worker: Work,
    squares: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def nonsense(job: JobSpec, data: bytes) -> Done:
        out = io.BytesIO()
        archive.pack([("result.json", b"{")], out)
        return Done(out.getvalue())

    engine.work["generate"] = nonsense
    job = do(school, worker, "release")
    assert job.state == "failed" and "reference" in caplog.text
    assert "JSON" not in told(job)[0] and "the log has it under" in told(job)[0]


def test_an_answer_that_would_leave_its_folder_is_refused(
    school: School, engine: FakeEngine, worker: Work, squares: int
) -> None:
    engine.work["generate"] = lambda job, data: answer({}, {"../escaped": b"x"})
    job = do(school, worker, "release")
    assert job.state == "failed" and "file name" in told(job)[0]
    assert not list(school.settings.data.rglob("escaped"))


def test_problems_are_told_with_the_students_name(
    school: School, engine: FakeEngine, worker: Work, store: Store, squares: int
) -> None:
    engine.work["prepare"] = lambda job, data: answer(
        {"problems": [{"student": "ana", "message": "p1.ipynb is no notebook."}]}
    )
    engine.work["score"] = lambda job, data: answer({"scores": []})
    hand_in(school, store, "ana")
    do(school, worker, "collect")
    job = do(school, worker, "autograde")
    assert told(job) == ["ana: p1.ipynb is no notebook."]
    assert scores(school)[school.seat("ana").id][0] is None


def test_grades_come_from_the_gradebook(school: School, engine: FakeEngine, worker: Work) -> None:
    classroom = school.seat("ana").classroom
    assert worker.grades(classroom) == [{"student_id": "ana", "score": 10.0}]
    engine.work["grades"] = lambda job, data: Done(b"", "", None)
    with pytest.raises(Unavailable, match="deadline") as refusal:
        worker.grades(classroom)
    assert str(errands.TRUSTED_DEADLINE_S) in spoken(refusal.value.say)


def test_nothing_is_left_in_the_scratch(
    school: School, worker: Work, store: Store, squares: int
) -> None:
    hand_in(school, store, "ana")
    for kind in ("release", "collect", "autograde", "release-feedback"):
        do(school, worker, kind)
    assert list((school.settings.data / "store" / "fresh").iterdir()) == []


def penalties(school: School) -> list[float]:
    with db.reading(school.database) as session:
        return [one.penalty for one in session.exec(select(Submission))]


def set_facts(school: School, table: type[Any], number: int, **facts: object) -> None:
    with db.writing(school.database) as session:
        row = session.get_one(table, number)
        for key, value in facts.items():
            setattr(row, key, value)


def test_what_lateness_costs_goes_to_the_gradebook_with_every_job(
    school: School, worker: Work, store: Store, course: Course, squares: int
) -> None:
    rules = {"due": MONDAY - timedelta(hours=1), "late_policy": "marks", "late_marks": 1.5}
    set_facts(school, Assignment, squares, **rules)
    hand_in(school, store, "ana")
    do(school, worker, "collect")
    do(school, worker, "autograde")
    for order, _ in (*course.of("prepare"), *course.of("score")):
        assert [one["penalty"] for one in order["submissions"]] == [1.5]
    assert penalties(school) == [1.5]
    do(school, worker, "release-feedback")
    worker.grades(school.seat("ana").classroom)
    assert course.of("feedback")[0][0]["penalties"] == {"ana": 1.5}
    assert course.of("grades")[0][0]["penalties"] == {"Squares": {"ana": 1.5}}


def test_the_mended_form_is_graded_where_there_is_one(
    school: School, worker: Work, store: Store, course: Course, squares: int
) -> None:
    hand_in(school, store, "ana")
    mended = keep(store, {"p1.ipynb": b"mended"})
    set_facts(school, Submission, 1, repaired_tree=mended.digest)
    do(school, worker, "collect")
    do(school, worker, "autograde")
    ((_, files),) = course.of("prepare")
    assert files == {"submitted/ana/p1.ipynb": b"mended"}


@pytest.fixture
def photos(school: School) -> int:
    """In Biology 1 the folder `photos` of each home is homework."""
    with db.writing(school.database) as session:
        class_id = school.seat("ana").enrolment.classroom_id
        made = assignments.make_folder(session, class_id, "Field trip", "photos", None)
        return made.id or 0


@pytest.fixture
def photographer(school: School, engine: FakeEngine, store: Store, course: Course) -> Work:
    """A worker that finds a photo in Ana's folder, and none in anybody else's."""

    def collect(assignment: Assignment, enrolment: Enrolment) -> Submission | None:
        if enrolment.id != school.seat("ana").id:
            return None
        with db.writing(school.database) as session:
            session.expire_on_commit = False
            tree, key = keep(store, {"frog.jpg": b"x"}), secrets.token_hex(16)
            made = submissions.submit(session, assignment, enrolment.id or 0, key, tree, MONDAY)
            made.source = "folder"
        return made

    return Work(school.settings, school.database, store, engine, collect)


def test_a_folder_is_announced_and_collected_from_everybody_but_not_graded(
    school: School, photographer: Work, course: Course, photos: int
) -> None:
    assert do(school, photographer, "release").state == "done"
    with db.reading(school.database) as session:
        assert session.get_one(Assignment, photos).released
    job = do(school, photographer, "collect")
    assert (job.state, job.total, jobs.problems(job)) == ("done", 1, [])
    with db.reading(school.database) as session:
        (found,) = session.exec(select(Submission))
        assert found.frozen and found.source == "folder"
    for kind in ("autograde", "release-feedback"):
        job = do(school, photographer, kind)
        assert job.state == "failed" and "nothing in it is graded" in told(job)[0]
    assert course.sent == []


def test_who_forgot_to_hand_in_is_looked_after_by_a_job(
    school: School, photographer: Work, photos: int
) -> None:
    set_facts(school, Assignment, photos, released=MONDAY, due=models.now())
    assert do(school, photographer, "sweep").state == "done"
    with db.reading(school.database) as session:
        assert {one.found for one in session.exec(select(Sweep))} == {True, False}
