"""The teacher's classes: all of them, and one with its people and their servers."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from sqlmodel import Session, col, select
from starlette.responses import RedirectResponse, Response

from appliance import models
from appliance.homework import assignments, jobs
from appliance.models import Assignment, Classroom, Enrolment, Job, Server
from appliance.people import access, enrolment
from appliance.servers import wishes
from web.deps import Db, Teacher, TheirClass, TheParts
from web.pages.show import page

router = APIRouter(prefix="/hub/teach")

STATES = ("ready", "starting", "queued", "stopped", "off")


@dataclass(frozen=True)
class Row:
    """A student and the own server."""

    member: enrolment.Member
    server: Server

    @property
    def trouble(self) -> bool:
        return self.server.state == "stopped" and bool(self.server.say)


@dataclass(frozen=True)
class Task:
    """An assignment as the class page shows it."""

    assignment: Assignment
    handed_in: int
    collected: int
    graded: int
    returned: int
    job: Job | None


@router.get("")
def classes(request: Request, me: Teacher, db: Db) -> Response:
    """Every class of this teacher."""
    mine = (
        select(Classroom)
        .join(Enrolment, col(Enrolment.classroom_id) == col(Classroom.id))
        .where(col(Enrolment.person_id) == me.id, col(Enrolment.teaches))
        .order_by(col(Classroom.title))
    )
    cards = [(one, len(enrolment.members(db, one.id or 0))) for one in db.exec(mine)]
    return page(request, "classes.html", me=me.person, cards=cards)


@router.post("")
def make(me: Teacher, db: Db, title: Annotated[str, Form()] = "") -> Response:
    """A new class."""
    classroom = enrolment.make_class(db, me.person, title)
    return RedirectResponse(f"/hub/teach/{classroom.slug}", 303)


def rows(db: Session, classroom: Classroom) -> list[Row]:
    """The class's students with their servers."""
    return [Row(one, wishes.find(db, one.id)) for one in enrolment.members(db, classroom.id or 0)]


def tasks(db: Session, classroom: Classroom) -> list[Task]:
    """The class's assignments with how far they are."""
    class_id = classroom.id or 0
    all_in = assignments.handed_in(db, class_id)
    found = []
    for one in assignments.all_of(db, class_id):
        versions = [v.submission for v in all_in if v.assignment.id == one.id]
        frozen = [v for v in versions if v.frozen]
        found.append(
            Task(
                assignment=one,
                handed_in=len({v.enrolment_id for v in versions}),
                collected=len(frozen),
                graded=sum(v.score is not None for v in frozen),
                returned=sum(v.returned is not None for v in frozen),
                job=jobs.latest(db, one.id or 0),
            )
        )
    return found


@router.get("/{slug}")
def classroom(request: Request, me: Teacher, one: TheirClass, db: Db) -> Response:
    """One class: people, servers, homework."""
    return page(request, "classroom.html", me=me.person, **_shown(me, one, db))


@router.get("/{slug}/now")
def now(request: Request, me: Teacher, one: TheirClass, db: Db) -> Response:
    """The piece of the class page that changes by itself."""
    return page(request, "_classroom_now.html", me=me.person, **_shown(me, one, db))


def _shown(me: Teacher, one: Classroom, db: Session) -> dict[str, Any]:
    people = rows(db, one)
    own = enrolment.member(db, one.id or 0, me.person.name)
    seat = access.seat_by_id(db, own.id)
    own_server, found = wishes.find(db, own.id), tasks(db, one)
    return {
        "classroom": one,
        "rows": people,
        "tasks": found,
        "problems": jobs.problems,
        "counts": {state: sum(r.server.state == state for r in people) for state in STATES},
        "trouble": sum(row.trouble for row in people),
        "seat": seat,
        "own": own_server,
        "moving": any(row.server.state in ("queued", "starting") for row in people)
        or own_server.state in ("queued", "starting")
        or any(task.job and task.job.state in ("queued", "running") for task in found),
        "coded": sum(row.member.enrolment.code_digest is not None for row in people),
    }


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
        wishes.ask_stop(db, member.id, reason="class over", say="")
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)


@router.post("/{slug}/people/{name}/restart")
def restart(one: TheirClass, name: str, db: Db, parts: TheParts) -> Response:
    """A fresh server for a student whose own is stuck; the files stay."""
    member = enrolment.member(db, one.id or 0, name)
    wishes.ask_restart(db, member.enrolment, parts.settings.seat_ports, models.now())
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)
