"""What a series of measurements says: first, median, p95, last, failures; and how it grows."""

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """Measured values in one unit, rising, and how many attempts gave none."""

    values: tuple[float, ...]
    unit: str
    failures: int = 0

    @property
    def first(self) -> float:
        return self.values[0] if self.values else math.nan

    @property
    def median(self) -> float:
        return statistics.median(self.values) if self.values else math.nan

    @property
    def p95(self) -> float:
        return quantile(self.values, 0.95)

    @property
    def last(self) -> float:
        return self.values[-1] if self.values else math.nan


def spread(values: Iterable[float | None], unit: str) -> Spread:
    """The values that are there, sorted; None counts as a failure."""
    given = list(values)
    there = tuple(sorted(value for value in given if value is not None))
    return Spread(there, unit, failures=len(given) - len(there))


def quantile(rising: tuple[float, ...], share: float) -> float:
    """The value below which this share lies, between neighbours in proportion; nan of nothing."""
    if not rising:
        return math.nan
    place = share * (len(rising) - 1)
    below = math.floor(place)
    above = min(below + 1, len(rising) - 1)
    return rising[below] + (rising[above] - rising[below]) * (place - below)


def exponent(points: Mapping[int, float]) -> float:
    """The k of value ~ size^k that fits best: 0 stays the same, 1 grows with the size."""
    logs = [(math.log(n), math.log(v)) for n, v in points.items() if n > 0 and v > 0]
    if len({x for x, _ in logs}) < 2:
        return math.nan
    return statistics.linear_regression([x for x, _ in logs], [y for _, y in logs]).slope
