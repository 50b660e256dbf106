"""Scoring what the runner answered, with the real nbgrader: an error beats any number."""

import csv
import json
from typing import Any

import nbformat
import pytest
from homeroom_grading import feedback, grades, lateness, paste, score
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderApp
from nbgrader.plugins import CsvExportPlugin

from tests.images.desk import Desk, error, number, solved, submissions

# nbgrader's own session handling, which SQLAlchemy 2.1 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


def test_no_output_at_all_is_what_passing_looks_like(desk: Desk) -> None:
    outputs = solved(desk, partial=("ok", [number("2")]))
    (scored,) = desk.score({"ana": outputs})["scores"]
    assert (scored["student"], scored["score"], scored["max_score"]) == ("ana", 10.0, 10.0)
    assert (scored["penalty"], scored["needs_manual"]) == (0.0, False)


@pytest.mark.parametrize("status", ["timeout", "skipped", "died", "error", "nonsense"])
def test_a_cell_that_did_not_end_well_gets_nothing(desk: Desk, status: str) -> None:
    outputs = solved(desk, visible=(status, []), partial=("ok", [number("2")]))
    (scored,) = desk.score({"ana": outputs})["scores"]
    assert scored["score"] == 6.0
    graded = desk.root / "autograded" / "ana" / "ps1" / "p1.ipynb"
    test = nbformat.read(graded, as_version=4).cells[2]
    assert test.outputs[0].output_type == "error"


def test_outputs_that_are_not_there_give_nothing(desk: Desk) -> None:
    desk.prepare(ana=desk.released())
    result, _ = desk.job(score.score, submissions=submissions("ana"))
    assert result["scores"][0]["score"] == 0.0


def test_an_error_beats_a_number_printed_before_it(desk: Desk) -> None:
    outputs = solved(desk, visible=("error", [number("4"), error()]))
    result = desk.score({"ana": outputs})
    assert result["scores"][0]["score"] == 4.0 + 2.0


@pytest.mark.parametrize("text", ["350", "-1", "nan", "inf", "2.5"])
def test_a_number_no_test_can_give_counts_as_failed_and_is_told(desk: Desk, text: str) -> None:
    result = desk.score({"ana": solved(desk, partial=("ok", [number(text)]))})
    assert result["scores"][0]["score"] == 8.0
    (problem,) = result["problems"]
    assert problem["student"] == "ana"
    assert "partial reported" in problem["message"]


def test_two_results_in_one_test_are_not_believed(desk: Desk) -> None:
    outputs = solved(desk, partial=("ok", [number("2"), number("0")]))
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
    outputs = solved(desk)
    result = desk.score({"ana": outputs}, time="2026-11-23 11:00:00 UTC")
    assert result["scores"] == []
    assert "Autograde again" in result["problems"][0]["message"]


def test_outputs_of_another_text_are_not_pasted(desk: Desk) -> None:
    outputs = solved(desk)
    outputs[1]["id"] = "0" * 16
    result = desk.score({"ana": outputs})
    assert result["scores"] == []
    assert "changed while it was graded" in result["problems"][0]["message"]


def test_one_student_that_cannot_be_scored_does_not_stop_the_others(desk: Desk) -> None:
    good = solved(desk, who="ben", partial=("ok", [number("2")]))
    result = desk.score({"nobody": [], "ben": good})
    assert [each["student"] for each in result["problems"]] == ["nobody"]
    assert [each["student"] for each in result["scores"]] == ["ben"]


amounts = st.floats(0, 100, allow_nan=False)


@given(st.lists(amounts, max_size=5), amounts)
def test_a_penalty_is_borne_together_and_no_notebook_falls_below_nothing(
    scores: list[float], penalty: float
) -> None:
    shares = list(lateness.shares(scores, penalty))
    assert all(0 <= share <= score for share, score in zip(shares, scores, strict=True))
    assert sum(shares) == pytest.approx(min(penalty, sum(scores)))


def late(desk: Desk, penalty: float) -> Any:
    """Score Ana's solved notebook with this penalty."""
    outputs = solved(desk, partial=("ok", [number("2")]))
    files = {"outputs/ana/p1.json": json.dumps(outputs).encode()}
    order = [{**submissions("ana")[0], "penalty": penalty}]
    return desk.job(score.score, files, submissions=order)[0]["scores"][0]


def exported(desk: Desk) -> dict[str, str]:
    """Ana's row as nbgrader itself exports it."""
    file = desk.root / "grades.csv"
    with Gradebook(f"sqlite:///{desk.root / 'gradebook.db'}") as gradebook:
        CsvExportPlugin(parent=NbGraderApp(), to=str(file)).export(gradebook)
    return next(csv.DictReader(file.read_text().splitlines()))


def row(desk: Desk, penalty: float) -> Any:
    """Ana's row as ours."""
    result, _ = desk.job(grades.grades, penalties={"ps1": {"ana": penalty}, "gone": {"ana": 9}})
    return result["rows"][0]


def mark_by_hand(desk: Desk, extra: float) -> None:
    with Gradebook(f"sqlite:///{desk.root / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("partial", "p1", "ps1", "ana").extra_credit = extra
        gradebook.db.commit()


def test_what_the_hub_says_of_lateness_is_taken_off_everywhere(desk: Desk) -> None:
    scored = late(desk, 3)
    assert (scored["score"], scored["penalty"]) == (7.0, 3.0)
    for found in (exported(desk), row(desk, 3)):
        assert float(found["raw_score"]) == 10.0
        assert float(found["late_submission_penalty"]) == 3.0
        assert float(found["score"]) == 7.0
    _, files = desk.job(feedback.feedback, students=["ana"], penalties={"ana": 3})
    assert b"Late submission penalty (Score: -3.0)" in files["feedback/ana/p1.html"]


def test_lateness_costs_no_more_than_there_is(desk: Desk) -> None:
    scored = late(desk, 12)
    assert (scored["score"], scored["penalty"]) == (0.0, 10.0)
    assert float(exported(desk)["score"]) == 0.0


def test_marks_given_by_hand_later_bear_the_rest_of_the_penalty(desk: Desk) -> None:
    late(desk, 12)
    mark_by_hand(desk, 5)
    assert row(desk, 12)["score"] == 3.0
    assert float(exported(desk)["score"]) == 3.0
    result, _ = desk.job(feedback.feedback, students=["ana"], penalties={"ana": 12})
    assert (result["scores"][0]["score"], result["scores"][0]["penalty"]) == (3.0, 12.0)


def test_an_extension_given_after_grading_gives_the_marks_back(desk: Desk) -> None:
    late(desk, 3)
    assert row(desk, 0)["score"] == 10.0
    late(desk, 3)
    scored = late(desk, 0)
    assert (scored["score"], scored["penalty"]) == (10.0, 0.0)
    assert float(exported(desk)["late_submission_penalty"]) == 0.0
