"""What belongs into homes: who is to get which edition, and what became of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, or_
from sqlmodel import Session, col, select

from appliance.models import (
    Assignment,
    Classroom,
    Delivery,
    Edition,
    Enrolment,
    Handout,
    Home,
    Person,
    Server,
)
from roster.sentence import Sentence, from_json, to_json


@dataclass(frozen=True)
class Parcel:
    """An edition that a home does not have; `got` is the one it has, if any."""

    enrolment_id: int
    folder: str
    tree: str
    got: str | None
    assignment_id: int | None = None
    handout_id: int | None = None

    @property
    def update(self) -> bool:
        """Whether it takes the place of what the home has; then the folder is not made anew."""
        return self.got is not None


@dataclass(frozen=True)
class Delivered:
    """How far something is on its way into the homes of a class."""

    done: int
    total: int
    kept: tuple[tuple[str, tuple[str, ...]], ...]
    """Whose own files stayed, by the name to show, and which."""
    failed: tuple[tuple[str, Sentence], ...]
    """Who could not be given it, and why; it is tried again."""


def folder_of(assignment: Assignment) -> str:
    """Where its work lies in each home."""
    return assignment.folder if assignment.kind == "folder" else assignment.name


def due(db: Session, now: datetime) -> list[Parcel]:
    """What homes that are there do not have yet, seat by seat.

    An assignment goes into homes by itself only if it is to; but whoever has an earlier edition of
    it gets the new one in any case.
    """
    found = [*_assignments_due(db, now), *_handouts_due(db)]
    return sorted(found, key=lambda one: one.enrolment_id)


def _assignments_due(db: Session, now: datetime) -> Iterable[Parcel]:
    theirs = and_(
        col(Delivery.enrolment_id) == col(Enrolment.id),
        col(Delivery.assignment_id) == col(Assignment.id),
    )
    rows = (
        select(Enrolment.id, Assignment, Delivery.tree)
        .join(Classroom, col(Classroom.id) == col(Enrolment.classroom_id))
        .join(Assignment, col(Assignment.classroom_id) == col(Enrolment.classroom_id))
        .outerjoin(Delivery, theirs)
        .where(*_with_home())
        .where(col(Assignment.released).is_not(None), col(Assignment.tree).is_not(None))
        .where(or_(col(Assignment.opens).is_(None), col(Assignment.opens) <= now))
        .where(
            or_(
                and_(col(Delivery.tree).is_(None), col(Assignment.into_homes)),
                col(Delivery.tree) != col(Assignment.tree),
            )
        )
    )
    for seat, one, got in db.exec(rows):
        yield Parcel(seat or 0, folder_of(one), one.tree or "", got, assignment_id=one.id)


def _handouts_due(db: Session) -> Iterable[Parcel]:
    theirs = and_(
        col(Delivery.enrolment_id) == col(Enrolment.id),
        col(Delivery.handout_id) == col(Handout.id),
    )
    rows = (
        select(Enrolment.id, Handout, Delivery.tree)
        .join(Classroom, col(Classroom.id) == col(Enrolment.classroom_id))
        .join(Handout, col(Handout.classroom_id) == col(Enrolment.classroom_id))
        .outerjoin(Delivery, theirs)
        .where(*_with_home())
        .where(or_(col(Delivery.tree).is_(None), col(Delivery.tree) != col(Handout.tree)))
    )
    for seat, one, got in db.exec(rows):
        yield Parcel(seat or 0, one.name, one.tree, got, handout_id=one.id)


def _learns() -> tuple[ColumnElement[bool], ...]:
    """Students and guests who are there."""
    return (~Enrolment.teaches, ~col(Enrolment.archived), col(Enrolment.erased).is_(None))


def _with_home() -> tuple[ColumnElement[bool], ...]:
    """Those of them who have a home: it comes with the first start, and nobody asks before.

    It was measured once, or its server is up; each for itself comes too late or goes by.
    """
    measured = select(Home.enrolment_id).where(col(Home.enrolment_id) == col(Enrolment.id))
    up = select(Server.enrolment_id).where(
        col(Server.enrolment_id) == col(Enrolment.id), col(Server.ready).is_not(None)
    )
    return (*_learns(), ~col(Classroom.archived), or_(measured.exists(), up.exists()))


def editions(db: Session, assignment_ids: Iterable[int | None]) -> dict[int, list[str]]:
    """The trees that were ever released, by assignment."""
    rows = select(Edition).where(col(Edition.assignment_id).in_(set(assignment_ids)))
    found: dict[int, list[str]] = {}
    for one in db.exec(rows.order_by(col(Edition.id))):
        found.setdefault(one.assignment_id, []).append(one.tree)
    return found


def note_delivered(
    db: Session, parcel: Parcel, *, updated: bool, kept: Iterable[str], now: datetime
) -> None:
    """The home has this edition now."""
    if row := _row(db, parcel):
        row.tree, row.at, row.say = parcel.tree, now, ""
        row.updated, row.kept = updated, json.dumps(list(kept), ensure_ascii=False)


def note_failed(db: Session, parcel: Parcel, say: Sentence, now: datetime) -> None:
    """It could not be delivered; what the home has is what it had."""
    if row := _row(db, parcel):
        row.say, row.at = to_json(say), now


def _row(db: Session, parcel: Parcel) -> Delivery | None:
    """The row about this home; None when what it is about is gone meanwhile."""
    # By its folder as well: the number of what was taken back may be given to another one.
    if parcel.handout_id:
        given = db.get(Handout, parcel.handout_id)
        if not given or given.name != parcel.folder:
            return None
    mine = select(Delivery).where(
        col(Delivery.enrolment_id) == parcel.enrolment_id,
        col(Delivery.assignment_id) == parcel.assignment_id,
        col(Delivery.handout_id) == parcel.handout_id,
    )
    row = db.exec(mine).first() or Delivery(
        enrolment_id=parcel.enrolment_id,
        assignment_id=parcel.assignment_id,
        handout_id=parcel.handout_id,
    )
    db.add(row)
    return row


def progress(db: Session, what: Assignment | Handout) -> Delivered:
    """How far it is; of an assignment that is fetched, with those who have it."""
    about = (
        col(Delivery.handout_id) == what.id
        if isinstance(what, Handout)
        else col(Delivery.assignment_id) == what.id
    )
    rows = db.exec(
        select(Enrolment, Person, Delivery)
        .join(Person, col(Person.id) == col(Enrolment.person_id))
        .outerjoin(Delivery, and_(col(Delivery.enrolment_id) == col(Enrolment.id), about))
        .where(col(Enrolment.classroom_id) == what.classroom_id, *_learns())
        .order_by(col(Person.display_name))
    )
    everybody = isinstance(what, Handout) or what.into_homes
    theirs = [(person, row) for _, person, row in rows if everybody or (row and row.tree)]
    have = [(person, row) for person, row in theirs if row and row.tree == what.tree]
    return Delivered(
        done=len(have),
        total=len(theirs),
        kept=tuple((person.display_name, kept) for person, row in have if (kept := kept_in(row))),
        failed=tuple(
            (person.display_name, from_json(row.say)) for person, row in theirs if row and row.say
        ),
    )


@dataclass(frozen=True)
class Given:
    """What a home was given: an assignment's delivery, or a hand-out's, then with its name."""

    delivery: Delivery
    handout: str | None

    @property
    def kept(self) -> tuple[str, ...]:
        """The files that stayed the student's own."""
        return kept_in(self.delivery)


_OF_SEATS = (
    select(Delivery, Handout.name)
    .outerjoin(Handout, col(Handout.id) == col(Delivery.handout_id))
    .where(col(Delivery.enrolment_id).in_(bindparam("seats", expanding=True)))
    .where(col(Delivery.tree).is_not(None))
    .order_by(col(Delivery.at).desc())
)


def of_seats(db: Session, seats: Iterable[int]) -> list[Given]:
    """Everything that lies in the homes of these seats, the newest first."""
    return [Given(*row) for row in db.exec(_OF_SEATS, params={"seats": list(seats)})]


def kept_in(row: Delivery) -> tuple[str, ...]:
    """The files that stayed the student's own at that delivery."""
    return tuple(json.loads(row.kept))
