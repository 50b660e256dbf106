"""Grades as files other systems read."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appliance.errors import Invalid
from roster.sentence import sentence

FORMATS = ("nbgrader", "canvas", "moodle")
NBGRADER_COLUMNS = (
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
)


@dataclass(frozen=True)
class Student:
    """Who a row is for, as other systems know them."""

    name: str
    display_name: str
    student_id: str
    login: str
    email: str
    section: str


def export(format_: str, rows: Sequence[Mapping[str, Any]], students: Iterable[Student]) -> str:
    """The gradebook's rows as CSV. A missing score stays empty; it is never made a zero."""
    rows = [row if row.get("timestamp") else _not_handed_in(row) for row in rows]
    if format_ == "nbgrader":
        return _csv(NBGRADER_COLUMNS, ([row.get(c) for c in NBGRADER_COLUMNS] for row in rows))
    if format_ in FORMATS:
        return _wide(format_, rows, list(students))
    raise Invalid(
        f"grade format {format_[:40]!r}", say=sentence("grade-format-unknown", formats=FORMATS)
    )


def _not_handed_in(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """nbgrader counts work that never came as 0; whether it is one, the teacher decides."""
    return {**row, "raw_score": None, "late_submission_penalty": None, "score": None}


def _wide(format_: str, rows: Sequence[Mapping[str, Any]], students: list[Student]) -> str:
    names = list(dict.fromkeys(row["assignment"] for row in rows))
    maximum = {row["assignment"]: row["max_score"] for row in rows}
    score = {(row["student_id"], row["assignment"]): row["score"] for row in rows}
    marks = {s.name: [score.get((s.name, name)) for name in names] for s in students}
    if format_ == "moodle":
        head = ["ID number", "Email address", "Full name", *names]
        return _csv(
            head,
            ([s.student_id, s.email, s.display_name, *marks[s.name]] for s in students),
        )
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names]
    points = ["    Points Possible", "", "", "", "", *(maximum[name] for name in names)]
    people = (
        [s.display_name, "", s.student_id, s.login, s.section, *marks[s.name]] for s in students
    )
    return _csv(head, [points, *people])


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(value) for value in head])
    writer.writerows([safe(value) for value in row] for row in rows)
    return out.getvalue()


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value
