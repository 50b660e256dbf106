"""The tasks that live as long as the hub: grant the wishes, do the jobs."""

import asyncio
import logging
import os
import threading
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine

from appliance import db, models
from appliance.bells import Bell, Bells
from appliance.errors import HomeroomError
from appliance.homework import jobs
from appliance.keeper import Keeper
from appliance.rounds import Round
from appliance.servers import reconcile
from appliance.servers.launcher import Launcher
from appliance.work import Work

log = logging.getLogger(__name__)

FULL_PASS_S = 10.0
"""Without any event, wanted and seen are compared this often all the same."""
WATCH_AGAIN_S = 0.5
SLOTS = 2 * (os.cpu_count() or 1)
"""Boots at once; more would only make each of them slower."""
HANDS = 32
"""Everything else at once: to stop a server, or to wait for one that boots already."""


async def every(name: str, seconds: float, step: Callable[[], Awaitable[None]], bell: Bell) -> None:
    """Run `step` for ever, and at once when it is rung for. One bad pass is logged; the next still
    comes.
    """
    while True:
        try:
            await step()
        except HomeroomError as error:
            log.warning("%s: %s", name, error)
        except Exception:
            log.exception("%s failed", name)
        await bell.wait(at_most=seconds)


class Loops:
    """What the hub does by itself: servers, jobs, and its rounds."""

    def __init__(
        self,
        database: Engine,
        launcher: Launcher,
        keeper: Keeper,
        work: Work,
        bells: Bells,
        rounds: Sequence[Round],
    ) -> None:
        self._database = database
        self._launcher = launcher
        self._keeper = keeper
        self._work = work
        self.bells = bells
        self._rounds = rounds
        self._hands = CapacityLimiter(HANDS)
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._starts: deque[reconcile.Start] = deque()
        """What is to boot, in the order of the last pass: whoever comes meanwhile may be first."""
        self._booting: set[int] = set()
        self._boots = CapacityLimiter(SLOTS)
        self._met: set[int] = set()
        """The seats at which something was done at any time since the last plan was begun."""
        self._passed_over: set[int] = set()
        """Seats that were busy when a pass had something to do there."""
        self._over = threading.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the loops going while the hub serves."""
        with db.writing(self._database) as session:
            jobs.requeue_lost(session)
        bells = self.bells
        loops = [
            every("reconcile", FULL_PASS_S, self.reconcile_once, bells.servers),
            every("work off jobs", FULL_PASS_S, self.grade_once, bells.jobs),
            every("work off what is short", FULL_PASS_S, self.prompt_once, bells.prompt),
            *(every(one.name, one.every_s, one.go, Bell()) for one in self._rounds),
        ]
        tasks = [asyncio.create_task(loop) for loop in loops]
        # A daemon, since it waits for an event that may never come and must not hold up the end.
        threading.Thread(target=self._watch, name="engine events", daemon=True).start()
        try:
            yield
        finally:
            self._over.set()
            self._starts.clear()
            for task in [*tasks, *self._busy.values()]:
                task.cancel()

    async def reconcile_once(self) -> None:
        """Compare wanted with seen and set going what must change; each seat by itself."""
        # Whatever begins or ends while the plan is made was looked at too early or too late: the
        # next pass judges it.
        self._met, starts = set(self._busy), deque[reconcile.Start]()
        for action in await to_thread.run_sync(self._keeper.plan, self._met):
            if action.seat in self._busy:
                self._passed_over.add(action.seat)
            elif action.seat in self._met:
                self.bells.servers.ring()
            elif isinstance(action, reconcile.Start):
                starts.append(action)
            else:
                self._set_going(action, self._hands)
        self._starts = starts
        self._boot()

    def _boot(self) -> None:
        """Those first in line, as many as may boot at once."""
        while self._starts and len(self._booting) < self._boots.total_tokens:
            action = self._starts.popleft()
            if action.seat not in self._busy:
                self._booting.add(action.seat)
                self._set_going(action, self._boots)

    def _set_going(self, action: reconcile.Action, limiter: CapacityLimiter) -> None:
        self._met.add(action.seat)
        self._passed_over.discard(action.seat)
        self._busy[action.seat] = asyncio.create_task(self._act(action, limiter))

    async def _act(self, action: reconcile.Action, limiter: CapacityLimiter) -> None:
        try:
            await to_thread.run_sync(self._keeper.act, action, limiter=limiter)
        except HomeroomError as error:
            log.warning("%s waits: %s", action, error)
            if action.seat in self._passed_over:
                self.bells.servers.ring()
        except Exception:
            # Not rung: what fails again at once would fail in a circle.
            log.exception("%s failed", action)
        else:
            self.bells.servers.ring()
        finally:
            self.bells.doors.ring(action.seat)
            del self._busy[action.seat]
            self._booting.discard(action.seat)
            self._boot()

    async def settle(self) -> None:
        """Wait until nothing that was set going is still under way."""
        while self._busy:
            await asyncio.gather(*self._busy.values())

    async def grade_once(self) -> None:
        """Do the jobs that wait, one after the other."""
        await self._work_off(None)

    async def prompt_once(self) -> None:
        """Beside those, do what is short and has its hour."""
        await self._work_off(jobs.PROMPT)

    async def _work_off(self, kinds: Collection[str] | None) -> None:
        while job := await to_thread.run_sync(self._claim, kinds):
            await to_thread.run_sync(self._work.run, job)
            # Something else of that class may have waited for it.
            self.bells.jobs.ring()
            self.bells.prompt.ring()

    def _claim(self, kinds: Collection[str] | None) -> models.Job | None:
        # Most often there is none, and a look keeps no writer waiting.
        with db.reading(self._database) as session:
            if not jobs.waits(session, kinds):
                return None
        with db.writing(self._database) as session:
            job = jobs.claim(session, kinds)
            session.flush()
            session.expunge_all()
            return job

    def _watch(self) -> None:
        """Ring whenever the engine says that one of our containers came or went, and at first for
        what it says to nobody.
        """
        while not self._over.wait(WATCH_AGAIN_S):
            try:
                for event in self._launcher.events():
                    if self._over.is_set():
                        return
                    self._heard(event)
            except HomeroomError as error:
                self._keeper.look_away()
                log.warning("engine events: %s", error)
            except Exception:
                self._keeper.look_away()
                log.exception("an event of the engine was lost")

    def _heard(self, event: str) -> None:
        # A program that is ended again and again must not keep the engine busy with looks.
        if event.startswith("oom "):
            self._keeper.note_shortage(event)
        else:
            self.bells.servers.ring()
