"""Good rows and the students of a class → what applying the roster would add and change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from roster.check import KEYS
from roster.problem import Problem, quoted, spoken
from roster.row import Row

FIELDS = (
    "display_name",
    "first_name",
    "last_name",
    "student_id",
    "login",
    "email",
    "section",
)
_IDENTITY = (*KEYS, "display_name")  # strongest first


@dataclass(frozen=True)
class Student:
    """A student as the class knows them; `name` is the user name, which never changes."""

    name: str
    display_name: str
    first_name: str = ""
    last_name: str = ""
    student_id: str = ""
    login: str = ""
    email: str = ""
    section: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field of one student, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A student of whom the file tells something new."""

    student: Student
    line: int
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Plan:
    """What applying would do. Missing students are only listed; rows with a problem do nothing."""

    add: tuple[Row, ...]
    change: tuple[Change, ...]
    keep: tuple[Student, ...]
    missing: tuple[Student, ...]
    problems: tuple[Problem, ...]


Index = Mapping[tuple[str, str], Sequence[Student]]
Meant = Sequence[tuple[Row, Sequence[Student]]]


def plan(rows: Sequence[Row], students: Sequence[Student], bad: Sequence[Row] = ()) -> Plan:
    """Match rows to students by student id, then login, then e-mail address, then name.

    `bad` rows change nothing, yet whom they mean is not missing. An empty cell erases nothing.
    """
    index = _index(students)
    meant = [(row, _candidates(row, index)) for row in rows]
    problems = tuple(_doubts(meant))
    doubtful = {problem.line for problem in problems}
    sure = [(row, found) for row, found in meant if row.line not in doubtful]
    changes = [_change(row, found[0]) for row, found in sure if found]
    present = {student for row in (*rows, *bad) for student in _candidates(row, index)}
    return Plan(
        add=tuple(row for row, found in sure if not found),
        change=tuple(change for change in changes if change.fields),
        keep=tuple(change.student for change in changes if not change.fields),
        missing=tuple(student for student in students if student not in present),
        problems=problems,
    )


def _index(students: Iterable[Student]) -> Index:
    index: defaultdict[tuple[str, str], list[Student]] = defaultdict(list)
    for student in students:
        for key in _IDENTITY:
            index[key, _value(student, key)].append(student)
    return index


def _value(person: Row | Student, key: str) -> str:
    value: str = getattr(person, key)
    return value.casefold()


def _candidates(row: Row, index: Index) -> Sequence[Student]:
    """Whom the row may mean. A weaker key counts only where no stronger one says otherwise.

    So twins are never merged, and whoever inherits a leaver's login never gets the leaver's work.
    """
    for depth, key in enumerate(_IDENTITY):
        value = _value(row, key)
        found = [
            student
            for student in (index.get((key, value), ()) if value else ())
            if not any(_differ(row, student, stronger) for stronger in _IDENTITY[:depth])
        ]
        if found:
            return found
    return ()


def _differ(row: Row, student: Student, key: str) -> bool:
    ours, theirs = _value(row, key), _value(student, key)
    return bool(ours and theirs) and ours != theirs


def _doubts(meant: Meant) -> Iterator[Problem]:
    claims: defaultdict[Student, list[int]] = defaultdict(list)
    for row, found in meant:
        for student in found:
            claims[student].append(row.line)
    for row, found in meant:
        if len(found) > 1:
            yield Problem(row.line, _several_students(row, found))
        elif found and len(claims[found[0]]) > 1:
            yield Problem(row.line, _several_rows(found[0], claims[found[0]]))


def _several_students(row: Row, found: Sequence[Student]) -> str:
    names = spoken([student.name for student in found], last="or")
    return (
        f"{quoted(row.display_name)} may be {names} of this class. "
        "Give this line the student id, login or e-mail address of the one you mean."
    )


def _several_rows(student: Student, lines: Sequence[int]) -> str:
    return (
        f"Lines {spoken(lines)} may all be {quoted(student.display_name)} ({student.name}) "
        "of this class. Upload the file with only the right one of them first."
    )


def _change(row: Row, student: Student) -> Change:
    pairs = ((field, getattr(student, field), getattr(row, field)) for field in FIELDS)
    fields = (FieldChange(*pair) for pair in pairs if pair[2] and pair[1] != pair[2])
    return Change(student, row.line, tuple(fields))
