"""A student who comes alone, and classes that come together: the same for either product."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

from tests.bench.browser import Browser
from tests.bench.lesson import Lesson
from tests.bench.notes import Notes
from tests.bench.plan import Plan
from tests.bench.product import Product, Student

LEAD_S = 35.0
"""A teacher starts the class before it comes; what either product does by itself is done then."""


class Scenarios:
    """One product's figures, measured one after the other."""

    def __init__(self, product: Product, plan: Plan, notes: Notes) -> None:
        self._product, self._plan, self._notes = product, plan, notes
        self._students: Sequence[Student] = ()

    async def run(self) -> None:
        """Everything, from nothing to no trace."""
        try:
            self._students = await self._product.up(self._plan.seats)
            await self._one_student()
            for size in self._plan.classes:
                await self._class_start(self._students[:size])
        finally:
            await self._product.down()

    # One student

    async def _one_student(self) -> None:
        for kind in ("cold", "warm"):
            ways = [await self._one_way_in(kind) for _ in range(self._plan.runs)]
            self._notes.keep(f"single/{kind}/api", [api for api, _ in ways], "s")
            self._notes.keep(f"single/{kind}/result", [result for _, result in ways], "s")
        await self._stop(self._students[:1])

    async def _one_way_in(self, kind: str) -> tuple[float | None, float | None]:
        """Seconds from the pressed button to the API, and to the first result."""
        if kind == "cold":
            await self._stop(self._students[:1])
        api = None
        try:
            async with Browser() as browser:
                await self._product.door(browser)
                began = time.perf_counter()
                seat = await self._product.enter(browser, self._students[0])
                api = time.perf_counter() - began
                kernel = await browser.open_kernel(seat)
                await asyncio.to_thread(kernel.run)
                result = time.perf_counter() - began
                kernel.close()
                return api, result
        except Exception as failure:
            self._notes.tell(f"failed: {failure!r:.300}")
            return api, None

    # A class

    async def _class_start(self, students: Sequence[Student]) -> None:
        """Cold, then stopped in turn; started by the teacher, then warm, then stopped at once."""
        size = len(students)
        async with AsyncExitStack() as stack:
            browsers = [await stack.enter_async_context(Browser()) for _ in students]
            seats = await self._all_enter(f"class/{size}/cold", browsers, students)
            there = [(one, seat) for one, seat in zip(browsers, seats, strict=True) if seat]
            if size == self._plan.seats and there:
                await Lesson(self._product, self._plan, self._notes, there).run()
        await self._notes.timed(f"stop/{size}/in turn", self._stop(students, in_turn=True))
        start = self._product.start_class(students)
        await self._notes.timed(f"class/{size}/start class", start)
        await asyncio.sleep(LEAD_S)
        async with AsyncExitStack() as stack:
            browsers = [await stack.enter_async_context(Browser()) for _ in students]
            seats = await self._all_enter(f"class/{size}/warm", browsers, students)
            await self._first_results(f"class/{size}/warm results", browsers, seats)
        await self._notes.timed(f"stop/{size}", self._stop(students))

    async def _all_enter(
        self, key: str, browsers: Sequence[Browser], students: Sequence[Student]
    ) -> list[str]:
        """Everybody presses the button at once; the seats, empty for those who did not get in."""
        for browser in browsers:
            await self._product.door(browser)
        seats = [""] * len(students)

        async def come_in(place: int) -> None:
            seats[place] = await self._product.enter(browsers[place], students[place])

        self._notes.keep(key, await self._notes.each(map(come_in, range(len(students)))), "s")
        return seats

    async def _first_results(
        self, key: str, browsers: Sequence[Browser], seats: Sequence[str]
    ) -> None:
        """Everybody who is in runs a first cell at once."""

        async def first(browser: Browser, seat: str) -> None:
            kernel = await browser.open_kernel(seat)
            await asyncio.to_thread(kernel.run)
            kernel.close()

        there = [(one, seat) for one, seat in zip(browsers, seats, strict=True) if seat]
        self._notes.keep(key, await self._notes.each(first(*one) for one in there), "s")

    async def _stop(self, students: Sequence[Student], *, in_turn: bool = False) -> None:
        await self._product.stop_class(students, in_turn=in_turn)
        await self._product.engine.gone(self._product.seat_prefix)
