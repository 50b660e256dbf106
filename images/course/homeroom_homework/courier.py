"""Brings kept work to the hub, off the event loop, again and again until there is an answer."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from homeroom_exchange.client import Hub, HubProblem, Unreachable
from homeroom_exchange.outbox import Outbox, Work, note
from jupyter_server.serverapp import ServerApp

PAUSES_S = (2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Between tries; the last again and again. A hub that restarts has all its seats at its door."""


class Trip:
    """One piece of work on its way, and what has come of it."""

    def __init__(self, work: Work, language: str = "") -> None:
        self.work = work
        self.language = language
        self.tried = Event()
        """Set when the first try, or the one somebody asked for since, has come to an end."""
        self.hurried = Event()
        self.receipt: Any = None
        self.refusal = ""
        self.trouble = ""
        """Why it is not there yet."""


class Courier:
    """Has a thread for each piece of work without a receipt. What counts is when the hub got it."""

    def __init__(self, outbox: Outbox, root: Path, log: Any) -> None:
        self._outbox = outbox
        self._root = root
        self._log = log
        self._trips: dict[str, Trip] = {}
        self._lock = Lock()

    def take_up(self) -> None:
        """Go on with what an earlier server began."""
        for work in self._outbox.waiting():
            self._log.info("%s was not confirmed as handed in; trying again.", work.assignment)
            self.carry(work)

    def carry(self, work: Work, language: str = "") -> Trip:
        """Try now, and then until there is an answer."""
        with self._lock:
            trip = self._trips.get(work.key)
            if trip:
                trip.tried.clear()
                trip.hurried.set()
                return trip
            trip = self._trips[work.key] = Trip(work, language)
        Thread(target=self._run, args=(trip,), name=f"hand-in {work.key}", daemon=True).start()
        return trip

    def trouble(self, key: str) -> str:
        """Why work is not there yet, as far as is known."""
        trip = self._trips.get(key)
        return trip.trouble if trip else ""

    def _run(self, trip: Trip) -> None:
        for pause in _pauses():
            # Without its file it was settled elsewhere, or newer work has taken its place.
            if not trip.work.file.exists() or self._try(trip):
                break
            trip.tried.set()
            trip.hurried.wait(pause)
            trip.hurried.clear()
        with self._lock:
            del self._trips[trip.work.key]
            trip.tried.set()

    def _try(self, trip: Trip) -> bool:
        """Whether that was the last try."""
        work = trip.work
        try:
            with work.file.open("rb") as file:
                hub = Hub.from_environment(work.course, trip.language)
                receipt = hub.submit(work.assignment, file, work.key)
            self._settle(receipt, work)
        except Unreachable as problem:
            trip.trouble = str(problem)
        except HubProblem as problem:
            self._outbox.refuse(work, str(problem))
            trip.refusal = str(problem)
            self._log.warning("%s was refused: %s", work.assignment, problem)
            return True
        except Exception as problem:
            trip.trouble = f"This server has trouble of its own: {problem}."
            self._log.exception("%s could not be sent", work.assignment)
        else:
            trip.receipt = receipt
            return True
        return False

    def _settle(self, receipt: Any, work: Work) -> None:
        try:
            note(self._root / work.assignment, receipt)
        except OSError as error:
            # The hub has the work and shows the receipt.
            self._log.warning("The receipt could not be kept in receipts.txt: %s", error)
        self._outbox.settle(work.assignment, work.key)
        self._log.info("%s: %s", work.assignment, receipt.sentence)


def of(server: ServerApp) -> Courier:
    """The one courier of a server, whose course its hub named."""
    settings: dict[str, Any] = server.web_app.settings
    if "homeroom_courier" not in settings:
        outbox = Outbox(os.environ["HOMEROOM_COURSE"])
        settings["homeroom_courier"] = Courier(outbox, Path(server.root_dir), server.log)
    courier: Courier = settings["homeroom_courier"]
    return courier


def _pauses() -> Iterator[float]:
    tries = 0
    while True:
        yield PAUSES_S[min(tries, len(PAUSES_S) - 1)] * random.uniform(0.8, 1.2)
        tries += 1
