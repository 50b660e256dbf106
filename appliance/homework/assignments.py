"""Assignments out, submissions in: what may be done when, by the hub's own clock."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from appliance.errors import Conflict, Invalid, NotFound
from appliance.homework import deadlines, jobs
from appliance.homework.archive import check_name
from appliance.homework.store import Tree
from appliance.models import Assignment, Edition, Enrolment, Handout, Person, Submission
from appliance.servers.rules import check_folder
from roster.sentence import Sentence, all_from_json, all_to_json, sentence

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")


def check_assignment_name(name: str) -> str:
    """A name that nbgrader, a file system and an address can all carry."""
    name = name.strip()
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise Invalid(f"assignment name {name[:80]!r}", say=sentence("assignment-name-unfit"))
    return name


def find(db: Session, classroom_id: int, name: str) -> Assignment:
    """The class's assignment of this name."""
    found = _named(db, classroom_id, name)
    if not found:
        raise NotFound(
            f"no assignment {name[:80]!r} in class {classroom_id}",
            say=sentence("assignment-none"),
        )
    return found


def all_of(db: Session, classroom_id: int) -> list[Assignment]:
    """The class's assignments, in the order they were made."""
    mine = select(Assignment).where(col(Assignment.classroom_id) == classroom_id)
    return list(db.exec(mine.order_by(col(Assignment.id))))


def put_source(
    db: Session, classroom_id: int, name: str, tree: Tree, due: datetime | None
) -> Assignment:
    """Keep what the teacher uploaded; students see nothing of it until it is released, again if it
    was before."""
    name = check_assignment_name(name)
    if not tree.notebooks:
        raise Invalid("upload without a notebook", say=sentence("upload-without-notebook"))
    assignment = _of_notebooks(db, classroom_id, name)
    assignment.source_tree = tree.digest
    assignment.due = due or assignment.due
    db.add(assignment)
    db.flush()
    return assignment


def make_folder(
    db: Session, classroom_id: int, name: str, folder: str, due: datetime | None
) -> Assignment:
    """Homework without a grader: what lies in this folder of each home is collected.

    Raises Invalid for a name or a folder that cannot be, Conflict for a name that is taken.
    """
    name, folder = check_assignment_name(name), check_name(folder.strip().rstrip("/"))
    check_folder(folder)
    if _named(db, classroom_id, name):
        raise Conflict(f"{name} is there already", say=sentence("assignment-there", name=name))
    _refuse_handout(db, classroom_id, name, folder)
    made = Assignment(classroom_id=classroom_id, name=name, kind="folder", folder=folder, due=due)
    db.add(made)
    db.flush()
    return made


def _named(db: Session, classroom_id: int, name: str) -> Assignment | None:
    here = col(Assignment.classroom_id) == classroom_id
    return db.exec(select(Assignment).where(here, col(Assignment.name) == name)).first()


def _refuse_handout(db: Session, classroom_id: int, *names: str) -> None:
    """Both would lie in the same folder, and what was handed out would be handed in."""
    mine = select(Handout).where(col(Handout.classroom_id) == classroom_id)
    for one in db.exec(mine.where(col(Handout.name).in_(names))):
        say = sentence("assignment-is-handout", name=one.name)
        raise Conflict(f"{one.name} is a hand-out", say=say)


def _of_notebooks(db: Session, classroom_id: int, name: str) -> Assignment:
    """The assignment of this name, or one to be: in either case one with notebooks."""
    found = _named(db, classroom_id, name)
    if not found:
        _refuse_handout(db, classroom_id, name)
        found = Assignment(classroom_id=classroom_id, name=name)
    if found.kind != "notebook":
        raise Conflict(f"{name} is a folder", say=sentence("assignment-there", name=name))
    return found


def release(
    db: Session,
    classroom_id: int,
    name: str,
    tree: Tree,
    now: datetime,
    *,
    force: bool,
    source: str | None = None,
) -> Assignment:
    """Hand out this tree. What is out already is replaced only by `force`.

    `source` is the upload it was made from; without one it comes from the course folder.
    """
    name = check_assignment_name(name)
    assignment = _of_notebooks(db, classroom_id, name)
    if assignment.released and not force:
        raise Conflict(
            f"{name} is released already", say=sentence("assignment-needs-force", name=name)
        )
    assignment.tree, assignment.released = tree.digest, assignment.released or now
    assignment.released_source = source or assignment.source_tree
    db.add(assignment)
    db.flush()
    db.add(Edition(assignment_id=assignment.id or 0, tree=tree.digest, released=now))
    return assignment


