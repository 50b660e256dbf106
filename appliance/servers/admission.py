"""Who may be up at once: a budget of memory, a fair line, and who makes room. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from appliance.servers.spec import Weight

FRESH_MB = 130
"""A seat with JupyterLab open and one kernel; what is expected where nothing was measured yet."""
IDLE = timedelta(minutes=10)
"""Whoever did nothing for so long may be asked to make room."""
UNTOLD = timedelta(seconds=70)
"""So old is what is known of it at most: a notebook says once a minute when it was last used."""


@dataclass(frozen=True)
class Claim:
    """A seat that is wanted, as far as memory is concerned."""

    seat: int
    asked: datetime
    used: datetime
    """When somebody last did something in it."""
    limit_mb: int
    up: bool
    """Whether it has a container."""
    early: bool = False
    """Whether it is for somebody who has not come yet."""


@dataclass(frozen=True)
class Verdict:
    """Seats that may be up, those that wait for memory, and those that make room for them."""

    admitted: tuple[int, ...]
    waiting: tuple[int, ...]
    leaving: tuple[int, ...]
    roomy: bool
    """Whether all of them may have a kernel as well, and still nobody has to wait."""


def admit(
    claims: Collection[Claim],
    weights: Mapping[int, Weight],
    budget_mb: int,
    now: datetime,
) -> Verdict:
    """Divide the budget, MB, among the seats. A seat that is up stays up while nobody waits.

    The line is served strictly in order, so that a place in it never grows; whoever is there comes
    before those who are not. Whoever computes may grow to the limit at any moment, and so much is
    kept for it; whoever is idle keeps what was measured. When somebody who is there waits, seats
    whose owners never came make room, and then the longest idle; but nobody does in vain.
    """
    up = [claim for claim in claims if claim.up]
    line = sorted((c for c in claims if not c.up), key=lambda c: (c.early, c.asked, c.seat))
    expected = _expected_mb(weights)
    fitting = _fitting(up, line, weights, expected, budget_mb)
    waiting = line[fitting:]
    return Verdict(
        admitted=tuple(claim.seat for claim in [*up, *line[:fitting]]),
        waiting=tuple(claim.seat for claim in waiting),
        leaving=tuple(_leaving(up, line, weights, budget_mb, now)),
        roomy=not waiting
        and sum(_at_work_mb(one, weights, expected) for one in claims) <= budget_mb,
    )


def may_leave(used: datetime, now: datetime, *, early: bool) -> bool:
    """Whether it may be asked to make room: nobody has come to it, or nobody uses it."""
    return early or now - used >= IDLE + UNTOLD


def _fitting(
    up: Collection[Claim],
    line: Sequence[Claim],
    weights: Mapping[int, Weight],
    expected: int,
    budget_mb: int,
) -> int:
    """How many of the line fit in beside those that are up; one always does."""
    room = budget_mb - sum(_reserve_mb(claim, weights, expected) for claim in up)
    for count, claim in enumerate(line):
        room -= min(expected, claim.limit_mb)
        if room < 0 and (up or count):
            return count
    return len(line)


def _expected_mb(weights: Mapping[int, Weight]) -> int:
    """What one more seat will take once somebody works in it."""
    measured = [weight.memory_mb for weight in weights.values()]
    return max(FRESH_MB, round(median(measured))) if measured else FRESH_MB


def _reserve_mb(claim: Claim, weights: Mapping[int, Weight], expected: int) -> int:
    weight = weights.get(claim.seat)
    if weight is None:
        return min(expected, claim.limit_mb)
    return max(claim.limit_mb, weight.memory_mb) if weight.computing else weight.memory_mb


def _at_work_mb(claim: Claim, weights: Mapping[int, Weight], expected: int) -> int:
    """What it will take once somebody works in it, or takes already."""
    return max(_reserve_mb(claim, weights, expected), min(expected, claim.limit_mb))


def _leaving(
    up: Collection[Claim],
    line: Sequence[Claim],
    weights: Mapping[int, Weight],
    budget_mb: int,
    now: datetime,
) -> list[int]:
    """As few as let in as many of those who are there as can be."""
    there = [claim for claim in line if not claim.early]
    going = [
        claim.seat
        for claim in sorted(up, key=lambda c: (not c.early, c.used, c.seat))
        if may_leave(claim.used, now, early=claim.early)
        and claim.seat in weights
        and not weights[claim.seat].computing
    ]
    expected = _expected_mb(weights)

    def fitting(gone: Collection[int], expected: int = expected) -> int:
        stay = [claim for claim in up if claim.seat not in gone]
        return _fitting(stay, there, weights, expected, budget_mb)

    now_in = most = fitting(())
    leaving = list[int]()
    for count in range(1, len(going) + 1):
        if most == len(there):
            break
        if fitting(going[:count]) > most:
            most, leaving = fitting(going[:count]), going[:count]
    # The longest idle may be too light to help; whoever used theirs last is spared first.
    for seat in reversed(leaving):
        others = [one for one in leaving if one != seat]
        if fitting(others) == most:
            leaving = others
    # Where only heavy ones stay, more is expected of those who come.
    left = _expected_mb({seat: one for seat, one in weights.items() if seat not in leaving})
    return leaving if fitting(leaving, left) > now_in else []
