"""Either product with many people enrolled, more than memory would hold servers for."""

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import httpx2

from tests.bench import waiting
from tests.bench.browser import Browser
from tests.bench.engine import private_mb
from tests.bench.our_hub import TEACHER, api_of, make_class
from tests.bench.peer_hub import PeerHub
from tests.bench.product import Student
from tests.bench.shell import ROOT

CLASS_SIZE = 50
FAKED_PORTS = "20000-27999"
"""Nobody listens there: the engine is faked, and so are the seats."""


class Crowd(Protocol):
    """A hub that can be filled."""

    title: str

    async def up(self) -> None:
        """It serves, and nobody is enrolled."""

    async def enrol(self, total: int) -> Sequence[Student]:
        """So many people are enrolled now; some of them, with their secrets."""

    async def sign_in(self, browser: Browser, student: Student) -> None:
        """From the sign-in page to the way on, hashing included."""

    async def desk(self, browser: Browser) -> None:
        """A signed-in student's start page."""

    async def class_page(self) -> None:
        """Who is there, as the teacher looks at it."""

    async def hub_mb(self) -> float:
        """Private memory of the hub."""

    async def down(self) -> None:
        """No trace is left."""


class OurCrowd:
    """Our hub with the engine faked, and classes of fifty, or all in the newest class."""

    title = "Homeroom"

    def __init__(self, port: int, *, one_class: bool = False) -> None:
        self._port, self._one_class = port, one_class
        self.origin = f"http://127.0.0.1:{port}"
        self._folder = tempfile.TemporaryDirectory(prefix="homeroom-bench-")
        self._hub: subprocess.Popen[bytes] | None = None
        self.api = httpx2.AsyncClient()
        self._teacher = Browser()
        self._enrolled = 0
        self._some: list[Student] = []
        self.slug = ""

    async def up(self) -> None:
        self._hub = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.faked"],
            cwd=ROOT,
            env=self._environment(),
            stdin=subprocess.PIPE,
        )
        await waiting.until(self._answers, "the hub over a faked engine answers", within_s=60)
        link = self._command("teacher", TEACHER)
        password = secrets.token_hex(8)
        await self._teacher.open(link)
        await self._teacher.submit(password=password, again=password)
        self.api = api_of(self.origin, self._command("token", TEACHER))

    def _environment(self) -> dict[str, str]:
        kept = {name: v for name, v in os.environ.items() if not name.startswith("HOMEROOM_")}
        folders = {
            f"HOMEROOM_{name}": f"{self._folder.name}/{name.lower()}"
            for name in ("DATA", "HOMES", "COURSES", "ROUTES")
        }
        port = str(self._port)
        return {
            **kept,
            **folders,
            "HOMEROOM_ADDRESS": "127.0.0.1",
            "HOMEROOM_PORT": port,
            "HOMEROOM_HUB_PORT": port,
            "HOMEROOM_NOTEBOOK_PORTS": FAKED_PORTS,
            # No memory is used by what is faked, so nobody is to wait for any.
            "HOMEROOM_MEMORY_BUDGET_MB": "1000000",
        }

    def _command(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "appliance.cli", *arguments]
        environment = self._environment()
        return subprocess.check_output(command, cwd=ROOT, env=environment, text=True).strip()

    async def _answers(self) -> bool:
        return await waiting.answers(f"{self.origin}/hub/health")

    async def enrol(self, total: int) -> Sequence[Student]:
        while self._enrolled < total:
            size = total if self._one_class else min(CLASS_SIZE, total - self._enrolled)
            codes = 0 if self._some else CLASS_SIZE
            title = f"Class {secrets.token_hex(4)}"
            self.slug, fresh = await make_class(self.api, title, size, with_codes=codes)
            self._some = self._some or fresh
            self._enrolled = total if self._one_class else self._enrolled + size
        return self._some

    async def sign_in(self, browser: Browser, student: Student) -> None:
        await browser.open(f"{self.origin}/")
        await browser.press(code=student.secret)

    async def desk(self, browser: Browser) -> None:
        await browser.open(f"{self.origin}/hub/desk")

    async def class_page(self) -> None:
        await self.look(f"/hub/teach/{self.slug}")

    async def look(self, page: str) -> None:
        """Open a page of the teacher's."""
        await self._teacher.open(f"{self.origin}{page}")

    async def listed(self) -> list[dict[str, Any]]:
        """The newest class, as programs see it."""
        answer = await self.api.get(f"/classes/{self.slug}/students")
        return list(answer.raise_for_status().json())

    async def hub_mb(self) -> float:
        assert self._hub
        return private_mb(self._hub.pid)

    def hub_cpu_s(self) -> float:
        """Seconds of a processor that the hub has used so far."""
        assert self._hub
        # What follows the name, which may hold anything; fields 14 and 15 of proc(5).
        fields = Path(f"/proc/{self._hub.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def start_class(self) -> None:
        """Start everybody of the newest class and wait until all are ready."""
        (await self.api.post(f"/classes/{self.slug}/start")).raise_for_status()
        await self._all("ready")

    async def stop_class(self) -> None:
        """Stop them again."""
        (await self.api.post(f"/classes/{self.slug}/stop")).raise_for_status()
        await self._all("stopped")

    async def _all(self, state: str) -> None:
        async def so() -> bool:
            return all(one["server"]["state"] == state for one in await self.listed())

        # A long list costs the hub time that would be counted as its own.
        every_s = 0.2 + self._enrolled / 1000
        await waiting.until(so, f"everybody is {state}", every_s=every_s)

    async def down(self) -> None:
        if self._hub:
            self._hub.terminate()
            await asyncio.to_thread(self._hub.wait)
        self._folder.cleanup()


class PeerCrowd:
    """JupyterHub with users that nobody starts a server for."""

    def __init__(self, hub: PeerHub, some: int) -> None:
        self.title = hub.title
        self._hub, self._size = hub, some
        self._enrolled = some
        self._some: Sequence[Student] = ()

    async def up(self) -> None:
        self._some = await self._hub.up(self._size)

    async def enrol(self, total: int) -> Sequence[Student]:
        await self._hub.enrol([f"extra-{n}" for n in range(self._enrolled, total)])
        self._enrolled = max(total, self._enrolled)
        return self._some

    async def sign_in(self, browser: Browser, student: Student) -> None:
        await self._hub.door(browser)
        await browser.press(username=student.name, password=student.secret)

    async def desk(self, browser: Browser) -> None:
        await browser.open(f"{self._hub.origin}/hub/home")

    async def class_page(self) -> None:
        """What its page for administrators asks for: fifty users."""
        (await self._hub.api.get("/users?limit=50&include_stopped_servers=1")).raise_for_status()

    async def hub_mb(self) -> float:
        return await self._hub.engine.private_mb(self._hub.parts["hub"])

    async def down(self) -> None:
        await self._hub.down()