def is_out(assignment: Assignment, now: datetime) -> bool:
    """Whether students have it, or may: it is released, and its hour has come."""
    return assignment.released is not None and (assignment.opens is None or assignment.opens <= now)


def take_back(db: Session, assignment: Assignment, now: datetime) -> None:
    """No longer handed out, nor by itself later, nor by a release that is still under way.

    Everything that was submitted stays.
    """
    assignment.released = assignment.opens = None
    say = sentence("release-taken-back", name=assignment.name)
    jobs.call_off(db, assignment, "release", say, now)


def released(db: Session, classroom_id: int, name: str, now: datetime | None) -> Assignment:
    """An assignment that students may have now; without `now`, also one whose hour is to come."""
    assignment = find(db, classroom_id, name)
    if not assignment.released or (now and not is_out(assignment, now)):
        raise NotFound(f"{name[:80]} is not released", say=sentence("assignment-not-out"))
    return assignment


def submit(
    db: Session,
    assignment: Assignment,
    enrolment_id: int,
    key: str,
    tree: Tree,
    now: datetime,
    *,
    findings: Iterable[Sentence] = (),
    repaired_tree: str | None = None,
) -> Submission:
    """Take a version in, with what looking at it gave. The same key again is the same submission,
    not another one."""
    assert assignment.id is not None
    again = expected(db, assignment, enrolment_id, key, now)
    if again:
        if again.tree != tree.digest:
            raise Conflict("Idempotency-Key used again", say=sentence("submit-key-used"))
        return again
    submission = Submission(
        assignment_id=assignment.id,
        enrolment_id=enrolment_id,
        number=_next_number(db, assignment.id, enrolment_id),
        key=key,
        tree=tree.digest,
        timestamp=now,
        late=deadlines.find(db, assignment, db.get_one(Enrolment, enrolment_id)).late(now),
        findings=all_to_json(findings),
        repaired_tree=repaired_tree,
    )
    db.add(submission)
    db.flush()
    return submission


def expected(
    db: Session, assignment: Assignment, enrolment_id: int, key: str, now: datetime
) -> Submission | None:
    """The submission that has this key already; None when a new one may come.

    To be asked before anything is kept: what is in the store stays there, whoever refuses it later.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", key):
        raise Invalid(f"Idempotency-Key {key[:40]!r}", say=sentence("submit-key-unfit"))
    mine = _versions(assignment.id or 0, enrolment_id)
    again = db.exec(mine.where(col(Submission.key) == key)).first()
    deadline = deadlines.find(db, assignment, db.get_one(Enrolment, enrolment_id))
    if not again and deadline.closed(now):
        raise Conflict(
            f"hand-in of {assignment.name} after its cut-off",
            say=sentence("submit-closed", name=assignment.name),
        )
    return again


def trees_of(db: Session, assignment: Assignment, enrolment_id: int) -> list[str]:
    """What each version of a student's is made of."""
    return [one.tree for one in db.exec(_versions(assignment.id or 0, enrolment_id))]


def _versions(assignment_id: int, enrolment_id: int) -> SelectOfScalar[Submission]:
    return select(Submission).where(
        col(Submission.assignment_id) == assignment_id,
        col(Submission.enrolment_id) == enrolment_id,
    )


def _next_number(db: Session, assignment_id: int, enrolment_id: int) -> int:
    highest = select(func.max(Submission.number)).where(
        col(Submission.assignment_id) == assignment_id,
        col(Submission.enrolment_id) == enrolment_id,
    )
    return (db.exec(highest).one() or 0) + 1


def findings(submission: Submission) -> list[Sentence]:
    """What was wrong with it as it came in."""
    return all_from_json(submission.findings)


def receipt(submission: Submission) -> str:
    """Eight symbols that stand for who, what, which version and when."""
    facts = (
        f"{submission.assignment_id}/{submission.enrolment_id}/{submission.number}/"
        f"{submission.tree}/{submission.timestamp.isoformat()}"
    )
    symbols = base64.b32encode(hashlib.sha256(facts.encode()).digest()).decode()
    return f"{symbols[:4]}-{symbols[4:8]}"


