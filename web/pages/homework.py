"""All homework of a class: how far each is, what comes next, and what is new."""

from typing import Annotated, Any

from fastapi import Form, Request, UploadFile
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance import db as database
from appliance import models
from appliance.homework import assignments, deadlines, deliveries, handouts, jobs
from appliance.models import Classroom
from web.deps import Db, Teacher, TheirClass, TheParts, class_of
from web.forms import guarded
from web.grades import grades_file
from web.pages import census, chain, lesson
from web.pages.show import page
from web.uploads import keep_upload, moment, put

router = guarded("/hub/teach/{slug}")

Typed = Annotated[str, Form()]


@router.get("/homework")
def homework(request: Request, me: Teacher, one: TheirClass, db: Db) -> Response:
    """One row each, with its steps; below, what is given without marks."""
    given = [(each, deliveries.progress(db, each)) for each in handouts.all_of(db, one.id or 0)]
    return page(request, "homework.html", me=me.person, handouts=given, **_shown(one, db))


@router.get("/homework/now")
def now(request: Request, me: Teacher, one: TheirClass, db: Db) -> Response:
    """The piece of it that changes by itself."""
    return page(request, "_homework_now.html", me=me.person, renewed=True, **_shown(one, db))


def _shown(one: Classroom, db: Session) -> dict[str, Any]:
    moment = models.now()
    tasks = lesson.tasks(db, one)
    students = census.counts(db, [one.id or 0], moment)[one.id or 0].students
    differing = deadlines.others(db, [task.assignment.id for task in tasks])
    return {
        "classroom": one,
        "now": moment,
        "rows": [chain.row(task, differing, students, moment) for task in tasks],
        "problems": jobs.problems,
        "moving": any(task.working for task in tasks),
    }


@router.post("/assignments")
def upload(
    me: Teacher,
    slug: str,
    parts: TheParts,
    file: list[UploadFile] | None = None,
    name: Typed = "",
    due: Typed = "",
) -> Response:
    """Put an assignment in; students see nothing until it is released."""
    put(parts, me.id, slug, file or [], name, moment(due, parts.settings.zone))
    parts.ring()
    return RedirectResponse(f"/hub/teach/{slug}/homework", 303)


@router.post("/folders")
def collect_from(
    one: TheirClass,
    db: Db,
    parts: TheParts,
    name: Typed = "",
    folder: Typed = "",
    due: Typed = "",
) -> Response:
    """Homework without a grader: what lies in a folder of every home is collected."""
    when = moment(due, parts.settings.zone)
    assignments.make_folder(db, one.id or 0, name, folder.strip() or name.strip(), when)
    return RedirectResponse(f"/hub/teach/{one.slug}/homework", 303)


# Hand-outs without marks


@router.post("/handouts")
def give(
    me: Teacher,
    slug: str,
    parts: TheParts,
    file: list[UploadFile] | None = None,
    name: Typed = "",
) -> Response:
    """Files for everybody; under a name that is there already, a new edition."""
    assignments.check_assignment_name(name)
    tree = keep_upload(parts.store, file or [])
    with database.writing(parts.database) as session:
        classroom = class_of(session, me.id, slug)
        handouts.give(session, classroom.id or 0, name, tree, models.now())
    parts.ring()
    return RedirectResponse(f"/hub/teach/{slug}/homework#handouts", 303)


@router.post("/handouts/take-back")
def take_back(one: TheirClass, db: Db, name: Typed = "") -> Response:
    """Into no further home; what lies in homes stays."""
    handouts.take_back(db, handouts.find(db, one.id or 0, name))
    return RedirectResponse(f"/hub/teach/{one.slug}/homework#handouts", 303)


@router.get("/grades.csv")
def grades(me: Teacher, slug: str, parts: TheParts, format: str = "nbgrader") -> Response:
    """The gradebook as it is now, for another system."""
    return grades_file(parts, me.id, slug, format)
