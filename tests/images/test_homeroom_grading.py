"""The trusted jobs, in-process and with the real nbgrader: take in, repair, guard, score."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from homework import RIGHT, cell, source_notebook, write
from homeroom_grading import feedback, grades, paste, prepare, score, source
from jobs import inside
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

# nbgrader's own session handling, which SQLAlchemy 2.1 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

TIME = "2026-11-23 10:15:00.123456 UTC"


@dataclass(frozen=True)
class Desk:
    """A course folder with ps1 generated, and the jobs done in it."""

    root: Path

    def job(self, work: Any, files: Mapping[str, bytes] | None = None, **order: Any) -> Any:
        return inside(work, self.root, {"assignment": "ps1", **order}, files or {})

    def released(self) -> Any:
        return nbformat.read(self.root / "release" / "ps1" / "p1.ipynb", as_version=4)

    def prepare(self, **notebooks: Any) -> tuple[Any, dict[str, bytes]]:
        """Take in one p1.ipynb for each student."""
        files = {
            f"submitted/{who}/p1.ipynb": (
                nb if isinstance(nb, bytes) else nbformat.writes(nb).encode()
            )
            for who, nb in notebooks.items()
        }
        return self.job(prepare.prepare, files, submissions=_submissions(*notebooks))

    def score(self, outputs: Mapping[str, list[Any]], time: str = TIME) -> Any:
        files = {f"outputs/{who}/p1.json": json.dumps(o).encode() for who, o in outputs.items()}
        result, _ = self.job(score.score, files, submissions=_submissions(*outputs, time=time))
        return result


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder made once: nbgrader takes seconds to make its first gradebook."""
    root = tmp_path_factory.mktemp("course")
    made = Desk(root)
    notebook = nbformat.writes(source_notebook()).encode()
    made.job(source.add_source, {"source/p1.ipynb": notebook, "source/table.csv": b"a,b"})
    result, _ = made.job(source.generate)
    assert result == {"problems": [], "notebooks": ["p1"], "max_score": 10.0}
    return root


@pytest.fixture
def desk(course: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(course, tmp_path / "course")))


def test_the_student_version_has_neither_solution_nor_hidden_tests(desk: Desk) -> None:
    _, files = desk.job(source.generate)
    assert sorted(files) == ["release/p1.ipynb", "release/table.csv"]
    assert b"x * x" not in files["release/p1.ipynb"]
    assert b"square(12)" not in files["release/p1.ipynb"]


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
    _, work = desk.job(prepare.prepare, files, submissions=_submissions("ana"))
    assert work["work/ana/table.csv"] == b"a,b"
    assert work["work/ana/own.txt"] == b"mine"
    assert "work/ana/timestamp.txt" not in work
    kept = desk.root / "submitted" / "ana" / "ps1" / "timestamp.txt"
    assert kept.read_text() == TIME


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
    result = desk.score({"ana": [_entry(each["id"], "error", [_error()]) for each in cells]})
    assert result["problems"] == []
    (scored,) = result["scores"]
    assert (scored["score"], scored["max_score"]) == (0.0, 10.0)


def test_no_output_at_all_is_what_passing_looks_like(desk: Desk) -> None:
    outputs = _graded(desk, partial=("ok", [_number("2")]))
    (scored,) = desk.score({"ana": outputs})["scores"]
    assert scored == {"student": "ana", "score": 10.0, "max_score": 10.0, "needs_manual": False}


@pytest.mark.parametrize("status", ["timeout", "skipped", "died", "error", "nonsense"])
def test_a_cell_that_did_not_end_well_gets_nothing(desk: Desk, status: str) -> None:
    outputs = _graded(desk, visible=(status, []), partial=("ok", [_number("2")]))
    (scored,) = desk.score({"ana": outputs})["scores"]
    assert scored["score"] == 6.0
    graded = desk.root / "autograded" / "ana" / "ps1" / "p1.ipynb"
    test = nbformat.read(graded, as_version=4).cells[2]
    assert test.outputs[0].output_type == "error"


def test_outputs_that_are_not_there_give_nothing(desk: Desk) -> None:
    desk.prepare(ana=desk.released())
    result, _ = desk.job(score.score, submissions=_submissions("ana"))
    assert result["scores"][0]["score"] == 0.0


