"""An assignment tried out before its release: looked at, run sealed, and judged.

The teacher's code runs where students' code does, and nowhere else: who uploads a notebook need
not have written it.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from appliance.errands import Errands, Outcome
from appliance.errors import Unavailable
from appliance.homework.report import Finding, from_container
from appliance.models import Assignment, Classroom
from roster.sentence import sentence

STEPS = 4
LONGEST_S = 1_000_000
TRIES = ("solution", "student")
"""The teacher's own notebooks, and what students get, with the hidden tests."""

Files = Iterable[tuple[str, Path]]


@dataclass(frozen=True)
class _Try:
    """What running one version gave."""

    outputs: list[tuple[str, bytes]] = field(default_factory=list)
    seconds: Mapping[str, float] = field(default_factory=dict)
    problem: Finding | None = None


@dataclass(frozen=True)
class Validation:
    """One assignment to be tried out; each notebook may take `seconds`."""

    errands: Errands
    classroom: Classroom
    assignment: Assignment
    seconds: int

    def run(self, source: Files, step: Callable[[int], None]) -> list[Finding]:
        """Try it out. Without files it is taken from the class's course folder."""
        task = {"assignment": self.assignment.name}
        with ExitStack() as stack:
            sent = [(f"source/{name}", path) for name, path in source]
            seen = stack.enter_context(self.errands.send("inspect", self.classroom, task, sent))
            step(1)
            with ThreadPoolExecutor(min(len(TRIES), os.cpu_count() or 1)) as pool:
                solution, student = pool.map(lambda who: self._try(seen, who), TRIES)
            step(2)
            judged = self._judge(seen, solution, student)
            step(3)
        problems = [solution.problem] if solution.problem else []
        return [from_container(one) for one in seen.result["findings"]] + problems + judged

    def _try(self, seen: Outcome, who: str) -> _Try:
        """Run one version's notebooks in a container that has nothing but them."""
        cells = list(seen.files(f"cells/{who}"))
        if not cells:
            return _Try()
        files = [(f"work/{name}", path) for name, path in [*cells, *seen.files("data")]]
        task, deadline_s = {"timeout_s": self.seconds}, self.seconds * len(cells) + 30
        try:
            with self.errands.send(
                "execute", self.classroom, task, files, deadline_s=deadline_s
            ) as outcome:
                outputs = [
                    (f"outputs/{who}/{name}", path.read_bytes())
                    for name, path in outcome.files("outputs")
                ]
                return _Try(outputs, _seconds(outcome))
        except Unavailable as error:
            return _Try(problem=Finding("wrong", sentence("report-not-tried", why=error.say)))

    def _judge(self, seen: Outcome, solution: _Try, student: _Try) -> list[Finding]:
        outputs = [*solution.outputs, *student.outputs]
        if not outputs:
            return []
        tries = [(f"tries/{name}", path) for name, path in seen.files("tries")]
        task = {
            "assignment": self.assignment.name,
            "timeout_s": self.seconds,
            "seconds": dict(solution.seconds),
        }
        with self.errands.send("appraise", self.classroom, task, [*tries, *outputs]) as judged:
            return [from_container(one) for one in judged.result["findings"]]


def _seconds(outcome: Outcome) -> dict[str, float]:
    """How long each notebook ran, as the sealed container says: nothing depends on it."""
    told = outcome.result.get("notebooks")
    return {
        str(one["name"]): float(one["seconds"])
        for one in (told if isinstance(told, list) else [])
        if isinstance(one, dict) and {"name", "seconds"} <= one.keys() and _sane(one["seconds"])
    }


def _sane(seconds: object) -> bool:
    return isinstance(seconds, (int, float)) and 0 <= seconds < LONGEST_S
