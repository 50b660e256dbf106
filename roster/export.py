"""The roster as it came in, with the class as it is now, for the program it came from."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from roster.cells import plain, safe
from roster.check import PERSONAL, check
from roster.columns import Correction, Memory
from roster.looks import is_address
from roster.plan import Student, match, plan
from roster.read import WORKBOOK, read
from roster.row import Row
from roster.sheet import Sheet
from roster.table import ONE_COLUMN, Record
from roster.text import Written

OURS: Mapping[str, str] = {
    "last_name": "Last name",
    "first_name": "First name",
    "display_name": "Display name",
    "student_id": "Student ID",
    "login": "Username",
    "email": "Email",
    "section": "Section",
}
"""Fields and headings of a list that came from no file."""
_NAMES = ("display_name", "first_name", "last_name")


def export(
    data: bytes,
    students: Sequence[Student],
    *,
    encoding: str = "",
    columns: Correction | None = None,
    remembered: Memory | None = None,
) -> bytes:
    """The file with every student of the class in it, and nobody else who was or is none.

    Columns, their order, the delimiter and the encoding are those of `data`, read as by `read`
    with the same `encoding`, `columns` (`Sheet.columns` will do) and `remembered`. Lines that are
    no students stay as they are; blank and unreadable ones are dropped. Students who left the
    class are left out, those added by hand come last. A workbook becomes CSV in UTF-8, and so
    does a file whose encoding lacks a letter; without `data` the list is ours. Cells that a
    spreadsheet might run as a formula get an apostrophe before them, which reading takes off
    again: read back, the file changes nothing. Raises Refused when `data` is no roster.
    """
    if not data:
        ours = ([getattr(student, field) for field in OURS] for student in students)
        return _encoded(_csv([list(OURS.values()), *ours], ",", "\r\n"), WORKBOOK)
    sheet = read(data, encoding=encoding, columns=columns, remembered=remembered)
    rows = [*_above(sheet), *_people(sheet, students)]
    if sheet.header is None and sheet.table.delimiter in (ONE_COLUMN, ""):
        rows = [_line(cells) for cells in rows]
    first = f"sep={sheet.delimiter}{sheet.written.line_end}" if sheet.table.announced else ""
    delimiter = sheet.table.delimiter or ","
    return _encoded(first + _csv(rows, delimiter, sheet.written.line_end), sheet.written)


def _above(sheet: Sheet) -> Iterator[Sequence[str]]:
    """The titles and the header."""
    first = sheet.people[0].line
    yield from (_kept(record) for record in sheet.table.records if record.line < first)


def _people(sheet: Sheet, students: Sequence[Student]) -> Iterator[Sequence[str]]:
    checked = check(sheet)
    meant = match(checked.good, students).students
    planned = plan(checked.good, students, checked.bad)
    rows = {row.line: row for row in checked.good}
    left = {row.line for row in planned.add}
    for record in sheet.people:
        if record.line in meant:
            yield _updated(record, rows[record.line], meant[record.line], sheet.columns)
        elif record.line not in left:
            yield _kept(record)
    pattern = next((record for record in sheet.people if record.line in meant), None)
    yield from (_added(student, sheet, pattern) for student in planned.missing)


def _updated(
    record: Record, row: Row, student: Student, columns: Mapping[str, int]
) -> Sequence[str]:
    """The record as it came, but for the cells of which the class knows better."""
    cells = _wide(_kept(record), columns)
    for field, index in _personal(columns):
        if any(getattr(row, one) != getattr(student, one) for one in _told_by(field, columns)):
            cells[index] = _text(field, student, cells[index])
    return cells


def _added(student: Student, sheet: Sheet, pattern: Record | None) -> Sequence[str]:
    """A record of its own; role and status are what another student has."""
    cells = _wide([""] * len(sheet.headings), sheet.columns)
    model = _wide(_kept(pattern) if pattern else (), sheet.columns)
    for field, index in sheet.columns.items():
        if index >= 0 and field in PERSONAL:
            cells[index] = _text(field, student, model[index])
        elif index >= 0:
            cells[index] = model[index]
    return cells


def _kept(record: Record) -> Sequence[str]:
    """The cells as they came, but for apostrophes that an export of ours put before them."""
    return [plain(cell) for cell in record.cells]


def _wide(cells: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    """The cells, with empty ones up to the last column that matters."""
    return [*cells, *[""] * (max(columns.values()) + 1 - len(cells))]


def _personal(columns: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    return ((field, i) for field, i in columns.items() if i >= 0 and field in PERSONAL)


def _told_by(field: str, columns: Mapping[str, int]) -> Sequence[str]:
    """The fields that a column tells: that of whole names may be the only one to tell the parts."""
    if field != "display_name":
        return (field,)
    return [one for one in _NAMES if one == field or columns.get(one, -1) < 0]


def _text(field: str, student: Student, model: str) -> str:
    """What stands for the field in a cell; whole names as `Last, First` where the model is so."""
    parts = (student.first_name, student.last_name)
    if field == "display_name" and "," in model and " ".join(parts) == student.display_name:
        return f"{student.last_name}, {student.first_name}"
    text: str = getattr(student, field)
    return text


def _line(cells: Sequence[str]) -> Sequence[str]:
    """A line of a bare list, put together again."""
    if len(cells) == 2 and is_address(cells[1]):
        return (f"{cells[0]} <{cells[1]}>".strip(),)
    return cells[:1] if not any(cells[1:]) else cells


def _csv(rows: Iterable[Sequence[str]], delimiter: str, line_end: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _encoded(text: str, written: Written) -> bytes:
    """As the file was written; in UTF-8, marked, when its encoding lacks a letter."""
    try:
        return written.mark + text.encode(written.codec)
    except UnicodeEncodeError:
        return WORKBOOK.mark + text.encode("utf-8", "replace")
