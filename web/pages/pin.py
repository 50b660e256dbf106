"""The PIN some classes ask for after the card: set at the first sign-in, asked at later ones."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from appliance import db, models
from appliance.errors import HomeroomError, Invalid, NotAllowed, TooMany
from appliance.models import Enrolment
from appliance.people import failures, passwords, pins, signin
from appliance.servers import wishes
from roster.sentence import Sentence, sentence
from web.deps import LOGIN_COOKIE, TheParts, Visit
from web.forms import no_forgery
from web.pages.show import page
from web.pages.signin import Typed, signed_in
from web.parts import Parts
from web.paths import safe_next

router = APIRouter()


class CardFirst(NotAllowed):
    """Nobody waits here for a PIN."""


def at_the_gate(request: Request, parts: TheParts) -> Visit:
    """Whoever showed a card and lacks the PIN."""
    cookie = request.cookies.get(LOGIN_COOKIE, "")
    with db.reading(parts.database) as session:
        now = models.now()
        found = cookie and signin.find_sign_in(session, cookie, now, pin_pending=True)
    if not found:
        raise CardFirst("no sign-in waits for a PIN", say=sentence("pin-card-first"))
    return Visit(person=found[1], sign_in=found[0])


AtTheGate = Annotated[Visit, Depends(at_the_gate)]


@router.get("/hub/pin")
def pin_page(request: Request, me: AtTheGate, next: str = "") -> Response:
    """Choose a PIN, or type the one chosen before."""
    return _form(request, me, next)


def _form(
    request: Request, me: Visit, next_path: str, say: Sentence | None = None, status: int = 200
) -> Response:
    context = {"person": me.person, "new": me.person.pin_hash is None, "say": say}
    context |= {"shortest": pins.SHORTEST, "longest": pins.LONGEST}
    return page(request, "pin.html", status=status, next_path=safe_next(next_path, ""), **context)


@router.post("/hub/pin", dependencies=[Depends(no_forgery)])
def enter_pin(
    request: Request,
    parts: TheParts,
    me: AtTheGate,
    pin: Typed = "",
    again: Typed = "",
    next: Typed = "",
) -> Response:
    """In, if the PIN is right, or good enough to be the first one."""
    try:
        hash_ = (
            _new(parts, me, pin, again) if me.person.pin_hash is None else _check(parts, me, pin)
        )
    except HomeroomError as error:
        status = {TooMany: 429, Invalid: 422}.get(type(error), 403)
        response = _form(request, me, next, error.say, status)
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.wait_s)
        return response
    return _go_in(parts, me, hash_, safe_next(next, "/hub/desk"))


def _new(parts: Parts, me: Visit, pin: str, again: str) -> str:
    with db.reading(parts.database) as session:
        known = pins.student_ids(session, me.id)
    pins.check_new(pin, again, known)
    return passwords.hashed(pin)


def _check(parts: Parts, me: Visit, pin: str) -> str | None:
    """None when it is right: there is nothing new to keep."""
    now = models.now()
    with db.writing(parts.database) as session:
        failures.check(session, me.id, now, "pin")
        # Counted before it is looked at, so that guesses side by side are all counted.
        failures.note(session, me.id, right=False, now=now)
    if not passwords.verified(pin[:100], me.person.pin_hash):
        raise NotAllowed("wrong PIN", say=sentence("pin-wrong"))
    return None


def _go_in(parts: Parts, me: Visit, new_hash: str | None, next_path: str) -> Response:
    now = models.now()
    with db.writing(parts.database) as session:
        pending = session.get(type(me.sign_in), me.sign_in.id)
        person = session.get(type(me.person), me.id)
        if not pending or not person or person.pin_hash != me.person.pin_hash:
            raise CardFirst("the gate closed meanwhile", say=sentence("pin-card-first"))
        person.pin_hash = new_hash or person.pin_hash
        failures.note(session, me.id, right=True, now=now)
        seat = session.get(Enrolment, pending.enrolment_id)
        cookie, sign_in = pins.pass_gate(session, pending, now)
        if seat:
            wishes.ask_start(session, seat, parts.settings.seat_ports, now)
        session.flush()
        session.expunge(sign_in)
    parts.ring()
    return signed_in(next_path, cookie, sign_in)


@router.post("/hub/pin/leave", dependencies=[Depends(no_forgery)])
def leave(parts: TheParts, me: AtTheGate) -> Response:
    """Not me: back to the code."""
    with db.writing(parts.database) as session:
        signin.close_sign_ins(session, me.id, only=me.sign_in.id)
    response = RedirectResponse("/", 303)
    response.delete_cookie(LOGIN_COOKIE, path="/hub/")
    return response
