"""The teacher's classes: all of them, one with its people and their servers, and its board."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance import models
from appliance.homework import jobs
from appliance.models import Classroom
from appliance.people import classrooms, enrolment, walkin
from appliance.servers import homes, hours, wishes
from appliance.servers.limits import limits
from web.deps import Db, Teacher, TheirClass, TheParts
from web.pages import lesson
from web.pages.show import page
from web.parts import Parts

router = APIRouter(prefix="/hub/teach")


@router.get("")
def classes(request: Request, me: Teacher, db: Db) -> Response:
    """Every class of this teacher."""
    moment = models.now()
    mine = classrooms.taught(db, me.id)
    return page(
        request,
        "classes.html",
        me=me.person,
        cards=[(one, lesson.counts(lesson.rows(db, one, moment))) for one in mine],
        put_away=classrooms.taught(db, me.id, archived=True),
    )


@router.post("")
def make(me: Teacher, db: Db, title: Annotated[str, Form()] = "") -> Response:
    """A new class."""
    classroom = classrooms.make(db, me.person, title)
    return RedirectResponse(f"/hub/teach/{classroom.slug}", 303)


@router.get("/{slug}")
def classroom(request: Request, me: Teacher, one: TheirClass, db: Db, parts: TheParts) -> Response:
    """One class: people, servers, homework."""
    return page(request, "classroom.html", me=me.person, **_shown(me, one, db, parts))


@router.get("/{slug}/now")
def now(request: Request, me: Teacher, one: TheirClass, db: Db, parts: TheParts) -> Response:
    """The piece of the class page that changes by itself."""
    shown = _shown(me, one, db, parts)
    return page(request, "_classroom_now.html", me=me.person, renewed=True, **shown)


def _shown(me: Teacher, one: Classroom, db: Session, parts: Parts) -> dict[str, Any]:
    moment = models.now()
    people, homework = lesson.rows(db, one, moment), lesson.tasks(db, one)
    own = wishes.find(db, enrolment.member(db, one.id or 0, me.person.name).id)
    counts = lesson.counts(people)
    return {
        "classroom": one,
        "now": moment,
        "coming": hours.coming(db, one, moment, parts.settings.zone),
        "people": sorted(people, key=lambda row: row.trouble is None),
        "held": homes.of_class(db, one.id or 0, limits(one, parts.settings)),
        "tasks": homework,
        "problems": jobs.problems,
        "counts": counts,
        "step": lesson.next_step(people, homework, moment),
        "own": own,
        "at_the_door": len(walkin.waiting(db, one.id or 0)),
        "moving": counts.moving
        or own.state in ("queued", "starting")
        or any(task.working for task in homework),
    }


@router.get("/{slug}/board")
def board(request: Request, one: TheirClass, parts: TheParts) -> Response:
    """For the projector: where to go and what to type, in very big letters, and nobody's name."""
    joining = walkin.shown_code(one, parts.key, models.now())
    return page(
        request,
        "board.html",
        classroom=one,
        address=parts.settings.hub_origin.removeprefix("http://"),
        joining=joining is not None,
        code=joining or one.code_part,
    )


@router.post("/{slug}/start")
def start(one: TheirClass, db: Db, parts: TheParts) -> Response:
    """Ask for every student's server."""
    for member in enrolment.members(db, one.id or 0):
        wishes.ask_start(db, member.enrolment, parts.settings.seat_ports, models.now())
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)


@router.post("/{slug}/stop")
def stop(one: TheirClass, db: Db) -> Response:
    """The lesson is over."""
    for member in enrolment.members(db, one.id or 0):
        wishes.ask_stop(db, member.id, reason="class over", say=None)
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)


@router.post("/{slug}/people/{name}/restart")
def restart(one: TheirClass, name: str, db: Db, parts: TheParts) -> Response:
    """A fresh server for a student whose own is stuck; the files stay."""
    member = enrolment.member(db, one.id or 0, name)
    wishes.ask_restart(db, member.enrolment, parts.settings.seat_ports, models.now())
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)
