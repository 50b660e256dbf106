"""Homeroom, as a Product: an instance of its own, started with the project's own command."""

import asyncio
import os
import re
import time
from collections.abc import Mapping, Sequence
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx2

from roster.read import MAX_ROWS
from tests.bench import waiting
from tests.bench.browser import Browser
from tests.bench.engine import Engine
from tests.bench.kernel import PATIENCE_S
from tests.bench.product import Pages, Student
from tests.bench.shell import docker, run

TEACHER = "ms-rivera"
ASKS = re.compile(r'hx-(get|post)="([^"]*/hub/seat/[^"]+)"')
DELAY = re.compile(r'hx-trigger="load delay:(\d+)ms')
PROBLEM = re.compile(r'class="problem"[^>]*>([^<]*)')
TOKEN = re.compile(r"hx-headers='([^']*)'")


class OurHub:
    """One Homeroom, as the HOMEROOM_ settings of this run have it."""

    title = "Homeroom"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.project = os.environ["HOMEROOM_PROJECT"]
        self.seat_prefix = f"{self.project}-seat-"
        self.parts: Mapping[str, str] = {
            part: f"{self.project}-{part}-1" for part in ("hub", "launcher", "proxy")
        }
        self.origin = f"http://127.0.0.1:{os.environ['HOMEROOM_PORT']}"
        self.api = httpx2.AsyncClient(timeout=PATIENCE_S)
        self.slug = ""

    async def up(self, students: int) -> Sequence[Student]:
        """`./homeroom up` with no data yet, and one class."""
        await self.down()
        run("./homeroom", "up")
        run("./homeroom", "teacher", TEACHER)
        token = run("./homeroom", "token", TEACHER).strip()
        self.api = api_of(self.origin, token)
        self.slug, cast = await make_class(self.api, "Bench", students)
        return cast

    async def door(self, browser: Browser) -> None:
        await browser.open(f"{self.origin}/")

    async def enter(self, browser: Browser, student: Student) -> str:
        """Sign in; on the waiting page ask as often as the page itself does."""
        await browser.submit(code=student.secret)
        await wait_for_seat(browser, f"{self.origin}/hub/seat/{self.slug}/state")
        seat = urljoin(browser.url, f"/user/{student.name}/{self.slug}/")
        (await browser.ask("GET", f"{seat}api/status")).raise_for_status()
        return seat

    async def start_class(self, students: Sequence[Student]) -> None:
        """The button for the whole class, or for these alone."""
        here, names = f"/classes/{self.slug}", {one.name for one in students}
        asked = {"students": sorted(names)}
        (await self.api.post(f"{here}/start", json=asked)).raise_for_status()

        async def all_ready() -> bool:
            now = (await self.api.get(f"{here}/students")).json()
            return all(one["server"]["state"] == "ready" for one in now if one["name"] in names)

        await waiting.until(all_ready, "every server is ready", every_s=0.5)

    async def stop_class(self, students: Sequence[Student], *, in_turn: bool = False) -> None:
        (await self.api.post(f"/classes/{self.slug}/stop")).raise_for_status()

    async def answers(self) -> bool:
        return await waiting.answers(f"{self.origin}/hub/health")

    def pages(self, seat: str, asset: str) -> Pages:
        return Pages(
            asset=urljoin(seat, asset),
            status=f"{seat}api/status",
            sign_in=f"{self.origin}/",
            desk=f"{self.origin}/hub/desk",
        )

    async def down(self) -> None:
        run("./homeroom", "down")
        volumes = docker("volume", "ls", "--quiet", "--filter", f"name=^{self.project}-")
        if volumes.split():
            docker("volume", "rm", *volumes.split())


def api_of(origin: str, token: str) -> httpx2.AsyncClient:
    """A teacher's programs."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx2.AsyncClient(base_url=f"{origin}/api/v1", headers=headers, timeout=600)


async def make_class(
    api: httpx2.AsyncClient, title: str, size: int, with_codes: int | None = None
) -> tuple[str, list[Student]]:
    """A class of this size: its slug, and its students (the first few only, if so asked)."""
    made = await api.post("/classes", json={"title": title})
    slug: str = made.raise_for_status().json()["slug"]
    for first in range(0, size, MAX_ROWS):
        await _enrol(api, slug, range(first, min(size, first + MAX_ROWS)))
    listed = (await api.get(f"/classes/{slug}/students")).json()
    names = [one["name"] for one in listed][:with_codes]
    codes = await api.post(f"/classes/{slug}/codes", json={"students": names})
    return slug, [Student(one["name"], one["code"]) for one in codes.raise_for_status().json()]


async def _enrol(api: httpx2.AsyncClient, slug: str, numbers: range) -> None:
    """One roster; whoever came with an earlier one stays."""
    stem = slug.replace("-", "")
    rows = "".join(f"Student {stem} {n},{stem}{n}\n" for n in numbers)
    roster = {"file": ("roster.csv", f"Name,Login\n{rows}".encode(), "text/csv")}
    applied = await api.post(f"/classes/{slug}/roster?apply=true", files=roster)
    if applied.raise_for_status().json()["problems"]:
        raise RuntimeError(applied.text[:1000])


async def wait_for_seat(browser: Browser, state: str) -> None:
    """Follow the waiting page until it leads out of the hub; what went wrong there is raised."""
    hub, piece = urlsplit(state).netloc, browser.text
    until = time.monotonic() + PATIENCE_S
    while urlsplit(browser.url).netloc == hub:
        problem = PROBLEM.search(piece)
        if problem or time.monotonic() > until:
            raise RuntimeError(problem[1] if problem else "the waiting page leads nowhere")
        method, url, delay_s, headers = asks(piece, state)
        await asyncio.sleep(delay_s)
        answer = await browser.ask(method, urljoin(browser.url, url), headers=headers)
        answer.raise_for_status()
        way_in = answer.headers.get("hx-redirect")
        if way_in:
            await browser.open(urljoin(browser.url, way_in))
        piece = answer.text


def asks(piece: str, otherwise: str) -> tuple[str, str, float, dict[str, str]]:
    """What this piece of the waiting page asks next: method, address, after seconds, headers."""
    headers = {"HX-Request": "true"}
    asked, delay, token = ASKS.search(piece), DELAY.search(piece), TOKEN.search(piece)
    if not asked:
        return "GET", otherwise, 0.25, headers
    if token:
        name, _, value = token[1].strip("{} ").partition(":")
        headers[name.strip('" ')] = value.strip('" ')
    wait_s = int(delay[1]) / 1000 if delay else 0.0
    return asked[1].upper(), unescape(asked[2]), wait_s, headers
