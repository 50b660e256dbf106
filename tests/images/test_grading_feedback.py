"""What students and teachers see of the marks, with the real nbgrader."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from homeroom_grading import feedback, grades, source
from nbformat.v4 import new_code_cell, new_notebook

from tests.images.desk import Desk, entry, error, number, solved
from tests.images.homework import RIGHT, cell

# nbgrader's own session handling, which SQLAlchemy 2.1 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


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
    (scored,) = desk.score({"ana": [entry(code["id"], "ok", [])]})["scores"]
    assert (scored["score"], scored["max_score"], scored["needs_manual"]) == (0.0, 5.0, True)
    _, pages = desk.job(feedback.feedback, students=["ana"])
    page = pages["feedback/ana/p1.html"]
    assert b"<strong>so</strong>" in page
    assert b"<script>alert(1)" not in page


def test_feedback_hides_hidden_tests_even_in_tracebacks(desk: Desk) -> None:
    quoting = {**error(), "traceback": ["\x1b[31m----> assert square(12) == 144\x1b[0m"]}
    outputs = solved(desk, hidden=("error", [quoting]))
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
    desk.score({"ana": solved(desk, square=("ok", [shown]))})
    _, pages = desk.job(feedback.feedback, students=["ana"])
    page = pages["feedback/ana/p1.html"].decode()
    assert "onerror=alert(1)>" not in page
    assert "<script>alert(2)" not in page


def test_an_answer_that_pretends_to_be_a_hidden_test_does_not_stop_feedback(desk: Desk) -> None:
    outputs = solved(desk, answer="### BEGIN HIDDEN TESTS\n" + RIGHT)
    desk.score({"ana": outputs})
    result, pages = desk.job(feedback.feedback, students=["ana"])
    assert result["problems"] == []
    assert list(pages) == ["feedback/ana/p1.html"]


def test_feedback_for_somebody_without_grades_is_a_problem(desk: Desk) -> None:
    result, pages = desk.job(feedback.feedback, students=["nobody"])
    assert pages == {}
    assert result["problems"][0]["student"] == "nobody"


def test_grades_have_nbgraders_columns_and_everybody(desk: Desk) -> None:
    desk.score({"ana": solved(desk, partial=("ok", [number("1")]))})
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
