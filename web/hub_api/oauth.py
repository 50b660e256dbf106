"""OAuth 2's authorization code flow between a notebook server and the hub."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from appliance import db, models
from appliance.errors import HomeroomError
from appliance.people import access
from appliance.servers import wishes
from appliance.settings import Settings
from roster.sentence import sentence
from web.deps import SESSION_COOKIE, TheParts, visit_in
from web.hub_api import PREFIX
from web.hub_api.users import bearer
from web.pages.show import page

router = APIRouter(prefix=PREFIX + "/oauth2")


def callback(settings: Settings, seat: access.Seat) -> str:
    """The one address to which codes for this seat may go."""
    return f"{settings.seat_origin(seat.enrolment.port or 0)}{seat.prefix}oauth_callback"


@router.get("/authorize")
def authorize(
    request: Request,
    parts: TheParts,
    client_id: str = "",
    redirect_uri: str = "",
    response_type: str = "",
    state: str = "",
    code_challenge: str = "",
    code_challenge_method: str = "",
) -> Response:
    """Send the owner back with a code; nobody else gets one, and no other address does."""
    with db.reading(parts.database) as session:
        seat = access.seat_of_client(session, client_id)
        if not seat or redirect_uri != callback(parts.settings, seat) or response_type != "code":
            return page(request, "problem.html", status=400, say=sentence("sign-in-unknown"))
        if code_challenge and code_challenge_method != "S256":
            return page(request, "problem.html", status=400, say=sentence("sign-in-challenge"))
        from_browser = visit_in(session, request)
        if not access.may_enter(session, from_browser.sign_in, seat):
            return page(request, "problem.html", status=403, say=sentence("notebook-not-yours"))
    now = models.now()
    with db.writing(parts.database) as session:
        code = access.give_code(
            session, seat, from_browser.sign_in, redirect_uri, code_challenge or None, now
        )
        # Whoever comes by a bookmark comes by no page of ours.
        wishes.arrive(session, wishes.find(session, seat.id), now)
    query = urlencode({"code": code, "state": state})
    response = RedirectResponse(f"{redirect_uri}?{query}", 302)
    response.set_cookie(
        SESSION_COOKIE,
        from_browser.sign_in.session_id,
        path="/",
        httponly=True,
        samesite="lax",
    )
    return response


@router.post("/token")
def token(
    parts: TheParts,
    client_id: Annotated[str, Form()] = "",
    client_secret: Annotated[str, Form()] = "",
    grant_type: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    redirect_uri: Annotated[str, Form()] = "",
    code_verifier: Annotated[str, Form()] = "",
) -> Response:
    """Trade a code for a token, once. Whose it is stands beside it, so that nobody has to ask."""
    if grant_type != "authorization_code":
        return _refused("unsupported_grant_type", "Only authorization_code is known.")
    now = models.now()
    with db.writing(parts.database) as session:
        try:
            seat = access.check_client(session, client_id, client_secret)
        except HomeroomError as error:
            return _refused("invalid_client", str(error), 401)
        # Refused within: a code that was shown is used up, whatever comes of it.
        try:
            taken = access.take_code(session, code)
            fresh = access.trade_code(session, seat, taken, redirect_uri, code_verifier, now)
        except HomeroomError as error:
            return _refused("invalid_grant", str(error))
        kept = access.find_token(session, fresh, now)
        assert kept is not None
        granted: dict[str, Any] = {
            "access_token": fresh,
            "token_type": "Bearer",
            "expires_in": int(access.OAUTH_TOKEN_LASTS.total_seconds()),
            "scope": seat.scope,
            "user": bearer(session, kept),
        }
    return JSONResponse(granted, headers={"Cache-Control": "no-store"})


def _refused(error: str, description: str, status: int = 400) -> Response:
    """For the notebook's log, in the plain English that the protocol allows here."""
    return JSONResponse({"error": error, "error_description": description}, status)