def test_an_error_beats_a_number_printed_before_it(desk: Desk) -> None:
    outputs = _graded(desk, visible=("error", [_number("4"), _error()]))
    result = desk.score({"ana": outputs})
    assert result["scores"][0]["score"] == 4.0 + 2.0


@pytest.mark.parametrize("number", ["350", "-1", "nan", "inf", "2.5"])
def test_a_number_no_test_can_give_counts_as_failed_and_is_told(desk: Desk, number: str) -> None:
    result = desk.score({"ana": _graded(desk, partial=("ok", [_number(number)]))})
    assert result["scores"][0]["score"] == 8.0
    (problem,) = result["problems"]
    assert problem["student"] == "ana"
    assert "partial reported" in problem["message"]


def test_two_results_in_one_test_are_not_believed(desk: Desk) -> None:
    outputs = _graded(desk, partial=("ok", [_number("2"), _number("0")]))
    result = desk.score({"ana": outputs})
    assert result["scores"][0]["score"] == 8.0
    assert "gave 2 results" in result["problems"][0]["message"]


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "name": "stdlog", "text": "x"},
        {"output_type": "stream", "name": "stdout", "text": ["x"]},
        {"output_type": "execute_result", "data": {"text/plain": 4}},
        {"output_type": "execute_result", "data": "4"},
        {"output_type": "update"},
        {"output_type": "stream", "name": "stdout", "text": "x" * 2_000_001},
        "4",
        None,
    ],
)
def test_outputs_of_another_shape_count_as_failed(output: Any) -> None:
    made = paste.outputs({"id": "x", "status": "ok", "outputs": [output]})
    assert [each.output_type for each in made] == ["error"]


def test_only_known_kinds_of_data_are_kept() -> None:
    data = {"text/plain": "4", "application/javascript": "alert(1)"}
    raw = {"output_type": "execute_result", "data": data, "metadata": {"x": 1}}
    (made,) = paste.outputs({"id": "x", "status": "ok", "outputs": [raw]})
    assert made.data == {"text/plain": "4"}
    assert made.metadata == {}


def test_a_version_that_came_in_meanwhile_is_not_scored(desk: Desk) -> None:
    outputs = _graded(desk)
    result = desk.score({"ana": outputs}, time="2026-11-23 11:00:00 UTC")
    assert result["scores"] == []
    assert "Autograde again" in result["problems"][0]["message"]


def test_outputs_of_another_text_are_not_pasted(desk: Desk) -> None:
    outputs = _graded(desk)
    outputs[1]["id"] = "0" * 16
    result = desk.score({"ana": outputs})
    assert result["scores"] == []
    assert "changed while it was graded" in result["problems"][0]["message"]


def test_one_student_that_cannot_be_scored_does_not_stop_the_others(desk: Desk) -> None:
    good = _graded(desk, who="ben", partial=("ok", [_number("2")]))
    result = desk.score({"nobody": [], "ben": good})
    assert [each["student"] for each in result["problems"]] == ["nobody"]
    assert [each["student"] for each in result["scores"]] == ["ben"]


def test_a_written_answer_waits_for_the_teacher(tmp_path: Path) -> None:
    root = tmp_path / "course"
    root.mkdir()
    desk = Desk(root)
    essay = cell("essay", "Why?", points=5, solution=True, markdown=True)
    notebook = new_notebook(cells=[essay, new_code_cell("1")])
    desk.job(source.add_source, {"source/p1.ipynb": nbformat.writes(notebook).encode()})
    desk.job(source.generate)
    written = desk.released()
    written.cells[0].source = "Because <script>alert(1)</script> **so**."
    _, files = desk.prepare(ana=written)
    (code,) = json.loads(files["work/ana/p1.cells.json"])
    (scored,) = desk.score({"ana": [_entry(code["id"], "ok", [])]})["scores"]
    assert scored == {"student": "ana", "score": 0.0, "max_score": 5.0, "needs_manual": True}
    _, pages = desk.job(feedback.feedback, students=["ana"])
    page = pages["feedback/ana/p1.html"]
    assert b"<strong>so</strong>" in page
    assert b"<script>alert(1)" not in page


