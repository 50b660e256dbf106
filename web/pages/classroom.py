"""The teacher's classes: all of them, one with its people and their servers, and its board."""

from typing import Annotated, Any

from fastapi import Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance import models
from appliance.homework import jobs
from appliance.models import Classroom
from appliance.people import classrooms, enrolment, sessions, walkin
from appliance.servers import homes, hours, wishes
from appliance.servers.limits import limits
from web.deps import Db, Teacher, TheirClass, TheParts
from web.forms import guarded
from web.pages import census, lesson
from web.pages.show import page
from web.parts import Parts

router = guarded("/hub/teach")


@router.get("")
def classes(request: Request, me: Teacher, db: Db) -> Response:
    """Every class of this teacher."""
    mine = classrooms.taught(db, me.id)
    counts = census.counts(db, [one.id or 0 for one in mine], models.now())
    return page(
        request,
        "classes.html",
        me=me.person,
        cards=[(one, counts[one.id or 0]) for one in mine],
        put_away=classrooms.taught(db, me.id, archived=True),
    )


@router.post("")
def make(me: Teacher, db: Db, title: Annotated[str, Form()] = "") -> Response:
    """A new class."""
    classroom = classrooms.make(db, me.person, title)
    return RedirectResponse(f"/hub/teach/{classroom.slug}", 303)


@router.get("/{slug}")
def classroom(
    request: Request, me: Teacher, one: TheirClass, db: Db, parts: TheParts, all: bool = False
) -> Response:
    """One class: people, servers, homework."""
    return page(request, "classroom.html", me=me.person, **_shown(me, one, db, parts, all))


@router.get("/{slug}/now")
def now(
    request: Request, me: Teacher, one: TheirClass, db: Db, parts: TheParts, all: bool = False
) -> Response:
    """The piece of the class page that changes by itself."""
    shown = _shown(me, one, db, parts, all)
    return page(request, "_classroom_now.html", me=me.person, renewed=True, **shown)


def _shown(me: Teacher, one: Classroom, db: Session, parts: Parts, all: bool) -> dict[str, Any]:
    moment, class_id = models.now(), one.id or 0
    homework = lesson.tasks(db, one)
    counts = census.counts(db, [class_id], moment)[class_id]
    large = counts.students > census.FEW
    mine = enrolment.member(db, class_id, me.person.name)
    own = wishes.find(db, mine.id)
    people = census.rows(db, class_id, most=census.FEW if large and not all else None)
    until, coming = hours.around(db, one, moment, parts.settings.zone)
    drawn, may = [row.member.id for row in people], limits(one, parts.settings)
    return {
        "classroom": one,
        "now": moment,
        "until": until,
        "coming": coming,
        "people": people,
        "troubled": census.troubles(people),
        "held": homes.of_seats(db, dict.fromkeys(drawn, may)),
        "large": large,
        "all": large and all,
        "few": census.FEW,
        "tasks": homework,
        "problems": jobs.problems,
        "counts": counts,
        "step": lesson.next_step(counts, homework, moment, archived=one.archived),
        "own": own,
        "leads": mine.enrolment.role == "teacher",
        "at_the_door": len(walkin.waiting(db, class_id)),
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
        ports = parts.settings.seat_ports
        wishes.ask_start(db, member.enrolment, ports, models.now(), early=True)
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)


@router.post("/{slug}/stop")
def stop(one: TheirClass, db: Db) -> Response:
    """The lesson is over."""
    for member in enrolment.members(db, one.id or 0):
        wishes.ask_stop(db, member.id, reason="class over", say=None)
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)


@router.post("/{slug}/people/{name}/start")
def start_one(one: TheirClass, name: str, db: Db, parts: TheParts) -> Response:
    """Ask for one student's server, who may be there and looking on."""
    member, now = enrolment.member(db, one.id or 0, name), models.now()
    early = member.id not in sessions.here(db, [one.id or 0], now)[one.id or 0]
    wishes.ask_start(db, member.enrolment, parts.settings.seat_ports, now, early=early)
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)


@router.post("/{slug}/people/{name}/restart")
def restart(one: TheirClass, name: str, db: Db, parts: TheParts) -> Response:
    """A fresh server for a student whose own is stuck; the files stay."""
    member = enrolment.member(db, one.id or 0, name)
    wishes.ask_restart(db, member.enrolment, parts.settings.seat_ports, models.now())
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)
