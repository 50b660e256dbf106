"""A seat of the course image as a program of its own, and a hub and a browser for it."""

import base64
import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from tests.images.homework import ETC
from tests.images.jobs import IMAGE

PREFIX = "/user/ana/bio1/"
OWN_TOKEN = "the-seats-own-token"
MINE = "access:servers!server=ana/bio1"
START_S = 60
IMPATIENT = """
import pathlib
from homeroom_seat import activity, channels, early, sockets, visitors
channels.GROUP = pathlib.Path.home().parent / "cgroup"
early.AFTER_S = (0, 0)
visitors.FRESH_S = sockets.LOOK_EVERY_S = activity.AFTER_FAILURE_S = 0.3
from homeroom_seat.server import main
main()
"""
"""The seat's own program, but with less patience, so that no test has to wait for its clocks, and
with control groups that a test can write."""


def model(name: str, *scopes: str) -> dict[str, Any]:
    """What the hub says of somebody."""
    shown = {"name": name.title(), "display_name": name.title()}
    return {"kind": "user", "name": name, "scopes": list(scopes), "user_info": shown}


ANA = model("ana", MINE)


@dataclass
class DoorHub:
    """A hub that lives in memory and keeps to the protocol's part about who may come in."""

    tokens: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """A code's token and challenge; it works once."""
    asked: list[str] = field(default_factory=list)
    """What somebody's coming made the seat ask. Reports of use keep their own time: see `used`."""
    used: list[Any] = field(default_factory=list)
    away: bool = False
    terse: bool = False
    """Whether it says with a token only what OAuth asks for, as JupyterHub does."""
    url: str = ""

    def answer(self, method: str, path: str, shown: str, body: bytes) -> tuple[int, Any]:
        """Status and answer to a request with this token."""
        reports = path == "/hub/api/users/ana/activity"
        if not reports:
            self.asked.append(f"{method} {path}")
        if self.away:
            return 502, {}
        if path == "/hub/api/user":
            return (200, self.tokens[shown]) if shown in self.tokens else (403, {})
        if path == "/hub/api/oauth2/token":
            return self._trade({key: each[0] for key, each in parse_qs(body.decode()).items()})
        if reports and shown == OWN_TOKEN:
            self.used.append(json.loads(body))
            return 200, {}
        return 404, {}

    def _trade(self, form: Mapping[str, str]) -> tuple[int, Any]:
        token, challenge = self.codes.pop(form["code"], ("", ""))
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proves = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
        mine = (form["client_id"], form["client_secret"]) == ("jupyterhub-seat-1", OWN_TOKEN)
        if not (token and proves and mine and form["grant_type"] == "authorization_code"):
            return 400, {"error": "invalid_grant"}
        granted = {"access_token": token, "token_type": "Bearer"}
        return 200, granted if self.terse else {**granted, "user": self.tokens[token]}


@contextmanager
def serving(hub: DoorHub) -> Iterator[DoorHub]:
    """Serve the hub on a free port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            shown = self.headers.get("Authorization", "").removeprefix("token ")
            status, said = hub.answer(self.command, self.path, shown, self.rfile.read(length))
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        hub.url = f"http://127.0.0.1:{server.server_port}/hub/api"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Seat:
    """Ana's running seat."""

    port: int
    home: Path
    hub: DoorHub
    process: "subprocess.Popen[bytes]"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        """Its log."""
        return (self.home.parent / "seat.log").read_text()

    def browser(self) -> "SeatBrowser":
        return SeatBrowser(self)

    def ask(
        self, method: str, path: str, token: str = OWN_TOKEN, body: object = None
    ) -> requests.Response:
        """A program with a token asks."""
        headers = {"Authorization": f"token {token}"}
        url = f"{self.origin}{PREFIX}{path}"
        return requests.request(method, url, headers=headers, json=body, timeout=30)


