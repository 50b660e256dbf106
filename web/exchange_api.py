"""Homework for the notebook side: nbgrader's exchange over HTTP, below /hub/api/exchange."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Header
from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from appliance import archive, db, models
from appliance.errors import Conflict, NotAllowed, NotFound
from appliance.homework import allowance, assignments, fetches, intake, submissions
from appliance.homework.store import Tree
from appliance.models import Assignment, Submission
from appliance.people.access import Seat
from roster.sentence import sentence
from web import exchange_answers
from web.at_once import InTurn
from web.bodies import Given, HandedIn
from web.deps import Language, Number, OwnSeat, TheParts
from web.hub_api import PREFIX
from web.moments import nbgrader_time
from web.parts import Parts

router = APIRouter(prefix=PREFIX + "/exchange")

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
def overview(seat: OwnSeat, parts: TheParts, language: Language) -> dict[str, Any]:
    """Everything the panel shows, in one call: students see themselves, teachers everybody."""
    with db.reading(parts.database) as session:
        return exchange_answers.overview(session, parts.store, seat, models.now(), language)


def _given(session: Session, seat: Seat, name: str) -> Assignment:
    """The assignment, if this seat may have it: teachers may before its hour has come."""
    now = None if seat.enrolment.teaches else models.now()
    return assignments.released(session, seat.enrolment.classroom_id, name, now)


@router.get("/{course}/assignments/{name}")
def fetch(name: str, seat: OwnSeat, turn: InTurn, parts: TheParts) -> Response:
    """The files students work on. Who has which is kept, for the day they are corrected."""
    with db.reading(parts.database) as session:
        assignment = _given(session, seat, name)
    if assignment.tree is None:
        say = sentence("exchange-nothing-to-fetch", name=name, folder=assignment.folder)
        raise NotFound(f"{name[:80]} is a folder", say=say)
    packed = _packed(parts, assignment.tree)
    if not seat.enrolment.teaches:
        with db.writing(parts.database) as session:
            fetches.note(session, assignment, seat.id, models.now())
    return packed


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
        return exchange_answers.assignment(parts.store, assignment)


@router.delete("/{course}/assignments/{name}")
def take_back(name: str, seat: TeachingSeat, parts: TheParts) -> dict[str, Any]:
    """Hand it out no longer; submissions stay."""
    with db.writing(parts.database) as session:
        assignment = assignments.find(session, seat.enrolment.classroom_id, name)
        assignments.take_back(session, assignment, models.now())
    return {}


@router.post("/{course}/assignments/{name}/submissions", status_code=201)
def submit(
    name: str,
    seat: OwnSeat,
    body: HandedIn,
    parts: TheParts,
    language: Language,
    idempotency_key: Annotated[str, Header()] = "",
) -> dict[str, Any]:
    """Take work in. The receipt is given when files and row are on disk, and not before."""
    limits = allowance.limits(seat.classroom)
    again = _again(parts, seat, name, idempotency_key, limits)
    if again is None:
        return _receipt(_taken_in(parts, seat, name, idempotency_key, body, limits), language)
    if parts.store.recognise(archive.tar_members(body, limits), limits) != again.tree:
        raise Conflict("Idempotency-Key used again", say=sentence("submit-key-used"))
    return _receipt(again, language)


def _again(
    parts: Parts, seat: Seat, name: str, key: str, limits: archive.Limits
) -> Submission | None:
    """What was handed in by this key; None when something new may be, and there is room for it."""
    with db.reading(parts.database) as session:
        assignment = _given(session, seat, name)
        again = submissions.expected(session, assignment, seat.id, key, models.now())
        trees = submissions.trees_of(session, assignment, seat.id)
    if not again:
        intake.refuse_too_much(parts.store, trees, limits)
    return again


def _taken_in(
    parts: Parts, seat: Seat, name: str, key: str, body: BinaryIO, limits: archive.Limits
) -> Submission:
    now = models.now()
    with db.reading(parts.database) as session:
        released_tree = _given(session, seat, name).tree
    tree = _keep(parts, body, limits)
    looked = intake.look(parts.store, released_tree, tree)
    with db.writing(parts.database) as session:
        version = submissions.submit(
            session,
            _given(session, seat, name),
            seat.id,
            key,
            tree,
            now,
            findings=looked.findings,
            repaired_tree=looked.repaired_tree,
        )
        session.refresh(version)
        session.expunge(version)
    return version


def _receipt(version: Submission, language: str) -> dict[str, Any]:
    return {
        "number": version.number,
        "timestamp": nbgrader_time(version.timestamp),
        "receipt": submissions.receipt(version),
        "late": version.late,
        "digest": version.tree,
        "findings": exchange_answers.told(version, language),
        "repaired": version.repaired_tree is not None,
    }


@router.get("/{course}/assignments/{name}/submissions/{number}")
def submission(name: str, number: Number, seat: OwnSeat, turn: InTurn, parts: TheParts) -> Response:
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
def feedback(name: str, number: Number, seat: OwnSeat, turn: InTurn, parts: TheParts) -> Response:
    """The feedback pages, once they are returned."""
    version = _version(parts, seat, name, number)
    if not version.feedback_tree or not (version.returned or seat.enrolment.teaches):
        raise NotFound("no feedback yet", say=sentence("exchange-not-returned"))
    return _packed(parts, version.feedback_tree)


def _version(parts: Parts, seat: Seat, name: str, number: int) -> Submission:
    with db.reading(parts.database) as session:
        assignment = assignments.find(session, seat.enrolment.classroom_id, name)
        found = session.get(Submission, number)
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
