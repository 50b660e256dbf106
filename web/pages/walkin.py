"""The door of a class: the teacher opens it and nods; newcomers give a name and wait."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance import db as database
from appliance import models
from appliance.errors import HomeroomError, NotFound
from appliance.models import Classroom, JoinRequest
from appliance.people import enrolment, guests, signin, walkin
from roster.sentence import sentence
from web.deps import LOGIN_COOKIE, Db, Number, Teacher, TheirClass, TheParts
from web.errors import status_of
from web.forms import guarded, new_ticket
from web.pages.show import page
from web.pages.signin import open_seat, own_form, set_cookie, signed_in
from web.parts import Parts

teachers = guarded("/hub/teach/{slug}/join")
newcomers = APIRouter(prefix="/hub/join")

TICKET_COOKIE = "homeroom-join"
TICKET_LASTS_S = int(walkin.REQUEST_LASTS.total_seconds())
Typed = Annotated[str, Form()]


# The teacher's side


@teachers.get("")
def door(request: Request, me: Teacher, one: TheirClass, db: Db, parts: TheParts) -> Response:
    """The join code in big letters, and who waits."""
    return page(request, "walkin.html", me=me.person, **_at_the_door(db, one, parts))


@teachers.get("/now")
def now(request: Request, me: Teacher, one: TheirClass, db: Db, parts: TheParts) -> Response:
    """The piece of it that changes by itself."""
    return page(request, "_walkin_now.html", me=me.person, **_at_the_door(db, one, parts))


def _at_the_door(db: Session, one: Classroom, parts: Parts) -> dict[str, Any]:
    waiting = walkin.waiting(db, one.id or 0)
    people = enrolment.members(db, one.id or 0)
    return {
        "classroom": one,
        "code": walkin.shown_code(one, parts.key, models.now()),
        "minutes": walkin.MINUTES,
        "waiting": waiting,
        "namesakes": walkin.namesakes(db, one.id or 0, [w.display_name for w in waiting]),
        "guests": [m for m in people if m.enrolment.role == "guest"],
    }


@teachers.post("")
def open_door(
    one: TheirClass,
    db: Db,
    parts: TheParts,
    minutes: Annotated[int, Form()] = 0,
    whom: Typed = "student",
) -> Response:
    """Open it for a while, for students or for guests."""
    walkin.open_door(one, parts.key, minutes=minutes, guests=whom == "guest", now=models.now())
    return _to_door(one)


@teachers.post("/close")
def close_door(one: TheirClass) -> Response:
    """The code ends at once."""
    walkin.close_door(one)
    return _to_door(one)


@teachers.post("/nod/{request_id}")
def nod(one: TheirClass, request_id: Number, db: Db) -> Response:
    """Come in."""
    walkin.nod(db, one, request_id, models.now())
    return _to_door(one)


@teachers.post("/refuse/{request_id}")
def refuse(one: TheirClass, request_id: Number, db: Db) -> Response:
    """Not you."""
    walkin.refuse(db, one, request_id)
    return _to_door(one)


@teachers.post("/turn-away")
def turn_away(one: TheirClass, db: Db) -> Response:
    """None of you, and the code ends."""
    walkin.turn_away(db, one)
    return _to_door(one)


@teachers.post("/end-guests")
def end_guests(one: TheirClass, db: Db) -> Response:
    """The workshop is over: guests are out, and their homes go."""
    guests.end(db, one, models.now())
    return _to_door(one)


def _to_door(one: Classroom) -> Response:
    return RedirectResponse(f"/hub/teach/{one.slug}/join", 303)


# The newcomer's side


@newcomers.get("")
def hall(request: Request, parts: TheParts, db: Db) -> Response:
    """A name to give, or how the request stands; without either, back to the code."""
    if asked := _asked(request, db):
        return _waiting(request, db, parts, asked)
    given = request.query_params.get("pass", "")
    if not given:
        return RedirectResponse("/", 303)
    classroom = walkin.check_pass(db, parts.key, given, models.now())
    return _name_form(request, parts, classroom, given)


def _asked(request: Request, db: Session) -> JoinRequest | None:
    ticket = request.cookies.get(TICKET_COOKIE, "")
    return walkin.find_request(db, ticket) if ticket else None


def _name_form(
    request: Request,
    parts: Parts,
    classroom: Classroom,
    given: str,
    *,
    status: int = 200,
    **more: object,
) -> Response:
    return page(
        request,
        "walkin_name.html",
        status=status,
        classroom=classroom,
        given=given,
        ticket=new_ticket(parts.key),
        **more,
    )


@newcomers.post("", dependencies=[Depends(own_form)])
def ask(
    request: Request,
    parts: TheParts,
    db: Db,
    given: Annotated[str, Form(alias="pass")] = "",
    name: Typed = "",
) -> Response:
    """Ask to be let in under this name; once from one browser."""
    if _asked(request, db):
        return RedirectResponse("/hub/join", 303)
    classroom = walkin.check_pass(db, parts.key, given, models.now())
    try:
        ticket = walkin.ask(db, classroom, name, models.now())
    except HomeroomError as error:
        status = status_of(error)
        kept = {"say": error.say, "name": name[:100]}
        return _name_form(request, parts, classroom, given, status=status, **kept)
    response = RedirectResponse("/hub/join", 303)
    set_cookie(response, TICKET_COOKIE, ticket, "/hub/join", TICKET_LASTS_S)
    return response


def _waiting(request: Request, db: Session, parts: Parts, asked: JoinRequest) -> Response:
    return page(
        request,
        "walkin_wait.html",
        classroom=db.get(Classroom, asked.classroom_id),
        asked=asked,
        ticket=new_ticket(parts.key),
    )


@newcomers.get("/state")
def state(request: Request, db: Db) -> Response:
    """Asked again and again by the waiting page: nothing new, or look again."""
    asked = _asked(request, db)
    if asked and asked.state == "waiting":
        return Response(status_code=204)
    return Response(headers={"HX-Redirect": "/hub/join" if asked else "/"})


@newcomers.post("/enter", dependencies=[Depends(own_form)])
def enter(request: Request, parts: TheParts) -> Response:
    """In, after the nod."""
    with database.writing(parts.database) as session:
        seat = walkin.come_in(session, request.cookies.get(TICKET_COOKIE, ""))
        signin.close_browser(session, request.cookies.get(LOGIN_COOKIE, ""))
        found = open_seat(session, parts, seat, request)
        session.expunge_all()
    parts.ring()
    if not found.sign_in:
        raise NotFound("no sign-in", say=sentence("walkin-shut"))
    response = signed_in(found.path, found.cookie, found.sign_in)
    response.delete_cookie(TICKET_COOKIE, path="/hub/join")
    return response


@newcomers.post("/leave", dependencies=[Depends(own_form)])
def leave(request: Request, db: Db) -> Response:
    """Give up waiting, or take note of a refusal, and start over."""
    walkin.give_up(db, request.cookies.get(TICKET_COOKIE, ""))
    response = RedirectResponse("/", 303)
    response.delete_cookie(TICKET_COOKIE, path="/hub/join")
    return response
