"""The whole main job with three students: one right, one wrong, one with an endless loop."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from homeroom_grading import feedback, grades, prepare, score, source

from tests.images.exchange_hub import ClassHub, contents
from tests.images.homework import ENDLESS, RIGHT, WRONG, Seat, answer, source_notebook
from tests.images.jobs import inside, sealed, unpacked

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

ANSWERS = {"ana": RIGHT, "ben": WRONG, "cleo": ENDLESS}


def test_from_release_to_returned_marks(
    hub: ClassHub, seat: Callable[[str], Seat], tmp_path: Path
) -> None:
    course = tmp_path / "rivera" / "course"
    course.mkdir(parents=True)
    notebook = nbformat.writes(source_notebook()).encode()
    assignment = {"assignment": "ps1"}
    inside(source.add_source, course, assignment, {"source/p1.ipynb": notebook})
    inside(source.generate, course, assignment, {})
    seat("rivera").run("ReleaseAssignment", "ps1")

    for name, text in ANSWERS.items():
        student = seat(name)
        student.run("FetchAssignment", "ps1")
        answer(student.home / "ps1" / "p1.ipynb", text)
        student.run("Submit", "ps1")
        assert student.run("List", cached=True)[0]["submissions"][0]["receipt"]

    scores = _grade(hub, course, tmp_path)
    assert {who: each["score"] for who, each in scores.items()} == {
        "ana": 10.0,
        "ben": 5.0,
        "cleo": 0.0,
    }
    assert not any(each["needs_manual"] for each in scores.values())
    assert "did not end in the time allowed" in _graded_text(course, "cleo")

    result, _ = inside(feedback.feedback, course, {**assignment, "students": list(ANSWERS)}, {})
    assert result["problems"] == []
    rows, _ = inside(grades.grades, course, {}, {})
    assert [row["score"] for row in rows["rows"]] == [10.0, 5.0, 0.0]

    seat("rivera").run("ReleaseFeedback", "ps1")
    ben = seat("ben")
    ben.run("FetchFeedback", "ps1")
    (page,) = (ben.home / "ps1" / "feedback").glob("*/p1.html")
    assert "5.0 / 10.0" in page.read_text()


def _grade(hub: ClassHub, course: Path, tmp_path: Path) -> dict[str, Any]:
    """What the hub does on Autograde: prepare, execute each sealed, score."""
    order = {"assignment": "ps1", "submissions": [_order(each) for each in hub.handins]}
    files = {
        f"submitted/{each.student}/{name}": content
        for each in hub.handins
        for name, content in contents(each.body).items()
    }
    prepared, work = inside(prepare.prepare, course, order, files)
    assert prepared["problems"] == []
    outputs: dict[str, bytes] = {}
    for each in hub.handins:
        mine = f"work/{each.student}/"
        theirs = {f"work/{n[len(mine) :]}": c for n, c in work.items() if n.startswith(mine)}
        place = tmp_path / f"sealed-{each.student}"
        place.mkdir()
        done = sealed({"timeout_s": 3}, theirs, place)
        assert done.returncode == 0, done.stderr.decode()
        _, made = unpacked(done.stdout)
        outputs |= {f"outputs/{each.student}/{Path(n).name}": c for n, c in made.items()}
    result, _ = inside(score.score, course, order, outputs)
    assert result["problems"] == []
    return {each["student"]: each for each in result["scores"]}


def _order(each: Any) -> dict[str, Any]:
    names = {"first_name": each.student.title(), "last_name": each.student, "email": ""}
    return {"student": each.student, "timestamp": each.timestamp, **names}


def _graded_text(course: Path, student: str) -> str:
    return json.dumps(
        nbformat.read(course / "autograded" / student / "ps1" / "p1.ipynb", as_version=4)
    )
