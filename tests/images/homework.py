"""Seats with nbgrader in them, and a small assignment worth ten points."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

ETC = Path(__file__).parents[2] / "images" / "course" / "etc"

SOLUTION = """\
def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION"""
VISIBLE = "assert square(3) == 9"
HIDDEN = """\
assert square(1) == 1
### BEGIN HIDDEN TESTS
assert square(12) == 144
### END HIDDEN TESTS"""
PARTIAL = "sum([square(1) == 1, square(10) == 100])"

RIGHT = "def square(x):\n    return x * x"
WRONG = "def square(x):\n    return x * x if x < 4 else 0"
ENDLESS = "while True:\n    pass"


@dataclass(frozen=True)
class Seat:
    """A server's home, with nbgrader set up as the course image does it."""

    home: Path

    def config(self) -> Config:
        """nbgrader_config.py, as this seat's environment makes it."""
        loader: Any = PyFileConfigLoader("nbgrader_config.py", path=str(ETC))
        loaded: Config = loader.load_config()
        return loaded

    def run(self, action: str, assignment: str = "", **options: Any) -> Any:
        """Do one of nbgrader's exchange actions through its own factory."""
        config = self.config()
        factory = ExchangeFactory(config=config)
        coursedir = CourseDirectory(config=config)
        coursedir.assignment_id = assignment
        coursedir.student_id = options.pop("student", "*")
        doing = getattr(factory, action)(coursedir=coursedir, config=config)
        for name, value in options.items():
            setattr(doing, name, value)
        return doing.start()


Enter = Callable[[str], Seat]


def cell(name: str, source: str, *, points: float | None = None, **flags: Any) -> Any:
    """A code cell with nbgrader's metadata; with points it is a test unless `solution`."""
    meta = {"schema_version": 3, "grade_id": name, "grade": points is not None} | {
        key: bool(flags.get(key)) for key in ("solution", "locked", "task")
    }
    if points is not None:
        meta["points"] = points
    make: Any = new_markdown_cell if flags.get("markdown") else new_code_cell
    return make(source=source, metadata={"nbgrader": meta})


def source_notebook() -> Any:
    """The teacher's notebook: one function to write, three tests, ten points."""
    return new_notebook(
        cells=[
            new_markdown_cell("# Squares"),
            cell("square", SOLUTION, solution=True),
            cell("visible", VISIBLE, points=4, locked=True),
            cell("hidden", HIDDEN, points=4, locked=True),
            cell("partial", PARTIAL, points=2, locked=True),
        ],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )


def write(path: Path, notebook: Any) -> None:
    """Write a notebook, making the folder it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def answer(path: Path, source: str) -> None:
    """Type `source` into the answer cell of a fetched notebook."""
    notebook = nbformat.read(path, as_version=4)
    next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")
    ).source = source
    nbformat.write(notebook, path)


def hand_in(student: Seat, text: str) -> None:
    """Fetch ps1 if need be, type `text` as the answer, and submit."""
    if not (student.home / "ps1").exists():
        student.run("FetchAssignment", "ps1")
    answer(student.home / "ps1" / "p1.ipynb", text)
    student.run("Submit", "ps1")
