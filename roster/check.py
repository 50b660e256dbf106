"""Rows of a class list → the good ones, and a sentence for each that is not."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from roster.leftout import why_left_out
from roster.looks import is_address
from roster.problem import Problem, several, short
from roster.row import Row
from roster.sentence import Sentence, sentence
from roster.sheet import Sheet

KEYS = ("student_id", "login", "email")
PERSONAL = (*KEYS, "first_name", "last_name", "display_name", "section")
"""The fields of a row that a class keeps of a student."""
_MAX_CHARACTERS = 64
_MAX_SECTION = 256  # several sections of one student come joined in one cell
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Checked:
    """`good` rows can be planned; each of the `bad` has a problem, and is in the file all the same.

    `left_out` says, line by line, who is on purpose no student: staff, people marked as deleted,
    and lines that a program added. Problems are in the order of their lines.
    """

    good: tuple[Row, ...]
    bad: tuple[Row, ...]
    left_out: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def check(sheet: Sheet) -> Checked:
    """Judge every row by itself and beside the others; one bad line never stops the others."""
    left_out = [Problem(row.line, why) for row in sheet.rows if (why := why_left_out(row))]
    elsewhere = {note.line for note in left_out}
    students = [row for row in sheet.rows if row.line not in elsewhere]
    found = [Problem(row.line, fault) for row in students for fault in faults(row)]
    found += _repeated(students)
    wrong = {problem.line for problem in found}
    return Checked(
        good=tuple(row for row in students if row.line not in wrong),
        bad=tuple(row for row in students if row.line in wrong),
        left_out=tuple(left_out),
        problems=tuple(sorted([*sheet.problems, *found], key=lambda problem: problem.line or 0)),
    )


def label(field: str) -> Sentence:
    """What people call a field: `student id`, `e-mail address` …"""
    return sentence(f"roster-field-{field.replace('_', '-')}")


def faults(row: Row) -> Iterator[Sentence]:
    """What is wrong with this person as told, whether by a file or typed into a page."""
    if not row.display_name:
        yield sentence("roster-no-name")
    elif not any(map(str.isalpha, row.display_name)):
        yield sentence("roster-no-letter", name=short(row.display_name))
    if row.email and not is_address(row.email):
        yield sentence("roster-no-address", email=short(row.email))
    for field in PERSONAL:
        yield from _field_faults(getattr(row, field), field)


def _field_faults(value: str, field: str) -> Iterator[Sentence]:
    limit = _MAX_SECTION if field == "section" else _MAX_CHARACTERS
    if len(value) > limit:
        yield sentence("roster-too-long", field=label(field), has=len(value), most=limit)
    elif any(map(_is_unprintable, value)):
        yield sentence("roster-unprintable", field=label(field))


def _is_unprintable(character: str) -> bool:
    """Control characters, damage (U+FFFD), private letters, and marks that turn text around."""
    return (
        character in _BIDI
        or character == "\ufffd"
        or unicodedata.category(character) in {"Cc", "Cs", "Co"}
    )


def _repeated(rows: Sequence[Row]) -> Iterator[Problem]:
    """Name every row of every group that shares an identity; one group is told of once."""
    told: set[tuple[int, ...]] = set()
    for key in KEYS:
        for group in _groups(rows, key):
            lines = tuple(row.line for row in group)
            if lines not in told:
                told.add(lines)
                yield from _same_key(group, key)
    for group in _groups(rows, "display_name"):
        if tuple(row.line for row in group) not in told and not _told_apart(group):
            yield from _same_name(group)


def _groups(rows: Iterable[Row], key: str) -> Iterator[list[Row]]:
    alike: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        alike[getattr(row, key).casefold()].append(row)
    return (group for shared, group in alike.items() if shared and len(group) > 1)


def _told_apart(rows: Sequence[Row]) -> bool:
    """Whether people of one name differ in an id, login or e-mail address that all of them have."""
    return any(all(getattr(row, key) for row in rows) for key in KEYS)


def _same_key(group: Sequence[Row], key: str) -> Iterator[Problem]:
    lines = several([row.line for row in group])
    for row in group:
        value = short(getattr(row, key))
        yield Problem(
            row.line, sentence("roster-same-key", lines=lines, field=label(key), value=value)
        )


def _same_name(group: Sequence[Row]) -> Iterator[Problem]:
    lines = several([row.line for row in group])
    for row in group:
        name = short(row.display_name)
        yield Problem(row.line, sentence("roster-same-name", lines=lines, name=name))
