"""A real hub in a process of its own, with a database and a store on disk; the engine is faked.

It serves as `python -m web` does, and so it can be killed and started again like the real one.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from appliance.settings import Settings
from tests.bench.shell import ROOT
from tests.conftest import settings_in

PATIENCE_S = 60.0


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class HubProcess:
    """The hub over one folder. It is started, killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._log = folder / "hub.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.settings: Settings = settings_in(folder)
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.api = f"{self.origin}/hub/api"

    def __enter__(self) -> Self:
        self.start()
        self.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Set it going; it serves a moment later."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.faked"],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.PIPE,
                stderr=log,
            )

    def _environment(self) -> dict[str, str]:
        kept = {name: v for name, v in os.environ.items() if not name.startswith("HOMEROOM_")}
        folders = {
            f"HOMEROOM_{name.upper()}": str(getattr(self.settings, name))
            for name in ("data", "homes", "courses", "routes", "socket")
        }
        port = str(self.port)
        return {
            **kept,
            **folders,
            "HOMEROOM_ADDRESS": "127.0.0.1",
            "HOMEROOM_PORT": port,
            "HOMEROOM_HUB_PORT": port,
        }

    def wait(self) -> None:
        """Until it serves."""
        until = time.monotonic() + PATIENCE_S
        while not self._answers():
            if time.monotonic() > until:
                raise TimeoutError(f"the hub does not answer: {self._log.read_text()[-2000:]}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/hub/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """As the power would: nothing is flushed, nobody is told. Its end is waited for."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process.stdin and self._process.stdin.close()
            self._process = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid
