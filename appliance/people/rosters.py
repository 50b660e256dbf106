"""A class list comes in: previewed, corrected, applied whole or not at all, and given out again."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from sqlalchemy import insert
from sqlmodel import Session, select

from appliance.errors import Conflict, Invalid, NotFound
from appliance.homework import deadlines
from appliance.models import Classroom, Enrolment, Person, RosterDraft
from appliance.people import acquaintance
from appliance.people.acquaintance import Known
from appliance.people.enrolment import (
    ENROLMENT_FIELDS,
    Member,
    archive_member,
    as_student,
    students,
)
from roster import columns, export, names
from roster.check import Checked, check
from roster.headings import FIELDS
from roster.plan import Change, Plan, plan
from roster.problem import Problem, Refused
from roster.read import read
from roster.row import Row
from roster.sentence import Sentence, sentence
from roster.sheet import NoNames, Sheet


@dataclass(frozen=True)
class Reading:
    """How a file is to be read where the guess was corrected; empty and None leave the guess."""

    encoding: str = ""
    columns: Mapping[str, int] | None = None

    def to_json(self) -> str:
        return json.dumps({"encoding": self.encoding, "columns": self.columns and {**self.columns}})


@dataclass(frozen=True)
class Upload:
    """A class list as it came, and how to read it."""

    data: bytes
    name: str = ""
    reading: Reading = field(default_factory=Reading)

    @property
    def mark(self) -> str:
        """Tells this upload, read this way, from any other."""
        return hashlib.sha256(self.data + self.reading.to_json().encode()).hexdigest()


@dataclass(frozen=True)
class Preview:
    """What applying a roster would do, and the lines it can't use or leaves out.

    `known` are the added people who come back, or are known from another class of the teacher's,
    by their line.
    """

    sheet: Sheet
    plan: Plan
    known: Mapping[int, Known]
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...]


def reading_from_json(text: str) -> Reading:
    """What `Reading.to_json` wrote; the guess, for an empty text."""
    return Reading(**json.loads(text)) if text else Reading()


class Unclear(Invalid):
    """No column of names is known; `sheet` has what the teacher can choose one from."""

    def __init__(self, problem: Problem, sheet: Sheet) -> None:
        super().__init__("no column of names", say=_refusal(problem))
        self.sheet = sheet


def preview(db: Session, classroom: Classroom, upload: Upload, teacher_id: int) -> Preview:
    """Read a roster beside the class as it is; nothing is changed. Invalid when it is none."""
    sheet = _read(classroom, upload)
    checked = check(sheet)
    planned = _plan(checked, students(db, classroom.id or 0))
    problems = sorted((*checked.problems, *planned.problems), key=lambda p: p.line or 0)
    known = acquaintance.find(db, classroom.id or 0, teacher_id, planned.add)
    return Preview(sheet, planned, known, tuple(problems), checked.left_out)


def sheet_of(classroom: Classroom, upload: Upload) -> Sheet:
    """How the file is understood, also one without a known column of names."""
    try:
        return _read(classroom, upload)
    except Unclear as unclear:
        return unclear.sheet


def _read(classroom: Classroom, upload: Upload) -> Sheet:
    """The sheet as the teacher corrected it now, and as the class remembers earlier ones."""
    wish = upload.reading
    try:
        return read(
            upload.data,
            encoding=wish.encoding,
            columns=wish.columns,
            remembered=_memory(classroom),
        )
    except NoNames as unclear:
        raise Unclear(unclear.problem, unclear.sheet) from unclear
    except Refused as refusal:
        raise Invalid("roster refused", say=_refusal(refusal.problem)) from refusal


def _refusal(problem: Problem) -> Sentence:
    if problem.line is None:
        return sentence("import-refused", why=problem.say)
    return sentence("import-refused-line", line=str(problem.line), why=problem.say)


def _memory(classroom: Classroom) -> columns.Memory:
    memory: columns.Memory = json.loads(classroom.columns or "{}")
    return memory


def _plan(checked: Checked, people: Iterable[Member]) -> Plan:
    return plan(checked.good, [as_student(one) for one in people], checked.bad)


# The draft


def keep_draft(db: Session, classroom: Classroom, upload: Upload) -> None:
    """Remember an uploaded roster until Apply is pressed."""
    assert classroom.id is not None
    db.merge(
        RosterDraft(
            classroom_id=classroom.id,
            roster_version=classroom.roster_version,
            name=upload.name,
            data=upload.data,
            reading=upload.reading.to_json(),
        )
    )


def find_draft(db: Session, classroom: Classroom, seen: str = "") -> Upload:
    """The roster that waits, unless the class changed since it was looked at.

    `seen` is the mark of the one that was looked at: a colleague may have uploaded another since.
    """
    draft = db.get(RosterDraft, classroom.id)
    if not draft:
        raise NotFound("no roster draft", say=sentence("import-no-draft"))
    if draft.roster_version != classroom.roster_version:
        raise Conflict("class changed since the preview", say=sentence("import-class-changed"))
    upload = Upload(draft.data, draft.name, reading_from_json(draft.reading))
    if seen and seen != upload.mark:
        raise Conflict("another draft since the preview", say=sentence("import-other-draft"))
    return upload


# Applying


def apply(
    db: Session,
    classroom: Classroom,
    upload: Upload,
    teacher_id: int,
    archive: Collection[str] = (),
) -> Preview:
    """Do what the preview said, and archive the missing people who were ticked."""
    result = preview(db, classroom, upload, teacher_id)
    by_name = {one.person.name: one for one in students(db, classroom.id or 0)}
    enrol(db, classroom, result.plan.add, result.known)
    for change in result.plan.change:
        _change(by_name[change.student.name], change)
    for student in result.plan.missing:
        if student.name in archive:
            archive_member(db, by_name[student.name])
    _keep_file(classroom, upload, result.sheet)
    classroom.roster_version += 1
    if draft := db.get(RosterDraft, classroom.id):
        db.delete(draft)
    db.flush()
    deadlines.judge_class(db, classroom.id or 0)
    return result


def enrol(
    db: Session, classroom: Classroom, rows: Sequence[Row], known: Mapping[int, Known]
) -> list[Person]:
    """Give everybody a seat: the one they had, or a new one; people nobody knows get a name.

    Two statements however many they are: thousands of people are written in a blink.
    """
    fresh = [row for row in rows if row.line not in known]
    people = dict(zip((row.line for row in fresh), new_people(db, fresh), strict=True))
    people |= {line: found.person for line, found in known.items()}
    seats = []
    for row in rows:
        found = known.get(row.line)
        if found and found.enrolment:
            _come_back(found.enrolment, found.person, row)
            continue
        facts = {key: getattr(row, key) for key in ENROLMENT_FIELDS}
        seats.append({"classroom_id": classroom.id, "person_id": people[row.line].id, **facts})
    if seats:
        db.execute(insert(Enrolment), seats)
    db.flush()
    return [people[row.line] for row in rows]


def new_people(db: Session, rows: Sequence[Row]) -> list[Person]:
    """A person for each row, each with a user name that nobody ever had."""
    taken = set(db.exec(select(Person.name)))
    drawn = names.user_names(((row.login, row.display_name) for row in rows), taken)
    people = [
        Person(name=name, display_name=row.display_name)
        for name, row in zip(drawn, rows, strict=True)
    ]
    db.add_all(people)
    db.flush()
    return people


def _come_back(seat: Enrolment, person: Person, row: Row) -> None:
    seat.archived = False
    person.display_name = row.display_name
    for key in ENROLMENT_FIELDS:
        if value := getattr(row, key):
            setattr(seat, key, value)


def _change(one: Member, change: Change) -> None:
    for difference in change.fields:
        owner = one.person if difference.field == "display_name" else one.enrolment
        setattr(owner, difference.field, difference.after)


def _keep_file(classroom: Classroom, upload: Upload, sheet: Sheet) -> None:
    """Keep the file for the export, and the correction for the next file."""
    if upload.reading.columns is not None:
        memory = columns.remember(sheet.headings, upload.reading.columns)
        classroom.columns = json.dumps({**_memory(classroom), **memory})
    classroom.roster_name, classroom.roster_data = upload.name, upload.data
    said = {name: sheet.columns.get(name, columns.NO_COLUMN) for name in FIELDS}
    encoding = sheet.encoding if sheet.encodings else ""
    classroom.roster_reading = Reading(encoding, said).to_json()


def exported(db: Session, classroom: Classroom) -> tuple[str, bytes]:
    """A file name, and the roster as it came in with the class as it is now."""
    those_now = [as_student(one) for one in students(db, classroom.id or 0)]
    reading = reading_from_json(classroom.roster_reading)
    data = export.export(
        classroom.roster_data or b"",
        those_now,
        encoding=reading.encoding,
        columns=reading.columns,
    )
    stem = PurePath(classroom.roster_name).stem or classroom.slug
    suffix = PurePath(classroom.roster_name).suffix.lower()
    return stem + (suffix if suffix in (".csv", ".tsv", ".txt") else ".csv"), data
