"""One student with a small class, a hub in a process of its own, and nbgrader's own Submit."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.hub import HubProcess
from tests.faults.lesson import Lesson, school, write_work
from tests.faults.students import Round, enter, submit


@dataclass(frozen=True)
class Student:
    """Somebody in a seat, with an assignment that is done and not handed in."""

    name: str
    assignment: str
    homes: Path
    tokens: dict[str, str]

    @property
    def folder(self) -> Path:
        """Where the work lies."""
        return self.homes / self.name / self.assignment

    def submit(self, origin: str) -> str:
        """Press Submit: empty when there is a receipt, else what was said."""
        one = Round(f"{origin}/hub/api", str(self.homes), self.assignment, self.tokens)
        return submit(enter(one, self.name), self.assignment)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the hub keeps everything."""
    return tmp_path_factory.mktemp("hub")


@pytest.fixture(scope="module")
def hub(folder: Path) -> Iterator[HubProcess]:
    """A hub that serves, for all tests of a file."""
    with HubProcess(folder) as serving:
        yield serving


@pytest.fixture(scope="module")
def lesson(hub: HubProcess) -> Iterator[Lesson]:
    """A class of two."""
    made = school(hub.settings, 2)
    yield made
    made.database.dispose()


@pytest.fixture
def ana(lesson: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Student:
    """One of them, with an assignment of this test's own."""
    for name in ("HOME", "HOMEROOM_COURSE", "HOMEROOM_ROLE", "JUPYTERHUB_API_URL"):
        monkeypatch.setenv(name, "")  # so that it is as before when the test is over
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "")
    monkeypatch.chdir(tmp_path)
    one = Student(min(lesson.tokens), secrets.token_hex(4), tmp_path / "seats", lesson.tokens)
    lesson.release(one.assignment)
    write_work(one.homes, one.assignment, [one.name])
    return one
