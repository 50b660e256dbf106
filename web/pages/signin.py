"""Sign in with a code, and out again."""

import time
from dataclasses import dataclass
from typing import Annotated

import anyio
from anyio import to_thread
from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance import db, models
from appliance.errors import NotAllowed, TooMany
from appliance.models import Enrolment, SignIn
from appliance.people import access, passwords, pins, sessions, signin, walkin
from appliance.people.turns import Asker, Turns
from appliance.servers import wishes
from roster import codes
from roster.sentence import Sentence, sentence
from web import devices
from web.deps import LOGIN_COOKIE, SESSION_COOKIE, Me, TheParts
from web.forms import check_ticket, given_token, new_ticket, no_forgery
from web.pages.seat import address
from web.pages.show import page
from web.parts import Parts
from web.paths import safe_next, sign_in_path

router = APIRouter()

MAX_TYPED = 100
HOLD_S = 6.0
"""How long a browser is kept waiting before its page is told to come back."""


async def own_form(request: Request, parts: TheParts) -> str:
    """The name of the sign-in form this came from."""
    return check_ticket(parts.key, await given_token(request))


FormName = Annotated[str, Depends(own_form)]
Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class Found:
    """What a code led to: `whose` it is, a new sign-in and where it leads, or what to tell.

    `wished`: a server is to be started that was not on its way yet.
    """

    whose: str = ""
    cookie: str = ""
    sign_in: SignIn | None = None
    path: str = ""
    wished: bool = False
    say: Sentence | None = None
    status: int = 200


WRONG = Found(say=sentence("signin-wrong-code"), status=401)


@router.get("/")
def front(request: Request, parts: TheParts, next: str = "") -> Response:
    """One field: the code."""
    return _form(request, parts, next_path=safe_next(next, ""))


@router.get("/c/{code}")
def card(request: Request, parts: TheParts, code: str) -> Response:
    """From a card's QR code: the field is filled in, and the button is still to be pressed."""
    return _form(request, parts, code=code[:MAX_TYPED])


def _form(request: Request, parts: Parts, *, status: int = 200, **context: object) -> Response:
    return page(request, "signin.html", status=status, ticket=new_ticket(parts.key), **context)


@router.post("/hub/login")
async def login(
    request: Request,
    parts: TheParts,
    form: FormName,
    code: Typed = "",
    next: Typed = "",
) -> Response:
    """Let somebody in, in turn. Waiting is the work here, so this page does not block a thread."""
    typed, next_path = code[:MAX_TYPED], safe_next(next, "")
    kept = {"ticket": await given_token(request), "code": typed, "next_path": next_path}
    if codes.canonical(typed) is None and codes.canonical_join(typed) is None:
        # Everybody can work out a check symbol, so saying that it does not fit tells nothing.
        say = sentence("signin-mistyped" if typed.strip() else "signin-no-code")
        return page(request, "signin.html", status=422, say=say, **kept)
    who = devices.asker(parts.key, form, request)
    try:
        await _turn(parts.turns, who)
    except TooMany as error:
        waits = page(request, "signin.html", status=429, say=error.say, wait_s=error.wait_s, **kept)
        waits.headers["Retry-After"] = str(error.wait_s)
        return waits
    found = await to_thread.run_sync(_look, parts, typed, request)
    parts.turns.settle(who, time.monotonic(), right=found.whose)
    if found.say:
        return page(request, "signin.html", status=found.status, say=found.say, **kept)
    if found.wished:
        parts.ring()
    return _go_on(parts, found, next_path)


def _go_on(parts: Parts, found: Found, next_path: str) -> Response:
    if not found.sign_in:
        return RedirectResponse(found.path, 303)
    response = signed_in(next_path or found.path, found.cookie, found.sign_in)
    devices.remember(parts.key, response, found.whose)
    return response


async def _turn(turns: Turns, who: Asker) -> None:
    """Wait in line; TooMany when it takes longer than a browser should be kept."""
    turns.join(who, time.monotonic())
    until = time.monotonic() + HOLD_S
    try:
        while wait_s := turns.ask(who.form, time.monotonic()):
            if time.monotonic() + wait_s > until:
                break
            await anyio.sleep(wait_s)
        else:
            return
    finally:
        told = turns.step_aside(who.form, time.monotonic())
    raise told


