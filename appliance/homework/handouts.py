"""Files without marks, such as readings and data: for the folder of their name in every home."""

from datetime import datetime

from sqlmodel import Session, col, select

from appliance.errors import Conflict, Invalid, NotFound
from appliance.homework.assignments import check_assignment_name
from appliance.homework.store import Tree
from appliance.models import Assignment, Delivery, Handout
from roster.sentence import sentence


def give(db: Session, classroom_id: int, name: str, tree: Tree, now: datetime) -> Handout:
    """Hand these files out to the class; under a name that is there already, a new edition.

    Raises Invalid for an unfit name or no files, Conflict for the name of an assignment.
    """
    name = check_assignment_name(name)
    if not tree.entries:
        raise Invalid("hand-out without a file", say=sentence("upload-no-file"))
    _refuse_assignment(db, classroom_id, name)
    found = _named(db, classroom_id, name)
    one = found or Handout(classroom_id=classroom_id, name=name, tree=tree.digest)
    one.tree, one.given = tree.digest, now
    db.add(one)
    db.flush()
    return one


def all_of(db: Session, classroom_id: int) -> list[Handout]:
    """The class's hand-outs, in the order in which they were first given."""
    mine = select(Handout).where(col(Handout.classroom_id) == classroom_id)
    return list(db.exec(mine.order_by(col(Handout.id))))


def find(db: Session, classroom_id: int, name: str) -> Handout:
    """The class's hand-out of this name."""
    found = _named(db, classroom_id, name)
    if not found:
        raise NotFound(f"no hand-out {name[:80]!r}", say=sentence("handout-none"))
    return found


def take_back(db: Session, one: Handout) -> None:
    """It goes into no further home. What lies in homes stays there: it may hold people's work."""
    for row in db.exec(select(Delivery).where(col(Delivery.handout_id) == one.id)):
        db.delete(row)
    db.flush()
    db.delete(one)
    db.flush()


def _named(db: Session, classroom_id: int, name: str) -> Handout | None:
    mine = select(Handout).where(
        col(Handout.classroom_id) == classroom_id, col(Handout.name) == name
    )
    return db.exec(mine).first()


def _refuse_assignment(db: Session, classroom_id: int, name: str) -> None:
    mine = select(Assignment).where(col(Assignment.classroom_id) == classroom_id)
    if any(name in (one.name, one.folder) for one in db.exec(mine)):
        # Both would lie in the same folder, and each would be taken for an edition of the other.
        raise Conflict(f"{name} is an assignment", say=sentence("handout-is-assignment", name=name))
