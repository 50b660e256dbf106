"""Who is in a class: a roster previewed and applied, and the codes that let people in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from appliance import keys
from appliance.errors import Conflict, Invalid, NotFound
from appliance.models import Classroom, Enrolment, Person, RosterDraft
from appliance.people import passwords, signin
from roster import codes, names
from roster.check import check
from roster.plan import Plan, Student, plan
from roster.problem import Problem, Refused
from roster.read import read
from roster.row import Row

ENROLMENT_FIELDS = (
    "first_name",
    "last_name",
    "student_id",
    "login",
    "email",
    "section",
)


@dataclass(frozen=True)
class Member:
    """One person in one class."""

    enrolment: Enrolment
    person: Person

    @property
    def id(self) -> int:
        assert self.enrolment.id is not None
        return self.enrolment.id


@dataclass(frozen=True)
class Preview:
    """What applying a roster would do, and the lines it can't use or leaves out."""

    plan: Plan
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...]


def make_class(db: Session, teacher: Person, title: str) -> Classroom:
    """A new class, taught by this teacher."""
    title = " ".join(title.split())
    if not 1 <= len(title) <= 64:
        raise Invalid("class title", say="Give the class a title of 1 to 64 characters.")
    slugs = set(db.exec(select(Classroom.slug)))
    parts = set(db.exec(select(Classroom.code_part)))
    classroom = Classroom(
        slug=names.slug(title, slugs),
        title=title,
        code_part=codes.class_part(title, parts),
    )
    db.add(classroom)
    db.flush()
    assert classroom.id is not None and teacher.id is not None
    db.add(Enrolment(classroom_id=classroom.id, person_id=teacher.id, teaches=True))
    db.flush()
    return classroom


def members(db: Session, classroom_id: int, *, teach: bool = False) -> list[Member]:
    """The class's students by section and name, or its teachers."""
    rows = (
        select(Enrolment, Person)
        .where(col(Enrolment.person_id) == col(Person.id))
        .where(col(Enrolment.classroom_id) == classroom_id, ~col(Enrolment.archived))
        .where(col(Enrolment.teaches) == teach)
    )
    found = [Member(*row) for row in db.exec(rows)]
    return sorted(found, key=lambda m: (m.enrolment.section, m.person.display_name.casefold()))


def member(db: Session, classroom_id: int, name: str) -> Member:
    """The class's student, or teacher, of this user name."""
    for teach in (False, True):
        for one in members(db, classroom_id, teach=teach):
            if one.person.name == name:
                return one
    raise NotFound(
        f"no {name[:40]!r} in class {classroom_id}",
        say="There is no such person in this class. Reload the page and choose again.",
    )


# Roster


def preview(db: Session, classroom_id: int, data: bytes) -> Preview:
    """Read a roster beside the class as it is; nothing is changed."""
    try:
        checked = check(read(data))
    except Refused as refusal:
        line = f"Line {refusal.problem.line}: " if refusal.problem.line else ""
        raise Invalid(
            "roster refused",
            say=f"{line}{refusal.problem.message} The class is unchanged.",
        ) from refusal
    planned = plan(checked.good, [_student(m) for m in members(db, classroom_id)], checked.bad)
    problems = sorted((*checked.problems, *planned.problems), key=lambda p: p.line or 0)
    return Preview(planned, tuple(problems), checked.left_out)


def _student(one: Member) -> Student:
    fields = {field: getattr(one.enrolment, field) for field in ENROLMENT_FIELDS}
    return Student(name=one.person.name, display_name=one.person.display_name, **fields)


def keep_draft(db: Session, classroom: Classroom, data: bytes) -> None:
    """Remember an uploaded roster until Apply is pressed."""
    assert classroom.id is not None
    draft = RosterDraft(
        classroom_id=classroom.id, roster_version=classroom.roster_version, data=data
    )
    db.merge(draft)


def find_draft(db: Session, classroom: Classroom) -> RosterDraft:
    """The roster that waits, unless the class changed since it was looked at."""
    draft = db.get(RosterDraft, classroom.id)
    if not draft:
        raise NotFound("no roster draft", say="No roster waits here. Upload the file again.")
    if draft.roster_version != classroom.roster_version:
        raise Conflict(
            "class changed since the preview",
            say="The class changed after you looked at this roster. Upload the file again.",
        )
    return draft


def apply(db: Session, classroom: Classroom, data: bytes, archive: Collection[str] = ()) -> Preview:
    """Do what the preview said, and archive the missing people who were ticked."""
    assert classroom.id is not None
    result = preview(db, classroom.id, data)
    by_name = {one.person.name: one for one in members(db, classroom.id)}
    taken = set(db.exec(select(Person.name)))
    for row in result.plan.add:
        taken.add(_add(db, classroom.id, row, taken))
    for change in result.plan.change:
        one = by_name[change.student.name]
        for field in change.fields:
            owner = one.person if field.field == "display_name" else one.enrolment
            setattr(owner, field.field, field.after)
    for student in result.plan.missing:
        if student.name in archive:
            archive_member(db, by_name[student.name])
    classroom.roster_version += 1
    draft = db.get(RosterDraft, classroom.id)
    if draft:
        db.delete(draft)
    db.flush()
    return result


def _add(db: Session, classroom_id: int, row: Row, taken: Collection[str]) -> str:
    name = names.user_name(row.login, row.display_name, taken)
    person = Person(name=name, display_name=row.display_name)
    db.add(person)
    db.flush()
    assert person.id is not None
    fields = {field: getattr(row, field) for field in ENROLMENT_FIELDS}
    db.add(Enrolment(classroom_id=classroom_id, person_id=person.id, **fields))
    return name


def archive_member(db: Session, one: Member) -> None:
    """Sign-in off, work kept."""
    one.enrolment.archived = True
    one.enrolment.code_digest = one.enrolment.code_hash = None
    signin.close_sign_ins(db, one.enrolment.person_id)


# Codes


@dataclass(frozen=True)
class FreshCode:
    """A new code, for this moment only; afterwards it can be checked but not read."""

    member: Member
    code: str
    hash: str


def draw_codes(classroom: Classroom, whom: Iterable[Member]) -> list[FreshCode]:
    """New codes, hashed. It takes a while, so it is done before a transaction opens."""
    fresh = []
    for one in whom:
        code = codes.new_code(classroom.code_part)
        canonical = codes.canonical(code)
        assert canonical is not None
        fresh.append(FreshCode(one, code, passwords.hashed(canonical)))
    return fresh


def issue(db: Session, key: keys.Key, fresh: Iterable[FreshCode]) -> None:
    """Put new codes in force; the old ones, and whoever used them, are out at once."""
    for one in fresh:
        enrolment = db.get(Enrolment, one.member.id)
        canonical = codes.canonical(one.code)
        if enrolment and canonical and not enrolment.archived:
            signin.set_code(enrolment, key, canonical, one.hash)
            signin.close_sign_ins(db, enrolment.person_id)
