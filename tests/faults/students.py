"""Students who press Submit until they hold a receipt, each in a process of its own.

`python -m tests.faults.students` reads one JSON object a line, a `Round`, and answers with one
line when all are about to begin and one, a `Told`, for every student who is through. Each runs
nbgrader's own submit with the exchange of the course image, as in a seat. They are forks of this
one process, for to load nbgrader two hundred times would take longer than all the rest.
"""

import json
import logging
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from nbgrader.exchange import ExchangeError

from tests.bench.shell import ROOT
from tests.faults.lesson import COURSE
from tests.images.homework import Seat

NOT_SURE = "NOT confirmed as handed in"
BEGIN = "begin"


@dataclass(frozen=True)
class Round:
    """What a crowd is to hand in, and where."""

    api: str
    homes: str
    assignment: str
    tokens: dict[str, str]
    patience_s: float = 120


@dataclass(frozen=True)
class Told:
    """How a student fared: the sentences of all tries that failed, and every key that was sent.

    `gave_up` is what was said last to one who holds no receipt.
    """

    student: str
    seconds: float
    failures: list[str]
    keys: list[str]
    gave_up: str = ""


def enter(one: Round, student: str) -> Seat:
    """Be in this student's seat: the environment, and the folder."""
    home = Path(one.homes) / student
    os.environ |= {
        "HOME": str(home),
        "HOMEROOM_COURSE": COURSE,
        "HOMEROOM_ROLE": "student",
        "JUPYTERHUB_API_URL": one.api,
        "JUPYTERHUB_API_TOKEN": one.tokens[student],
    }
    os.chdir(home)
    return Seat(home)


def hand_in(one: Round, student: str) -> Told:
    """Submit, and again for as long as it is not sure."""
    seat, began = enter(one, student), time.monotonic()
    failures: list[str] = []
    keys: set[str] = set()
    while True:
        said = submit(seat, one.assignment)
        taken = time.monotonic() - began
        if not said:
            return Told(student, taken, failures, sorted(keys))
        keys |= _kept_key(seat, one.assignment)
        failures.append(said)
        if NOT_SURE not in said or taken > one.patience_s:
            return Told(student, taken, failures, sorted(keys), gave_up=said)
        time.sleep(random.uniform(0.5, 1.0) * min(2.0 ** len(failures), 4))


def submit(seat: Seat, assignment: str) -> str:
    """One press of the button: empty when there is a receipt, else what was said."""
    try:
        seat.run("Submit", assignment)
    except ExchangeError as error:
        return str(error)
    return ""


def _kept_key(seat: Seat, assignment: str) -> set[str]:
    kept = seat.home / ".homeroom" / "submit" / COURSE / f"{assignment}.json"
    return {json.loads(kept.read_text())["key"]} if kept.exists() else set()


class Crowd:
    """The process with the students, from outside."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self, one: Round) -> None:
        """All press Submit, about now."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(asdict(one)) + "\n")
        self._process.stdin.flush()
        if self._process.stdout.readline().strip() != BEGIN:
            raise RuntimeError("the students did not come")

    def told(self, one: Round) -> list[Told]:
        """Wait for them all; how they fared, in the order in which they got through."""
        assert self._process.stdout
        lines = (self._process.stdout.readline() for _ in one.tokens)
        return [Told(**json.loads(line)) for line in lines]


@contextmanager
def crowd() -> Iterator[Crowd]:
    """Students who wait for what there is to hand in."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'images' / 'course'}"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.students"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Crowd(process)


def main() -> None:
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        one = Round(**json.loads(line))
        ready, bell = os.pipe()
        forks = [_fork(one, student, ready, bell) for student in one.tokens]
        os.close(ready)
        _say(BEGIN)
        os.close(bell)
        for pid in forks:
            os.waitpid(pid, 0)


def _fork(one: Round, student: str, ready: int, bell: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        os.close(bell)
        os.read(ready, 1)  # returns once nobody holds the other end
        _say(json.dumps(asdict(hand_in(one, student))))
    except BaseException as error:
        _say(json.dumps(asdict(Told(student, 0, [], [], gave_up=repr(error)))))
    finally:
        os._exit(0)


def _say(line: str) -> None:
    # One write: lines of many processes must not mix.
    os.write(1, line.encode() + b"\n")


if __name__ == "__main__":
    main()
