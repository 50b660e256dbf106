"""The cast of the homework tests: Ms Rivera teaches bio1; Ana, Ben and Cleo are in it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from homeroom_grading import source
from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.images.desk import Desk
from tests.images.exchange_hub import COURSE, ClassHub, serving
from tests.images.homework import Enter, Seat, source_notebook, write


@pytest.fixture(autouse=True, scope="session")
def tools_of_this_python() -> Iterator[None]:
    """nbgrader makes its first gradebook with the `alembic` command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        yield


# Not for the whole session: while Playwright is open, no test may run a loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def hub() -> Iterator[ClassHub]:
    """A hub with the class and nothing released."""
    with serving(ClassHub()) as running:
        yield running


@pytest.fixture
def seat(hub: ClassHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Seat]:
    """`seat("ana")` goes to that person's server: its home, its token, its nbgrader."""

    def enter(name: str) -> Seat:
        home = tmp_path / name
        home.mkdir(exist_ok=True)
        environment: dict[str, Any] = {
            "HOME": str(home),
            "HOMEROOM_COURSE": COURSE,
            "HOMEROOM_ROLE": "teacher" if name == "rivera" else "student",
            "JUPYTERHUB_API_URL": hub.url,
            "JUPYTERHUB_API_TOKEN": hub.token(name),
        }
        for key, value in environment.items():
            monkeypatch.setenv(key, value)
        monkeypatch.chdir(home)
        return Seat(home)

    return enter


@pytest.fixture
def released(hub: ClassHub, seat: Enter) -> ClassHub:
    """A hub where ps1 with p1.ipynb and data/table.csv is released."""
    teacher = seat("rivera")
    folder = teacher.home / "course" / "release" / "ps1"
    write(folder / "p1.ipynb", source_notebook())
    (folder / "data").mkdir()
    (folder / "data" / "table.csv").write_text("a,b\n")
    teacher.run("ReleaseAssignment", "ps1")
    return hub


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder made once: nbgrader takes seconds to make its first gradebook."""
    root = tmp_path_factory.mktemp("course")
    made = Desk(root)
    notebook = nbformat.writes(source_notebook()).encode()
    made.job(source.add_source, {"source/p1.ipynb": notebook, "source/table.csv": b"a,b"})
    result, _ = made.job(source.generate)
    assert result == {"problems": [], "notebooks": ["p1"], "max_score": 10.0}
    return root


@pytest.fixture
def desk(course: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(course, tmp_path / "course")))
