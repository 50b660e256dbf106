"""The figures of one product as they come in: kept under a key, and said."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence

from tests.bench.spread import Spread, spread

Figures = dict[str, Spread]
Tell = Callable[[str], None]


class Notes:
    """Keys are words and sizes between slashes, such as class/30/cold."""

    def __init__(self, tell: Tell) -> None:
        self.figures, self.tell = Figures(), tell

    def keep(self, key: str, values: Sequence[float | None], unit: str) -> None:
        """Remember a figure and say it; None is an attempt that failed."""
        figure = self.figures[key] = spread(values, unit)
        failed = f", {figure.failures} failed" if figure.failures else ""
        more = f", p95 {figure.p95:.3g}, last {figure.last:.3g}" if len(values) > 1 else ""
        self.tell(f"{key}: {figure.median:.3g} {unit}{more}{failed}")

    async def timed(self, key: str, work: Awaitable[None]) -> None:
        """Remember how many seconds this takes."""
        self.keep(key, [await seconds(work)], "s")

    async def each(self, works: Iterable[Awaitable[None]]) -> list[float | None]:
        """Do all at once; seconds until each is done, None for one that failed."""
        began = time.perf_counter()

        async def one(work: Awaitable[None]) -> float | None:
            try:
                await work
                return time.perf_counter() - began
            except Exception as failure:
                self.tell(f"failed: {failure!r:.300}")
                return None

        return await asyncio.gather(*map(one, works))


async def seconds(work: Awaitable[object]) -> float:
    """How long this takes."""
    began = time.perf_counter()
    await work
    return time.perf_counter() - began
