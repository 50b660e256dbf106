"""The figures to reach: ours against the peer's of the same run, as a ratio with a bound."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.bench.spread import Spread

Figures = Mapping[str, Spread]


@dataclass(frozen=True)
class Target:
    """`ours` over `theirs` is at most, or at least, `bound`. A place is KEY or KEY@STAT."""

    title: str
    ours: str
    theirs: str
    bound: float
    at_least: bool = False
    against_self: bool = False
    """Both places are looked up in our own figures. Without `theirs`, ours itself is bounded."""


@dataclass(frozen=True)
class Verdict:
    """A target and what the run says about it; nan where something was not measured."""

    target: Target
    ours: float
    theirs: float
    unit: str

    @property
    def ratio(self) -> float:
        if not self.target.theirs:
            return self.ours
        return self.ours / self.theirs if self.theirs else math.nan

    @property
    def reached(self) -> bool | None:
        """None: not measured."""
        if math.isnan(self.ratio):
            return None
        over = self.ratio >= self.target.bound
        return over if self.target.at_least else self.ratio <= self.target.bound


USUAL_CLASS = 30
# SIZE is the usual class, or the largest of the run; MOST the largest number of people enrolled.
TARGETS = (
    Target("One student, cold: code → notebook API", "single/cold/api", "single/cold/api", 0.25),
    Target("… → result of the first cell", "single/cold/result", "single/cold/result", 0.4),
    Target("Class start, cold: last in", "class/SIZE/cold@last", "class/SIZE/cold@last", 0.3),
    Target(
        "Class start after Start class, against its already running: last in",
        "class/SIZE/warm@last",
        "class/SIZE/warm@last",
        0.7,
    ),
    Target(
        "Class start after Start class, against its cold: last in",
        "class/SIZE/warm@last",
        "class/SIZE/cold@last",
        1 / 35,
    ),
    Target("Memory of an idle seat", "memory/seat/idle", "memory/seat/idle", 0.4),
    Target("Memory of a seat with a kernel", "memory/seat/kernel", "memory/seat/kernel", 0.6),
    Target("Hub, launcher and proxy", "memory/all parts/idle", "memory/all parts/idle", 1.1),
    Target("Lab asset, 16 connections", "load/asset/16/rate", "load/asset/16/rate", 1.4, True),
    Target("Signed-in start page, 16", "load/desk/16/rate", "load/desk/16/rate", 2.5, True),
    Target("Hub restart: back", "restart/hub back", "restart/hub back", 0.5),
    Target("Hub restart: notebook requests failed", "restart/notebook answers@failures", "", 0),
    Target("Hub restart: websockets broken", "restart/same websockets@failures", "", 0),
    Target("Stop of the class", "stop/SIZE", "stop/SIZE/in turn", 0.25),
    Target(
        "Sign-in with MOST enrolled against 50: p95",
        "growth/sign-in/MOST@p95",
        "growth/sign-in/50@p95",
        1.5,
        against_self=True,
    ),
    Target(
        "Class page with MOST enrolled against 50: p95",
        "growth/class page/MOST@p95",
        "growth/class page/50@p95",
        1.5,
        against_self=True,
    ),
)


def verdicts(ours: Figures, theirs: Figures) -> list[Verdict]:
    """Every target against these figures of the peer."""
    classes = _sizes(ours, "class/", 1)
    size = USUAL_CLASS if USUAL_CLASS in classes else max(classes, default=0)
    most = max(_sizes(ours, "growth/sign-in/", 2), default=0)
    names = {"SIZE": str(size), "MOST": str(most)}
    return [_verdict(_named(target, names), ours, theirs) for target in TARGETS]


def _sizes(figures: Figures, start: str, part: int) -> set[int]:
    return {int(key.split("/")[part]) for key in figures if key.startswith(start)}


def _named(target: Target, names: Mapping[str, str]) -> Target:
    for name, value in names.items():
        target = replace(
            target,
            title=target.title.replace(name, value),
            ours=target.ours.replace(name, value),
            theirs=target.theirs.replace(name, value),
        )
    return target


def _verdict(target: Target, ours: Figures, theirs: Figures) -> Verdict:
    other = ours if target.against_self else theirs
    key, _, stat = target.ours.partition("@")
    unit = ours[key].unit if key in ours and stat != "failures" else ""
    return Verdict(target, value_of(ours, target.ours), value_of(other, target.theirs), unit)


def value_of(figures: Figures, place: str) -> float:
    """The value at KEY@STAT, the median when no STAT is named; nan if it was not measured."""
    key, _, stat = place.partition("@")
    if key not in figures:
        return math.nan
    return float(getattr(figures[key], stat or "median"))
