"""Notebooks as nbgrader releases them, small enough to read."""

import json
from typing import Any

Cell = dict[str, Any]


def cell(name: str | None, source: str, kind: str = "code", **marks: Any) -> Cell:
    """A cell; with a name it has nbgrader's marks, all of them off but those given."""
    made: Cell = {"id": f"id-{name or source[:8]}".replace(" ", "-"), "cell_type": kind}
    made |= {"metadata": {}, "source": source}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if name:
        flags = {"grade": False, "solution": False, "locked": False, "task": False}
        nbgrader = {"schema_version": 3, "grade_id": name, "cell_type": kind, "checksum": "0" * 32}
        made["metadata"] = {"nbgrader": {**nbgrader, **flags, **marks}}
    return made


def squares() -> list[Cell]:
    """A text that stays, an answer in code with two tests, one in words, and a task."""
    return [
        cell(None, "# Squares", "markdown"),
        cell("intro", "Read this.", "markdown", locked=True),
        cell("square", "def square(x):\n    ...", solution=True),
        cell("visible", "assert square(3) == 9", grade=True, locked=True, points=4.0),
        cell("hidden", "assert square(1) == 1", grade=True, locked=True, points=4),
        cell("why", "YOUR ANSWER HERE", "markdown", grade=True, solution=True, points=2),
        cell("draw", "Draw it.", "markdown", task=True, locked=True, points=1),
    ]


def book(cells: object, **more: Any) -> bytes:
    """A notebook file with these cells."""
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    return json.dumps(whole).encode()


def cells_of(content: bytes) -> list[Cell]:
    cells: list[Cell] = json.loads(content)["cells"]
    return cells
