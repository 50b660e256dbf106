"""Wanted × seen → actions. Pure: it reads no clock and touches nothing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from appliance.servers.spec import Seen


@dataclass(frozen=True)
class Start:
    """Make this seat's container, in place of any other it has."""

    seat: int
    start: str


@dataclass(frozen=True)
class Open:
    """Its container runs: wait until it answers, then let visitors through."""

    seat: int
    start: str
    address: str


@dataclass(frozen=True)
class Stop:
    """Nobody wants it any more."""

    seat: int


@dataclass(frozen=True)
class Ended:
    """It was wanted and went away by itself: explain it, don't restart it in a circle."""

    seat: int
    start: str
    exit_code: int | None
    oom_killed: bool


@dataclass(frozen=True)
class MakeRoom:
    """Nobody used it for long, and others wait for its memory."""

    seat: int
    start: str


# All but Stop name the start that was wanted when it was decided: they are nothing to a later one.
Action = Start | Open | Stop | Ended | MakeRoom


def decide(
    wanted: Mapping[int, str],
    seen: Mapping[int, Seen],
    opened: Mapping[int, str],
    watched: Mapping[int, str],
    waiting: Collection[int] = (),
) -> Iterator[Action]:
    """Yield what must change. Wanted, running and open yields nothing: that is adoption.

    `wanted` maps a seat to the start it wants, in the order in which they are to be started; a
    container of another start is not the one.
    `opened` maps the seats that were let in to the address where their route leads.
    `watched` maps a seat to the start that was seen running while the engine was in sight until
    now. Any other end may have come with the engine's, and the wish stands.
    `waiting` are the seats for which nothing is to be started yet.
    """
    yield from (Stop(seat) for seat in seen if seat not in wanted)
    for seat, start in wanted.items():
        there = seen.get(seat)
        ours = there if there and there.start == start else None
        if ours and ours.state == "running":
            if ours.address and opened.get(seat) != ours.address:
                yield Open(seat, start, ours.address)
        elif ours and ours.state == "exited" and watched.get(seat) == start:
            yield Ended(seat, start, ours.exit_code, ours.oom_killed)
        elif not there and watched.get(seat) == start:
            # It ran and is gone without a trace: somebody removed it.
            yield Ended(seat, start, None, oom_killed=False)
        elif seat not in waiting:
            yield Start(seat, start)


def astray(leads: Mapping[int, str], seen: Mapping[int, Seen]) -> set[int]:
    """The seats whose route leads to no running container of theirs: where it leads, another one
    may be by now. `leads` maps seats to addresses.
    """
    there = {seat: one.address for seat, one in seen.items() if one.state == "running"}
    return {seat for seat, address in leads.items() if there.get(seat) != address}
