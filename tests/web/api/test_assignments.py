"""The JSON API of homework: upload, steps as jobs, submissions and grades."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from appliance.servers.spec import JobKind
from tests.appliance.homework.conftest import zipped
from tests.appliance.test_work import Course
from tests.conftest import eventually
from tests.fakes import Done
from tests.web.conftest import Hub
from tests.web.test_exchange_api import submit

HOMEWORK = "/api/v1/classes/biology-1/assignments"
NOTEBOOK = {"notebook": ("Squares.ipynb", b'{"cells": []}')}


@pytest.fixture
def rivera(hub: Hub) -> TestClient:
    return hub.program(hub.school.api_token("rivera"))


@pytest.fixture
def course(hub: Hub) -> Course:
    made = Course()
    hub.engine.work = dict.fromkeys(get_args(JobKind), made)
    return made


def step(rivera: TestClient, kind: str, name: str = "Squares") -> dict[str, Any]:
    """Ask for a step and follow its job to the end."""
    asked = rivera.post(f"{HOMEWORK}/{name}/{kind}")
    assert asked.status_code == 202 and asked.json()["state"] == "queued"

    def job() -> dict[str, Any]:
        found: dict[str, Any] = rivera.get(f"/api/v1/jobs/{asked.json()['id']}").json()
        return found

    eventually(lambda: job()["state"] in ("done", "failed"))
    return job()


def test_a_notebook_or_a_zip_becomes_an_assignment(rivera: TestClient) -> None:
    due = {"due": "2026-11-30T08:00:00+01:00"}
    made = rivera.post(HOMEWORK, files=NOTEBOOK, data=due)
    assert made.status_code == 201
    expected: dict[str, Any] = {
        "name": "Squares", "due": "2026-11-30T07:00:00Z", "state": "draft", "released": None,
        "kind": "notebook", "opens": None, "grace_minutes": 0, "late_policy": "none",
        "out": False, "extensions": [], "section_dates": [],
    }  # fmt: skip
    assert expected.items() <= made.json().items()
    assert rivera.get(f"{HOMEWORK}/Squares").json() == made.json()
    data = zipped({"p1.ipynb": b"{}", "data/x.csv": b"1"})
    named = rivera.post(HOMEWORK, files={"file": ("x.zip", data)}, data={"name": "Cubes"})
    assert named.json()["name"] == "Cubes"
    assert [one["name"] for one in rivera.get(HOMEWORK).json()] == ["Squares", "Cubes"]


def test_a_folder_becomes_an_assignment_without_an_upload(rivera: TestClient) -> None:
    made = rivera.post(HOMEWORK, data={"kind": "folder", "name": "Trip", "folder": "photos/may"})
    assert made.status_code == 201
    assert (made.json()["kind"], made.json()["folder"]) == ("folder", "photos/may")
    step(rivera, "release", "Trip")
    assert rivera.get(f"{HOMEWORK}/Trip").json()["out"]
    outside = {"kind": "folder", "name": "Other", "folder": "../x"}
    assert rivera.post(HOMEWORK, data=outside).status_code == 422
    assert rivera.post(HOMEWORK, data={"kind": "quiz", "name": "Other"}).status_code == 422


@pytest.mark.parametrize(
    ("files", "data", "words"),
    [
        (None, {"name": "Squares"}, "No file"),
        ({"file": ("a.txt", b"x")}, {}, "no notebook"),
        ({"file": ("a.zip", b"PK\x03\x04cut")}, {}, "cut off"),
        ({"file": ("a.zip", zipped({"../p1.ipynb": b"{}"}))}, {}, "file name"),
        (NOTEBOOK, {"due": "soon"}, "due date"),
        (NOTEBOOK, {"name": "../x"}, "name"),
    ],
)
def test_a_bad_upload_gets_a_sentence(
    rivera: TestClient, files: Any, data: dict[str, str], words: str
) -> None:
    answer = rivera.post(HOMEWORK, files=files, data=data)
    assert answer.status_code == 422 and words in answer.json()["message"]
    assert rivera.get(HOMEWORK).json() == []


def test_the_main_job_from_upload_to_grades(
    hub: Hub, rivera: TestClient, course: Course, awake: Callable[[], None]
) -> None:
    rivera.post(HOMEWORK, files=NOTEBOOK)
    awake()
    released = step(rivera, "release")
    assert (released["state"], released["problems"]) == ("done", [])
    assert rivera.get(HOMEWORK).json()[0]["state"] == "released"
    receipts = {}
    for name in ("ana", "cleo"):
        program = hub.program(hub.school.server_token(name))
        receipts[name] = submit(program).json()["receipt"]
    course.endings["cleo"] = Done(b"", "", None)
    for kind in ("collect", "autograde", "release-feedback"):
        assert step(rivera, kind)["state"] == "done"
    listed = rivera.get(f"{HOMEWORK}/Squares/submissions").json()
    assert {one["student"]: one["receipt"] for one in listed} == receipts
    assert {"timestamp", "late", "score", "max_score", "returned", "collected"} <= set(listed[0])
    assert all(one["returned"] and one["collected"] for one in listed)
    assert "9 of 10" in hub.student("ana").get("/hub/desk").text


def test_an_upload_is_checked_and_the_report_read(
    rivera: TestClient, course: Course, awake: Callable[[], None]
) -> None:
    awake()
    rivera.post(HOMEWORK, files=NOTEBOOK)
    path = f"{HOMEWORK}/Squares/report"
    eventually(lambda: rivera.get(path).json()["current"])
    told = rivera.get(path, headers={"Accept-Language": "de"}).json()
    assert told["current"] is True
    assert told["findings"][1] == {
        "level": "fine",
        "say": "„p1“: Ihre eigene Lösung besteht ihren Test, in 1,5 Sekunden.",
    }
    assert course.of("inspect")
    assert rivera.get("/api/v1/classes/chemistry/assignments/Squares/report").status_code == 404


def test_grades_are_a_file_for_each_of_the_others(
    rivera: TestClient, hub: Hub, awake: Callable[[], None]
) -> None:
    from tests.appliance.homework.test_gradebook import ROWS
    from tests.appliance.test_work import answer

    hub.engine.work = {"grades": lambda job, data: answer({"rows": ROWS})}
    awake()
    for format_, start in (("nbgrader", "assignment,"), ("canvas", "Student,"), ("moodle", "ID ")):
        file = rivera.get(f"/api/v1/classes/biology-1/grades.csv?format={format_}")
        assert file.status_code == 200 and file.text.lstrip("\ufeff").startswith(start)
        assert f'filename="grades-biology-1-{format_}.csv"' in file.headers["content-disposition"]
    assert rivera.get("/api/v1/classes/biology-1/grades.csv?format=excel").status_code == 422


def test_a_gradebook_that_takes_too_long_is_a_sentence_and_no_bug(
    rivera: TestClient, hub: Hub, awake: Callable[[], None]
) -> None:
    hub.engine.work = {"grades": lambda job, data: Done(b"", "", None)}
    awake()
    answer = rivera.get("/api/v1/classes/biology-1/grades.csv")
    assert answer.status_code == 503 and "stopped" in answer.json()["message"]


def test_steps_and_jobs_that_are_not_there(hub: Hub, rivera: TestClient) -> None:
    rivera.post(HOMEWORK, files=NOTEBOOK)
    assert rivera.post(f"{HOMEWORK}/Squares/explode").status_code == 404
    assert rivera.post(f"{HOMEWORK}/Cubes/release").status_code == 404
    assert rivera.get("/api/v1/jobs/99").status_code == 404
    asked = rivera.post(f"{HOMEWORK}/Squares/release").json()["id"]
    okafor = hub.program(hub.school.api_token("okafor"))
    assert okafor.get(f"/api/v1/jobs/{asked}").status_code == 404
