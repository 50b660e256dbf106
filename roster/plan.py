"""Good rows and the students of a class → what applying the roster would add and change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from roster.check import KEYS
from roster.problem import Problem, several, short
from roster.row import Row
from roster.sentence import Sentence, sentence

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


@dataclass(frozen=True)
class Match:
    """Whom each row surely means, by its line; doubtful rows have a problem instead."""

    students: Mapping[int, Student]
    problems: tuple[Problem, ...]


Identity = tuple[str, ...]
Index = Mapping[tuple[int, str], Sequence[tuple[Identity, Student]]]
Meant = Sequence[tuple[Row, Sequence[Student]]]


def plan(rows: Sequence[Row], students: Sequence[Student], bad: Sequence[Row] = ()) -> Plan:
    """Match rows to students by student id, then login, then e-mail address, then name.

    `bad` rows change nothing, yet whom they mean is not missing. An empty cell erases nothing.
    """
    meant = _meant((*rows, *bad), students)
    sure = _match(meant[: len(rows)])
    settled = sure.students.keys() | {problem.line for problem in sure.problems}
    changes = [_change(row, sure.students[row.line]) for row in rows if row.line in sure.students]
    present = {student for _, found in meant for student in found}
    return Plan(
        add=tuple(row for row in rows if row.line not in settled),
        change=tuple(change for change in changes if change.fields),
        keep=tuple(change.student for change in changes if not change.fields),
        missing=tuple(student for student in students if student not in present),
        problems=sure.problems,
    )


def match(rows: Sequence[Row], students: Sequence[Student]) -> Match:
    """Find whom each row means, as `plan` does."""
    return _match(_meant(rows, students))


def _match(meant: Meant) -> Match:
    problems = tuple(_doubts(meant))
    doubtful = {problem.line for problem in problems}
    sure = {row.line: found[0] for row, found in meant if found and row.line not in doubtful}
    return Match(sure, problems)


def _meant(rows: Sequence[Row], students: Sequence[Student]) -> Meant:
    """Whom each row may mean; rows alike are looked up once."""
    index = _index(students)
    known: dict[Identity, Sequence[Student]] = {}
    for row in rows:
        identity = _identity(row)
        if identity not in known:
            known[identity] = _candidates(identity, index)
    return [(row, known[_identity(row)]) for row in rows]


def _identity(person: Row | Student) -> Identity:
    """The keys that tell people apart, strongest first; empty where unknown."""
    return tuple(getattr(person, key).casefold() for key in _IDENTITY)


def _index(students: Iterable[Student]) -> Index:
    index: defaultdict[tuple[int, str], list[tuple[Identity, Student]]] = defaultdict(list)
    for student in students:
        identity = _identity(student)
        for depth, value in enumerate(identity):
            index[depth, value].append((identity, student))
    return index


def _candidates(identity: Identity, index: Index) -> Sequence[Student]:
    """Who has this identity. A weaker key counts only where no stronger one says otherwise.

    So twins are never merged, and whoever inherits a leaver's login never gets the leaver's work.
    """
    for depth, value in enumerate(identity):
        stronger = [(i, key) for i, key in enumerate(identity[:depth]) if key]
        found = [
            student
            for theirs, student in (index.get((depth, value), ()) if value else ())
            if all(theirs[i] in ("", key) for i, key in stronger)
        ]
        if found:
            return found
    return ()


def _doubts(meant: Meant) -> Iterator[Problem]:
    claims: defaultdict[Student, list[int]] = defaultdict(list)
    for row, found in meant:
        for student in found:
            claims[student].append(row.line)
    for row, found in meant:
        if len(found) > 1:
            names = several([student.name for student in found])
            say = sentence("roster-several-students", name=short(row.display_name), students=names)
            yield Problem(row.line, say)
        elif found and len(claims[found[0]]) > 1:
            yield Problem(row.line, _several_rows(found[0], claims[found[0]]))


def _several_rows(student: Student, lines: Sequence[int]) -> Sentence:
    return sentence(
        "roster-several-lines",
        lines=several(lines),
        name=short(student.display_name),
        student=student.name,
    )


def _change(row: Row, student: Student) -> Change:
    pairs = ((field, getattr(student, field), getattr(row, field)) for field in FIELDS)
    fields = (FieldChange(*pair) for pair in pairs if pair[2] and pair[1] != pair[2])
    return Change(student, row.line, tuple(fields))
