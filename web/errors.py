"""Errors as answers: the same one as a page, a fragment or JSON."""

import logging
import secrets

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response

from appliance.errors import (
    Conflict,
    HomeroomError,
    Invalid,
    NotAllowed,
    NotFound,
    TooMany,
    Unavailable,
)
from web.deps import NoToken, SignInFirst
from web.guard import for_programs
from web.pages.show import page
from web.paths import sign_in_path

log = logging.getLogger(__name__)

STATUS: dict[type[HomeroomError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    Conflict: 409,
    TooMany: 429,
    Unavailable: 503,
}
PLAIN = {
    404: "There is no such page. Check the address, or go back to the start.",
    405: "This address does not work that way. Go back and use the page's own buttons.",
}


def answer(request: Request, status: int, say: str) -> Response:
    """The sentence in the form this visitor understands."""
    if for_programs(request.url.path):
        return JSONResponse({"status": status, "message": say}, status)
    fragment = "hx-request" in request.headers
    return page(request, "_problem.html" if fragment else "problem.html", status=status, say=say)


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


def no_token(_request: Request, _error: Exception) -> Response:
    """403 by the protocol: 401 and 404 turn into errors 500 at the notebook."""
    say = "The token is missing, wrong or no longer good."
    return JSONResponse({"status": 403, "message": say}, 403)


def plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, HomeroomError):  # FastAPI wraps what broke a form
        return told(request, error.__cause__)
    return answer(request, error.status_code, PLAIN.get(error.status_code, str(error.detail)))


def misfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    return answer(request, 422, f"{where}: {first['msg']}. Correct it and try again.")


def broken_off(_request: Request, _error: Exception) -> Response:
    """The visitor went away in the middle of an upload; nothing was kept and nobody listens."""
    return Response(status_code=400)


def bug(request: Request, error: Exception) -> Response:
    """Not the visitor's fault: a short reference here, the trace in the log."""
    reference = secrets.token_hex(4)
    log.error("reference %s: %s", reference, request.url.path[:200], exc_info=error)
    say = f"Something went wrong here. Try again; the log has it under {reference}."
    return answer(request, 500, say)


def install(app: FastAPI) -> None:
    """Give the app these answers."""
    for kind in STATUS:
        app.add_exception_handler(kind, told)
    app.add_exception_handler(SignInFirst, sign_in_first)
    app.add_exception_handler(NoToken, no_token)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(RequestValidationError, misfit)
    app.add_exception_handler(ClientDisconnect, broken_off)
    app.add_exception_handler(Exception, bug)
