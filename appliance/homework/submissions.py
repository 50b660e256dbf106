"""Work handed in: taken in once, kept in every version, and which version counts."""

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
from appliance.homework import deadlines
from appliance.homework.store import Tree
from appliance.models import Assignment, Enrolment, Person, Submission
from roster.sentence import Sentence, all_from_json, all_to_json, sentence


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
