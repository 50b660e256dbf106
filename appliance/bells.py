"""Who waits is woken: the loops by a bell each, a waiting page by that of its seat."""

import asyncio
from collections.abc import Iterable


class Bell:
    """Wakes a loop, from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, at_most: float) -> None:
        try:
            async with asyncio.timeout(at_most):
                await self._rung.wait()
        except TimeoutError:
            return
        finally:
            self._rung.clear()


class Doorbells:
    """A bell for each seat: whoever waits for its server hears at once what came of it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._over = False

    async def heard(self, seat: int, at_most: float) -> None:
        """Wait for this seat's bell, but no longer than so many seconds.

        What was looked up just before, in the same step of the event loop, cannot be missed: a bell
        is rung only after what it tells of was written, and heard in a later step.
        """
        if self._over:
            return
        bell = asyncio.Event()
        self._waiting.setdefault(seat, set()).add(bell)
        try:
            async with asyncio.timeout(at_most):
                await bell.wait()
        except TimeoutError:
            return
        finally:
            self._waiting[seat].discard(bell)
            if not self._waiting[seat]:
                del self._waiting[seat]

    def ring(self, seat: int) -> None:
        """Something came of this seat; from any thread."""
        self._loop.call_soon_threadsafe(self._ring, (seat,))

    def ring_for_good(self) -> None:
        """The hub is about to end: nobody waits here any more; from any thread."""
        self._loop.call_soon_threadsafe(self._end)

    def _ring(self, seats: Iterable[int]) -> None:
        for seat in seats:
            for bell in self._waiting.get(seat, ()):
                bell.set()

    def _end(self) -> None:
        self._over = True
        self._ring(list(self._waiting))


class Bells:
    """All bells of the hub."""

    def __init__(self) -> None:
        self.servers = Bell()
        """Something may have to be started, stopped or routed."""
        self.jobs = Bell()
        """A job was asked for, or waits no more."""
        self.prompt = Bell()
        """The same, for who does only what is short."""
        self.doors = Doorbells()

    def ring(self) -> None:
        """Something changed: look again now."""
        for bell in (self.servers, self.jobs, self.prompt):
            bell.ring()
