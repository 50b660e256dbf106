"""What a notebook server is told when it starts: the JupyterHub protocol's variables."""

import json
from dataclasses import dataclass

from appliance.servers.routes import JUPYTER_PORT
from appliance.settings import Settings

TOLD_S = 60
"""A server says so often when it was used; whoever works must not be taken for idle."""


@dataclass(frozen=True)
class Place:
    """Where a seat stands in the protocol's words."""

    name: str
    slug: str
    role: str
    prefix: str
    port: int
    client_id: str
    scope: str
    early_kernel: bool = False
    """Whether the seat is to make one before anybody asks."""


@dataclass(frozen=True)
class Secrets:
    """What a seat's server keeps to itself and its owner's kernels."""

    token: str
    """Of this very server; also its OAuth secret."""
    cookies: str
    """What it signs browsers' cookies with; the same at every start, so that open tabs go on."""


def environment(settings: Settings, place: Place, secrets: Secrets) -> dict[str, str]:
    """The variables of JupyterHub's single-user protocol, as a named server, plus our own."""
    origin = settings.seat_origin(place.port)
    api = f"http://{settings.gateway}:{settings.api_port}/hub/api"
    scopes = json.dumps([place.scope, f"access:servers!user={place.name}"])
    return {
        # 0.0.0.0 is spelled out: without a host, 4.x listens on loopback only.
        "JUPYTERHUB_SERVICE_URL": f"http://0.0.0.0:{JUPYTER_PORT}{place.prefix}",
        "JUPYTERHUB_SERVICE_PREFIX": place.prefix,
        "JUPYTERHUB_API_TOKEN": secrets.token,
        "JUPYTERHUB_CLIENT_ID": place.client_id,
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": scopes,
        "JUPYTERHUB_OAUTH_SCOPES": scopes,
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{origin}{place.prefix}oauth_callback",
        "JUPYTERHUB_API_URL": api,
        "JUPYTERHUB_ACTIVITY_URL": f"{api}/users/{place.name}/activity",
        "JUPYTERHUB_ACTIVITY_INTERVAL": str(TOLD_S),
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_HOST": settings.hub_origin,
        "JUPYTERHUB_USER": place.name,
        "JUPYTERHUB_SERVER_NAME": place.slug,
        "JUPYTERHUB_PUBLIC_URL": f"{origin}{place.prefix}",
        "JUPYTERHUB_PUBLIC_HUB_URL": f"{settings.hub_origin}/hub/",
        "JUPYTERHUB_DEFAULT_URL": "/lab",
        "HOMEROOM_ROLE": place.role,
        "HOMEROOM_COURSE": place.slug,
        "HOMEROOM_COOKIE_KEY": secrets.cookies,
        "HOMEROOM_EARLY_KERNEL": "1" if place.early_kernel else "",
    }
