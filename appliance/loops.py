"""The tasks that live as long as the hub: grant the wishes, do the jobs."""

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine

from appliance import db, models
from appliance.bells import Bell, Doorbells
from appliance.clerk import Clerk
from appliance.custodian import Custodian
from appliance.errors import HomeroomError
from appliance.health import Health
from appliance.homework import jobs
from appliance.keeper import Keeper
from appliance.people import guests, signin
from appliance.postman import Postman
from appliance.ringer import Ringer
from appliance.servers import reconcile
from appliance.servers.launcher import Launcher
from appliance.work import Work

log = logging.getLogger(__name__)

FULL_PASS_S = 10.0
"""Without any event, wanted and seen are compared this often all the same."""
TIDY_EVERY_S = 3600.0
GUESTS_EVERY_S = 20.0
RING_EVERY_S = 15.0
ATTEND_EVERY_S = 15.0
DELIVER_EVERY_S = 10.0
WATCH_AGAIN_S = 0.5
WEIGH_EVERY_S = 15.0
MEASURE_EVERY_S = 15.0
SLOTS = 2 * (os.cpu_count() or 1)
"""Boots at once; more would only make each of them slower."""
HANDS = 32
"""Everything else at once: to stop a server, or to wait for one that boots already."""


async def every(seconds: float, step: Callable[[], Awaitable[None]], bell: Bell) -> None:
    """Run `step` for ever. One bad pass is logged; the next still comes."""
    while True:
        try:
            await step()
        except HomeroomError as error:
            log.warning("%s: %s", step.__name__, error)
        except Exception:
            log.exception("%s failed", step.__name__)
        await bell.wait(at_most=seconds)


class Loops:
    """What the hub does by itself. `servers`, `jobs`, `prompt` wake it, and `doors` are the bells
    it rings for who waits in front of a seat."""

    def __init__(
        self,
        database: Engine,
        launcher: Launcher,
        keeper: Keeper,
        work: Work,
        health: Health,
        ringer: Ringer,
        custodian: Custodian,
        clerk: Clerk,
        postman: Postman,
    ) -> None:
        self._database = database
        self._launcher = launcher
        self._keeper = keeper
        self._work = work
        self._health = health
        self._ringer = ringer
        self._custodian = custodian
        self._clerk = clerk
        self._postman = postman
        self._boots = CapacityLimiter(SLOTS)
        self._hands = CapacityLimiter(HANDS)
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._passed_over: set[int] = set()
        """Seats that were busy when a pass had something to do there."""
        self._over = threading.Event()
        self.servers = Bell()
        self.jobs = Bell()
        self.prompt = Bell()
        self.doors = Doorbells()

    def ring(self) -> None:
        """Something changed: look again now."""
        for bell in (self.servers, self.jobs, self.prompt):
            bell.ring()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the loops going while the hub serves."""
        with db.writing(self._database) as session:
            jobs.requeue_lost(session)
        tasks = [
            asyncio.create_task(every(FULL_PASS_S, self.reconcile_once, self.servers)),
            asyncio.create_task(every(FULL_PASS_S, self.grade_once, self.jobs)),
            asyncio.create_task(every(FULL_PASS_S, self.prompt_once, self.prompt)),
            asyncio.create_task(every(FULL_PASS_S, self.look_once, Bell())),
            asyncio.create_task(every(WEIGH_EVERY_S, self.weigh_once, Bell())),
            asyncio.create_task(every(MEASURE_EVERY_S, self.measure_once, Bell())),
            asyncio.create_task(every(TIDY_EVERY_S, self.tidy_once, Bell())),
            asyncio.create_task(every(GUESTS_EVERY_S, self.see_off_once, Bell())),
            asyncio.create_task(every(RING_EVERY_S, self.ring_once, Bell())),
            asyncio.create_task(every(ATTEND_EVERY_S, self.attend_once, Bell())),
            asyncio.create_task(every(DELIVER_EVERY_S, self.deliver_once, Bell())),
        ]
        # A daemon, since it waits for an event that may never come and must not hold up the end.
        threading.Thread(target=self._watch, name="engine events", daemon=True).start()
        try:
            yield
        finally:
            self._over.set()
            for task in [*tasks, *self._busy.values()]:
                task.cancel()

    async def reconcile_once(self) -> None:
        """Compare wanted with seen and set going what must change; each seat by itself."""
        # Whatever ends while the plan is made was looked at too early: the next pass judges it.
        busy = set(self._busy)
        for action in await to_thread.run_sync(self._keeper.plan):
            if action.seat in self._busy:
                self._passed_over.add(action.seat)
            elif action.seat in busy:
                self.servers.ring()
            else:
                self._passed_over.discard(action.seat)
                self._busy[action.seat] = asyncio.create_task(self._act(action))

    async def _act(self, action: reconcile.Action) -> None:
        try:
            limiter = self._boots if isinstance(action, reconcile.Start) else self._hands
            await to_thread.run_sync(self._keeper.act, action, limiter=limiter)
        except HomeroomError as error:
            log.warning("%s waits: %s", action, error)
            if action.seat in self._passed_over:
                self.servers.ring()
        except Exception:
            # Not rung: what fails again at once would fail in a circle.
            log.exception("%s failed", action)
        else:
            self.servers.ring()
        finally:
            self.doors.ring(action.seat)
            del self._busy[action.seat]

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
            self.jobs.ring()
            self.prompt.ring()

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

    async def look_once(self) -> None:
        """See how the box is."""
        await to_thread.run_sync(self._health.look)

    async def weigh_once(self) -> None:
        """See how heavy the servers are, and whether somebody who waits fits in now."""
        await to_thread.run_sync(self._keeper.weigh)
        self.servers.ring()

    async def measure_once(self) -> None:
        """See how full the homes are, and stop who fills the disk."""
        if await to_thread.run_sync(self._custodian.look):
            self.servers.ring()

    async def tidy_once(self) -> None:
        """Forget sign-ins and codes that are long over."""
        await to_thread.run_sync(self._tidy)

    def _tidy(self) -> None:
        with db.writing(self._database) as session:
            signin.forget_expired(session, models.now())

    async def see_off_once(self) -> None:
        """End the visits of guests whose day is over; once their servers are gone, homes go too."""
        await to_thread.run_sync(self._see_off)

    def _see_off(self) -> None:
        guests.see_off(self._database, self._launcher, models.now())
        self.servers.ring()

    async def ring_once(self) -> None:
        """Start classes before the bell, and stop them after their last lesson."""
        if await to_thread.run_sync(self._ringer.ring, models.now()):
            self.servers.ring()

    async def attend_once(self) -> None:
        """Open homework at its hour, and look after who handed in nothing in time."""
        if await to_thread.run_sync(self._clerk.attend, models.now()):
            self.jobs.ring()
            self.prompt.ring()

    async def deliver_once(self) -> None:
        """Bring into homes what belongs there."""
        await to_thread.run_sync(self._postman.deliver)

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
                log.exception("an event of the engine was lost")

    def _heard(self, event: str) -> None:
        # A program that is ended again and again must not keep the engine busy with looks.
        if event.startswith("oom "):
            self._keeper.note_shortage(event)
        else:
            self.servers.ring()
