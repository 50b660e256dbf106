"""Where this seat stands: what the hub tells every notebook server in the environment."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Place:
    """The JupyterHub protocol's variables, read once."""

    prefix: str
    ip: str
    port: int
    token: str
    """The seat's own; also its OAuth secret, so nobody but the hub may see it."""
    client_id: str
    callback: str
    scopes: frozenset[str]
    """Any one of these lets its bearer in."""
    api: str
    activity_url: str
    activity_every_s: float
    hub_host: str
    hub_prefix: str
    owner: str
    server: str
    default_url: str
    https: bool
    cookie_key: str
    """The same at every start; empty where the hub gives none."""
    early_kernel: bool
    """Whether one is to be made before anybody asks."""

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Place":
        """Read the environment; KeyError names what is missing, for nothing works without it."""
        address = urlsplit(env["JUPYTERHUB_SERVICE_URL"])
        prefix = f"/{env['JUPYTERHUB_SERVICE_PREFIX'].strip('/')}/"
        named = env.get("JUPYTERHUB_OAUTH_ACCESS_SCOPES") or env.get("JUPYTERHUB_OAUTH_SCOPES")
        return cls(
            prefix=prefix,
            ip=address.hostname or "",
            port=address.port or 8888,
            token=env["JUPYTERHUB_API_TOKEN"],
            client_id=env["JUPYTERHUB_CLIENT_ID"],
            callback=env.get("JUPYTERHUB_OAUTH_CALLBACK_URL") or f"{prefix}oauth_callback",
            scopes=frozenset(json.loads(named or "[]")),
            api=env["JUPYTERHUB_API_URL"].rstrip("/"),
            activity_url=env.get("JUPYTERHUB_ACTIVITY_URL", ""),
            activity_every_s=float(env.get("JUPYTERHUB_ACTIVITY_INTERVAL") or 300),
            hub_host=env.get("JUPYTERHUB_HOST", ""),
            hub_prefix=f"{env.get('JUPYTERHUB_BASE_URL', '/').rstrip('/')}/hub/",
            owner=env.get("JUPYTERHUB_USER", ""),
            server=env.get("JUPYTERHUB_SERVER_NAME", ""),
            default_url=env.get("JUPYTERHUB_DEFAULT_URL") or "/lab",
            https=env.get("JUPYTERHUB_PUBLIC_URL", "").startswith("https:"),
            cookie_key=env.get("HOMEROOM_COOKIE_KEY", ""),
            early_kernel=env.get("HOMEROOM_EARLY_KERNEL") == "1",
        )

    def lets_in(self, granted: Iterable[str]) -> bool:
        """Whether somebody with these scopes may enter: one of ours, or one without a filter."""
        have = set(granted)
        return any(scope in have or scope.split("!")[0] in have for scope in self.scopes)

    def sign_in_url(self, state: str, challenge: str) -> str:
        """Where the hub signs a visitor in and sends them back from."""
        query = {
            "client_id": self.client_id,
            "redirect_uri": self.callback,
            "response_type": "code",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.hub_host}{self.hub_prefix}api/oauth2/authorize?{urlencode(query)}"