def _look(parts: Parts, typed: str, request: Request) -> Found:
    """What became of a code: a sign-in, a way to the walk-in page, or a sentence."""
    canonical = codes.canonical(typed)
    if canonical is None:
        return _at_the_door(parts, typed)
    with db.reading(parts.database) as session:
        card = signin.find_code(session, parts.key, canonical)
    if not passwords.verified(canonical, card.code_hash if card else None) or not card:
        return WRONG
    with db.writing(parts.database) as session:
        seat = signin.find_code(session, parts.key, canonical)
        if not seat or seat.code_hash != card.code_hash:
            return WRONG
        try:
            signin.check_goes_on(session, seat, models.now())
        except NotAllowed as error:
            return Found(whose=f"seat-{seat.id}", say=error.say, status=403)
        signin.close_browser(session, request.cookies.get(LOGIN_COOKIE, ""))
        found = open_seat(session, parts, seat, request)
        session.expunge_all()
    return found


def _at_the_door(parts: Parts, typed: str) -> Found:
    with db.reading(parts.database) as session:
        classroom = walkin.find_open(session, parts.key, typed, models.now())
        if not classroom:
            return WRONG
        return Found(f"class-{classroom.id}", path=walkin.way_in(classroom, parts.key))


def open_seat(session: Session, parts: Parts, seat: Enrolment, request: Request) -> Found:
    """Sign in to a seat and wish for its server, or ask for the PIN first."""
    now, device = models.now(), sessions.device_name(request.headers.get("user-agent", ""))
    cookie, sign_in = signin.open_sign_in(
        session, seat.person_id, now, enrolment_id=seat.id, device=device
    )
    seats = access.seats_of(session, seat.person_id, sign_in)
    own = next((one for one in seats if one.id == seat.id), None)
    path, wished = f"/hub{own.prefix}" if own else "/hub/desk", False
    # A PIN stands beside a card, and guests have none.
    classes = [one.enrolment.classroom_id for one in seats]
    if seat.role != "guest" and pins.wanted(session, classes):
        signin.ask_pin_first(sign_in, now)
    else:
        before = wishes.find(session, seat.id or 0).asked
        server = wishes.ask_start(session, seat, parts.settings.seat_ports, now)
        wished = server.asked != before
        if own and server.state == "ready":
            path = address(parts, own)
    session.flush()
    return Found(f"seat-{seat.id}", cookie, sign_in, path, wished)


def signed_in(path: str, cookie: str, sign_in: SignIn) -> Response:
    """Go on as this person, or to the PIN first. Both cookies are new at every sign-in."""
    response = RedirectResponse(pin_path(path) if sign_in.pin_pending else path, 303)
    age = int(signin.SIGN_IN_LASTS.total_seconds())
    set_cookie(response, LOGIN_COOKIE, cookie, "/hub/", age)
    if not sign_in.pin_pending:
        set_cookie(response, SESSION_COOKIE, sign_in.session_id, "/", age)
    return response


def set_cookie(response: Response, name: str, value: str, path: str, age: int) -> None:
    response.set_cookie(name, value, path=path, max_age=age, httponly=True, samesite="lax")


def pin_path(next_path: str) -> str:
    """The PIN's page that leads on to `next_path`."""
    return "/hub/pin" + sign_in_path(next_path)[1:]


@router.get("/hub/login")
def login_page(request: Request, parts: TheParts, next: str = "") -> Response:
    """Where the protocol sends people who are not signed in."""
    next_path = safe_next(next, "")
    cookie = request.cookies.get(LOGIN_COOKIE, "")
    with db.reading(parts.database) as session:
        waits = cookie and signin.find_sign_in(session, cookie, models.now(), pin_pending=True)
    if waits:
        return RedirectResponse(pin_path(next_path or "/hub/home"), 303)
    return RedirectResponse(sign_in_path(next) if next_path else "/", 303)


@router.get("/hub/logout")
def logout_page(request: Request) -> Response:
    """Notebooks send people here; a GET signs nobody out, so there is a button."""
    if LOGIN_COOKIE not in request.cookies:
        return RedirectResponse("/", 303)
    return page(request, "logout.html")


@router.post("/hub/logout", dependencies=[Depends(no_forgery)])
def logout(parts: TheParts, me: Me) -> Response:
    """End this sign-in here and at every notebook it opened."""
    with db.writing(parts.database) as session:
        signin.close_sign_ins(session, me.id, only=me.sign_in.id)
    response = RedirectResponse("/", 303)
    response.delete_cookie(LOGIN_COOKIE, path="/hub/")
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response
