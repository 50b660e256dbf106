"""What checking an assignment before its release found."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from appliance.homework.naming import listed, shown
from appliance.models import Assignment
from roster.sentence import Fact, Sentence, from_json, sentence, to_json

Level = Literal["wrong", "look", "fine"]
LONGEST = 300
MOST = 200

FOUND = (
    "report-answer-locked",
    "report-already-passes",
    "report-autotest",
    "report-cell-fails",
    "report-file-large",
    "report-id-twice",
    "report-id-unfit",
    "report-kernel-died",
    "report-kernel-language",
    "report-kernel-none",
    "report-kernel-unknown",
    "report-links",
    "report-marks-old",
    "report-no-notebook",
    "report-no-student-version",
    "report-notebook-unreadable",
    "report-nothing-graded",
    "report-passes",
    "report-points",
    "report-points-all",
    "report-points-none",
    "report-points-zero",
    "report-region-not-grade",
    "report-region-not-solution",
    "report-region-not-task",
    "report-region-open",
    "report-task-odd",
    "report-test-fails",
    "report-test-partial",
    "report-test-stderr",
    "report-test-strange",
    "report-text-odd",
    "report-time-over",
)
"""What a container may say; it names a sentence and what fills its gaps."""


@dataclass(frozen=True)
class Finding:
    """One thing found: `wrong` keeps the assignment from working, `look` may be meant so."""

    level: Level
    say: Sentence


def read(assignment: Assignment) -> list[Finding]:
    """The last report, the worst first; empty if there is none."""
    kept = json.loads(assignment.report or "[]")
    return [Finding(one["level"], from_json(one["say"])) for one in kept]


def write(assignment: Assignment, findings: Iterable[Finding], tree: str | None) -> None:
    """Keep what was found in this source."""
    levels = get_args(Level)
    ordered = sorted(findings, key=lambda one: levels.index(one.level))[:MOST]
    kept = [{"level": one.level, "say": to_json(one.say)} for one in ordered]
    assignment.report, assignment.report_tree = json.dumps(kept), tree


def is_current(assignment: Assignment) -> bool:
    """Whether there is a report and it is about what the teacher uploaded last.

    What is written in the own seat has no tree, and changes without our knowing.
    """
    return bool(assignment.report) and assignment.report_tree == assignment.source_tree


def from_container(raw: Any) -> Finding:
    """A finding as a container words it. Raises ValueError for anything unknown."""
    try:
        level, say, facts = raw["level"], raw["say"], raw["facts"].items()
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no finding: {str(raw)[:80]!r}") from error
    if level not in get_args(Level) or say not in FOUND:
        raise ValueError(f"no finding we know: {str(raw)[:80]!r}")
    return Finding(level, sentence(say, **{str(key): _fact(value) for key, value in facts}))


def _fact(value: Any) -> Fact:
    if isinstance(value, list):
        return listed(str(one) for one in value)
    if isinstance(value, (int, float)):
        return value
    return shown(str(value), LONGEST)
