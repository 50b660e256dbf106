"""While the whole class is in: memory, requests per second, kernels, and a restart of the hub."""

import asyncio
import re
import time
from collections.abc import Sequence

from tests.bench.browser import Browser
from tests.bench.engine import may_measure_memory
from tests.bench.flood import flood
from tests.bench.kernel import Kernel
from tests.bench.notes import Notes
from tests.bench.plan import Plan
from tests.bench.product import Product

ASSET = re.compile(r'src="([^"]*/static/lab/[^"]+\.js[^"]*)"')
KNOCK_EVERY_S = 0.3
BACK_WITHIN_S = 120

There = Sequence[tuple[Browser, str]]


class Lesson:
    """`there` is everybody who came in, with the address of the own notebook server."""

    def __init__(self, product: Product, plan: Plan, notes: Notes, there: There) -> None:
        self._product, self._plan, self._notes, self._there = product, plan, notes, there
        self._kernels: list[Kernel] = []

    async def run(self) -> None:
        """One after the other; kernels stay open until the end."""
        await self._memory("idle")
        await self._floods()
        try:
            await self._first_results()
            await self._memory("kernel")
            await self._hub_restart()
            await self._same_kernels()
        finally:
            for kernel in self._kernels:
                kernel.close()

    # Memory

    async def _memory(self, state: str) -> None:
        if not may_measure_memory():
            return
        engine = self._product.engine
        seats = await engine.containers(self._product.seat_prefix)
        each = [await engine.private_mb(seat) for seat in seats]
        self._notes.keep(f"memory/seat/{state}", each, "MB")
        parts = {part: await engine.private_mb(c) for part, c in self._product.parts.items()}
        parts["all parts"] = sum(parts.values())
        for part, held in parts.items():
            self._notes.keep(f"memory/{part}/{state}", [held], "MB")

    # Requests per second

    async def _floods(self) -> None:
        browser, seat = self._there[0]
        await browser.open(f"{seat}lab")
        found = ASSET.search(browser.text)
        if not found:
            raise LookupError("Lab's page names no asset")
        pages = self._product.pages(seat, found[1])
        await self._flood("asset", pages.asset, [browser.cookies(pages.asset)])
        await self._flood("status", pages.status, [browser.cookies(pages.status)])
        await self._flood("sign-in", pages.sign_in, [""])
        await self._flood("desk", pages.desk, [one.cookies(pages.desk) for one, _ in self._there])

    async def _flood(self, name: str, url: str, cookies: Sequence[str]) -> None:
        for connections in self._plan.connections:
            tally = await flood(url, cookies, connections, self._plan.flood_s)
            failed: list[float | None] = [None] * tally.failures
            latency = [each * 1000 for each in tally.seconds]
            key = f"load/{name}/{connections}"
            self._notes.keep(f"{key}/rate", [tally.per_second], "requests/s")
            self._notes.keep(f"{key}/latency", [*latency, *failed], "ms")

    # Kernels

    async def _first_results(self) -> None:
        async def first(browser: Browser, seat: str) -> None:
            kernel = await browser.open_kernel(seat)
            self._kernels.append(kernel)
            await asyncio.to_thread(kernel.run)

        results = await self._notes.each(first(*one) for one in self._there)
        self._notes.keep(f"class/{len(self._there)}/first results", results, "s")

    async def _same_kernels(self) -> None:
        """The websockets that were open before the hub went still carry results."""
        results = await self._notes.each(asyncio.to_thread(one.run) for one in self._kernels)
        self._notes.keep("restart/same websockets", results, "s")

    # The hub goes and comes back

    async def _hub_restart(self) -> None:
        """Every notebook is asked all the while; none of them should notice."""
        over = asyncio.Event()
        knocking = [asyncio.create_task(_knock(*one, over)) for one in self._there]
        try:
            await self._notes.timed("restart/hub back", self._restarted())
        finally:
            over.set()
        answers = [each for one in await asyncio.gather(*knocking) for each in one]
        self._notes.keep("restart/notebook answers", answers, "ms")

    async def _restarted(self) -> None:
        await self._product.engine.restart(self._product.parts["hub"])
        async with asyncio.timeout(BACK_WITHIN_S):
            while not await self._product.answers():
                await asyncio.sleep(0.05)


async def _knock(browser: Browser, seat: str, over: asyncio.Event) -> list[float | None]:
    """Milliseconds of every answer of a notebook until it is over; None for a failure."""
    answers: list[float | None] = []
    while not over.is_set():
        began = time.perf_counter()
        try:
            (await browser.ask("GET", f"{seat}api/status")).raise_for_status()
            answers.append((time.perf_counter() - began) * 1000)
        except Exception:
            answers.append(None)
        await asyncio.sleep(KNOCK_EVERY_S)
    return answers
