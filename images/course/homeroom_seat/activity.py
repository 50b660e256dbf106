"""Tell the hub when this seat was last used, so that it can stop idle ones."""

import asyncio
import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from tornado.log import app_log

from homeroom_seat.hub import Away, Hub
from homeroom_seat.proof import READS

AFTER_FAILURE_S = 15.0
COMPUTES = timedelta(hours=2)
"""A silent computation counts as use for this long; what hangs for ever should not."""


LAYOUT = "/lab/api/workspaces"
"""Where a tab keeps how it is laid out, every ten seconds."""


def shows_use(method: str, path: str, accepts: str) -> bool:
    """Whether somebody is there who asks this: a page, or a change.

    A tab that is merely open asks over and over, too; `accepts` is what it would take.
    """
    return "text/html" in accepts or (method not in READS and LAYOUT not in path)


def last_used(noted: datetime, states: Iterable[str], now: datetime) -> datetime:
    """When this seat was last used; jupyter_server notes nothing while a kernel computes."""
    return now if now - noted < COMPUTES and "busy" in states else noted


class Activity:
    """The seat's own word on its use; whoever is merely looked at is not in use."""

    def __init__(self, hub: Hub, every_s: float, last_used: Callable[[], datetime]) -> None:
        self._hub = hub
        self._every_s = every_s
        self._last_used = last_used
        self._told: datetime | None = None

    async def watch(self) -> None:
        """Report for ever, each seat at times of its own."""
        while True:
            well = await self.report()
            await asyncio.sleep(
                self._every_s * random.uniform(0.9, 1.1) if well else AFTER_FAILURE_S
            )

    async def report(self) -> bool:
        """Tell the hub if there is news; whether it knows now."""
        used = self._last_used()
        if used == self._told:
            return True
        try:
            await self._hub.report(used)
        except Away as error:
            app_log.warning("The hub was not told of this seat's use: %s", error)
            return False
        self._told = used
        return True
