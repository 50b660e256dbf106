"""Homework as the teacher sees it: upload, release, collect, grade, return, export."""

import re
from datetime import datetime, tzinfo
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from appliance import db
from appliance.errors import Invalid
from appliance.homework import archive, assignments, gradebook, jobs
from appliance.homework.store import Store, Tree
from appliance.models import Classroom
from appliance.people import enrolment
from roster.sentence import sentence
from web.deps import Db, Teacher, TheirClass, TheParts, class_of
from web.pages.show import page
from web.parts import Parts

router = APIRouter(prefix="/hub/teach/{slug}")

YEARS = range(2000, 9000)
"""Due dates outside have no moment in every zone."""


def keep_upload(store: Store, file: UploadFile | None) -> Tree:
    """A notebook, or a zip or tar with one, as a tree."""
    if file is None or not file.filename:
        raise Invalid("no file", say=sentence("upload-no-file"))
    name = file.filename.replace("\\", "/").rsplit("/", 1)[-1]
    content, limits = file.file, archive.Limits()
    head = content.read(262)
    content.seek(0)
    if head.startswith(b"PK\x03\x04"):
        members = archive.zip_members(content)
    elif head.startswith(b"\x1f\x8b") or head[257:262] == b"ustar":
        members = archive.tar_members(content, limits)
    else:
        members = iter([archive.Member(name, content)])
    return store.keep(members, limits)


def moment(text: str, zone: tzinfo) -> datetime | None:
    """A due date as a form or a script writes it; `zone` is meant where it names none."""
    if not text.strip():
        return None
    try:
        given = datetime.fromisoformat(text.strip())
        if given.year not in YEARS:
            raise ValueError(f"the year {given.year}")
    except ValueError as error:
        say = sentence("due-date-unreadable", zone=str(zone))
        raise Invalid(f"due date {text[:40]!r}", say=say) from error
    return given if given.tzinfo else given.replace(tzinfo=zone)


def put(
    parts: Parts,
    teacher_id: int,
    slug: str,
    file: UploadFile | None,
    name: str,
    when: datetime | None,
) -> int:
    """Keep an upload as an assignment's source, and have it checked; its number.

    Files first, then the row.
    """
    name = name.strip() or re.sub(r"\.[A-Za-z0-9]+$", "", (file and file.filename) or "")
    assignments.check_assignment_name(name)
    tree = keep_upload(parts.store, file)
    with db.writing(parts.database) as session:
        classroom = class_of(session, teacher_id, slug)
        made = assignments.put_source(session, classroom.id or 0, name, tree, when)
        jobs.ask(session, made, "check")
        assert made.id is not None
        number = made.id
    parts.ring()
    return number


@router.post("/assignments")
def upload(
    me: Teacher,
    slug: str,
    parts: TheParts,
    file: UploadFile | None = None,
    name: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
) -> Response:
    """Put an assignment in; students see nothing until it is released."""
    put(parts, me.id, slug, file, name, moment(due, parts.settings.zone))
    return RedirectResponse(f"/hub/teach/{slug}#homework", 303)


@router.post("/assignments/{name}/due")
def set_due(
    one: TheirClass, name: str, db: Db, parts: TheParts, due: Annotated[str, Form()] = ""
) -> Response:
    """Change when it is due; what was handed in keeps the mark it got."""
    assignments.find(db, one.id or 0, name).due = moment(due, parts.settings.zone)
    return RedirectResponse(f"/hub/teach/{one.slug}#homework", 303)


@router.post("/assignments/{name}/{kind}")
def ask(one: TheirClass, name: str, kind: str, db: Db) -> Response:
    """Queue a step; the class page follows it."""
    assignment = assignments.find(db, one.id or 0, name)
    if kind == "take-back":
        assignments.take_back(assignment)
    elif kind in jobs.KINDS:
        jobs.ask(db, assignment, kind)
    else:
        raise Invalid(f"step {kind[:40]!r}", say=sentence("no-such-step"))
    return RedirectResponse(f"/hub/teach/{one.slug}#homework", 303)


@router.get("/assignments/{name}")
def submissions(request: Request, me: Teacher, one: TheirClass, name: str, db: Db) -> Response:
    """Who handed in what, and what it got."""
    assignment = assignments.find(db, one.id or 0, name)
    versions = assignments.handed_in(db, one.id or 0, assignment_id=assignment.id)
    handed = {version.enrolment.id for version in versions}
    absent = [m for m in enrolment.students(db, one.id or 0) if m.id not in handed]
    to_mark = any(v.submission.needs_manual and v.submission.frozen for v in versions)
    return page(
        request,
        "assignment.html",
        me=me.person,
        classroom=one,
        assignment=assignment,
        versions=versions,
        absent=tuple(m.person.display_name for m in absent),
        to_mark=to_mark,
        receipt=assignments.receipt,
        job=jobs.latest(db, assignment.id or 0),
        problems=jobs.problems,
    )


@router.get("/grades.csv")
def grades(me: Teacher, slug: str, parts: TheParts, format: str = "nbgrader") -> Response:
    """The gradebook as it is now, for another system."""
    return grades_file(parts, me.id, slug, format)


def grades_file(parts: Parts, teacher_id: int, slug: str, format_: str) -> Response:
    """Ask the gradebook, and write its answer in a format others read."""
    if format_ not in gradebook.FORMATS:
        gradebook.export(format_, (), ())
    with db.reading(parts.database) as session:
        classroom: Classroom = class_of(session, teacher_id, slug)
        students = [_student(one) for one in enrolment.students(session, classroom.id or 0)]
        session.expunge_all()
    text = gradebook.export(format_, parts.work.grades(classroom), students)
    disposition = f'attachment; filename="grades-{slug}-{format_}.csv"'
    # Excel takes UTF-8 for what it is only when a mark says so; Canvas and Moodle read both.
    return Response(
        "\ufeff" + text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _student(one: enrolment.Member) -> gradebook.Student:
    facts = one.enrolment
    return gradebook.Student(
        name=one.person.name,
        display_name=one.person.display_name,
        student_id=facts.student_id,
        login=facts.login,
        email=facts.email,
        section=facts.section,
    )
