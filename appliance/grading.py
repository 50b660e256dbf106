"""Grading: trusted code prepares and scores, and students' code runs sealed, several at once."""

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from appliance import archive, db
from appliance.errands import ANSWER_LIMITS, Errands, Outcome, OverLimits, below
from appliance.errors import Invalid, Unavailable
from appliance.homework import scores
from appliance.homework.store import Store
from appliance.homework.submissions import HandedIn
from appliance.models import Assignment, Classroom
from appliance.settings import Settings
from roster.sentence import Sentence, sentence

BATCH = archive.Limits(total_bytes=ANSWER_LIMITS.total_bytes // 2, files=ANSWER_LIMITS.files // 2)
"""What is graded at once: half of what an answer may be, for one student's work may be large."""


@dataclass(frozen=True)
class Ran:
    """What running a student's notebooks gave; `outputs` is None when it was not their doing."""

    outputs: list[tuple[str, Path]] | None
    problem: Sentence | None = None


class Grading:
    """Grades what was collected, through the gradebook of the class."""

    def __init__(
        self, settings: Settings, database: Engine, store: Store, errands: Errands
    ) -> None:
        self._settings = settings
        self._database = database
        self._store = store
        self._errands = errands

    def grade(
        self,
        assignment: Assignment,
        classroom: Classroom,
        chosen: list[HandedIn],
        penalties: Mapping[str, float],
        progress: Callable[[int, int], None],
    ) -> list[Sentence]:
        """Grade these versions and note their scores; what went wrong with whom.

        `penalties` is what lateness costs, by student; `progress` hears of steps, done and in all.
        """
        batches = [*self._batches(assignment, chosen)]
        total, counter = len(chosen) + 2 * len(batches), itertools.count(1)
        progress(0, total)

        def step() -> None:
            progress(next(counter), total)

        problems: list[Sentence] = []
        for batch in batches:
            try:
                problems += self._grade(assignment, classroom, batch, penalties, step)
            except (Invalid, OverLimits) as error:
                if len(batches) == 1 or len(batch) > 1:
                    raise
                who = batch[0].person.name
                problems.append(sentence("student-not-graded", student=who, problem=error.say))
        return problems

    def _batches(
        self, assignment: Assignment, chosen: Iterable[HandedIn]
    ) -> Iterator[list[HandedIn]]:
        """The versions in portions that fit into the answer of one container.

        The teacher's files come back with everybody's.
        """
        given = assignment.source_tree or assignment.tree
        shared = self._store.tree(given).entries if given else ()
        batch: list[HandedIn] = []
        count = size = 0
        for one in chosen:
            entries = [*shared, *self._store.tree(one.submission.tree).entries]
            mine = sum(each for _, _, each in entries)
            if batch and (count + len(entries) > BATCH.files or size + mine > BATCH.total_bytes):
                yield batch
                batch, count, size = [], 0, 0
            batch.append(one)
            count, size = count + len(entries), size + mine
        if batch:
            yield batch

    def _grade(
        self,
        assignment: Assignment,
        classroom: Classroom,
        chosen: list[HandedIn],
        penalties: Mapping[str, float],
        step: Callable[[], None],
    ) -> list[Sentence]:
        """Grade these versions; what went wrong with whom."""
        entries = {one.person.name: scores.who(one, penalties[one.person.name]) for one in chosen}
        task = {"assignment": assignment.name, "submissions": list(entries.values())}
        with ExitStack() as stack:
            # On disk: what a class's code puts out may be more than the memory.
            kept = Path(stack.enter_context(self._store.scratch()))
            sent = self._errands.send("prepare", classroom, task, self._submitted(chosen))
            with sent as prepared:
                step()

                def ran(one: HandedIn) -> Ran:
                    answer = self._execute(classroom, one.person.name, prepared, kept)
                    step()
                    return answer

                with ThreadPoolExecutor(os.cpu_count()) as pool:
                    answers = list(pool.map(ran, chosen))
            whole = [one for one, a in zip(chosen, answers, strict=True) if a.outputs is not None]
            task["submissions"] = [entries[one.person.name] for one in whole]
            outputs = [file for a in answers for file in a.outputs or ()]
            scored = stack.enter_context(self._errands.send("score", classroom, task, outputs))
            with db.writing(self._database) as session:
                scores.note_all(session, whole, scored.result["scores"])
            step()
            return [
                *prepared.problems,
                *(a.problem for a in answers if a.problem),
                *scored.problems,
            ]

    def _submitted(self, chosen: list[HandedIn]) -> Iterator[tuple[str, Path]]:
        for one in chosen:
            tree = one.submission.repaired_tree or one.submission.tree
            for name, path in self._store.files(tree):
                yield f"submitted/{one.person.name}/{name}", path

    def _execute(self, classroom: Classroom, name: str, prepared: Outcome, kept: Path) -> Ran:
        """Run one student's notebooks in a container that has nothing but them.

        What they put out goes into a folder of theirs in `kept`.
        """
        files = list(below("work", prepared.files(f"work/{name}")))
        count = sum(file.endswith(".cells.json") for file, _ in files)
        if not count:
            return Ran([])
        seconds = self._settings.grading_seconds
        deadline_s = seconds * count + 30
        try:
            with self._errands.send(
                "execute", classroom, {"timeout_s": seconds}, files, deadline_s=deadline_s
            ) as outcome:
                return Ran(
                    [
                        (f"outputs/{name}/{file}", _moved(path, kept / name / file))
                        for file, path in list(outcome.files("outputs"))
                    ]
                )
        except OverLimits as error:
            # No outputs: what did not run within the limits is scored as not passed.
            return Ran([], sentence("about-student", student=name, problem=error.say))
        except Unavailable as error:
            return Ran(None, sentence("student-not-graded", student=name, problem=error.say))


def _moved(path: Path, place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    return path.rename(place)
