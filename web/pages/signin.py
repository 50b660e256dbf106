"""Sign in with a code, a password or a one-time link; sign out."""

import time
from typing import Annotated

import anyio
from anyio import to_thread
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from appliance import db, models
from appliance.errors import Invalid, TooMany
from appliance.models import SignIn
from appliance.people import access, passwords, signin
from appliance.servers import wishes
from roster import codes
from web.deps import LOGIN_COOKIE, SESSION_COOKIE, Me, TheParts
from web.forms import check_ticket, given_token, new_ticket, no_forgery
from web.pages.show import page
from web.parts import Parts
from web.paths import safe_next, sign_in_path

router = APIRouter()

WRONG_CODE = "This code lets nobody in. Check it letter by letter, or ask your teacher for a card."
MAX_TYPED = 100


async def own_form(request: Request, parts: TheParts) -> str:
    """The name of the sign-in form this came from."""
    return check_ticket(parts.key, await given_token(request))


FormName = Annotated[str, Depends(own_form)]
Typed = Annotated[str, Form()]


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
    """Let a student in, in turn. Waiting is the work here, so this page does not block a thread."""
    next_path = safe_next(next, "")
    kept = {"ticket": await given_token(request), "code": code[:MAX_TYPED], "next_path": next_path}
    try:
        await _turn(parts, form)
    except TooMany as error:
        waits = page(request, "signin.html", status=429, say=error.say, wait_s=error.wait_s, **kept)
        waits.headers["Retry-After"] = str(error.wait_s)
        return waits
    entered = await to_thread.run_sync(_enter, parts, code[:MAX_TYPED])
    parts.turns.settle(form, right=entered is not None, now=time.monotonic())
    if entered is None:
        return page(request, "signin.html", status=401, say=WRONG_CODE, **kept)
    cookie, sign_in, seat_path = entered
    parts.ring()
    return signed_in(next_path or seat_path, cookie, sign_in)


async def _turn(parts: Parts, form: str) -> None:
    parts.turns.join(form, time.monotonic())
    try:
        while wait_s := parts.turns.ask(form, time.monotonic()):
            await anyio.sleep(wait_s)
    finally:
        parts.turns.leave(form)


def _enter(parts: Parts, typed: str) -> tuple[str, SignIn, str] | None:
    """Sign in by code and wish for the seat's server; None whatever was wrong with the code."""
    canonical = codes.canonical(typed)
    if canonical is None:
        return None
    with db.reading(parts.database) as session:
        found = signin.find_code(session, parts.key, canonical)
        session.expunge_all()
    if not found or not passwords.verified(canonical, found.code_hash):
        return None
    now = models.now()
    with db.writing(parts.database) as session:
        again = signin.find_code(session, parts.key, canonical)
        seat = again and access.seat_by_id(session, again.id or 0)
        if not again or not seat:
            return None
        wishes.ask_start(session, again, parts.settings.seat_ports, now)
        cookie, sign_in = signin.open_sign_in(session, again.person_id, now)
        session.expunge(sign_in)
        return cookie, sign_in, f"/hub{seat.prefix}"


def signed_in(path: str, cookie: str, sign_in: SignIn) -> Response:
    """Go on as this person. Both cookies are new at every sign-in."""
    response = RedirectResponse(path, 303)
    age = int(signin.SIGN_IN_LASTS.total_seconds())
    response.set_cookie(
        LOGIN_COOKIE, cookie, path="/hub/", max_age=age, httponly=True, samesite="lax"
    )
    response.set_cookie(
        SESSION_COOKIE,
        sign_in.session_id,
        path="/",
        max_age=age,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/hub/login")
def login_page(next: str = "") -> Response:
    """Where the protocol sends people who are not signed in."""
    return RedirectResponse(sign_in_path(next) if safe_next(next, "") else "/", 303)


# Teachers


@router.get("/hub/teacher")
def teacher_page(request: Request, parts: TheParts, next: str = "") -> Response:
    """Name and password."""
    return _teacher_form(request, parts, next_path=safe_next(next, ""))


def _teacher_form(
    request: Request, parts: Parts, *, status: int = 200, **context: object
) -> Response:
    ticket = new_ticket(parts.key)
    return page(request, "teacher_signin.html", status=status, ticket=ticket, **context)


@router.post("/hub/teacher", dependencies=[Depends(own_form)])
def teacher_login(
    request: Request,
    parts: TheParts,
    name: Typed = "",
    password: Typed = "",
    next: Typed = "",
) -> Response:
    """Let a teacher in; wrong passwords are counted for each account."""
    now = models.now()
    with db.reading(parts.database) as session:
        person = signin.find_teacher(session, name[:MAX_TYPED])
        if person:
            signin.check_not_waiting(session, person, now)
        session.expunge_all()
    right = passwords.verified(password[:1000], person.password_hash if person else None)
    with db.writing(parts.database) as session:
        if person:
            signin.note_password(session, person, right=right, now=now)
        if person and right:
            assert person.id is not None
            cookie, sign_in = signin.open_sign_in(session, person.id, now)
            session.expunge(sign_in)
    if not person or not right:
        say = signin.WRONG_PASSWORD
        return _teacher_form(request, parts, status=401, say=say, name=name[:MAX_TYPED])
    return signed_in(safe_next(next, "/hub/teach"), cookie, sign_in)


@router.get("/hub/link/{secret}")
def link_page(request: Request, parts: TheParts, secret: str) -> Response:
    """Choose a password. Looking at the page uses nothing up."""
    with db.reading(parts.database) as session:
        person = signin.find_link(session, secret, models.now())
        name = person.name
    return _link_form(request, parts, name=name)


def _link_form(request: Request, parts: Parts, *, status: int = 200, **context: object) -> Response:
    return page(request, "password.html", status=status, ticket=new_ticket(parts.key), **context)


@router.post("/hub/link/{secret}", dependencies=[Depends(own_form)])
def use_link(
    request: Request,
    parts: TheParts,
    secret: str,
    password: Typed = "",
    again: Typed = "",
) -> Response:
    """Set the password and sign in."""
    with db.reading(parts.database) as session:
        name = signin.find_link(session, secret, models.now()).name
    try:
        signin.check_new_password(password)
        if password != again:
            raise Invalid("passwords differ", say="The two passwords differ. Type both again.")
    except Invalid as error:
        return _link_form(request, parts, status=422, name=name, say=error.say)
    hash_ = passwords.hashed(password[:1000])
    with db.writing(parts.database) as session:
        person = signin.use_link(session, secret, hash_, models.now())
        assert person.id is not None
        cookie, sign_in = signin.open_sign_in(session, person.id, models.now())
        session.expunge(sign_in)
    return signed_in("/hub/teach", cookie, sign_in)


# Out


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
