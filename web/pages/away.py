"""What a seat's port answers while there is no way into the seat: go and wait at the hub."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from appliance.servers.routes import AWAY
from web.deps import TheParts, whole_path

router = APIRouter()

NOT_RUNNING = "This notebook server is not running. Start it on your desk."


def wants_page(request: Request, path: str) -> bool:
    """Whether a person asks, and not one of the notebook's own programs."""
    accept = request.headers.get("accept", "")
    return request.method == "GET" and "/api/" not in path and "json" not in accept


@router.api_route(AWAY + "/{path:path}", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def away(request: Request, path: str, parts: TheParts) -> Response:
    """A person is sent to the waiting page, which leads back here; a program is told."""
    if not wants_page(request, f"/{path}"):
        return JSONResponse({"message": NOT_RUNNING}, 424)
    target = whole_path(request).removeprefix(AWAY)
    return RedirectResponse(f"{parts.settings.hub_origin}/hub{target}", 302)