@dataclass
class SeatBrowser:
    """A browser at the seat, whose person signs in at the hub when sent there."""

    seat: Seat
    session: requests.Session = field(default_factory=requests.Session)
    token: str = field(default_factory=lambda: f"token-{secrets.token_hex(4)}")
    """What a code becomes when this person signs in."""

    def ask(self, method: str, path: str, **headers: str) -> requests.Response:
        """One request, redirects not followed. `Sec_Fetch_Mode` stands for Sec-Fetch-Mode."""
        url = f"{self.seat.origin}{path if path.startswith('/') else PREFIX + path}"
        plain = {"Connection": "close"}
        plain |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.request(method, url, headers=plain, allow_redirects=False, timeout=30)

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.ask("GET", path, **headers)

    def sent_to_hub(self, path: str = "lab") -> dict[str, str]:
        """Go to a page; what the hub is asked then."""
        answer = self.get(path)
        assert answer.status_code == 302, answer.text
        to = urlsplit(answer.headers["Location"])
        assert (to.netloc, to.path) == ("hub.example:8000", "/hub/api/oauth2/authorize")
        return {name: value for name, (value,) in parse_qs(to.query).items()}

    def come_back(self, asked: Mapping[str, str], **changes: str) -> requests.Response:
        """What the hub's redirect leads to, once it gave a code."""
        code = secrets.token_hex(8)
        self.seat.hub.codes[code] = (self.token, asked["code_challenge"])
        query = {"state": asked["state"], "code": code, **changes}
        return self.get(f"oauth_callback?{urlencode(query)}")

    def sign_in(self, path: str = "lab", person: Mapping[str, Any] = ANA) -> requests.Response:
        """The whole hand-shake; where it ends."""
        self.seat.hub.tokens[self.token] = person
        session = {"name": "jupyterhub-session-id", "value": f"session of {self.token}"}
        self.session.cookies.set(**session, path="/", domain="127.0.0.1")
        return self.come_back(self.sent_to_hub(path))

    def xsrf(self) -> str:
        """What Lab's scripts read from its cookie."""
        assert self.get("lab").status_code == 200
        return self.session.cookies["_xsrf"]


def environment(port: int, home: Path, hub: str) -> dict[str, str]:
    """What the hub and the image set, for a seat on this machine."""
    return {
        "HOME": str(home),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
        "PYTHONPATH": str(IMAGE),
        "JUPYTER_CONFIG_DIR": str(ETC),
        "JUPYTER_RUNTIME_DIR": str(home.parent / "runtime"),
        "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1",
        "HOMEROOM_ROLE": "student",
        "HOMEROOM_COURSE": "bio1",
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}{PREFIX}",
        "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
        "JUPYTERHUB_API_TOKEN": OWN_TOKEN,
        "JUPYTERHUB_CLIENT_ID": "jupyterhub-seat-1",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([MINE, "access:servers!user=ana"]),
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"http://127.0.0.1:{port}{PREFIX}oauth_callback",
        "JUPYTERHUB_API_URL": hub,
        "JUPYTERHUB_ACTIVITY_URL": f"{hub}/users/ana/activity",
        "JUPYTERHUB_HOST": "http://hub.example:8000",
        "JUPYTERHUB_USER": "ana",
        "JUPYTERHUB_SERVER_NAME": "bio1",
    }


@contextmanager
def seated(home: Path, hub: DoorHub, **changes: str) -> Iterator[Seat]:
    """Start Ana's seat, wait until it answers, and stop it again."""
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (home.parent / "seat.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", IMPATIENT, "--allow-root"],
            env=environment(port, home, hub.url) | changes,
            cwd=home,
            stdout=log,
            stderr=log,
        )
        seat = Seat(port, home, hub, process)
        try:
            _wait(seat)
            yield seat
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(seat: Seat) -> None:
    give_up = time.monotonic() + START_S
    while time.monotonic() < give_up and seat.process.poll() is None:
        try:
            if requests.get(f"{seat.origin}{PREFIX}api", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError(seat.said()[-2000:])
