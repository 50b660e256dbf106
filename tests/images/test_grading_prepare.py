"""Jobs before the run, with the real nbgrader: take in, generate, repair."""

import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from homeroom_grading import prepare, source
from nbformat.v4 import new_markdown_cell, new_notebook

from appliance import archive
from tests.images.desk import TIME, Desk, entry, error, submissions
from tests.images.homework import RIGHT, source_notebook

# nbgrader's own session handling, which SQLAlchemy 2.1 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


def test_the_student_version_has_neither_solution_nor_hidden_tests(desk: Desk) -> None:
    _, files = desk.job(source.generate)
    assert sorted(files) == ["release/p1.ipynb", "release/table.csv"]
    assert b"x * x" not in files["release/p1.ipynb"]
    assert b"square(12)" not in files["release/p1.ipynb"]


def test_another_instructor_may_write_what_a_job_made(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        desk = Desk(tmp_path)
        notebook = nbformat.writes(source_notebook()).encode()
        desk.job(source.add_source, {"source/p1.ipynb": notebook})
        desk.job(source.generate)
    finally:
        os.umask(before)
    made = [tmp_path / "gradebook.db", *(tmp_path / "source").rglob("*")]
    made += [tmp_path / "release", *(tmp_path / "release").rglob("*")]
    assert [path for path in made if not path.stat().st_mode & 0o020] == []


def test_a_source_without_a_notebook_changes_nothing(desk: Desk) -> None:
    result, _ = desk.job(source.add_source, {"source/readme.txt": b"hello"})
    assert "no notebook" in result["problems"][0]["message"]
    assert (desk.root / "source" / "ps1" / "p1.ipynb").exists()


def test_a_source_that_nbgrader_refuses_says_why(desk: Desk) -> None:
    bad = new_notebook(cells=[new_markdown_cell("### BEGIN HIDDEN TESTS")])
    desk.job(source.add_source, {"source/p1.ipynb": nbformat.writes(bad).encode()})
    result, _ = desk.job(source.generate)
    assert "No end hidden tests" in result["problems"][0]["message"]


def test_prepare_hands_out_cells_and_files_and_no_marks(desk: Desk) -> None:
    result, files = desk.prepare(ana=desk.released())
    assert result == {"problems": []}
    assert sorted(files) == ["work/ana/p1.cells.json", "work/ana/table.csv"]
    cells = json.loads(files["work/ana/p1.cells.json"])
    assert [set(each) for each in cells] == [{"id", "source"}] * 4
    # The hidden tests are back: they are what the runner is for.
    assert any("square(12)" in each["source"] for each in cells)


def test_the_teachers_file_beats_the_students(desk: Desk) -> None:
    notebook = nbformat.writes(desk.released()).encode()
    files = {
        "submitted/ana/p1.ipynb": notebook,
        "submitted/ana/table.csv": b"mine",
        "submitted/ana/own.txt": b"mine",
        "submitted/ana/timestamp.txt": b"1999-01-01 00:00:00 UTC",
    }
    _, work = desk.job(prepare.prepare, files, submissions=submissions("ana"))
    assert work["work/ana/table.csv"] == b"a,b"
    assert work["work/ana/own.txt"] == b"mine"
    assert "work/ana/timestamp.txt" not in work
    kept = desk.root / "submitted" / "ana" / "ps1" / "timestamp.txt"
    assert kept.read_text() == TIME


@pytest.mark.parametrize(
    "name",
    [
        "TABLE.csv",  # the hub cannot tell it from the teacher's
        "table.csv/in/its/way.txt",
        "endless.cells.json",  # would be run, and each may take its time
        "deep/" * 198 + "long.txt",
    ],
)
def test_no_name_of_a_students_file_stops_the_class(desk: Desk, name: str) -> None:
    notebook = nbformat.writes(desk.released()).encode()
    files = {"submitted/ana/p1.ipynb": notebook, f"submitted/ana/{name}": b"mine"}
    _, work = desk.job(prepare.prepare, files, submissions=submissions("ana"))
    assert sorted(work) == ["work/ana/p1.cells.json", "work/ana/table.csv"]
    limits = archive.Limits()
    assert [each.name for each in archive.checked(_members(work), limits)] == list(work)


def test_what_the_hub_took_in_can_be_unpacked(desk: Desk) -> None:
    notebook = nbformat.writes(desk.released()).encode()
    names = ["Screenshot at 2.30.01\u202fPM.png", "\U0001f469\u200d\U0001f52c.txt", "a\xa0b.csv"]
    files = {f"submitted/ana/{archive.check_name(name)}": b"mine" for name in names}
    files["submitted/ana/p1.ipynb"] = notebook
    result, work = desk.job(prepare.prepare, files, submissions=submissions("ana"))
    assert (result["problems"], len(work)) == ([], 5)


def _members(files: Mapping[str, bytes]) -> list[archive.Member]:
    return [archive.Member(name, io.BytesIO(content)) for name, content in files.items()]


def test_one_unreadable_notebook_is_named_and_the_others_go_on(desk: Desk) -> None:
    result, files = desk.prepare(ana=b"not json", ben=desk.released())
    (problem,) = result["problems"]
    assert problem["student"] == "ana"
    assert "p1.ipynb cannot be read" in problem["message"]
    assert "work/ben/p1.cells.json" in files


def _delete_a_test(cells: list[Any]) -> None:
    del cells[3]


def _delete_all_tests(cells: list[Any]) -> None:
    del cells[2:]


def _copy_a_test(cells: list[Any]) -> None:
    cells.insert(2, nbformat.from_dict({**cells[3], "id": "copied"}))


def _empty_a_test(cells: list[Any]) -> None:
    cells[3].source = "pass"


def _change_points(cells: list[Any]) -> None:
    cells[3].metadata.nbgrader.points = 400


def _unmark_a_test(cells: list[Any]) -> None:
    cells[3].metadata.nbgrader.update(grade=False, locked=False, solution=True)


def _retype_a_test(cells: list[Any]) -> None:
    cells[3] = new_markdown_cell("gone", metadata=cells[3].metadata)


def _drop_all_metadata(cells: list[Any]) -> None:
    for each in cells:
        each.metadata = {}


def _nonsense_metadata(cells: list[Any]) -> None:
    cells[1].metadata = {"nbgrader": "yes"}
    cells[2].metadata["nbgrader"]["schema_version"] = 99
    cells[3].metadata["nbgrader"]["grade_id"] = "unknown"
    cells[4].metadata["nbgrader"]["grade_id"] = ["partial"]


@pytest.mark.parametrize(
    "damage",
    [
        _delete_a_test,
        _delete_all_tests,
        _copy_a_test,
        _empty_a_test,
        _change_points,
        _unmark_a_test,
        _retype_a_test,
        _drop_all_metadata,
        _nonsense_metadata,
    ],
)
def test_damaged_tests_are_repaired_and_count(desk: Desk, damage: Any) -> None:
    notebook = desk.released()
    notebook.cells[1].source = RIGHT
    damage(notebook.cells)
    result, files = desk.prepare(ana=notebook)
    assert result == {"problems": []}
    cells = json.loads(files["work/ana/p1.cells.json"])
    tests = [
        each["source"]
        for each in cells
        if "square(" in each["source"] and "def" not in each["source"]
    ]
    for text in ("square(3) == 9", "square(12) == 144", "square(10) == 100"):
        assert any(text in each for each in tests)
    # An error in every cell: were a test lost, its points would be given away.
    result = desk.score({"ana": [entry(each["id"], "error", [error()]) for each in cells]})
    assert result["problems"] == []
    (scored,) = result["scores"]
    assert (scored["score"], scored["max_score"]) == (0.0, 10.0)


@pytest.mark.parametrize("student", ["../ana", "", "a/b"])
def test_a_student_name_that_leads_elsewhere_is_refused(desk: Desk, student: str) -> None:
    result, _ = desk.job(prepare.prepare, submissions=submissions(student))
    assert result["problems"][0]["student"] == student
    assert not (desk.root / "ana").exists()
