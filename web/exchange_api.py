"""Homework for the notebook side: nbgrader's exchange over HTTP, below /hub/api/exchange."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Header
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from appliance import db, models
from appliance.errors import NotAllowed, NotFound
from appliance.homework import allowance, archive, assignments
from appliance.homework.store import Tree
from appliance.models import Assignment, Submission
from appliance.people.access import Seat
from roster.sentence import sentence
from web.deps import Number, OwnSeat, TheParts
from web.parts import Parts
from web.uploads import Given, HandedIn

router = APIRouter(prefix="/exchange")

TEACHERS = archive.Limits()
"""What teachers hand out and return has limits of its own, whatever their class may hand in."""


def teaching_seat(seat: OwnSeat) -> Seat:
    if not seat.enrolment.teaches:
        raise NotAllowed(
            "student asks for a teacher's part", say=sentence("exchange-teachers-only")
        )
    return seat


TeachingSeat = Annotated[Seat, Depends(teaching_seat)]


@router.get("/{course}")
def overview(seat: OwnSeat, parts: TheParts) -> dict[str, Any]:
    """Everything the panel shows, in one call: students see themselves, teachers everybody."""
    teaches = seat.enrolment.teaches
    with db.reading(parts.database) as session:
        out = assignments.all_of(session, seat.enrolment.classroom_id)
        versions = assignments.handed_in(
            session,
            seat.enrolment.classroom_id,
            enrolment_id=None if teaches else seat.id,
        )
        return {
            "course": seat.classroom.slug,
            "role": "teacher" if teaches else "student",
            "assignments": [_assignment(parts, one) for one in out if one.released and one.tree],
            "submissions": [_submission(parts, one, teaches=teaches) for one in versions],
        }


def _assignment(parts: Parts, one: Assignment) -> dict[str, Any]:
    assert one.tree is not None
    return {
        "name": one.name,
        "due": one.due and one.due.isoformat().replace("+00:00", "Z"),
        "late_policy": "",
        "notebooks": parts.store.tree(one.tree).notebooks,
        "version": one.tree,
    }


def _submission(parts: Parts, one: assignments.HandedIn, *, teaches: bool) -> dict[str, Any]:
    version = one.submission
    tree = parts.store.tree(version.tree)
    feedback = {}
    if version.feedback_tree and (teaches or version.returned):
        entries = parts.store.tree(version.feedback_tree).entries
        feedback = {name.removesuffix(".html"): digest[:32] for name, digest, _ in entries}
    shown = teaches or version.returned is not None
    return {
        "id": version.id,
        "student": one.person.name,
        "assignment": one.assignment.name,
        "timestamp": timestamp(version),
        "number": version.number,
        "receipt": assignments.receipt(version),
        "late": version.late,
        "notebooks": [{"name": n, "feedback_md5": feedback.get(n)} for n in tree.notebooks],
        "returned": version.returned is not None,
        "score": version.score if shown else None,
        "max_score": version.max_score if shown else None,
    }


def timestamp(version: Submission) -> str:
    """The moment in nbgrader's own notation."""
    return version.timestamp.strftime("%Y-%m-%d %H:%M:%S.%f UTC")


@router.get("/{course}/assignments/{name}")
def fetch(name: str, seat: OwnSeat, parts: TheParts) -> Response:
    """The files students work on."""
    with db.reading(parts.database) as session:
        assignment = assignments.released(session, seat.enrolment.classroom_id, name)
        assert assignment.tree is not None
        return _packed(parts, assignment.tree)


@router.put("/{course}/assignments/{name}")
def release(
    name: str, seat: TeachingSeat, body: Given, parts: TheParts, force: bool = False
) -> dict[str, Any]:
    """Hand out what the teacher made in the own server."""
    tree = _keep(parts, body)
    with db.writing(parts.database) as session:
        assignment = assignments.release(
            session, seat.enrolment.classroom_id, name, tree, models.now(), force=force
        )
        return _assignment(parts, assignment)


@router.delete("/{course}/assignments/{name}")
def take_back(name: str, seat: TeachingSeat, parts: TheParts) -> dict[str, Any]:
    """Hand it out no longer; submissions stay."""
    with db.writing(parts.database) as session:
        assignments.take_back(assignments.find(session, seat.enrolment.classroom_id, name))
    return {}


@router.post("/{course}/assignments/{name}/submissions", status_code=201)
def submit(
    name: str,
    seat: OwnSeat,
    body: HandedIn,
    parts: TheParts,
    idempotency_key: Annotated[str, Header()] = "",
) -> dict[str, Any]:
    """Take work in. The receipt is given when files and row are on disk, and not before."""
    now = models.now()
    with db.reading(parts.database) as session:
        assignments.released(session, seat.enrolment.classroom_id, name)
    tree = _keep(parts, body, allowance.limits(seat.classroom))
    with db.writing(parts.database) as session:
        assignment = assignments.released(session, seat.enrolment.classroom_id, name)
        version = assignments.submit(session, assignment, seat.id, idempotency_key, tree, now)
        answer = {
            "number": version.number,
            "timestamp": timestamp(version),
            "receipt": assignments.receipt(version),
            "late": version.late,
            "digest": version.tree,
        }
    return answer


@router.get("/{course}/assignments/{name}/submissions/{number}")
def submission(name: str, number: Number, seat: OwnSeat, parts: TheParts) -> Response:
    """One version as it was handed in: the own one, or any for a teacher."""
    return _packed(parts, _version(parts, seat, name, number).tree)


@router.put("/{course}/assignments/{name}/submissions/{number}/feedback")
def give_feedback(
    name: str, number: Number, seat: TeachingSeat, body: Given, parts: TheParts
) -> dict[str, Any]:
    """Feedback a teacher wrote in formgrader; the student may see it from now on."""
    _version(parts, seat, name, number)
    tree = _keep(parts, body)
    with db.writing(parts.database) as session:
        version = session.get_one(Submission, number)
        version.feedback_tree, version.returned = tree.digest, models.now()
    return {}


@router.get("/{course}/assignments/{name}/submissions/{number}/feedback")
def feedback(name: str, number: Number, seat: OwnSeat, parts: TheParts) -> Response:
    """The feedback pages, once they are returned."""
    version = _version(parts, seat, name, number)
    if not version.feedback_tree or not (version.returned or seat.enrolment.teaches):
        raise NotFound("no feedback yet", say=sentence("exchange-not-returned"))
    return _packed(parts, version.feedback_tree)


def _version(parts: Parts, seat: Seat, name: str, number: int) -> Submission:
    with db.reading(parts.database) as session:
        assignment = assignments.find(session, seat.enrolment.classroom_id, name)
        found = session.get(Submission, number)
        session.expunge_all()
    mine = found and (seat.enrolment.teaches or found.enrolment_id == seat.id)
    if not found or not mine or found.assignment_id != assignment.id:
        raise NotFound(f"submission {number}", say=sentence("exchange-no-submission"))
    return found


def _keep(parts: Parts, body: BinaryIO, limits: archive.Limits = TEACHERS) -> Tree:
    return parts.store.keep(archive.tar_members(body, limits), limits)


def _packed(parts: Parts, digest: str) -> Response:
    """A tree as a packed tar, written to disk first so that a slow reader holds nothing up."""
    with parts.store.scratch_file() as file:
        archive.pack(parts.store.files(digest), file.file, compressed=True)
    remove: Callable[[], None] = Path(file.name).unlink
    return FileResponse(file.name, media_type="application/gzip", background=BackgroundTask(remove))
