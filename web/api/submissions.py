"""What was handed in: every version, which of them counts, and their files, in JSON and zips."""

from typing import Any, Literal

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from appliance import db as database
from appliance.errors import NotFound
from appliance.homework import assignments, bundle, deadlines
from appliance.homework.assignments import HandedIn
from appliance.people import enrolment
from roster.sentence import sentence
from web.deps import ApiClass, ApiTeacher, Db, Language, Number, TheParts, class_of
from web.exchange_answers import told
from web.moments import nbgrader_time
from web.parcels import parcel
from web.parts import Parts

router = APIRouter(prefix="/classes/{slug}/assignments/{name}")


@router.get("/submissions")
def submissions(one: ApiClass, name: str, db: Db, language: Language) -> list[dict[str, Any]]:
    """Every version handed in, or collected from a folder."""
    assignment = assignments.find(db, one.id or 0, name)
    versions = assignments.handed_in(db, one.id or 0, assignment_id=assignment.id)
    count = assignments.which_count(version.submission for version in versions)
    deadline = deadlines.all_of(db, assignment)
    return [
        {
            "student": each.person.name,
            "timestamp": nbgrader_time(each.submission.timestamp),
            "late": each.submission.late,
            "days_late": deadlines.days(deadline[each.enrolment.id or 0], each.submission),
            "receipt": assignments.receipt(each.submission),
            "number": each.submission.number,
            "source": each.submission.source,
            "findings": told(each.submission, language),
            "counts": each.submission.id in count,
            "chosen": each.submission.chosen,
            "collected": each.submission.frozen,
            "score": each.submission.score,
            "max_score": each.submission.max_score,
            "penalty": each.submission.penalty,
            "needs_manual": each.submission.needs_manual,
            "returned": each.submission.returned is not None,
        }
        for each in versions
    ]


@router.post("/submissions/{student}/{number}/choose")
def choose(
    one: ApiClass, name: str, student: str, number: Number, db: Db, language: Language
) -> list[dict[str, Any]]:
    """Let this version of the student count; all versions as they are now."""
    return _choose(one, name, student, number, db, language)


@router.delete("/submissions/{student}/choose")
def leave_it_to_the_rule(
    one: ApiClass, name: str, student: str, db: Db, language: Language
) -> list[dict[str, Any]]:
    """Let the rule say again which version of the student counts."""
    return _choose(one, name, student, None, db, language)


def _choose(
    one: ApiClass, name: str, student: str, number: int | None, db: Db, language: str
) -> list[dict[str, Any]]:
    found = assignments.find(db, one.id or 0, name)
    assignments.choose(db, found, enrolment.member(db, one.id or 0, student).id, number)
    return submissions(one, name, db, language)


@router.get("/submissions/{student}/{number}.zip")
def version(
    slug: str, name: str, student: str, number: Number, teacher: ApiTeacher, parts: TheParts
) -> Response:
    """The files of one version, as they came."""
    with database.reading(parts.database) as session:
        found = [
            one
            for one in _versions(session, teacher.id or 0, slug, name)
            if (one.person.name, one.submission.number) == (student, number)
        ]
    if not found:
        raise NotFound(f"version {number}", say=sentence("exchange-no-submission"))
    return zipped(parts, found, f"{name}-{student}-v{number}.zip")


@router.get("/submissions.zip")
def all_versions(
    slug: str,
    name: str,
    teacher: ApiTeacher,
    parts: TheParts,
    which: Literal["counting", "all"] = "counting",
) -> Response:
    """The versions that count, or all, in folders by section and student."""
    with database.reading(parts.database) as session:
        found = _versions(session, teacher.id or 0, slug, name)
        count = assignments.which_count(one.submission for one in found)
    chosen = [one for one in found if which == "all" or one.submission.id in count]
    return zipped(parts, chosen, f"{slug}-{name}.zip")


def _versions(session: Session, teacher_id: int, slug: str, name: str) -> list[HandedIn]:
    classroom_id = class_of(session, teacher_id, slug).id or 0
    assignment = assignments.find(session, classroom_id, name)
    return assignments.handed_in(session, classroom_id, assignment_id=assignment.id)


def zipped(parts: Parts, versions: list[HandedIn], name: str) -> Response:
    """The files of these versions as a zip of this name."""
    zone = parts.settings.zone
    return parcel(parts.store, lambda out: bundle.pack(parts.store, versions, zone, out), name)
