"""Rows of a class list → the good ones, and a sentence for each that is not."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from roster.headings import fold
from roster.problem import Problem, quoted, spoken
from roster.read import Sheet
from roster.row import Row

KEYS = ("student_id", "login", "email")
LABELS = {
    "student_id": "student id",
    "login": "login",
    "email": "e-mail address",
    "first_name": "first name",
    "last_name": "last name",
    "display_name": "name",
    "section": "section",
}
_MAX_CHARACTERS = 64
_MAX_SECTION = 256  # several sections of one student come joined in one cell
_STUDENTS = (
    "student", "learner", "pupil", "particip", "schuler", "schueler", "teilnehm", "studier",
    "eleve", "etudiant", "apprenant", "estudiant", "alumn", "estudant", "aluno", "aluna",
)  # fmt: skip
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
    left_out = [Problem(row.line, why) for row in sheet.rows if (why := _why_left_out(row))]
    elsewhere = {note.line for note in left_out}
    students = [row for row in sheet.rows if row.line not in elsewhere]
    found = [Problem(row.line, fault) for row in students for fault in _faults(row)]
    found += _repeated(students)
    wrong = {problem.line for problem in found}
    return Checked(
        good=tuple(row for row in students if row.line not in wrong),
        bad=tuple(row for row in students if row.line in wrong),
        left_out=tuple(left_out),
        problems=tuple(sorted([*sheet.problems, *found], key=lambda problem: problem.line or 0)),
    )


def _why_left_out(row: Row) -> str | None:
    if not any((row.display_name, *(getattr(row, key) for key in KEYS))):
        return "This line names nobody, so it is left out."
    if row.display_name.casefold() == "points possible":
        return "This line holds the points possible and is no student, so it is left out."
    if (row.first_name, row.last_name) == ("Test", "Student"):
        return "This is the test student of the learning platform, who is left out."
    if fold(row.status) == "tobedeleted":
        return f"{_who(row)} is marked as deleted, so this line is left out."
    if row.role and not _is_student(row.role):
        return f"{_who(row)} has the role {quoted(row.role)}, not student, and is left out."
    return None


def _is_student(role: str) -> bool:
    return any(fold(part).startswith(_STUDENTS) for part in role.split(","))


def _who(row: Row) -> str:
    return quoted(row.display_name or row.student_id or row.login or row.email)


def _faults(row: Row) -> Iterator[str]:
    if not row.display_name:
        yield "There is no name on this line. Fill in the name, or delete the line."
    elif not any(map(str.isalpha, row.display_name)):
        yield f"The name {quoted(row.display_name)} has no letter in it. Correct the name."
    if row.email and not _is_address(row.email):
        yield (
            f"{quoted(row.email)} is not an e-mail address. Correct it, or leave the cell empty."
        )
    for field, label in LABELS.items():
        yield from _field_faults(getattr(row, field), field, label)


def _field_faults(value: str, field: str, label: str) -> Iterator[str]:
    limit = _MAX_SECTION if field == "section" else _MAX_CHARACTERS
    if len(value) > limit:
        yield f"The {label} has {len(value):,} characters, and at most {limit} fit. Shorten it."
    if any(map(_is_unprintable, value)):
        yield f"The {label} holds characters that cannot be printed. Type it again by hand."


def _is_address(text: str) -> bool:
    local, at, domain = text.partition("@")
    return bool(local and at and domain) and "@" not in domain and " " not in text


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
    lines = spoken([row.line for row in group])
    for row in group:
        yield Problem(
            row.line,
            f"Lines {lines} have the same {LABELS[key]} {quoted(getattr(row, key))}. "
            f"Keep one line for each student, or correct the {LABELS[key]}.",
        )


def _same_name(group: Sequence[Row]) -> Iterator[Problem]:
    lines = spoken([row.line for row in group])
    for row in group:
        yield Problem(
            row.line,
            f"Lines {lines} have the same name {_who(row)}, and nothing tells them apart. "
            "Keep one line for each student, or give each a student id, login or e-mail address.",
        )
