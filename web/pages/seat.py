"""The way into a seat: start it, wait for it, go in; start it afresh when it is stuck."""

from fastapi import Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance import db, models
from appliance.errors import NotAllowed, NotFound
from appliance.loops import SLOTS
from appliance.models import Server
from appliance.people import access
from appliance.servers import forecast, wishes
from roster.sentence import sentence
from web.deps import Db, Me, TheParts, Visit, language_of, visit, visit_in, whole_path
from web.forms import guarded
from web.pages.away import not_running, wants_page
from web.pages.show import page
from web.parts import Parts
from web.paths import safe_next

router = guarded()


HOLD_S = 5.0
"""A page that waits is told its place and the seconds anew this often, whatever happens."""


def own_seat(db: Session, me: Visit, name: str, slug: str) -> access.Seat:
    """The visitor's own seat; anybody else's is closed, and looks the same as none."""
    seat = access.seat_by_name(db, name, slug)
    if not seat or not access.may_enter(db, me.sign_in, seat):
        raise NotAllowed(
            f"person {me.id} asks for {name[:40]}/{slug[:40]}",
            say=sentence("notebook-not-yours"),
        )
    return seat


def address(parts: Parts, seat: access.Seat, path: str = "") -> str:
    """Where the seat, or a page in it, is."""
    return parts.settings.seat_origin(seat.enrolment.port or 0) + (path or seat.prefix)


@router.api_route("/hub/user/{name}/{slug}", methods=["GET", "POST"])
@router.api_route("/hub/user/{name}/{slug}/{rest:path}", methods=["GET", "POST"])
def waiting(
    request: Request, name: str, slug: str, db: Db, parts: TheParts, rest: str = ""
) -> Response:
    """Show how far the server is; the page itself asks for it to start and goes in when it is."""
    if not wants_page(request, f"/{rest}"):
        return not_running(language_of(request))
    seat = own_seat(db, visit(request, parts), name, slug)
    path = whole_path(request).removeprefix("/hub")
    server = wishes.find(db, seat.id)
    return _state(request, db, seat, server, path, whole=True)


@router.get("/hub/seat/{slug}/state")
async def state(
    request: Request,
    slug: str,
    parts: TheParts,
    path: str = "",
    wait: bool = False,
    still: str = "",
) -> Response:
    """The piece of the waiting page that changes. With `wait` it comes once something happened to
    the seat, or after a while: nobody has to ask again and again, and the way in is told at once.
    Nothing comes for whom it is `still` the state that is shown.
    """
    if wait:
        seat, server = _own_server(request, slug, parts)
        if server.state in ("queued", "starting"):
            await parts.doors.heard(seat.id, at_most=HOLD_S)
    with db.reading(parts.database) as session:
        me = visit_in(session, request)
        seat = own_seat(session, me, me.person.name, slug)
        server = wishes.find(session, seat.id)
        if server.state == still:
            return Response(status_code=204)
        if server.state == "ready":
            return _go_in(request, parts, seat, path)
        return _state(request, session, seat, server, path, whole=False)


def _own_server(request: Request, slug: str, parts: Parts) -> tuple[access.Seat, Server]:
    with db.reading(parts.database) as session:
        me = visit_in(session, request)
        seat = own_seat(session, me, me.person.name, slug)
        return seat, wishes.find(session, seat.id)


def _go_in(request: Request, parts: Parts, seat: access.Seat, path: str) -> Response:
    within = path if safe_next(path, "").startswith(seat.prefix) else seat.prefix
    target = address(parts, seat, within)
    if "hx-request" in request.headers:
        return Response(headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def _state(
    request: Request,
    db: Session,
    seat: access.Seat,
    server: Server,
    path: str,
    *,
    whole: bool,
) -> Response:
    place = wishes.place_in_line(db, server)
    measured = [] if wishes.held_up(db, server) else forecast.boots(db)
    seconds = forecast.seconds(measured, place=place, slots=SLOTS)
    return page(
        request,
        "waiting.html" if whole else "_waiting.html",
        seat=seat,
        server=server,
        said=wishes.said(server),
        path=path,
        place=place,
        seconds=seconds,
        # A server that fell over is explained first; any other is started without a further press.
        # And only for who comes: a page left open must not undo what the teacher stopped meanwhile.
        # One that was wished early is told so that its owner is there.
        start_now=whole
        and (
            server.state == "off"
            or (server.state == "stopped" and not server.say)
            or (server.wanted and server.early)
        ),
    )


@router.post("/hub/seat/{slug}/start")
def start(request: Request, slug: str, me: Me, db: Db, parts: TheParts, path: str = "") -> Response:
    """Ask for the server."""
    seat = own_seat(db, me, me.person.name, slug)
    server = wishes.ask_start(db, seat.enrolment, parts.settings.seat_ports, models.now())
    return _on(request, db, parts, seat, server, path)


@router.post("/hub/seat/{slug}/restart")
def restart(request: Request, slug: str, me: Me, db: Db, parts: TheParts) -> Response:
    """Ask for a fresh server in place of a stuck one."""
    seat = own_seat(db, me, me.person.name, slug)
    server = wishes.ask_restart(db, seat.enrolment, parts.settings.seat_ports, models.now())
    return _on(request, db, parts, seat, server, "")


def _on(
    request: Request,
    db: Session,
    parts: Parts,
    seat: access.Seat,
    server: Server,
    path: str,
) -> Response:
    if server.state == "ready":
        return _go_in(request, parts, seat, path)
    if "hx-request" in request.headers:
        return _state(request, db, seat, server, path, whole=False)
    return RedirectResponse(f"/hub{seat.prefix}", 303)


@router.get("/hub/spawn")
@router.get("/hub/spawn/{name}")
@router.get("/hub/spawn/{name}/{slug}")
def spawn(me: Me, db: Db, name: str = "", slug: str = "") -> Response:
    """JupyterLab's own "Restart" opens this; the waiting page does the rest."""
    if not slug:
        return RedirectResponse("/hub/desk", 303)
    return RedirectResponse(f"/hub{own_seat(db, me, name, slug).prefix}", 303)


@router.get("/user/{name}/{slug}/{rest:path}")
def astray(request: Request, name: str, slug: str, rest: str, db: Db, parts: TheParts) -> Response:
    """A notebook's address asked of the hub, as Lab's "Log Out" does: go to the seat's own."""
    seat = access.seat_by_name(db, name, slug)
    if not seat or seat.enrolment.port is None:
        raise NotFound("no such seat", say=sentence("no-such-notebook"))
    return RedirectResponse(address(parts, seat, whole_path(request)), 302)


@router.get("/hub/user-redirect/{path:path}")
def to_own(path: str, me: Me, db: Db) -> Response:
    """A link for whoever follows it: into the own notebook."""
    seats = access.seats_of(db, me.id, me.sign_in)
    if not seats:
        return RedirectResponse("/hub/desk", 303)
    return RedirectResponse(f"/hub{seats[0].prefix}{path}", 303)
