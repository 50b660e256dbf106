"""Assignments: made, released, corrected, taken back."""

import re
from datetime import datetime

from sqlmodel import Session, col, select

from appliance.archive import check_name
from appliance.errors import Conflict, Invalid, NotFound
from appliance.homework import jobs
from appliance.homework.store import Tree
from appliance.models import Assignment, Edition, Handout
from appliance.servers.rules import check_folder
from roster.sentence import sentence

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
