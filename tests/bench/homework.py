"""What homework costs the hub: `python -m tests.bench.homework`, with the engine faked.

A real hub with its database and store on this disk, asked without the proxy. Hand-ins of 1 MB that
does not shrink come through the client of the course image, thirty and two hundred at once; then an
assignment is released to a hundred students, who all fetch it, and a hundred hand-ins are collected
and brought into a teacher's folder. What is not real: containers. The students' version is made
without nbgrader, and nothing runs. The clients share the machine's processors with the hub.
"""

import io
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx2

from appliance import archive, db, models
from appliance.models import Person
from appliance.people import access
from tests.bench.notes import Notes
from tests.bench.shell import ROOT
from tests.faults.hub import HubProcess
from tests.faults.lesson import COURSE, NOTEBOOK, Lesson, school, work

sys.path.append(str(ROOT / "images" / "course"))
from homeroom_exchange.client import Hub

TOGETHER = (30, 200)
CLASS = 100
SIZE = 1_000_000


@dataclass(frozen=True)
class Classroom:
    """A hub, a class, and everybody's way to ask."""

    hub: HubProcess
    lesson: Lesson
    students: Sequence[Hub]
    teacher: httpx2.Client

    def at_once(self, ask: Callable[[Hub], object], students: Sequence[Hub]) -> list[float | None]:
        """All ask in the same moment; seconds until each has the answer, None without one."""
        gate = threading.Barrier(len(students))

        def one(student: Hub) -> float | None:
            gate.wait()
            began = time.perf_counter()
            try:
                ask(student)
            except Exception as failure:
                print(f"failed: {failure!r:.300}")
                return None
            return time.perf_counter() - began

        with ThreadPoolExecutor(len(students)) as pool:
            return list(pool.map(one, students))

    def step(self, name: str, step: str) -> float:
        """Ask for a step and wait for its end: seconds."""
        began = time.perf_counter()
        job = self.teacher.post(f"/classes/{COURSE}/assignments/{name}/{step}").raise_for_status()
        state = ""
        while state not in ("done", "failed"):
            time.sleep(0.02)
            told = self.teacher.get(f"/jobs/{job.json()['id']}").raise_for_status().json()
            state = told["state"]
        if state == "failed" or told["problems"]:
            raise RuntimeError(str(told))
        return time.perf_counter() - began


def main() -> None:
    notes = Notes(print)
    print("load average", *os.getloadavg())
    with tempfile.TemporaryDirectory(prefix="homeroom-bench-") as folder:
        for number in TOGETHER:
            _with_class(Path(folder) / str(number), number, notes, _submissions)
        _with_class(Path(folder) / "class", CLASS, notes, _out_and_in)
    print("load average", *os.getloadavg())


def _with_class(
    folder: Path, size: int, notes: Notes, measure: Callable[[Classroom, Notes], None]
) -> None:
    """Measure with a fresh hub and a class of this size."""
    hub = HubProcess(folder)
    lesson = school(hub.settings, size)
    with db.writing(lesson.database) as session:
        rivera = session.get_one(Person, 1)
        token = access.new_api_token(session, rivera, models.now())
    headers = {"Authorization": f"Bearer {token}"}
    with hub, httpx2.Client(base_url=f"{hub.origin}/api/v1", headers=headers) as teacher:
        students = [Hub(hub.api, token, COURSE) for token in lesson.tokens.values()]
        measure(Classroom(hub, lesson, students, teacher), notes)
    lesson.database.dispose()


def _submissions(here: Classroom, notes: Notes) -> None:
    here.lesson.release("warm")
    here.lesson.release("ps1")
    key = f"submit/{len(here.students)}"
    _hand_in(here, "warm", here.students[:1])
    before, used = _memory_mb(here.hub, "VmRSS"), _cpu_s(here.hub)
    notes.keep(key, _hand_in(here, "ps1", here.students), "s")
    notes.keep(f"{key}/processor", [_cpu_s(here.hub) - used], "s")
    notes.keep(f"{key}/memory before", [before], "MB")
    notes.keep(f"{key}/memory at most", [_memory_mb(here.hub, "VmHWM")], "MB")
    notes.keep(f"{key}/memory after", [_memory_mb(here.hub, "VmRSS")], "MB")


def _out_and_in(here: Classroom, notes: Notes) -> None:
    upload = {"file": (NOTEBOOK, work("..."))}
    made = here.teacher.post(
        f"/classes/{COURSE}/assignments", files=upload, data={"name": "ps1", "due": ""}
    )
    made.raise_for_status()
    notes.keep(f"release/{CLASS}/job", [here.step("ps1", "release")], "s")
    began = time.perf_counter()
    notes.keep(f"release/{CLASS}/fetch", here.at_once(_fetch, here.students), "s")
    notes.keep(f"release/{CLASS}/all have it", [time.perf_counter() - began], "s")
    _hand_in(here, "ps1", here.students)
    notes.keep(f"collect/{CLASS}/job", [here.step("ps1", "collect")], "s")
    began = time.perf_counter()
    _bring(Hub(here.hub.api, here.lesson.teacher, COURSE))
    notes.keep(f"collect/{CLASS}/into the teacher's folder", [time.perf_counter() - began], "s")


def _hand_in(here: Classroom, name: str, students: Sequence[Hub]) -> list[float | None]:
    """Everybody's own work; to pack it is no part of what is measured."""
    bodies = {student: _packed_work() for student in students}
    return here.at_once(
        lambda student: student.submit(name, bodies[student], secrets.token_hex(16)), students
    )


def _packed_work() -> BinaryIO:
    body = io.BytesIO()
    files = [(NOTEBOOK, work(secrets.token_hex(8))), ("data.bin", secrets.token_bytes(SIZE))]
    archive.pack(files, body, compressed=True)
    body.seek(0)
    return body


def _fetch(student: Hub) -> None:
    with student.released("ps1", 100 * SIZE) as file:
        file.read()


def _bring(teacher: Hub) -> None:
    """What nbgrader's collect asks the hub for: the list, and each version."""
    for version in teacher.course().submissions:
        with teacher.submission("ps1", version.id, 100 * SIZE) as file:
            file.read()


def _cpu_s(hub: HubProcess) -> float:
    """Seconds of a processor that the hub has used so far."""
    # What follows the name, which may hold anything; fields 14 and 15 of proc(5).
    fields = Path(f"/proc/{hub.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(hub: HubProcess, which: str) -> float:
    """Memory of the hub, shared pages and all: VmRSS is now, VmHWM the most there ever was."""
    status = Path(f"/proc/{hub.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(f"{which}:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
