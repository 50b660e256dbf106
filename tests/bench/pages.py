"""What pages cost the hub alone: `python -m tests.bench.pages [STUDENTS]`, with the engine faked.

One class, started; the start page over sixteen connections, then the teacher's pages.
"""

import asyncio
import sys
from collections.abc import Sequence

from tests.bench.browser import Browser
from tests.bench.crowds import OurCrowd
from tests.bench.engine import may_measure_memory
from tests.bench.flood import flood
from tests.bench.notes import Notes, seconds
from tests.bench.product import Student

PORT = 18995
CONNECTIONS = 16
FLOOD_S = 8.0
LOOKS = 10


async def main(size: int) -> None:
    """One class of this size."""
    crowd, notes = OurCrowd(PORT, one_class=True), Notes(print)
    try:
        await crowd.up()
        await _memory(crowd, notes, "at rest")
        students = await crowd.enrol(size)
        await crowd.start_class()
        await _start_page(crowd, notes, students)
        await _class_pages(crowd, notes)
        await _memory(crowd, notes, "after all this")
    finally:
        await crowd.down()


async def _memory(crowd: OurCrowd, notes: Notes, when: str) -> None:
    if may_measure_memory():
        notes.keep(f"memory of the hub {when}", [await crowd.hub_mb()], "MB")


async def _start_page(crowd: OurCrowd, notes: Notes, students: Sequence[Student]) -> None:
    url, cookies = f"{crowd.origin}/hub/desk", []
    for student in students[:CONNECTIONS]:
        async with Browser() as browser:
            await crowd.sign_in(browser, student)
            cookies.append(browser.cookies(url))
    await flood(url, cookies, CONNECTIONS, 1)
    before = crowd.hub_cpu_s()
    tally = await flood(url, cookies, CONNECTIONS, FLOOD_S)
    used_ms = 1000 * (crowd.hub_cpu_s() - before)
    notes.keep("start page", [tally.per_second], "requests/s")
    notes.keep("start page, processor", [used_ms / len(tally.seconds)], "ms a request")


async def _class_pages(crowd: OurCrowd, notes: Notes) -> None:
    here = f"/hub/teach/{crowd.slug}"
    for page in (here, f"{here}/now", "/hub/teach", f"{here}/people", f"{here}/sessions"):
        taken = [1000 * await seconds(crowd.look(page)) for _ in range(LOOKS)]
        notes.keep(page.replace(crowd.slug, "CLASS"), taken, "ms")
    listed = [1000 * await seconds(crowd.listed()) for _ in range(LOOKS)]
    notes.keep("API, students", listed, "ms")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
