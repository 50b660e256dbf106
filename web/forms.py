"""The hidden token of every form: a change must have been asked for on a page of ours."""

import secrets
import time
from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends, Request

from appliance.errors import NotAllowed
from appliance.keys import Key
from roster.sentence import sentence
from web.deps import LOGIN_COOKIE
from web.guard import SAFE

SIGNED_IN = "form of a sign-in"
TICKET = "form before sign-in"
TICKET_LASTS_S = 14 * 3600


def form_token(key: Key, request: Request) -> str:
    """What a signed-in person's forms carry; it is bound to this very sign-in."""
    return key.sign(SIGNED_IN, request.cookies.get(LOGIN_COOKIE, ""))


async def no_forgery(request: Request) -> AsyncIterator[None]:
    """Refuse a change that was not asked for on one of our own pages."""
    try:
        if request.method not in SAFE:
            cookie = request.cookies.get(LOGIN_COOKIE, "")
            given = await given_token(request)
            if cookie and not request.app.state.parts.key.signed(SIGNED_IN, cookie, given):
                raise _stale()
        yield
    finally:
        await request.close()  # files that came with a form that has no use for them


def guarded(prefix: str = "") -> APIRouter:
    """A router for pages of signed-in people; every form of theirs is guarded."""
    return APIRouter(prefix=prefix, dependencies=[Depends(no_forgery)])


async def given_token(request: Request) -> str:
    """The token that came with the form, or with htmx's header."""
    given = request.headers.get("x-xsrf") or (await request.form()).get("_xsrf")
    return given if isinstance(given, str) else ""


# Before sign-in there is no cookie to bind a form to. A ticket says that the form is ours and
# names its place in the queue; what keeps other pages from using one is the Origin check.


def new_ticket(key: Key) -> str:
    """A fresh ticket for a sign-in form."""
    facts = f"{int(time.time())}.{secrets.token_hex(8)}"
    return f"{facts}.{key.sign(TICKET, facts)}"


def check_ticket(key: Key, ticket: str) -> str:
    """The form's own name, if the ticket is ours and not too old."""
    facts, _, signature = ticket.rpartition(".")
    if not key.signed(TICKET, facts, signature):
        raise _stale()
    made, _, name = facts.partition(".")
    if time.time() - int(made) > TICKET_LASTS_S:
        raise _stale()
    return name


def _stale() -> NotAllowed:
    return NotAllowed("form without its token", say=sentence("form-stale"))
