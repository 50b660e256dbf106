"""Homework, jobs and grades, in JSON."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, UploadFile
from starlette.responses import Response

from appliance import db as database
from appliance import words
from appliance.errors import NotFound
from appliance.homework import assignments, jobs, report
from appliance.models import Assignment, Classroom, Job
from roster.sentence import sentence
from web.deps import ApiClass, ApiTeacher, Db, Language, Number, TheParts, class_of
from web.exchange_api import timestamp
from web.pages.homework import grades_file, moment, put

router = APIRouter()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _assignment(one: Assignment) -> dict[str, Any]:
    state = "released" if one.released else "draft"
    return {
        "name": one.name,
        "due": _iso(one.due),
        "state": state,
        "released": _iso(one.released),
    }


@router.get("/classes/{slug}/assignments")
def all_of(one: ApiClass, db: Db) -> list[dict[str, Any]]:
    """The class's assignments."""
    return [_assignment(found) for found in assignments.all_of(db, one.id or 0)]


@router.post("/classes/{slug}/assignments", status_code=201)
def upload(
    slug: str,
    teacher: ApiTeacher,
    parts: TheParts,
    file: UploadFile | None = None,
    notebook: UploadFile | None = None,
    name: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
) -> dict[str, Any]:
    """Put a notebook or a zip in; `due` is ISO 8601, UTC unless it says otherwise."""
    number = put(parts, teacher.id or 0, slug, file or notebook, name, moment(due, UTC))
    with database.reading(parts.database) as session:
        return _assignment(session.get_one(Assignment, number))


@router.post("/classes/{slug}/assignments/{name}/{kind}", status_code=202)
def ask(one: ApiClass, name: str, kind: str, db: Db, language: Language) -> dict[str, Any]:
    """Queue check, release, collect, autograde or release-feedback; take-back needs no waiting."""
    if kind == "take-back":
        assignment = assignments.find(db, one.id or 0, name)
        assignments.take_back(assignment)
        return _assignment(assignment)
    if kind not in jobs.KINDS:
        raise NotFound(f"step {kind[:40]!r}", say=sentence("api-no-step", steps=jobs.KINDS))
    return _job(jobs.ask(db, assignments.find(db, one.id or 0, name), kind), language)


@router.get("/classes/{slug}/assignments/{name}/report")
def checked(one: ApiClass, name: str, db: Db, language: Language) -> dict[str, Any]:
    """What the last check found; `current` unless something else was uploaded since."""
    assignment = assignments.find(db, one.id or 0, name)
    return {
        "current": report.is_current(assignment),
        "findings": [
            {"level": found.level, "say": words.spoken(found.say, language)}
            for found in report.read(assignment)
        ],
    }


@router.get("/jobs/{job_id}")
def job(job_id: Number, teacher: ApiTeacher, db: Db, language: Language) -> dict[str, Any]:
    """How far a step is."""
    found = jobs.find(db, job_id)
    classroom = db.get_one(Classroom, found.classroom_id)
    class_of(db, teacher.id or 0, classroom.slug)
    return _job(found, language)


def _job(one: Job, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "state": one.state,
        "done": one.done,
        "total": one.total,
        "problems": [words.spoken(said, language) for said in jobs.problems(one)],
    }


@router.get("/classes/{slug}/assignments/{name}/submissions")
def submissions(one: ApiClass, name: str, db: Db) -> list[dict[str, Any]]:
    """Every version handed in."""
    assignment = assignments.find(db, one.id or 0, name)
    versions = assignments.handed_in(db, one.id or 0, assignment_id=assignment.id)
    return [
        {
            "student": version.person.name,
            "timestamp": timestamp(version.submission),
            "late": version.submission.late,
            "receipt": assignments.receipt(version.submission),
            "number": version.submission.number,
            "collected": version.submission.frozen,
            "score": version.submission.score,
            "max_score": version.submission.max_score,
            "needs_manual": version.submission.needs_manual,
            "returned": version.submission.returned is not None,
        }
        for version in versions
    ]


@router.get("/classes/{slug}/grades.csv")
def grades(slug: str, teacher: ApiTeacher, parts: TheParts, format: str = "nbgrader") -> Response:
    """The gradebook as it is now."""
    return grades_file(parts, teacher.id or 0, slug, format)
