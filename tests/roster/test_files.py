"""Files shaped like the real exports, names invented, each with its expected preview beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from roster.check import Checked, check
from roster.export import export
from roster.plan import FIELDS, Student, plan
from roster.read import read
from roster.sheet import Sheet

FILES = Path(__file__).parent / "files"
NAMES = sorted(path.name for path in FILES.iterdir() if path.suffix != ".json")


def expected(name: str) -> dict[str, Any]:
    """What the file should be read as; `reading` is what a teacher has to correct for that."""
    found: dict[str, Any] = json.loads((FILES / f"{name}.expected.json").read_text("utf-8"))
    return found


def reading(name: str) -> dict[str, Any]:
    found: dict[str, Any] = expected(name).get("reading", {})
    return found


def shown(sheet: Sheet, checked: Checked) -> dict[str, Any]:
    """The preview, as the expectations are written."""
    people = [vars(row).items() for row in checked.good]
    return {
        "encoding": sheet.encoding,
        "guessed": bool(sheet.encodings),
        "delimiter": sheet.delimiter,
        "header_line": sheet.header_line,
        "columns": dict(sheet.columns),
        "rows": [{field: value for field, value in row if value} for row in people],
        "problems": [[problem.line, problem.say.name] for problem in checked.problems],
        "left_out": [[note.line, note.say.name] for note in checked.left_out],
    }


def as_class(checked: Checked) -> list[Student]:
    """The class that a list makes."""
    return [
        Student(f"s{row.line}", **{field: getattr(row, field) for field in FIELDS})
        for row in checked.good
    ]


def test_there_are_files_enough() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_the_preview_is_as_expected(name: str) -> None:
    sheet = read((FILES / name).read_bytes(), **reading(name))
    assert shown(sheet, check(sheet)) == {k: v for k, v in expected(name).items() if k != "reading"}


@pytest.mark.parametrize("name", NAMES)
def test_our_export_read_back_changes_nothing(name: str) -> None:
    data = (FILES / name).read_bytes()
    first = check(read(data, **reading(name)))
    students = as_class(first)
    again = export(data, students, **reading(name))
    sheet = read(again, **reading(name))
    checked = check(sheet)
    planned = plan(checked.good, students, checked.bad)
    assert not (planned.add or planned.change or planned.missing or planned.problems)
    assert len(planned.keep) == len(students)
    assert [note.say.name for note in checked.left_out] == [n.say.name for n in first.left_out]


@pytest.mark.parametrize("name", NAMES)
def test_somebody_added_by_hand_is_exported_too(name: str) -> None:
    data = (FILES / name).read_bytes()
    new = Student("new", "Wanda Quist", "Wanda", "Quist", "9999", "wquist", "wanda@school.example")
    students = [*as_class(check(read(data, **reading(name)))), new]
    checked = check(read(export(data, students, **reading(name)), **reading(name)))
    planned = plan(checked.good, students, checked.bad)
    assert not (planned.add or planned.change or planned.missing or planned.problems)
    assert checked.good[-1].display_name == "Wanda Quist"
