"""How either product grows with the people enrolled, and ours with the servers it keeps."""

import itertools
from collections.abc import Callable

from tests.bench.browser import Browser
from tests.bench.crowds import Crowd, OurCrowd
from tests.bench.engine import may_measure_memory
from tests.bench.notes import Notes, seconds
from tests.bench.plan import Plan


class Growth:
    """Figures at every size of a plan, of one product."""

    def __init__(self, plan: Plan, notes: Notes) -> None:
        self._plan, self._notes = plan, notes

    async def enrolled(self, crowd: Crowd) -> None:
        """Sign-in, desk and class page, while more and more people are enrolled."""
        try:
            await crowd.up()
            for total in self._plan.enrolled:
                await self._at(crowd, total)
        finally:
            await crowd.down()

    async def _at(self, crowd: Crowd, total: int) -> None:
        students = itertools.cycle(await crowd.enrol(total))
        sign_ins, desks = [], []
        for _ in range(self._plan.sign_ins):
            async with Browser() as browser:
                sign_ins.append(1000 * await seconds(crowd.sign_in(browser, next(students))))
                desks.append(1000 * await seconds(crowd.desk(browser)))
        self._notes.keep(f"growth/sign-in/{total}", sign_ins, "ms")
        self._notes.keep(f"growth/desk/{total}", desks, "ms")
        await self._pages("class page", crowd, total, self._plan.sign_ins)
        if may_measure_memory():
            self._notes.keep(f"growth/hub memory/{total}", [await crowd.hub_mb()], "MB")

    async def one_class(self, crowd: OurCrowd) -> None:
        """The class page with everybody in one class."""
        try:
            await crowd.up()
            for total in self._plan.enrolled:
                await crowd.enrol(total)
                times = max(1, self._plan.sign_ins // 3)
                await self._pages("class page, all in one class", crowd, total, times)
        finally:
            await crowd.down()

    async def _pages(self, name: str, crowd: Crowd, total: int, times: int) -> None:
        pages = [1000 * await seconds(crowd.class_page()) for _ in range(times)]
        self._notes.keep(f"growth/{name}/{total}", pages, "ms")

    async def faked_classes(self, crowd: Callable[[], OurCrowd]) -> None:
        """Start class and Stop class with the engine faked: what the hub alone takes."""
        for size in self._plan.faked_class:
            one = crowd()
            try:
                await one.up()
                await one.enrol(size)
                start, stop = (
                    f"growth/{it} class, engine faked/{size}" for it in ("start", "stop")
                )
                await self._notes.timed(start, one.start_class())
                await self._notes.timed(stop, one.stop_class())
            finally:
                await one.down()
