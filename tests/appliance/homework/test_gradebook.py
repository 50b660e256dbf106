"""Grades as files others read: no formula gets through, and what is missing stays empty."""

import csv
import io
from typing import Any

import pytest

from appliance.errors import Invalid
from appliance.homework import gradebook
from appliance.homework.gradebook import NBGRADER_COLUMNS, Student
from appliance.words import spoken

ANA = Student("ana", "Ana Ruiz", "1001", "ana@school", "ana@example.org", "B")
CLEO = Student("cleo", "Cleo Park", "", "", "", "")


def row(student: str, assignment: str, score: float | None) -> dict[str, Any]:
    facts = dict.fromkeys(NBGRADER_COLUMNS)
    return facts | {
        "assignment": assignment,
        "timestamp": "2026-11-23 08:00:00",
        "student_id": student,
        "score": score,
        "max_score": 10.0,
    }


ROWS = [row("ana", "Squares", 8.5), row("ana", "Cubes", None), row("cleo", "Squares", 0.0)]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_nbgraders_own_columns_are_kept() -> None:
    head, first, *_ = read(gradebook.export("nbgrader", ROWS, [ANA]))
    assert head == list(NBGRADER_COLUMNS)
    assert dict(zip(head, first, strict=True))["score"] == "8.5"


def test_a_missing_score_stays_empty_and_a_zero_is_a_zero() -> None:
    moodle = read(gradebook.export("moodle", ROWS, [ANA, CLEO]))
    assert moodle == [
        ["ID number", "Email address", "Full name", "Squares", "Cubes"],
        ["1001", "ana@example.org", "Ana Ruiz", "8.5", ""],
        ["", "", "Cleo Park", "0.0", ""],
    ]
    assert [line[9] for line in read(gradebook.export("nbgrader", ROWS, [ANA]))[1:]] == [
        "8.5", "", "0.0",
    ]  # fmt: skip


def test_who_never_handed_in_has_no_score_and_not_nbgraders_zero() -> None:
    absent = row("ana", "Squares", 0.0) | {"timestamp": None, "raw_score": 0.0}
    assert read(gradebook.export("moodle", [absent], [ANA]))[1][3] == ""
    head, cells = read(gradebook.export("nbgrader", [absent], [ANA]))
    shown = dict(zip(head, cells, strict=True))
    assert (shown["score"], shown["raw_score"], shown["max_score"]) == ("", "", "10.0")


def test_canvas_gets_its_columns_and_the_points_possible() -> None:
    head, points, ana, _ = read(gradebook.export("canvas", ROWS, [ANA, CLEO]))
    assert head == [
        "Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Squares", "Cubes"
    ]  # fmt: skip
    assert points == ["    Points Possible", "", "", "", "", "10.0", "10.0"]
    assert ana == ["Ana Ruiz", "", "1001", "ana@school", "B", "8.5", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x")'
    students = [Student("ana", evil, evil, evil, evil, evil)]
    rows = [row("ana", evil, 1.0) | {"last_name": evil}]
    for format_ in gradebook.FORMATS:
        cells = [cell for line in read(gradebook.export(format_, rows, students)) for cell in line]
        assert f"'{evil}" in cells
        assert not [cell for cell in cells if cell.startswith(start)]


def test_a_negative_score_stays_a_number() -> None:
    assert gradebook.safe(-1.5) == -1.5


def test_a_comma_a_quote_and_a_line_break_stay_in_their_cell() -> None:
    odd = 'Ruiz, "Ana"\nMaria'
    text = gradebook.export("moodle", [], [Student("ana", odd, "", "", "", "")])
    assert read(text)[1][2] == odd


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(Invalid) as refusal:
        gradebook.export("excel", [], [])
    assert all(format_ in spoken(refusal.value.say) for format_ in gradebook.FORMATS)
