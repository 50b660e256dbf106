"""Homes × limits × free space → whom to warn and whom to stop. Pure.

Nothing below hinders a write: homes are watched, and whoever goes too far is stopped. So a limit is
overshot by as much as is written between two looks.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

NEAR = 0.8
"""From this part of the limit on the owner is warned."""
SLACK_MB = 64
"""What a home that is too full may grow by while it is being emptied: Lab itself saves things."""
GROWTH_MB = 16
"""Growth between two looks that is worth stopping somebody for when the disk is short."""
CALM_MB = 4
"""What anybody saves between two looks; nobody is stopped for it, however short the disk is."""
TIDY_S = 600.0
"""So long a home that cannot be counted may be open, to be tidied up."""
LOOK_S = 15.0
"""From one look to the next, where counting does not take long."""
LOOKS = 8
"""When the disk is short, those who go on may not fill it within so many looks."""
FILES_PER_MB = 64
"""A disk has about so many places for files in each megabyte, and files can be empty."""


@dataclass(frozen=True)
class Watched:
    """The home of a seat that runs: megabytes now, at the last look, and when it was started."""

    seat: int
    mb: int
    before_mb: int
    started_mb: int
    limit_mb: int
    whole: bool = True
    """False when it holds more files, or deeper folders, than can be counted."""
    more_files: int = 0
    """Since the last look."""
    open_s: float = TIDY_S
    """Since it was started."""
    since_s: float = LOOK_S
    """Since the last look."""

    @property
    def grown_mb(self) -> int:
        """Since the last look; what files take by being there counts as well."""
        return max(self.mb - self.before_mb, self.more_files // FILES_PER_MB)

    @property
    def soon_mb(self) -> float:
        """What it will have grown by at the next look, if it goes on like this."""
        return max(0, self.grown_mb) * LOOK_S / max(LOOK_S, self.since_s)


@dataclass(frozen=True)
class Offence:
    """A seat to be stopped.

    `full`: its home is beyond its limit; `endless`: it cannot be counted; `short`: the disk is
    short, and this one filled it.
    """

    seat: int
    kind: Literal["full", "endless", "short"]
    mb: int
    limit_mb: int


def near(mb: int, limit_mb: int) -> bool:
    """Whether the owner should know."""
    return mb >= NEAR * limit_mb


def allowed_mb(limit_mb: int, started_mb: int) -> int:
    """What a home may hold now. One that was too full at its start may be opened, and not grow."""
    return max(limit_mb, started_mb + SLACK_MB if started_mb > limit_mb else 0)


def offences(homes: Iterable[Watched], free_mb: int, reserve_mb: int) -> list[Offence]:
    """Whom to stop."""
    homes = list(homes)
    short = free_mb < reserve_mb
    found = [
        Offence(one.seat, kind, one.mb, one.limit_mb)
        for one in homes
        if (kind := _kind(one, short=short))
    ]
    gone = {one.seat for one in found}
    left = [one for one in homes if one.seat not in gone]
    # The reserve is not to be touched before the next look.
    filling = fast(left, free_mb) if short else _fastest(left, _soon, free_mb - reserve_mb)
    return found + [Offence(one.seat, "short", one.mb, one.limit_mb) for one in filling]


def _kind(one: Watched, *, short: bool) -> Literal["full", "endless", None]:
    if one.mb > allowed_mb(one.limit_mb, one.started_mb):
        return "full"
    return "endless" if not one.whole and (short or one.open_s >= TIDY_S) else None


def fast(homes: Iterable[Watched], free_mb: int) -> list[Watched]:
    """Whoever must go when the disk is short: the fastest first, as few as can be, and in any case
    the one who filled it.
    """
    homes = sorted(homes, key=_grown, reverse=True)
    filler = [one for one in homes[:1] if one.grown_mb > GROWTH_MB]
    return _fastest(homes, _grown, free_mb / LOOKS) or filler


def _grown(one: Watched) -> float:
    return one.grown_mb


def _soon(one: Watched) -> float:
    return one.soon_mb


def _fastest(
    homes: Iterable[Watched], growth: Callable[[Watched], float], room_mb: float
) -> list[Watched]:
    """As many of the fastest as it takes until the others together grow by no more than there is
    room for.
    """
    growing = sorted((one for one in homes if growth(one) > CALM_MB), key=growth, reverse=True)
    together, stopped = sum(map(growth, growing)), list[Watched]()
    for one in growing:
        if together <= room_mb:
            break
        stopped.append(one)
        together -= growth(one)
    return stopped
