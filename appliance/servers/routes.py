"""What the proxy is told: one file for each live seat, and the hub's own, as Traefik reads them."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from appliance.settings import Settings

JUPYTER_PORT = 8888
AWAY = "/seat-away"
"""What the proxy puts before a seat's path when the seat has no route of its own."""

LEADS = re.compile(rf'"url": "http://([^":]+):{JUPYTER_PORT}"')

MAKE_CERTIFICATE = (
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    "-keyout", "-", "-out", "-", "-subj", "/CN=unused", "-days", "36500",
)  # fmt: skip


def spare_certificate() -> str:
    """A key and its certificate, as PEM; empty where openssl makes none. It protects nothing: no
    route stands behind TLS, and whoever tries it gets this certificate and a 404.

    Without one, Traefik makes itself an RSA key at every change of a route, and lets the route
    wait for it: a tenth of a second of a processor (https://github.com/traefik/traefik/issues/7831).
    """
    try:
        made = subprocess.run(MAKE_CERTIFICATE, capture_output=True, check=True, timeout=10)
        return made.stdout.decode("ascii")
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""


def hub_routes(settings: Settings, certificate: str = "") -> dict[str, Any]:
    """The hub's pages, its API for notebooks, and what a seat's port says while nobody is in.

    `certificate`: the proxy's own, with its key, as PEM.
    """
    outside = f"!ClientIP(`{settings.subnet}`)"  # seats have no business at the public ports
    routers = {
        "hub": {"entryPoints": ["web"], "rule": outside, "service": "hub"},
        "api": {
            "entryPoints": ["api"],
            "rule": "Path(`/hub/api`) || PathPrefix(`/hub/api/`)",
            "service": "hub",
        },
        "away": {
            "entryPoints": [f"seat-{port}" for port in settings.seat_ports],
            # Lab goes on asking for its websockets; the hub has none to give.
            "rule": f"PathPrefix(`/user/`) && {outside} && !HeaderRegexp(`Upgrade`, `.`)",
            "priority": 1,
            "service": "hub",
            "middlewares": ["away"],
        },
    }
    default = {"defaultCertificate": {"certFile": certificate, "keyFile": certificate}}
    tls = {"tls": {"stores": {"default": default}}} if certificate else {}
    return tls | {
        "http": {
            "routers": routers,
            "services": {"hub": _service(f"http://127.0.0.1:{settings.hub_port}")},
            "middlewares": {
                "away": {"addPrefix": {"prefix": AWAY}},
                # A service worker with a wider scope than its own folder could sit on a seat's
                # whole origin; notebooks need none.
                "seat": {"headers": {"customResponseHeaders": {"Service-Worker-Allowed": ""}}},
            },
        }
    }


def seat_routes(settings: Settings, seat: int, port: int, prefix: str, address: str) -> Any:
    """One seat: on its own port, below its own path, to its own container."""
    name = f"seat-{seat}"
    router = {
        "entryPoints": [f"seat-{port}"],
        "rule": f"PathPrefix(`{prefix}`) && !ClientIP(`{settings.subnet}`)",
        "priority": 100,
        "service": name,
        "middlewares": ["seat"],
    }
    service = _service(f"http://{address}:{JUPYTER_PORT}")
    return {"http": {"routers": {name: router}, "services": {name: service}}}


def _service(url: str) -> dict[str, Any]:
    return {"loadBalancer": {"servers": [{"url": url}]}}


class Routes:
    """The folder the proxy watches; a file is complete the moment it is there."""

    def __init__(self, folder: Path) -> None:
        self._live = folder / "live"
        self._fresh = folder / "tmp"
        self._lock = threading.Lock()
        """A file and what is known of it change together."""

    def prepare(self, owner: int) -> None:
        """Make the folders for the hub, which runs as `owner`."""
        for folder in (self._live, self._fresh):
            folder.mkdir(parents=True, exist_ok=True)
            os.chown(folder, owner, owner)

    def write(self, name: str, routes: Any) -> None:
        """Put a file in place by renaming it: the proxy must never see half of one."""
        fresh = self._fresh / f"{name}.yml"
        fresh.write_text(json.dumps(routes, indent=1))  # JSON is YAML
        fresh.chmod(0o644)
        fresh.rename(self._live / f"{name}.yml")

    def lead(self, seat: int, address: str, routes: Any) -> None:
        """Let visitors of this seat through to its container, which has this address."""
        with self._lock:
            self.write(f"seat-{seat}", routes)
            self._leads[seat] = address

    def leads(self) -> Mapping[int, str]:
        """Where the route of each seat leads at this moment."""
        return dict(self._leads)

    def remove(self, seat: int, address: str | None = None) -> None:
        """Take it away; if an address is given, only where it still leads there."""
        with self._lock:
            if address is None or self._leads.get(seat) == address:
                (self._live / f"seat-{seat}.yml").unlink(missing_ok=True)
                self._leads.pop(seat, None)

    @cached_property
    def _leads(self) -> dict[int, str]:
        """What an earlier hub left; an empty address where that cannot be read."""
        files = {int(path.stem[5:]): path.read_text() for path in self._live.glob("seat-*.yml")}
        found = {seat: LEADS.search(text) for seat, text in files.items()}
        return {seat: match[1] if match else "" for seat, match in found.items()}
