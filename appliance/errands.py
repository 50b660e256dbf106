"""Errands: a container of the course image gets a task and files, and gives a result and files.

The one place that knows how the hub and `homeroom_grading` talk: a tar whose first member is
`job.json` goes in, a tar with `result.json` and folders of files comes out.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from appliance import archive
from appliance.errors import Unavailable
from appliance.homework.store import Store
from appliance.models import Classroom
from appliance.servers.launcher import Launcher
from appliance.servers.spec import JobKind, JobSpec
from appliance.settings import Settings
from roster.sentence import Sentence, as_is, sentence

ANSWER_LIMITS = archive.Limits(total_bytes=1 << 30, files=100_000)
TRUSTED_DEADLINE_S = 900
"""A class's worth of notebooks takes minutes at worst; what is slower than this hangs."""

Files = Iterable[tuple[str, Path | bytes]]


@dataclass(frozen=True)
class Outcome:
    """What a container gave back: its result and a folder of files."""

    result: dict[str, Any]
    folder: Path

    @property
    def problems(self) -> list[Sentence]:
        """Its problems in its own words, with the student's name before them."""
        return [_told(problem) for problem in self.result.get("problems", [])]

    def files(self, below: str) -> Iterator[tuple[str, Path]]:
        """Name and path of each file below a folder of the answer; names start there."""
        top = self.folder / below
        for path in sorted(top.rglob("*")):
            if path.is_file():
                yield path.relative_to(top).as_posix(), path


def _told(problem: dict[str, Any]) -> Sentence:
    message = as_is(str(problem["message"]))
    who = problem.get("student")
    return sentence("about-student", student=str(who), problem=message) if who else message


class OverLimits(Unavailable):
    """A container was ended because it took more time, memory or output than it may."""


class Errands:
    """Sends containers of the course image on errands, through the launcher."""

    def __init__(self, settings: Settings, store: Store, launcher: Launcher) -> None:
        self._image = settings.course_image
        self._store = store
        self._launcher = launcher

    @contextmanager
    def send(
        self,
        kind: JobKind,
        classroom: Classroom,
        task: dict[str, Any],
        files: Files,
        deadline_s: int = TRUSTED_DEADLINE_S,
    ) -> Iterator[Outcome]:
        """Run one container to its end; its answer lies on disk as long as the caller looks at it.

        Raises OverLimits if it was stopped for taking too much, Unavailable if it ended early.
        """
        assert classroom.id is not None
        spec = JobSpec(
            id=secrets.token_hex(8),
            kind=kind,
            classroom=classroom.id,
            course=classroom.slug,
            image=self._image,
            deadline_s=deadline_s,
        )
        with self._store.scratch() as scratch:
            sent, answer = Path(scratch) / "in.tar", Path(scratch) / "out.tar"
            with sent.open("wb") as file:
                archive.pack([("job.json", json.dumps(task).encode()), *files], file)
            with sent.open("rb") as body, answer.open("wb") as out:
                end = self._launcher.run_job(spec, body, out)
            if end.exit_code != 0:
                raise _gave_up(spec, end.exit_code, end.log)
            folder = Path(scratch) / "answer"
            with answer.open("rb") as file:
                _unpack(file, folder)
            yield Outcome(json.loads((folder / "result.json").read_bytes()), folder)


KILLED = 137
"""The exit code of what was ended by force."""


def _gave_up(spec: JobSpec, exit_code: int | None, tail: str) -> Unavailable:
    if exit_code is None:
        return OverLimits(
            f"job {spec.kind} passed its deadline of {spec.deadline_s} s",
            say=sentence("job-too-long", seconds=spec.deadline_s),
        )
    if exit_code == KILLED:
        return OverLimits(
            f"job {spec.kind} was killed: {tail[-2000:]}",
            say=sentence("job-too-much"),
        )
    last = tail.strip().rsplit("\n", 1)[-1][:300]
    return Unavailable(
        f"job {spec.kind} ended with {exit_code}: {tail[-2000:]}",
        say=sentence("job-ended-early", last=last) if last else sentence("job-ended-silently"),
    )


def _unpack(file: BinaryIO, folder: Path) -> None:
    for member in archive.checked(archive.tar_members(file, ANSWER_LIMITS), ANSWER_LIMITS):
        path = folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            while chunk := member.content.read(archive.CHUNK):
                out.write(chunk)


def below(top: str, files: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """The files under a folder of this name."""
    return ((f"{top}/{name}", path) for name, path in files)
