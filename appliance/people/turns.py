"""Whose sign-in code is looked at next: a bounded, fair queue in which only wrong codes cost.

Forty random bits resist guessing because guesses are few: about a hundred a minute for the whole
box. Right codes give their turn back, so a class that arrives together never waits for itself.
Visitors who guessed wrong stand behind those who did not; among equals whoever came first is first.
Nobody is refused for good: where there is no room, the page tries again by itself.
"""

import itertools
from dataclasses import dataclass, field

from appliance.errors import TooMany

PER_SECOND = 100 / 60
BURST = 60.0
ROOM = 600  # visitors waiting at once
FREE_WRONGS = 10
LONGEST_WAIT_S = 60.0
FORGET_AFTER_S = 600.0


@dataclass
class Visitor:
    """What one browser has done lately."""

    wrongs: int = 0
    seen: float = 0.0
    not_before: float = 0.0
    waiting: int | None = None  # its place in the order of arrival


@dataclass
class Turns:
    """The queue. Times are seconds on a clock that never goes back, passed in."""

    budget: float = BURST
    refilled: float = 0.0
    visitors: dict[str, Visitor] = field(default_factory=dict)
    arrivals: "itertools.count[int]" = field(default_factory=itertools.count)

    def join(self, visitor_id: str, now: float) -> None:
        """Stand in line, or learn how long to stay away."""
        self._forget(now)
        visitor = self.visitors.setdefault(visitor_id, Visitor())
        visitor.seen = now
        wait_s = visitor.not_before - now
        if visitor.waiting is not None:
            wait_s = max(wait_s, 2.0)
        elif sum(v.waiting is not None for v in self.visitors.values()) >= ROOM:
            wait_s = max(wait_s, 10.0)
        if wait_s > 0:
            seconds = int(wait_s) + 1
            raise TooMany(
                "sign-in codes wait",
                say=f"Too many codes were tried. Yours is tried again in {seconds} seconds.",
                wait_s=seconds,
            )
        visitor.waiting = next(self.arrivals)

    def ask(self, visitor_id: str, now: float) -> float:
        """0 when it is this visitor's turn; else the seconds after which to ask again."""
        elapsed = max(0.0, now - self.refilled)
        self.budget = min(BURST, self.budget + elapsed * PER_SECOND)
        self.refilled = now
        if self.budget >= 1 and self._first() == visitor_id:
            self.budget -= 1
            self.visitors[visitor_id].waiting = None
            return 0.0
        return max(0.05, (1 - self.budget) / PER_SECOND)

    def leave(self, visitor_id: str) -> None:
        """Give up the place in line, as when the browser goes away."""
        if visitor_id in self.visitors:
            self.visitors[visitor_id].waiting = None

    def settle(self, visitor_id: str, *, right: bool, now: float) -> None:
        """A right code gives its turn back; wrong ones make the next wait longer."""
        visitor = self.visitors.setdefault(visitor_id, Visitor(seen=now))
        if right:
            self.budget = min(BURST, self.budget + 1)
            visitor.wrongs = 0
            return
        visitor.wrongs += 1
        if visitor.wrongs >= FREE_WRONGS:
            wait_s = min(LONGEST_WAIT_S, 2.0 ** (visitor.wrongs - FREE_WRONGS + 1))
            visitor.not_before = now + wait_s

    def _first(self) -> str | None:
        waiting = [
            (v.wrongs, v.waiting, name)
            for name, v in self.visitors.items()
            if v.waiting is not None
        ]
        return min(waiting)[2] if waiting else None

    def _forget(self, now: float) -> None:
        old = [
            name
            for name, v in self.visitors.items()
            if v.waiting is None and now - v.seen > FORGET_AFTER_S
        ]
        for name in old:
            del self.visitors[name]
