"""The cast of the homework tests: Ms Rivera teaches bio1; Ana, Ben and Cleo are in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from exchange_hub import COURSE, ClassHub, serving
from homework import Seat


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
