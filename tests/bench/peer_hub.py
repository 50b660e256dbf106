"""JupyterHub + DockerSpawner + configurable-http-proxy, as a Product."""

import asyncio
import json
import re
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin

import httpx2

from appliance.people import passwords
from tests.bench import waiting
from tests.bench.browser import Browser
from tests.bench.engine import Engine
from tests.bench.kernel import PATIENCE_S
from tests.bench.product import Pages, Student
from tests.bench.shell import docker, tar_of

PROGRESS = re.compile(r'"?(/hub/api/users/[^"\s]+/progress[^"\s]*)"')
IN_BATCHES_OF = 500
PEER_IMAGE = "homeroom-bench/peer"


class PeerHub:
    """One JupyterHub, on ports from `port` on, whose seats run the image given."""

    def __init__(self, engine: Engine, title: str, image: str, project: str, port: int) -> None:
        self.title, self.engine = title, engine
        self._image, self._project, self._port = image, f"{project}-peer", port
        self.seat_prefix = f"{self._project}-seat-"
        self.parts: Mapping[str, str] = {
            "hub": f"{self._project}-hub",
            "proxy": f"{self._project}-proxy",
        }
        self.origin = f"http://127.0.0.1:{port}"
        self._token = secrets.token_hex(16)
        self.api = httpx2.AsyncClient(
            base_url=f"{self.origin}/hub/api",
            headers={"Authorization": f"token {self._token}"},
            timeout=PATIENCE_S,
        )

    async def up(self, students: int) -> Sequence[Student]:
        """Proxy, hub and a class, from nothing."""
        await self.down()
        docker("network", "create", self._project)
        self._run("proxy", "configurable-http-proxy", *self._proxy_arguments())
        cast = [Student(f"student-{n}", secrets.token_hex(6)) for n in range(students)]
        self._create_hub({one.name: passwords.hashed(one.secret) for one in cast})
        await waiting.until(self.answers, "JupyterHub answers")
        await self.enrol([one.name for one in cast])
        return cast

    async def enrol(self, names: Sequence[str]) -> None:
        """Make these users known."""
        for start in range(0, len(names), IN_BATCHES_OF):
            some = list(names[start : start + IN_BATCHES_OF])
            (await self.api.post("/users", json={"usernames": some})).raise_for_status()

    def _proxy_arguments(self) -> list[str]:
        return [
            *("--ip", "127.0.0.1", "--port", str(self._port)),
            *("--api-ip", "127.0.0.1", "--api-port", str(self._port + 1)),
            *("--default-target", f"http://{self._gateway()}:{self._port + 2}"),
            *("--error-target", f"http://{self._gateway()}:{self._port + 2}/hub/error"),
        ]

    def _gateway(self) -> str:
        network = docker(
            "network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", self._project
        )
        return network.strip()

    def _run(self, part: str, *command: str) -> None:
        self._create(part, *command)
        docker("start", self.parts[part])

    def _create(self, part: str, *command: str) -> None:
        environment = {
            "CONFIGPROXY_AUTH_TOKEN": self._token,
            "PEER_GATEWAY": self._gateway(),
            "PEER_IMAGE": self._image,
            "PEER_PORT": str(self._port),
            "PEER_PROJECT": self._project,
            "PEER_TOKEN": self._token,
        }
        settings = [f"--env={name}={value}" for name, value in environment.items()]
        name = f"--name={self.parts[part]}"
        socket = "--volume=/var/run/docker.sock:/var/run/docker.sock"
        docker("create", name, "--network=host", socket, *settings, PEER_IMAGE, *command)

    def _create_hub(self, hashes: dict[str, str]) -> None:
        """The passwords go in before the hub starts, and no file of ours is left behind."""
        self._create("hub")
        put = ["docker", "cp", "-", f"{self.parts['hub']}:/srv"]
        subprocess.run(put, input=tar_of("hashes.json", json.dumps(hashes).encode()), check=True)
        docker("start", self.parts["hub"])

    async def door(self, browser: Browser) -> None:
        await browser.open(f"{self.origin}/hub/login")

    async def enter(self, browser: Browser, student: Student) -> str:
        """Sign in; on the waiting page follow its own stream of progress, as the page does."""
        await browser.submit(username=student.name, password=student.secret)
        if browser.path.startswith("/hub/"):
            await self._wait_for_server(browser)
            await browser.open(f"{self.origin}/user/{student.name}/")
        seat = f"{self.origin}/user/{student.name}/"
        (await browser.ask("GET", f"{seat}api/status")).raise_for_status()
        return seat

    async def _wait_for_server(self, browser: Browser) -> None:
        found = PROGRESS.search(browser.text)
        if not found:
            raise LookupError(f"no progress on {browser.url}")
        async with browser.stream(urljoin(browser.url, found[1])) as answer:
            answer.raise_for_status()
            async for line in answer.aiter_lines():
                said = json.loads(line[5:]) if line.startswith("data:") else {}
                if said.get("failed"):
                    raise RuntimeError(said.get("message", "the server failed to start"))
                if said.get("ready"):
                    return
        raise RuntimeError("the stream of progress ended early")

    async def start_class(self, students: Sequence[Student]) -> None:
        """As its page for administrators does: ask for all, then look at the list."""
        asked = [self.api.post(f"/users/{one.name}/server") for one in students]
        for answer in await asyncio.gather(*asked):
            answer.raise_for_status()
        wanted = {one.name for one in students}

        async def all_ready() -> bool:
            ready = (await self.api.get("/users?state=ready&limit=200")).json()
            return wanted <= {one["name"] for one in ready}

        await waiting.until(all_ready, "every server is ready", every_s=0.5)

    async def stop_class(self, students: Sequence[Student], *, in_turn: bool = False) -> None:
        if not in_turn:
            await asyncio.gather(*(self._stop(one) for one in students))
            return
        for one in students:
            await self._stop(one)

    async def _stop(self, student: Student) -> None:
        """The answer comes when it has stopped, or after ten seconds."""
        (await self.api.delete(f"/users/{student.name}/server")).raise_for_status()

    async def answers(self) -> bool:
        return await waiting.answers(f"{self.origin}/hub/health")

    def pages(self, seat: str, asset: str) -> Pages:
        return Pages(
            asset=urljoin(seat, asset),
            status=f"{seat}api/status",
            sign_in=f"{self.origin}/hub/login",
            desk=f"{self.origin}/hub/home",
        )

    async def down(self) -> None:
        for container in await self.engine.containers(self._project):
            docker("rm", "--force", container)
        volumes = docker("volume", "ls", "--quiet", "--filter", f"name=^{self._project}-")
        if volumes.split():
            docker("volume", "rm", *volumes.split())
        if docker("network", "ls", "--quiet", "--filter", f"name=^{self._project}$").split():
            docker("network", "rm", self._project)
