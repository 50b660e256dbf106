"""What a seat's port answers while there is no way into the seat: go and wait at the hub."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from appliance import words
from appliance.servers.routes import AWAY
from web.deps import Language, TheParts, whole_path

router = APIRouter()


def wants_page(request: Request, path: str) -> bool:
    """Whether a person asks, and not one of the notebook's own programs."""
    accept = request.headers.get("accept", "")
    return request.method == "GET" and "/api/" not in path and "json" not in accept


def not_running(language: str) -> Response:
    """What a notebook's own programs are told; 424 is the protocol's word for it."""
    return JSONResponse({"message": words.spoken("notebook-not-running", language)}, 424)


@router.api_route(AWAY + "/{path:path}", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def away(request: Request, path: str, parts: TheParts, language: Language) -> Response:
    """A person is sent to the waiting page, which leads back here; a program is told."""
    if not wants_page(request, f"/{path}"):
        return not_running(language)
    target = whole_path(request).removeprefix(AWAY)
    return RedirectResponse(f"{parts.settings.hub_origin}/hub{target}", 302)