@dataclass(frozen=True)
class HandedIn:
    """A submission with whose it is."""

    submission: Submission
    assignment: Assignment
    enrolment: Enrolment
    person: Person


def handed_in(
    db: Session,
    classroom_id: int,
    *,
    assignment_id: int | None = None,
    enrolment_id: int | None = None,
) -> list[HandedIn]:
    """All versions handed in in a class, oldest first; narrowed to one assignment or student."""
    rows = (
        select(Submission, Assignment, Enrolment, Person)
        .where(col(Submission.assignment_id) == col(Assignment.id))
        .where(col(Submission.enrolment_id) == col(Enrolment.id))
        .where(col(Enrolment.person_id) == col(Person.id))
        .where(col(Assignment.classroom_id) == classroom_id)
        .order_by(col(Submission.id))
    )
    if assignment_id is not None:
        rows = rows.where(col(Submission.assignment_id) == assignment_id)
    if enrolment_id is not None:
        rows = rows.where(col(Submission.enrolment_id) == enrolment_id)
    return [HandedIn(*row) for row in db.exec(rows)]


_OF_SEATS = (
    select(Assignment, Submission)
    .outerjoin(
        Submission,
        (col(Submission.assignment_id) == col(Assignment.id))
        & col(Submission.enrolment_id).in_(bindparam("seats", expanding=True)),
    )
    .where(col(Assignment.classroom_id).in_(bindparam("classes", expanding=True)))
    .order_by(col(Assignment.id), col(Submission.id).desc())
)


def of_seats(
    db: Session, seats: Mapping[int, int]
) -> Mapping[int, list[tuple[Assignment, list[Submission]]]]:
    """For each of these seats, given with its class: its class's assignments, in the order they
    were made, each with what this seat handed in, newest first."""
    asked = {"seats": list(seats), "classes": list(seats.values())}
    by_class: dict[int, dict[int | None, tuple[Assignment, list[Submission]]]] = {}
    for assignment, version in db.exec(_OF_SEATS, params=asked):
        mine = by_class.setdefault(assignment.classroom_id, {})
        _, versions = mine.setdefault(assignment.id, (assignment, []))
        if version:
            versions.append(version)
    return {seat: list(by_class.get(class_id, {}).values()) for seat, class_id in seats.items()}


def counting(versions: Iterable[Submission]) -> Submission | None:
    """The version that counts, of one student's for one assignment.

    It is the teacher's choice; else the last that was handed in on time; else the last that was
    handed in, late; else the newest that was collected from the folder. So whatever a student
    handed in goes before what was only found there.
    """
    ordered = sorted(versions, key=lambda version: version.number)
    by_hand = [version for version in ordered if version.source != "folder"]
    on_time = [version for version in by_hand if not version.late]
    chosen = [version for version in ordered if version.chosen]
    return next(reversed(chosen or on_time or by_hand or ordered), None)


def which_count(versions: Iterable[Submission]) -> set[int | None]:
    """The ids of those that count, among versions of many students and assignments."""
    theirs: dict[tuple[int, int], list[Submission]] = {}
    for one in versions:
        theirs.setdefault((one.assignment_id, one.enrolment_id), []).append(one)
    return {found.id for group in theirs.values() if (found := counting(group))}


def choose(db: Session, assignment: Assignment, enrolment_id: int, number: int | None) -> None:
    """The teacher says which version of a student counts; None leaves it to the rule again.

    Raises NotFound when there is no version of this number.
    """
    versions = list(db.exec(_versions(assignment.id or 0, enrolment_id)))
    if number is not None and number not in [one.number for one in versions]:
        raise NotFound(f"version {number}", say=sentence("exchange-no-submission"))
    for one in versions:
        one.chosen = one.number == number


def collect(db: Session, assignment: Assignment) -> list[HandedIn]:
    """Freeze which version of each student counts; those are graded from now on."""
    versions = handed_in(db, assignment.classroom_id, assignment_id=assignment.id)
    count = which_count(one.submission for one in versions)
    for one in versions:
        one.submission.frozen = one.submission.id in count
    chosen = [one for one in versions if one.submission.frozen]
    return sorted(chosen, key=lambda one: one.submission.enrolment_id)
