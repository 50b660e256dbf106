"""What stands before every page: the right host name, the right origin, a bounded body."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from appliance import db, models, words
from appliance.errors import TooLarge
from appliance.homework import allowance
from appliance.models import Person
from appliance.people import access, signin
from appliance.servers.routes import AWAY
from appliance.settings import Settings
from roster.sentence import sentence
from web import api, hub_api
from web.deps import LOGIN_COOKIE, bearer, whole_path
from web.linger import Linger

BODY_LIMIT = 16 * 1024 * 1024
UPLOAD_LIMIT = 128 * 1024 * 1024
"""For homework, and only from teachers: FastAPI takes a form in before it asks who sends it. What
unpacks from it has limits of its own."""
UPLOADS = re.compile(rf"(?:/hub/teach|{api.PREFIX}/classes)/[^/]+/(?:assignments|handouts)(?:/.*)?")
EXCHANGE = re.compile(rf"{hub_api.PREFIX}/exchange/[^/]+/assignments(?:/.*)?")
EXCHANGE_LIMIT = allowance.as_limits(allowance.MOST).packed_bytes
"""What the largest hand-in of any class can be; each class's own limit is held by `bodies`."""
WORDS_LIMIT = 256 * 1024
"""For what programs say in JSON. It is taken apart at once, while everybody else waits, and before
it is asked who they are; any notebook can send it."""
SAFE = ("GET", "HEAD", "OPTIONS")
PROGRAMS = (hub_api.PREFIX, api.PREFIX, "/hub/health", AWAY)
"""Paths that take tokens, not cookies, and answer under any host name."""


def for_programs(path: str) -> bool:
    return any(path == start or path.startswith(f"{start}/") for start in PROGRAMS)


class Guard:
    """Pure ASGI, since it also stands before streamed uploads."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        linger = Linger(scope, receive, send)
        receive, send = linger.receive, self._with_headers(scope, linger.send)
        refusal = self._refusal(scope)
        if refusal:
            await refusal(scope, receive, send)
            return
        await self._app(scope, _bounded(scope, receive), send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        path, headers = scope["path"], Headers(scope=scope)
        if for_programs(path):
            return None
        here = f"{scope['scheme']}://{headers.get('host', '').lower()}"
        home = self._settings.hub_origin
        if scope["method"] in SAFE:
            if here != home:
                return RedirectResponse(home + whole_path(Request(scope)), 307)
            return None
        # Browsers send Origin with every POST; a program without one still needs the page's token.
        origin = headers.get("origin")
        if origin is not None and origin != home:
            language = words.choose(headers.get("accept-language", ""))
            return PlainTextResponse(words.spoken("form-from-elsewhere", language) + "\n", 403)
        return None

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        # A sign-in form ends at a notebook's own port, and form-action also judges redirects.
        seats = f"http://{self._settings.address}:*"
        policy = (
            "default-src 'self'; img-src 'self' data:; style-src 'self'; object-src 'none'; "
            f"base-uri 'none'; frame-ancestors 'none'; form-action 'self' {seats}"
        )
        keep = scope["path"].startswith("/static/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers.setdefault("Cache-Control", "max-age=3600" if keep else "no-store")
            await send(message)

        return send_with_headers


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """Count the body while it comes, whatever its length was said to be."""
    most = left = _limit(scope)

    async def receive_some() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            say = sentence("upload-too-large", most=most / 1_048_576)
            raise TooLarge(f"body over {most} bytes", say=say)
        return message

    return receive_some


def _limit(scope: Scope) -> int:
    """How many bytes a body at this path may have."""
    if UPLOADS.fullmatch(scope["path"]) and scope["method"] not in SAFE and _by_teacher(scope):
        return UPLOAD_LIMIT
    if EXCHANGE.fullmatch(scope["path"]):
        return EXCHANGE_LIMIT
    form = Headers(scope=scope).get("content-type", "").lower().startswith("multipart/form-data")
    return BODY_LIMIT if form or not for_programs(scope["path"]) else WORDS_LIMIT


def _by_teacher(scope: Scope) -> bool:
    """Whether whoever asks is a teacher, by cookie or token; the page looks once more."""
    request, parts = Request(scope), scope["app"].state.parts
    with db.reading(parts.database) as session:
        found = signin.find_sign_in(session, request.cookies.get(LOGIN_COOKIE, ""), models.now())
        token = access.find_token(session, bearer(request), models.now())
        person = found[1] if found else token and session.get(Person, token.person_id)
        return bool(person and person.teacher)
