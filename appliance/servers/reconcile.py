"""Wanted × seen → actions. Pure: it reads no clock and touches nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appliance.servers.spec import Seen


@dataclass(frozen=True)
class Start:
    """Make this seat's container, in place of any other it has."""

    seat: int


@dataclass(frozen=True)
class Open:
    """Its container runs: wait until it answers, then let visitors through."""

    seat: int
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


Action = Start | Open | Stop | Ended | MakeRoom


def decide(
    wanted: Mapping[int, str],
    seen: Mapping[int, Seen],
    opened: Mapping[int, str],
    *,
    watched: bool = True,
) -> Iterator[Action]:
    """Yield what must change. Wanted, running and open yields nothing: that is adoption.

    `wanted` maps a seat to the start it wants, in the order in which they are to be started; a
    container of another start is not the one.
    `opened` maps the seats that were let in to the address where their route leads.
    `watched` is false when the engine was out of sight since the last pass: then an exit may have
    come with it, and the wish stands.
    """
    for seat, container in seen.items():
        if seat not in wanted:
            yield Stop(seat)
        elif wanted[seat] != container.start or container.state == "created":
            yield Start(seat)
        elif container.state == "exited":
            if watched:
                yield Ended(seat, container.start, container.exit_code, container.oom_killed)
            else:
                yield Start(seat)
        elif container.address and opened.get(seat) != container.address:
            yield Open(seat, container.address)
    for seat in wanted:
        if seat in seen:
            continue
        # It was open and is gone without a trace: somebody removed it.
        gone = watched and seat in opened
        yield Ended(seat, wanted[seat], None, False) if gone else Start(seat)


def astray(leads: Mapping[int, str], seen: Mapping[int, Seen]) -> set[int]:
    """The seats whose route leads to no running container of theirs: where it leads, another one
    may be by now. `leads` maps seats to addresses.
    """
    there = {seat: one.address for seat, one in seen.items() if one.state == "running"}
    return {seat for seat, address in leads.items() if there.get(seat) != address}
