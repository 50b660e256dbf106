"""Who may be up at once: a budget of memory, a fair line, and who makes room. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from appliance.servers.spec import Weight

FRESH_MB = 130
"""A seat with JupyterLab open and one kernel; what is expected where nothing was measured yet."""
IDLE = timedelta(minutes=10)
"""Whoever did nothing for so long may be asked to make room."""


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
    whose owners never came make room, and then the longest idle.
    """
    up = [claim for claim in claims if claim.up]
    line = sorted((c for c in claims if not c.up), key=lambda c: (c.early, c.asked, c.seat))
    expected = _expected_mb(weights)
    room = budget_mb - sum(_reserve_mb(claim, weights, expected) for claim in up)
    admitted = [claim.seat for claim in up]
    while line and (min(expected, line[0].limit_mb) <= room or not admitted):
        first = line.pop(0)
        room -= min(expected, first.limit_mb)
        admitted.append(first.seat)
    there = [claim for claim in line if not claim.early]
    short = sum(min(expected, claim.limit_mb) for claim in there) - room if there else 0
    return Verdict(
        admitted=tuple(admitted),
        waiting=tuple(claim.seat for claim in line),
        leaving=tuple(_leaving(up, weights, short, now)),
        roomy=not line and sum(_at_work_mb(one, weights, expected) for one in claims) <= budget_mb,
    )


def may_leave(used: datetime, now: datetime, *, early: bool) -> bool:
    """Whether it may be asked to make room: nobody has come to it, or nobody uses it."""
    return early or now - used >= IDLE


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
    up: Collection[Claim], weights: Mapping[int, Weight], short: int, now: datetime
) -> list[int]:
    leaving: list[int] = []
    for claim in sorted(up, key=lambda c: (not c.early, c.used, c.seat)):
        weight = weights.get(claim.seat)
        if short <= 0 or not may_leave(claim.used, now, early=claim.early):
            break
        if weight and not weight.computing:
            leaving.append(claim.seat)
            short -= weight.memory_mb
    return leaving