def test_feedback_hides_hidden_tests_even_in_tracebacks(desk: Desk) -> None:
    quoting = {**_error(), "traceback": ["\x1b[31m----> assert square(12) == 144\x1b[0m"]}
    outputs = _graded(desk, hidden=("error", [quoting]))
    desk.score({"ana": outputs})
    result, pages = desk.job(feedback.feedback, students=["ana"])
    page = re.sub(r"<[^>]+>", "", pages["feedback/ana/p1.html"].decode())
    assert result["problems"] == []
    assert "square(3) == 9" in page
    assert "square(12)" not in page
    assert "a hidden test failed" in page


def test_html_in_outputs_is_made_harmless(desk: Desk) -> None:
    html = {"text/html": "<img src=x onerror=alert(1)><script>alert(2)</script>"}
    shown = {"output_type": "display_data", "data": html, "metadata": {}}
    desk.score({"ana": _graded(desk, square=("ok", [shown]))})
    _, pages = desk.job(feedback.feedback, students=["ana"])
    page = pages["feedback/ana/p1.html"].decode()
    assert "onerror=alert(1)>" not in page
    assert "<script>alert(2)" not in page


def test_an_answer_that_pretends_to_be_a_hidden_test_does_not_stop_feedback(desk: Desk) -> None:
    outputs = _graded(desk, answer="### BEGIN HIDDEN TESTS\n" + RIGHT)
    desk.score({"ana": outputs})
    result, pages = desk.job(feedback.feedback, students=["ana"])
    assert result["problems"] == []
    assert list(pages) == ["feedback/ana/p1.html"]


def test_feedback_for_somebody_without_grades_is_a_problem(desk: Desk) -> None:
    result, pages = desk.job(feedback.feedback, students=["nobody"])
    assert pages == {}
    assert result["problems"][0]["student"] == "nobody"


def test_grades_have_nbgraders_columns_and_everybody(desk: Desk) -> None:
    desk.score({"ana": _graded(desk, partial=("ok", [_number("1")]))})
    desk.prepare(ben=desk.released())
    result, _ = desk.job(grades.grades)
    rows = {row["student_id"]: row for row in result["rows"]}
    assert list(rows["ana"]) == [
        "assignment",
        "duedate",
        "timestamp",
        "student_id",
        "last_name",
        "first_name",
        "email",
        "raw_score",
        "late_submission_penalty",
        "score",
        "max_score",
    ]
    assert (rows["ana"]["score"], rows["ben"]["score"]) == (9.0, 0.0)
    assert rows["ana"]["last_name"] == "Of Ana"


@pytest.mark.parametrize("student", ["../ana", "", "a/b"])
def test_a_student_name_that_leads_elsewhere_is_refused(desk: Desk, student: str) -> None:
    result, _ = desk.job(prepare.prepare, submissions=_submissions(student))
    assert result["problems"][0]["student"] == student
    assert not (desk.root / "ana").exists()


def _submissions(*students: str, time: str = TIME) -> list[dict[str, str]]:
    return [
        {
            "student": each,
            "first_name": each.title(),
            "last_name": f"Of {each.title()}",
            "email": f"{each}@example.org",
            "timestamp": time,
        }
        for each in students
    ]


def _graded(
    desk: Desk, who: str = "ana", answer: str = RIGHT, **special: tuple[str, list[Any]]
) -> list[Any]:
    """Prepare a solved notebook and make its outputs: silence but for the named cells."""
    notebook = desk.released()
    notebook.cells[1].source = answer
    _, files = desk.prepare(**{who: notebook})
    cells = json.loads(files[f"work/{who}/p1.cells.json"])
    names = ("square", "visible", "hidden", "partial")
    return [
        _entry(each["id"], *special.get(name, ("ok", [])))
        for name, each in zip(names, cells, strict=True)
    ]


def _entry(cell_id: str, status: str, outputs: list[Any]) -> dict[str, Any]:
    return {"id": cell_id, "status": status, "outputs": outputs}


def _number(text: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}}


def _error() -> dict[str, Any]:
    return {"output_type": "error", "ename": "E", "evalue": "no", "traceback": ["no"]}
