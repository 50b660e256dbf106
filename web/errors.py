"""Errors as answers: the same one as a page, a fragment or JSON."""

import errno
import logging
import secrets
import sqlite3

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response

from appliance import words
from appliance.errors import (
    Conflict,
    HomeroomError,
    Invalid,
    NotAllowed,
    NotFound,
    TooLarge,
    TooMany,
    Unavailable,
)
from roster.sentence import Sentence, sentence
from web.deps import NoToken, SignInFirst, language_of
from web.guard import for_programs
from web.pages.show import page
from web.paths import sign_in_path

log = logging.getLogger(__name__)

STATUS: dict[type[HomeroomError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    TooLarge: 413,
    Conflict: 409,
    TooMany: 429,
    Unavailable: 503,
}
PLAIN = {404: sentence("page-not-found"), 405: sentence("page-wrong-way")}


def answer(request: Request, status: int, say: Sentence) -> Response:
    """The sentence in the form and the language this visitor understands."""
    if for_programs(request.url.path):
        return _json(request, status, say)
    fragment = "hx-request" in request.headers
    return page(request, "_problem.html" if fragment else "problem.html", status=status, say=say)


def _json(request: Request, status: int, say: Sentence) -> Response:
    body = {"status": status, "message": words.spoken(say, language_of(request))}
    return JSONResponse(body, status, headers={"Vary": "Accept-Language"})


def status_of(error: HomeroomError) -> int:
    """The status of this kind of error, or of the kind it is a special case of."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def told(request: Request, error: Exception) -> Response:
    assert isinstance(error, HomeroomError)
    status = status_of(error)
    if status == 422 and request.url.path.startswith("/hub/api/"):
        status = 400  # JupyterHub's word for it, which its clients know
    log.info("%s %s: %s", status, request.url.path[:200], str(error)[:300])
    response = answer(request, status, error.say)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.wait_s)
    return response


def sign_in_first(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInFirst)
    target = sign_in_path(error.next_path)
    if "hx-request" in request.headers:
        return Response(headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def no_token(request: Request, _error: Exception) -> Response:
    """403 by the protocol: 401 and 404 turn into errors 500 at the notebook."""
    return _json(request, 403, sentence("token-not-good"))


def plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, HomeroomError):  # FastAPI wraps what broke a form
        return told(request, error.__cause__)
    return answer(
        request, error.status_code, PLAIN.get(error.status_code, sentence("request-not-understood"))
    )


def misfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    log.info("422 %s: %s: %s", request.url.path[:200], where[:100], first["msg"])
    say = sentence("request-misfit", where=where) if where else sentence("request-not-understood")
    return answer(request, 422, say)


def broken_off(_request: Request, _error: Exception) -> Response:
    """The visitor went away in the middle of an upload; nothing was kept and nobody listens."""
    return Response(status_code=400)


def no_room(request: Request, error: Exception) -> Response:
    """The disk is full: nothing was kept, and the next try finds everything as it was before."""
    if not _is_full(error):
        raise error
    log.error("507 %s: %s", request.url.path[:200], str(error)[:300])
    return answer(request, 507, sentence("no-room"))


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    said = getattr(error, "orig", None)
    # SQLite's way to say it, and PostgreSQL's.
    code, state = getattr(said, "sqlite_errorcode", None), getattr(said, "sqlstate", None)
    return code == sqlite3.SQLITE_FULL or state == "53100"


def bug(request: Request, error: Exception) -> Response:
    """Not the visitor's fault: a short reference here, the trace in the log."""
    reference = secrets.token_hex(4)
    log.error("reference %s: %s", reference, request.url.path[:200], exc_info=error)
    return answer(request, 500, sentence("a-fault-of-ours", reference=reference))


def install(app: FastAPI) -> None:
    """Give the app these answers."""
    for kind in STATUS:
        app.add_exception_handler(kind, told)
    app.add_exception_handler(SignInFirst, sign_in_first)
    app.add_exception_handler(NoToken, no_token)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(RequestValidationError, misfit)
    app.add_exception_handler(ClientDisconnect, broken_off)
    app.add_exception_handler(OSError, no_room)
    app.add_exception_handler(OperationalError, no_room)
    app.add_exception_handler(Exception, bug)
