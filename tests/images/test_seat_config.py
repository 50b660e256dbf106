"""A notebook server as the course image sets it up, one for each role, through its own REST."""

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import requests

from tests.images.exchange_hub import COURSE, tar_gz
from tests.images.homework import ETC, source_notebook, write
from tests.images.notebook import Server, started

NEWS = "@jupyterlab/apputils-extension:announcements"
LOST = "@jupyterlab/hub-extension:connectionlost"


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started("student", "ana", tmp_path_factory.mktemp("ana") / "home") as server:
        yield server


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("rivera") / "home"
    (home / "course").mkdir(parents=True)
    with started("teacher", "rivera", home) as server:
        yield server


def test_a_student_has_the_assignment_list_and_no_formgrader(student: Server) -> None:
    assert student.lab()["disabledExtensions"] == [
        "@jupyter/nbgrader:course-list",
        "@jupyter/nbgrader:create-assignment",
        "@jupyter/nbgrader:formgrader",
        NEWS,
        LOST,
    ]
    assert student.ask("GET", "formgrader/api/status").status_code == 404
    assert student.ask("GET", "nbgrader_version?version=0.9.6").json() == {"success": True}


def test_a_teacher_has_formgrader_as_well(teacher: Server) -> None:
    assert teacher.lab()["disabledExtensions"] == ["@jupyter/nbgrader:course-list", NEWS, LOST]
    assert teacher.ask("GET", "formgrader/api/status").json() == {"status": True}
    # 500 would mean that the course folder is not below the server's root.
    assert teacher.ask("GET", "formgrader/api/assignments").status_code == 200


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_lab_loads_the_homework_panel(role: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(role)
    loads = {each["name"]: each["load"] for each in server.lab()["federated_extensions"]}
    script = loads["@homeroom/lab"]
    assert server.ask("GET", f"lab/extensions/@homeroom/lab/{script}").ok
    assert server.ask("GET", "homeroom/homework").json()["role"] == role


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_no_server_asks_the_internet_for_news(role: str, request: pytest.FixtureRequest) -> None:
    lab = request.getfixturevalue(role).lab()
    assert lab["news"] == {"disabled": True}
    assert lab["extensionManager"]["can_install"] is False


def test_the_panel_fetches_submits_and_shows_the_receipt(student: Server) -> None:
    notebook = nbformat.writes(source_notebook()).encode()
    student.hub.released["ps1"] = tar_gz({"p1.ipynb": notebook})
    assert student.ask("GET", "courses").json() == {"success": True, "value": [COURSE]}
    work = {"course_id": COURSE, "assignment_id": "ps1"}
    (fetched,) = student.ask("POST", "assignments/fetch", **work).json()["value"]
    assert (fetched["status"], fetched["path"]) == ("fetched", "ps1")
    listed = student.ask("POST", "assignments/submit", **work).json()["value"]
    (submission,) = listed[1]["submissions"]
    assert submission["timestamp"] == "2026-11-23 10:15:01 UTC · receipt ABCD-0001"

    student.hub.handins[0].feedback = tar_gz({"p1.html": b"well done"})
    listed = student.ask("POST", "assignments/fetch_feedback", **work).json()["value"]
    (submission,) = listed[1]["submissions"]
    folder = f"ps1/feedback/{student.hub.handins[0].timestamp}"
    assert submission["local_feedback_path"] == folder
    # Where "view feedback" goes: blanks and colons in the name must not be in the way.
    contents = student.ask("GET", f"api/contents/{folder}").json()
    assert [each["name"] for each in contents["content"]] == ["p1.html"]


def test_a_failed_submit_reaches_the_panel_as_a_sentence(student: Server) -> None:
    write(student.home / "ps2" / "p1.ipynb", source_notebook())
    reply = student.ask("POST", "assignments/submit", course_id=COURSE, assignment_id="ps2").json()
    assert reply["success"] is False
    assert reply["value"] == "ps2 is not released. Ask your teacher."


def test_formgrader_releases_and_collects(teacher: Server) -> None:
    write(teacher.home / "course" / "source" / "ps1" / "p1.ipynb", source_notebook())
    for action in ("assign", "release"):
        reply = teacher.ask("POST", f"formgrader/api/assignment/ps1/{action}").json()
        assert reply["success"], reply
    assert list(teacher.hub.released) == ["ps1"]
    (listed,) = teacher.ask("GET", "formgrader/api/assignments").json()
    assert (listed["name"], listed["status"]) == ("ps1", "released")
    key = {"Authorization": "token token-ana", "Idempotency-Key": "0" * 32}
    answered = requests.post(
        f"{teacher.hub.url}/exchange/bio1/assignments/ps1/submissions",
        data=teacher.hub.released["ps1"],
        headers=key,
        timeout=10,
    )
    assert answered.status_code == 201
    reply = teacher.ask("POST", "formgrader/api/assignment/ps1/collect").json()
    assert reply["success"], reply
    assert (teacher.home / "course" / "submitted" / "ana" / "ps1" / "p1.ipynb").is_file()


def test_formgraders_autograde_refuses_and_spoils_nothing(teacher: Server) -> None:
    for step in ("submitted", "autograded"):
        folder = teacher.home / "course" / step / "ben" / "ps1"
        write(folder / "p1.ipynb", source_notebook())
    reply = teacher.ask("POST", "formgrader/api/submission/ps1/ben/autograde").json()
    assert reply["success"] is False
    assert reply["error"].strip().endswith("on the hub; the marks appear here.")
    assert (teacher.home / "course" / "autograded" / "ben" / "ps1" / "p1.ipynb").is_file()


def test_a_teachers_terminal_does_not_autograde_either(teacher: Server) -> None:
    write(teacher.home / "course" / "submitted" / "cleo" / "ps1" / "p1.ipynb", source_notebook())
    done = teacher.run("nbgrader", "autograde", "ps1", "--student", "cleo")
    assert done.returncode != 0
    assert not (teacher.home / "course" / "autograded" / "cleo").exists()


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_a_server_writes_only_below_its_home(role: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(role)
    server.lab()
    shipped = [Path(sys.prefix) / "share", Path(sys.prefix) / "etc", ETC]
    files = [path for folder in shipped for path in folder.rglob("*")]
    touched = [path for path in files if path.stat().st_mtime > server.began]
    assert touched == []
