"""A notebook server as the course image sets it up, and a stand-in hub for it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.images.exchange_hub import COURSE, ClassHub, serving
from tests.images.homework import ETC
from tests.images.jobs import IMAGE

START_S = 60


@dataclass(frozen=True)
class Server:
    """A running notebook server and the home it serves."""

    url: str
    home: Path
    hub: ClassHub
    began: float
    environment: Mapping[str, str]

    def ask(self, method: str, path: str, /, **body: str) -> requests.Response:
        headers = {"Authorization": "token seat"}
        return requests.request(
            method, f"{self.url}/{path}", headers=headers, json=body or None, timeout=60
        )

    def list(self) -> Any:
        """What the Assignment List shows."""
        return self.ask("GET", f"assignments?course_id={COURSE}").json()

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """A command in this person's terminal."""
        return subprocess.run(
            command,
            cwd=self.home,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def kept(self) -> Sequence[Path]:
        """Work that has no receipt yet."""
        return sorted((self.home / ".homeroom").rglob("*.work"))

    def said(self) -> str:
        """Its log."""
        return (self.home.parent / "server.log").read_text()

    def lab(self) -> Any:
        """JupyterLab's page configuration."""
        page = self.ask("GET", "lab").text
        start = page.index('id="jupyter-config-data"')
        return json.loads(page[page.index("{", start) : page.index("</script>", start)])


@contextmanager
def started(role: str, name: str, home: Path) -> Iterator[Server]:
    """A server for that person, with a hub of its own."""
    with serving(ClassHub()) as hub, opened(role, name, home, hub) as server:
        yield server


@contextmanager
def opened(role: str, name: str, home: Path, hub: ClassHub) -> Iterator[Server]:
    """Start a server for that person, wait until it answers, and stop it again."""
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (home.parent / "server.log").open("ab") as log:
        command = [sys.executable, "-m", "jupyterlab", "--allow-root", f"--ServerApp.port={port}"]
        place = environment(role, name, home, hub)
        began = time.time()
        process = subprocess.Popen(
            [*command, "--IdentityProvider.token=seat"],
            env=place,
            cwd=home,
            stdout=log,
            stderr=log,
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", home, hub, began, place)
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def environment(role: str, name: str, home: Path, hub: ClassHub) -> dict[str, str]:
    """What the hub and the image set, for that person's programs."""
    return {
        "HOME": str(home),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
        "PYTHONPATH": str(IMAGE),
        "JUPYTER_CONFIG_PATH": str(ETC),
        "JUPYTER_PATH": str(IMAGE / "share" / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(home.parent / "runtime"),
        "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1",
        "HOMEROOM_ROLE": role,
        "HOMEROOM_COURSE": COURSE,
        "JUPYTERHUB_API_URL": hub.url,
        "JUPYTERHUB_API_TOKEN": hub.token(name),
    }


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + START_S
    while time.monotonic() < give_up and process.poll() is None:
        try:
            if server.ask("GET", "api").ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError((server.home.parent / "server.log").read_text()[-2000:])
