"""What page functions ask for: the parts, one transaction, who is there, and their language."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, cast
from urllib.parse import quote, urlsplit

from fastapi import Depends, Path, Request
from fastapi.concurrency import contextmanager_in_threadpool
from sqlmodel import Session, col, select

from appliance import db, models, words
from appliance.errors import NotAllowed, NotFound
from appliance.models import Classroom, Enrolment, Person, SignIn, Token
from appliance.people import access, signin
from roster.sentence import sentence
from web.parts import Parts
from web.paths import safe_next

Number = Annotated[int, Path(ge=0, lt=2**53)]
"""The number of a row in an address; longer ones no database takes."""

LOGIN_COOKIE = "homeroom-login"
SESSION_COOKIE = "jupyterhub-session-id"


class SignInFirst(Exception):
    """Nobody is signed in; `next_path` is where they wanted to go."""

    def __init__(self, next_path: str) -> None:
        self.next_path = next_path


# What waits for nothing is `async`: FastAPI sends every other question through a thread, and for
# short looks into the database threads cost more than they give. What writes may wait: a thread.


async def parts_of(request: Request) -> Parts:
    return cast(Parts, request.app.state.parts)


TheParts = Annotated[Parts, Depends(parts_of)]


def language_of(request: Request) -> str:
    """The language of ours that this visitor's browser asks for."""
    return words.choose(request.headers.get("accept-language", ""))


async def _language(request: Request) -> str:
    return language_of(request)


Language = Annotated[str, Depends(_language)]


async def one_transaction(request: Request, parts: TheParts) -> AsyncIterator[Session]:
    """Commit when the page function returns, then wake the loops. A GET only reads."""
    if request.method in ("GET", "HEAD"):
        # Opened by the first question, in the page's thread; to end a look waits for nothing.
        with db.reading(parts.database) as session:
            yield session
        return
    async with contextmanager_in_threadpool(db.writing(parts.database)) as session:
        yield session
    parts.ring()


# scope="function": by default the commit would come after the response, and the redirect that
# follows could still read yesterday.
Db = Annotated[Session, Depends(one_transaction, scope="function")]


@dataclass(frozen=True)
class Visit:
    """A signed-in browser and whose it is."""

    person: Person
    sign_in: SignIn

    @property
    def id(self) -> int:
        assert self.person.id is not None
        return self.person.id


def whole_path(request: Request) -> str:
    """Path and query exactly as they were asked for, percent signs and all."""
    raw = request.scope.get("raw_path") or quote(request.url.path).encode()
    query = request.scope.get("query_string", b"")
    return (raw.split(b"?")[0] + (b"?" + query if query else b"")).decode("ascii", "replace")


def wanted_page(request: Request) -> str:
    """The page to come back to after signing in: for a piece of a page, the page it belongs to."""
    whole = request.headers.get("hx-current-url")
    if whole:
        parts = urlsplit(whole)
        return safe_next(parts.path + (parts.query and f"?{parts.query}"), "/hub/desk")
    return whole_path(request) if request.method == "GET" else "/hub/desk"


def visit(request: Request, parts: Parts) -> Visit:
    """Whoever is signed in, or the sign-in page first."""
    with db.reading(parts.database) as session:
        return visit_in(session, request)


def visit_in(session: Session, request: Request) -> Visit:
    """The same, for a page that looks at the rest in the same transaction."""
    cookie = request.cookies.get(LOGIN_COOKIE, "")
    found = cookie and signin.find_sign_in(session, cookie, models.now())
    if not found:
        raise SignInFirst(wanted_page(request))
    return Visit(person=found[1], sign_in=found[0])


async def _me(request: Request, parts: TheParts) -> Visit:
    return visit(request, parts)


Me = Annotated[Visit, Depends(_me)]


async def signed_in_teacher(me: Me) -> Visit:
    if not me.person.teacher:
        raise NotAllowed("not a teacher", say=sentence("teachers-only"))
    return me


Teacher = Annotated[Visit, Depends(signed_in_teacher)]


def class_of(db: Session, teacher_id: int, slug: str) -> Classroom:
    """A class this person teaches or assists in; to everyone else it does not exist."""
    mine = (
        select(Classroom)
        .join(Enrolment, col(Enrolment.classroom_id) == col(Classroom.id))
        .where(col(Classroom.slug) == slug, col(Enrolment.person_id) == teacher_id)
        .where(Enrolment.teaches, ~col(Enrolment.archived))
    )
    found = db.exec(mine).first()
    if not found:
        raise NotFound(f"class {slug[:40]!r}", say=sentence("class-not-yours"))
    return found


def page_class(slug: str, db: Db, me: Teacher) -> Classroom:
    return class_of(db, me.id, slug)


TheirClass = Annotated[Classroom, Depends(page_class)]


# Tokens, for programs


class NoToken(Exception):
    """A program came without a token that is good."""


def bearer(request: Request) -> str:
    """The token of `Authorization: token …` or `Bearer …`; empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() in ("token", "bearer") else ""


# These look in a transaction of their own, for a page that takes an upload must not hold one open
# meanwhile.


async def good_token(request: Request, parts: TheParts) -> Token:
    """The token's row; without a good one the protocol wants 403, never 401."""
    token = bearer(request)
    with db.reading(parts.database) as session:
        found = token and access.find_token(session, token, models.now())
    if not found:
        raise NoToken
    return found


AToken = Annotated[Token, Depends(good_token)]


async def api_teacher(token: AToken, parts: TheParts) -> Person:
    """The teacher an API token belongs to."""
    with db.reading(parts.database) as session:
        person = session.get(Person, token.person_id)
    if token.kind != "api" or not person or not person.teacher:
        raise NoToken
    return person


ApiTeacher = Annotated[Person, Depends(api_teacher)]


def api_class(slug: str, db: Db, teacher: ApiTeacher) -> Classroom:
    assert teacher.id is not None
    return class_of(db, teacher.id, slug)


ApiClass = Annotated[Classroom, Depends(api_class)]


async def seat_of_token(course: str, token: AToken, parts: TheParts) -> access.Seat:
    """The seat whose own server calls, in the class it names."""
    with db.reading(parts.database) as session:
        seat = access.seat_by_id(session, token.enrolment_id) if token.enrolment_id else None
    if not seat or token.kind != "server":
        raise NoToken
    if seat.classroom.slug != course:
        raise NotFound(f"course {course[:40]!r}", say=sentence("notebook-of-another-class"))
    return seat


OwnSeat = Annotated[access.Seat, Depends(seat_of_token)]
