"""Homes × limits × free space → whom to warn and whom to stop. Pure.

Nothing below hinders a write: homes are watched, and whoever goes too far is stopped. So a limit is
overshot by as much as is written between two looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

NEAR = 0.8
"""From this part of the limit on the owner is warned."""
SLACK_MB = 64
"""What a home that is too full may grow by while it is being emptied: Lab itself saves things."""
GROWTH_MB = 16
"""Growth between two looks that is worth stopping somebody for when the disk is short."""


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
    """Whom to stop. When the disk is short, the one that grew most since the last look goes."""
    homes = list(homes)
    found = [
        Offence(one.seat, "full" if one.whole else "endless", one.mb, one.limit_mb)
        for one in homes
        if one.mb > allowed_mb(one.limit_mb, one.started_mb) or not one.whole
    ]
    if free_mb < reserve_mb and not found:
        fastest = max(homes, key=lambda one: one.mb - one.before_mb, default=None)
        if fastest and fastest.mb - fastest.before_mb > GROWTH_MB:
            found.append(Offence(fastest.seat, "short", fastest.mb, fastest.limit_mb))
    return found
