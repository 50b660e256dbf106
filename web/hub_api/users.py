"""What a notebook server asks the hub: who is this, and: I am still in use."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from sqlmodel import Session

from appliance import models
from appliance.errors import Invalid
from appliance.models import Person, SignIn, Token
from appliance.people import access
from appliance.servers import wishes
from web.deps import AToken, Db, NoToken
from web.hub_api import PREFIX

VERSION = "6.1.1"
"""The version of the protocol we speak; another major one makes notebooks complain."""

router = APIRouter(prefix=PREFIX)


@router.get("")
@router.get("/")
async def version(response: Response) -> dict[str, str]:
    """Every notebook server asks this before it listens."""
    response.headers["X-JupyterHub-Version"] = VERSION
    return {"version": VERSION}


@router.get("/user")
async def whoami(token: AToken, db: Db, response: Response) -> dict[str, Any]:
    """Who the token's bearer is, with the scopes it has at this moment."""
    response.headers["X-JupyterHub-Version"] = VERSION
    return bearer(db, token)


def bearer(db: Session, token: Token) -> dict[str, Any]:
    """Who the token's bearer is."""
    person = db.get(Person, token.person_id)
    assert person is not None
    sign_in = token.sign_in_id and db.get(SignIn, token.sign_in_id)
    return {
        "kind": "user",
        "name": person.name,
        "admin": False,
        "groups": [],
        "scopes": access.scopes(db, token),
        "session_id": sign_in.session_id if sign_in else None,
        "token_id": f"a{token.id}",
        "user_info": {"name": person.display_name, "display_name": person.display_name},
    }


@router.post("/users/{name}/activity")
def activity(
    name: str, token: AToken, db: Db, body: Annotated[dict[str, Any], Body()]
) -> dict[str, Any]:
    """Note when a server was last used, by its own word: an idle one repeats the same moment."""
    person = db.get(Person, token.person_id)
    if not person or person.name != name:
        raise NoToken
    if f"users:activity!user={name}" not in access.scopes(db, token):
        raise NoToken
    servers = body.get("servers") or {}
    if not isinstance(servers, dict):
        raise Invalid("servers must be an object")
    for slug, report in servers.items():
        seat = access.seat_by_name(db, name, slug)
        if not seat:
            raise Invalid(f"no server {slug[:40]!r}")
        wishes.note_activity(db, seat.id, _moment(report))
    return {}


def _moment(report: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(report["last_activity"])
    except (TypeError, KeyError, ValueError) as error:
        raise Invalid("last_activity must be a time in ISO 8601") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > models.now() + timedelta(hours=1):
        raise Invalid("last_activity lies in the future")
    return moment
