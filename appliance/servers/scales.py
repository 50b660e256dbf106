"""How heavy the seats lie on the machine, weighed again and again; and how much it can bear."""

import os
import time
from collections.abc import Callable, Mapping

from appliance.servers.launcher import Launcher
from appliance.servers.spec import Usage, Weight

COMPUTING = 0.3
"""Processors used since the last look; a server that only waits for its student uses none."""
SPARED_MB = 3072
"""For the machine, the engine, hub and proxy, and for files in memory."""


def machine_mb() -> int:
    """This machine's memory, MB."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // (1024 * 1024)


def budget_mb(wished: int | None, machine: int) -> int:
    """What all seats together may take, MB: as wished, else the machine less what it is spared."""
    return wished or machine - min(SPARED_MB, machine // 4)


class Scales:
    """The weights of all running seats, as of the last look."""

    def __init__(self, launcher: Launcher, clock: Callable[[], float] = time.monotonic) -> None:
        self._launcher = launcher
        self._clock = clock
        self._last: dict[int, Usage] = {}
        self._looked = 0.0
        self.weights: Mapping[int, Weight] = {}

    def weigh(self) -> None:
        """Look again. Raises Unavailable; then the last weights stand."""
        found = {one.seat: one for one in self._launcher.usage()}
        moment = self._clock()
        passed = max(moment - self._looked, 0.001)
        self.weights = {
            seat: Weight(seat, one.memory_mb, _computing(self._last.get(seat), one, passed))
            for seat, one in found.items()
        }
        self._last, self._looked = found, moment


def _computing(before: Usage | None, now: Usage, passed_s: float) -> bool:
    if before is None or before.start != now.start:
        return False
    return (now.cpu_s - before.cpu_s) / passed_s >= COMPUTING
