"""What one run found, and its report for programs: JSON."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bench.spread import Spread
from tests.bench.targets import Verdict, verdicts

KEPT_VALUES = 200


@dataclass
class Run:
    """What one run found: facts of the machine, and every product's figures; ours come first."""

    facts: dict[str, str]
    columns: dict[str, dict[str, Spread]] = field(default_factory=dict)

    @property
    def ours(self) -> Mapping[str, Spread]:
        return next(iter(self.columns.values()), {})

    @property
    def peers(self) -> dict[str, dict[str, Spread]]:
        return dict(list(self.columns.items())[1:])


def as_json(run: Run) -> str:
    """Everything, with at most a few hundred values of each series; nothing is NaN."""
    whole = {
        "facts": run.facts,
        "columns": {
            title: {key: _plain(figure) for key, figure in sorted(figures.items())}
            for title, figures in run.columns.items()
        },
        "targets": {
            title: [_judged(one) for one in verdicts(run.ours, theirs)]
            for title, theirs in run.peers.items()
        },
    }
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(figure: Spread) -> dict[str, Any]:
    values = figure.values
    step = max(1, math.ceil(len(values) / KEPT_VALUES))
    stats = {name: _known(getattr(figure, name)) for name in ("first", "median", "p95", "last")}
    kept = [round(value, 5) for value in values[::step]]
    count = len(values)
    return {
        "unit": figure.unit,
        **stats,
        "count": count,
        "failures": figure.failures,
        "values": kept,
    }


def _judged(one: Verdict) -> dict[str, Any]:
    return {
        "title": one.target.title,
        "ours": _known(one.ours),
        "theirs": _known(one.theirs),
        "unit": one.unit,
        "ratio": _known(one.ratio),
        "bound": round(one.target.bound, 4),
        "at_least": one.target.at_least,
        "reached": one.reached,
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 5)
