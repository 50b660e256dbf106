"""Assignments, the steps done with them, and grades, in JSON."""

from collections.abc import Iterable
from datetime import UTC
from typing import Annotated, Any

from fastapi import APIRouter, Form, UploadFile
from sqlmodel import Session, col, select
from starlette.responses import Response

from appliance import db as database
from appliance import models, words
from appliance.errors import Invalid, NotFound
from appliance.homework import assignments, deadlines, jobs, report
from appliance.models import Assignment, Classroom, Enrolment, Job, OtherDue, Person
from roster.sentence import sentence
from web.api import PREFIX
from web.deps import ApiClass, ApiTeacher, Db, Language, Number, TheParts, class_of
from web.grades import grades_file
from web.moments import iso
from web.uploads import moment, put

router = APIRouter(prefix=PREFIX)
KINDS = ("notebook", "folder")


def shown(db: Session, found: Iterable[Assignment]) -> list[dict[str, Any]]:
    """Assignments with all their dates."""
    found = list(found)
    others = deadlines.others(db, [one.id for one in found])
    names = _names(db, others)
    return [
        {
            "name": one.name,
            "kind": one.kind,
            "folder": one.folder,
            "zone": one.zone,
            "due": iso(one.due),
            "opens": iso(one.opens),
            "grace_minutes": one.grace_minutes,
            "late_policy": one.late_policy,
            "late_marks": one.late_marks,
            "into_homes": one.into_homes,
            "state": "released" if one.released else "draft",
            "released": iso(one.released),
            "out": assignments.is_out(one, models.now()),
            "version": one.tree,
            "section_dates": [
                {"section": other.section, "due": iso(other.due)}
                for other in others
                if other.assignment_id == one.id and other.section is not None
            ],
            "extensions": [
                {"student": names[other.enrolment_id], "due": iso(other.due)}
                for other in others
                if other.assignment_id == one.id and other.enrolment_id in names
            ],
        }
        for one in found
    ]


def _names(db: Session, others: Iterable[OtherDue]) -> dict[int | None, str]:
    seats = [one.enrolment_id for one in others if one.enrolment_id is not None]
    rows = select(Enrolment.id, Person.name).where(col(Enrolment.person_id) == col(Person.id))
    return dict(db.exec(rows.where(col(Enrolment.id).in_(seats))).all())


@router.get("/classes/{slug}/assignments")
def all_of(one: ApiClass, db: Db) -> list[dict[str, Any]]:
    """The class's assignments."""
    return shown(db, assignments.all_of(db, one.id or 0))


@router.get("/classes/{slug}/assignments/{name}")
def one_of(one: ApiClass, name: str, db: Db) -> dict[str, Any]:
    """One assignment."""
    return shown(db, [assignments.find(db, one.id or 0, name)])[0]


@router.post("/classes/{slug}/assignments", status_code=201)
def make(
    slug: str,
    teacher: ApiTeacher,
    parts: TheParts,
    file: UploadFile | None = None,
    notebook: UploadFile | None = None,
    name: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "notebook",
    folder: Annotated[str, Form()] = "",
) -> dict[str, Any]:
    """Put a notebook or a zip in, or name a folder; `due` is ISO 8601, UTC unless it says."""
    if kind not in KINDS:
        raise Invalid(f"kind {kind[:40]!r}", say=sentence("api-no-kind", kinds=KINDS))
    when = moment(due, UTC)
    if kind == "folder":
        with database.writing(parts.database) as session:
            classroom = class_of(session, teacher.id or 0, slug)
            made = assignments.make_folder(session, classroom.id or 0, name, folder, when)
            return shown(session, [made])[0]
    sent = [one for one in (file, notebook) if one]
    number = put(parts, teacher.id or 0, slug, sent, name, when)
    with database.reading(parts.database) as session:
        return shown(session, [session.get_one(Assignment, number)])[0]


@router.post("/classes/{slug}/assignments/{name}/{kind}", status_code=202)
def ask(one: ApiClass, name: str, kind: str, db: Db, language: Language) -> dict[str, Any]:
    """Queue check, release, collect, autograde or release-feedback; take-back needs no waiting."""
    if kind == "take-back":
        assignment = assignments.find(db, one.id or 0, name)
        assignments.take_back(db, assignment, models.now())
        return shown(db, [assignment])[0]
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


@router.get("/classes/{slug}/grades.csv")
def grades(slug: str, teacher: ApiTeacher, parts: TheParts, format: str = "nbgrader") -> Response:
    """The gradebook as it is now."""
    return grades_file(parts, teacher.id or 0, slug, format)
