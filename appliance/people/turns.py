"""Whose sign-in code is looked at next: a bounded, fair queue in which only wrong codes cost.

Forty random bits resist guessing because guesses are few: about a hundred a minute for the whole
box. Right codes give their turn back, so a class that arrives together never waits for itself.

First come devices on which a card has worked before, then addresses with fewer wrong codes (right
ones make up for them), then browsers with fewer, then whoever came first. Nobody is refused for
good: a page that has to come back keeps its place meanwhile.
"""

import itertools
from dataclasses import dataclass, field

from appliance.errors import TooMany
from roster.sentence import sentence

PER_SECOND = 100 / 60
BURST = 60.0
ROOM = 600  # visitors in line at once
FREE_WRONGS = 10
LONGEST_WAIT_S = 60.0
LONGEST_RETURN_S = 10  # after which a page in line asks again
KEEP_PLACE_S = 45.0
FORGET_AFTER_S = 600.0


@dataclass(frozen=True)
class Asker:
    """Who asks: the form's own name, the address, and whose card worked on this device before."""

    form: str
    address: str = ""
    device: str = ""

    @property
    def traits(self) -> tuple[str, ...]:
        """What wrong codes are counted for."""
        known = (f"device {self.device}",) if self.device else ()
        return (f"form {self.form}", f"address {self.address}", *known)


@dataclass
class Tally:
    """Wrong codes lately; right ones at the same address make it negative."""

    wrongs: int = 0
    seen: float = 0.0
    not_before: float = 0.0


@dataclass
class Place:
    """A place in line. It is kept for a while when the browser goes, and then given up."""

    asker: Asker
    arrival: int
    seen: float
    rank: tuple[bool, int, int, int] = (True, 0, 0, 0)
    present: bool = True


@dataclass
class Turns:
    """The queue. Times are seconds on a clock that never goes back, passed in."""

    budget: float = BURST
    refilled: float = 0.0
    places: dict[str, Place] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    arrivals: "itertools.count[int]" = field(default_factory=itertools.count)

    def join(self, asker: Asker, now: float) -> None:
        """Stand in line, at one's old place if it is kept; or learn how long to stay away."""
        self._forget(now)
        own = self.places.get(asker.form)
        wait_s = self._tally(f"form {asker.form}").not_before - now
        if wait_s > 0 or (own and own.present):
            raise too_many(max(wait_s, 1.0))
        if own:
            own.present, own.seen = True, now
            return
        place = Place(asker, next(self.arrivals), now)
        place.rank = self._rank(place)
        self.places[asker.form] = place
        if len(self.places) > ROOM:
            last = max(self.places.values(), key=lambda one: one.rank)
            del self.places[last.asker.form]
            if last is place:
                raise too_many(LONGEST_RETURN_S)

    def ask(self, form: str, now: float) -> float:
        """0 when it is this form's turn; else the seconds after which to ask again."""
        elapsed = max(0.0, now - self.refilled)
        self.budget = min(BURST, self.budget + elapsed * PER_SECOND)
        self.refilled = now
        own = self.places.get(form)
        if own is None:  # sent away for somebody with a better claim
            raise too_many(LONGEST_RETURN_S)
        own.seen = now
        before = sum(one.present and one.rank < own.rank for one in self.places.values())
        if before == 0 and self.budget >= 1:
            self.budget -= 1
            del self.places[form]
            return 0.0
        # Those in front ask often: a right code gives its turn back sooner than time does.
        most = 0.1 if before < 30 else 1.0
        return min(most, max(0.05, (before + 1 - self.budget) / PER_SECOND))

    def step_aside(self, form: str, now: float) -> TooMany:
        """Let the browser go while its place is kept; the page returns after the told wait."""
        own = self.places.get(form)
        if own is None:
            return too_many(LONGEST_RETURN_S)
        own.present, own.seen = False, now
        before = sum(one.rank < own.rank for one in self.places.values())
        return too_many(min(LONGEST_RETURN_S, (before + 1 - self.budget) / PER_SECOND))

    def leave(self, form: str) -> None:
        """Give up the place in line."""
        self.places.pop(form, None)

    def settle(self, asker: Asker, now: float, *, right: str = "") -> None:
        """A right code, `right` names whose, gives its turn back; wrong ones put behind others."""
        form, address = asker.traits[:2]
        if not right:
            for trait in asker.traits:
                self._count(trait, 1, now)
        else:
            self.budget = min(BURST, self.budget + 1)
            self.tallies.pop(form, None)
            # Once for each card, or one good card could make up for any number of guesses.
            if f"{right} at {address}" not in self.tallies:
                self._count(f"{right} at {address}", 0, now)
                self._count(address, -1, now)
        for place in self.places.values():
            place.rank = self._rank(place)

    def trusts(self, device: str) -> bool:
        """Whether this is a device that is known and has not made too many mistakes lately."""
        return bool(device) and self._tally(f"device {device}").wrongs < FREE_WRONGS

    def blame(self, device: str, now: float) -> None:
        """Count a mistake for a device alone, as where it spares an account the wait."""
        self._count(f"device {device}", 1, now)

    def _rank(self, place: Place) -> tuple[bool, int, int, int]:
        asker = place.asker
        form, address = (self._tally(trait).wrongs for trait in asker.traits[:2])
        if self.trusts(asker.device):
            return (False, 0, form, place.arrival)
        return (True, address, form, place.arrival)

    def _tally(self, trait: str) -> Tally:
        return self.tallies.get(trait) or Tally()

    def _count(self, trait: str, step: int, now: float) -> None:
        tally = self.tallies.setdefault(trait, Tally())
        tally.wrongs += step
        tally.seen = now
        if trait.startswith("form ") and tally.wrongs >= FREE_WRONGS:
            wait_s = min(LONGEST_WAIT_S, 2.0 ** (tally.wrongs - FREE_WRONGS + 1))
            tally.not_before = now + wait_s

    def _forget(self, now: float) -> None:
        for form, place in list(self.places.items()):
            if not place.present and now - place.seen > KEEP_PLACE_S:
                del self.places[form]
        for trait, tally in list(self.tallies.items()):
            if now - tally.seen > FORGET_AFTER_S:
                del self.tallies[trait]


def too_many(wait_s: float) -> TooMany:
    """Ask to come back; the wait is told in whole seconds."""
    seconds = int(wait_s) + 1
    say = sentence("signin-wait", seconds=seconds)
    return TooMany("sign-in codes wait", say=say, wait_s=seconds)
