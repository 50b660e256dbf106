"""Measure both products on this machine and write the report. Started by `./homeroom bench`."""

import argparse
import asyncio
import os
import platform
import signal
import sys
import time
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tests.bench.crowds import OurCrowd, PeerCrowd
from tests.bench.engine import Engine, may_measure_memory
from tests.bench.growth import Growth
from tests.bench.notes import Notes, Tell
from tests.bench.our_hub import OurHub
from tests.bench.page import as_html
from tests.bench.peer_hub import PeerHub
from tests.bench.plan import QUICK, WHOLE, Plan
from tests.bench.product import Product
from tests.bench.report import Run, as_json
from tests.bench.scenarios import Scenarios

SHIPPED = "JupyterHub as shipped"
LEAN = "JupyterHub on our image"
SEATS = {SHIPPED: "homeroom-bench/peer-seat-stock", LEAN: "homeroom-bench/peer-seat-lean"}
REPORT = Path(".bench")
MANY = 60
"""A large class, on request."""


def options(arguments: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="./homeroom bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three seats, two runs: a try")
    parser.add_argument("--sixty", action="store_true", help="a class of sixty as well")
    parser.add_argument("--only", choices=("classes", "growth"), help="leave out the other part")
    parser.add_argument("--json", type=Path, default=REPORT / "report.json", metavar="FILE")
    parser.add_argument("--html", type=Path, default=REPORT / "report.html", metavar="FILE")
    return parser.parse_args(arguments)


def plan_of(chosen: argparse.Namespace) -> Plan:
    """The sizes that were asked for."""
    plan = QUICK if chosen.quick else WHOLE
    return replace(plan, classes=(*plan.classes, MANY)) if chosen.sixty else plan


class Bench:
    """One run; after each product the report is written anew, so that nothing measured is lost."""

    def __init__(self, plan: Plan, chosen: argparse.Namespace, engine: Engine) -> None:
        self._plan, self._chosen, self._engine = plan, chosen, engine
        self._project = os.environ["HOMEROOM_PROJECT"]
        self._port = int(os.environ["HOMEROOM_PORT"])
        self._peer_port = self._port + 85
        self._crowd_port = self._port + 95
        self.run = Run({})
        self.trouble = 0

    async def measure(self) -> None:
        """Everything that was asked for."""
        self.run.facts = await facts(self._engine, self._plan)
        peers = [self._peer(title) for title in SEATS]
        products: list[Product] = [OurHub(self._engine), *peers]
        for product in products:
            self.run.columns[product.title] = {}
        if self._chosen.only != "growth":
            for product in products:
                notes = Notes(teller(product.title))
                await self._into(notes, product.title, Scenarios(product, self._plan, notes).run())
        if self._chosen.only != "classes":
            await self._growth(peers[0])

    def _peer(self, title: str) -> PeerHub:
        return PeerHub(self._engine, title, SEATS[title], self._project, self._peer_port)

    async def _growth(self, peer: PeerHub) -> None:
        notes = Notes(teller(OurHub.title))
        ours = Growth(self._plan, notes)
        for part in (
            ours.enrolled(self._crowd()),
            ours.one_class(self._crowd(one_class=True)),
            ours.faked_classes(lambda: self._crowd(one_class=True)),
        ):
            await self._into(notes, OurHub.title, part)
        notes = Notes(teller(peer.title))
        crowd = PeerCrowd(peer, self._plan.enrolled[0])
        await self._into(notes, peer.title, Growth(self._plan, notes).enrolled(crowd))

    def _crowd(self, *, one_class: bool = False) -> OurCrowd:
        return OurCrowd(self._crowd_port, one_class=one_class)

    async def _into(self, notes: Notes, title: str, work: Awaitable[None]) -> None:
        """One product's trouble is said, counted, and does not end the others' turn."""
        try:
            await work
        except Exception as failure:
            self.trouble += 1
            notes.tell(f"gave up: {failure!r:.500}")
        finally:
            self.run.columns[title] |= notes.figures
            self.write()

    def write(self) -> None:
        """The report, as far as it goes."""
        for path, text in ((self._chosen.json, as_json), (self._chosen.html, as_html)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text(self.run), "utf-8")


async def facts(engine: Engine, plan: Plan) -> dict[str, str]:
    """The machine, the day, and how busy it was before anything began."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "taken": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "engine": str((await engine.about())["Version"]),
        "load before": f"{os.getloadavg()[0]:.2f}",
        "classes": ", ".join(map(str, plan.classes)),
    }


def teller(title: str) -> Tell:
    """Say on standard output what was found, and when."""
    began = time.monotonic()
    return lambda line: print(f"{time.monotonic() - began:7.1f}  {title}: {line}", flush=True)


async def main(chosen: argparse.Namespace) -> int:
    """Run it; interrupted, it cleans up and keeps what it has."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    loop.set_default_executor(ThreadPoolExecutor(MANY))
    if not may_measure_memory():
        print("Memory is left out: only root may look into others' processes.")
    async with Engine() as engine:
        bench = Bench(plan_of(chosen), chosen, engine)
        await bench.measure()
    print(f"The report: {chosen.html} and {chosen.json}")
    return 1 if bench.trouble else 0


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main(options(sys.argv[1:]))))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
