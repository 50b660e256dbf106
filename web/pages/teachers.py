"""Teachers and assistants sign in with a password, which a one-time link lets them choose."""

import time

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from appliance import db, models
from appliance.errors import Invalid
from appliance.models import Person, SignIn
from appliance.people import failures, passwords, sessions, signin
from roster.sentence import sentence
from web import devices
from web.deps import LOGIN_COOKIE, TheParts
from web.forms import new_ticket
from web.pages.show import page
from web.pages.signin import MAX_TYPED, Typed, own_form, signed_in
from web.parts import Parts
from web.paths import safe_next

router = APIRouter()


@router.get("/hub/teacher")
def teacher_page(request: Request, parts: TheParts, next: str = "") -> Response:
    """Name and password."""
    return _form(request, parts, "teacher_signin.html", next_path=safe_next(next, ""))


def _form(
    request: Request, parts: Parts, template: str, *, status: int = 200, **context: object
) -> Response:
    return page(request, template, status=status, ticket=new_ticket(parts.key), **context)


@router.post("/hub/teacher", dependencies=[Depends(own_form)])
def teacher_login(
    request: Request,
    parts: TheParts,
    name: Typed = "",
    password: Typed = "",
    next: Typed = "",
) -> Response:
    """Let a teacher in; wrong passwords are counted for each account."""
    typed, next_path = name[:MAX_TYPED], safe_next(next, "/hub/teach")
    with db.reading(parts.database) as session:
        person = signin.find_teacher(session, typed)
    trusted = bool(person) and _trusted(parts, request, person)
    if person and not trusted:
        _count_first(parts, person)
    right = passwords.verified(password[:1000], person.password_hash if person else None)
    if not person or not right:
        if trusted:
            parts.turns.blame(devices.known(parts.key, request), time.monotonic())
        say = sentence("signin-wrong-password")
        return _form(
            request, parts, "teacher_signin.html", status=401, say=say, name=typed, next_path=next
        )
    return _let_in(request, parts, person, next_path, trusted=trusted)


def _trusted(parts: Parts, request: Request, person: Person | None) -> bool:
    """Whether this very teacher signed in on this device before.

    Then the account's wait does not hold: whoever tries passwords elsewhere can't keep them out.
    """
    known = devices.known(parts.key, request)
    return person is not None and known == _owner(person) and parts.turns.trusts(known)


def _owner(person: Person) -> str:
    return f"person-{person.id}"


def _count_first(parts: Parts, person: Person) -> None:
    """Count the try before it is looked at, so that tries side by side are all counted."""
    assert person.id is not None
    now = models.now()
    with db.writing(parts.database) as session:
        failures.check(session, person.id, now, "password")
        failures.note(session, person.id, right=False, now=now)


def _let_in(
    request: Request, parts: Parts, person: Person, next_path: str, *, trusted: bool
) -> Response:
    assert person.id is not None
    with db.writing(parts.database) as session:
        if not trusted:
            failures.note(session, person.id, right=True, now=models.now())
        signin.close_browser(session, request.cookies.get(LOGIN_COOKIE, ""))
        cookie, sign_in = signin.open_sign_in(
            session, person.id, models.now(), device=_device(request)
        )
        session.expunge(sign_in)
    return _welcome(parts, person, next_path, cookie, sign_in)


def _device(request: Request) -> str:
    return sessions.device_name(request.headers.get("user-agent", ""))


def _welcome(parts: Parts, person: Person, path: str, cookie: str, sign_in: SignIn) -> Response:
    response = signed_in(path, cookie, sign_in)
    devices.remember(parts.key, response, _owner(person))
    return response


@router.get("/hub/link/{secret}")
def link_page(request: Request, parts: TheParts, secret: str) -> Response:
    """Choose a password. Looking at the page uses nothing up."""
    with db.reading(parts.database) as session:
        name = signin.find_link(session, secret, models.now()).name
    return _link_form(request, parts, name=name)


def _link_form(request: Request, parts: Parts, *, status: int = 200, **context: object) -> Response:
    context["shortest"] = passwords.SHORTEST
    return _form(request, parts, "password.html", status=status, **context)


@router.post("/hub/link/{secret}", dependencies=[Depends(own_form)])
def use_link(
    request: Request,
    parts: TheParts,
    secret: str,
    password: Typed = "",
    again: Typed = "",
) -> Response:
    """Set the password and sign in."""
    password = password[:1000]
    with db.reading(parts.database) as session:
        person = signin.find_link(session, secret, models.now())
        name, about = person.name, signin.known_about(session, person)
    try:
        signin.check_new_password(password, about)
        if password != again[:1000]:
            raise Invalid("passwords differ", say=sentence("password-differs"))
    except Invalid as error:
        return _link_form(request, parts, status=422, name=name, say=error.say)
    hash_ = passwords.hashed(password)
    with db.writing(parts.database) as session:
        person = signin.use_link(session, secret, hash_, models.now())
        assert person.id is not None
        signin.close_browser(session, request.cookies.get(LOGIN_COOKIE, ""))
        cookie, sign_in = signin.open_sign_in(
            session, person.id, models.now(), device=_device(request)
        )
        session.expunge_all()
    return _welcome(parts, person, "/hub/teach", cookie, sign_in)
