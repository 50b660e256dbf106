"""Kill the hub while a class hands in: `python -m tests.faults.kill_hub --times 50`.

Each time everybody of the class submits at once, the hub is killed at some moment meanwhile and
started again, and the students press Submit again until they hold a receipt. Then everything that
was promised is looked at. Loopback only; nothing but its own processes is touched.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.conftest import eventually
from tests.faults.hub import HubProcess
from tests.faults.lesson import Lesson, received, school, write_work
from tests.faults.students import Crowd, Round, Told, crowd


@dataclass(frozen=True)
class Outcome:
    """What came of one time; `answered` and `unheard` are students as the hub was killed.

    The former held their receipt; of the latter the work was kept, and they did not know it.
    """

    seconds: float
    told: list[Told]
    faults: list[str]
    answered: int = 0
    unheard: int = 0

    @property
    def again(self) -> int:
        return sum(bool(one.failures) for one in self.told)


class Trial:
    """One hub, one class, and one assignment after the other."""

    def __init__(self, folder: Path, hub: HubProcess, lesson: Lesson, students: Crowd) -> None:
        self._homes = folder / "seats"
        self._hub, self._lesson, self._students = hub, lesson, students

    def calm(self, name: str) -> Outcome:
        """Everybody submits, and nothing happens to the hub."""
        began, one = time.monotonic(), self._begin(name)
        return self._end(one, began)

    def disturbed(self, name: str) -> Outcome:
        """The hub is killed at a random moment: of the work, so much is kept by then, and more."""
        began, one = time.monotonic(), self._begin(name)
        enough = random.randrange(len(one.tokens))
        eventually(lambda: self._lesson.count(name) >= enough, within_s=one.patience_s)
        time.sleep(random.uniform(0, 0.2 if enough else 2))
        self._hub.kill()
        kept = {who for who, _ in self._lesson.submissions(name)}
        answered = {who for who in one.tokens if received(self._homes / who / name)}
        self._hub.start()
        outcome = self._end(one, began)
        return replace(outcome, answered=len(answered), unheard=len(kept - answered))

    def _begin(self, name: str) -> Round:
        self._lesson.release(name)
        write_work(self._homes, name, list(self._lesson.tokens))
        one = Round(self._hub.api, str(self._homes), name, self._lesson.tokens)
        self._students.begin(one)
        return one

    def _end(self, one: Round, began: float) -> Outcome:
        told = self._students.told(one)
        taken = time.monotonic() - began
        faults = [f"{each.student} gave up: {each.gave_up}" for each in told if each.gave_up]
        faults += [f"{each.student} sent {each.keys}" for each in told if len(each.keys) > 1]
        faults += self._lesson.faults(one.assignment, self._homes)
        return Outcome(taken, told, faults)


@contextmanager
def trial(folder: Path, students: int) -> Iterator[Trial]:
    """A hub with a class of so many, serving, and the students before their seats."""
    hub = HubProcess(folder / "hub")
    lesson = school(hub.settings, students)
    try:
        with hub, crowd() as waiting:
            yield Trial(folder, hub, lesson, waiting)
    finally:
        lesson.database.dispose()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill_hub", description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--students", type=int, default=200)
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="homeroom-faults-") as folder,
        trial(Path(folder), chosen.students) as one,
    ):
        one.calm("first")  # everything is slower the first time
        calm = one.calm("calm")
        print(f"undisturbed: {len(calm.told)} receipts in {calm.seconds:.1f} s", flush=True)
        outcomes = [calm]
        for n in range(chosen.times):
            outcomes.append(one.disturbed(f"ps{n:03}"))
            _tell(n + 1, outcomes[-1])
    return _sum_up(outcomes)


def _tell(number: int, one: Outcome) -> None:
    print(
        f"{number:3}: killed when {one.answered:3} had a receipt and {one.unheard:2} more were "
        f"kept and did not hear of it; {one.again:3} tried again; "
        f"all through in {one.seconds:5.1f} s; faults: {one.faults or 'none'}",
        flush=True,
    )


def _sum_up(outcomes: list[Outcome]) -> int:
    told = [each for one in outcomes for each in one.told]
    faults = [fault for one in outcomes for fault in one.faults]
    tries = sum(len(each.failures) + (not each.gave_up) for each in told)
    print(
        f"{len(outcomes) - 1} kills, {len(told)} hand-ins, {tries} tries, "
        f"{sum(one.unheard for one in outcomes)} kept whose answer was lost, "
        f"{max(len(each.failures) for each in told) + 1} tries at most, "
        f"longest wait {max(each.seconds for each in told):.1f} s; faults: {faults or 'none'}"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
