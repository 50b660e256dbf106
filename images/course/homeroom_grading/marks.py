"""What a teacher's marks in a notebook say, cell by cell, and where they contradict themselves."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import SCHEMA_VERSION

ID = re.compile(r"[A-Za-z0-9_-]+")

Finding = dict[str, Any]
"""How bad it is (wrong, look or fine), the name of a sentence, and what fills its gaps."""


def finding(level: str, say: str, **facts: Any) -> Finding:
    """An entry of a result's list of findings; the hub has the words."""
    return {"level": level, "say": say, "facts": facts}


@dataclass(frozen=True)
class Region:
    """Lines between two markers, which nbgrader takes out of cells of one role."""

    begin: str
    end: str
    role: str


REGIONS = (
    Region("BEGIN SOLUTION", "END SOLUTION", "solution"),
    Region("BEGIN HIDDEN TESTS", "END HIDDEN TESTS", "grade"),
    Region("BEGIN MARK SCHEME", "END MARK SCHEME", "task"),
)


def marks(cell: NotebookNode) -> dict[str, Any]:
    """nbgrader's metadata of a cell that it looks at, else nothing."""
    found = cell.metadata.get("nbgrader")
    graded = isinstance(found, dict) and any(found.get(flag) for flag in FLAGS)
    return found if graded else {}


FLAGS = ("grade", "solution", "locked", "task")


def label(cell: NotebookNode, position: int) -> str:
    """How a person finds the cell: its grade id, or its place."""
    name = marks(cell).get("grade_id")
    return name if isinstance(name, str) and name else f"#{position}"


def points(cell: NotebookNode) -> float | None:
    """What the cell is worth; None where nbgrader could not count it."""
    worth = marks(cell).get("points")
    if isinstance(worth, bool) or not isinstance(worth, (int, float)):
        return None
    return float(worth) if math.isfinite(worth) and worth >= 0 else None


def is_test(cell: NotebookNode) -> bool:
    """Whether running the cell decides about points."""
    meta = marks(cell)
    return bool(meta.get("grade")) and not meta.get("solution") and cell.cell_type == "code"


def contradictions(notebook: str, nb: NotebookNode) -> Iterator[Finding]:
    """What is wrong with the marks of a notebook's cells."""
    seen: set[str] = set()
    for position, cell in enumerate(nb.cells, start=1):
        name = label(cell, position)
        for level, say, more in _of_cell(cell):
            yield finding(level, say, notebook=notebook, cell=name, **more)
        if marks(cell) and name in seen:
            yield finding("wrong", "report-id-twice", notebook=notebook, cell=name)
        seen.add(name)
    versions = [marks(cell).get("schema_version", 0) for cell in nb.cells if marks(cell)]
    if any(version != SCHEMA_VERSION for version in versions):
        yield finding("wrong", "report-marks-old", notebook=notebook)


Said = tuple[str, str, dict[str, Any]]


def _of_cell(cell: NotebookNode) -> Iterator[Said]:
    meta = marks(cell)
    if meta:
        yield from _of_roles(cell, meta)
        yield from _of_points(cell, meta)
    for region in REGIONS:
        there = _region(cell.source, region)
        facts = {"begin": region.begin, "end": region.end}
        if there == "open":
            yield "wrong", "report-region-open", facts
        elif there == "whole" and not meta.get(region.role):
            yield "wrong", f"report-region-not-{region.role}", facts
    if meta.get("grade") and "AUTOTEST" in cell.source:
        yield "look", "report-autotest", {}


def _of_roles(cell: NotebookNode, meta: dict[str, Any]) -> Iterator[Said]:
    name = meta.get("grade_id")
    if not isinstance(name, str) or not ID.fullmatch(name):
        yield "wrong", "report-id-unfit", {}
    if meta.get("task"):
        if cell.cell_type != "markdown" or meta.get("grade") or meta.get("solution"):
            yield "wrong", "report-task-odd", {}
    elif cell.cell_type != "code" and bool(meta.get("grade")) != bool(meta.get("solution")):
        yield "wrong", "report-text-odd", {}
    if meta.get("solution") and meta.get("locked"):
        yield "look", "report-answer-locked", {}


def _of_points(cell: NotebookNode, meta: dict[str, Any]) -> Iterator[Said]:
    if meta.get("grade") or meta.get("task"):
        worth = points(cell)
        if worth is None:
            yield "wrong", "report-points-none", {}
        elif worth == 0:
            yield "look", "report-points-zero", {}


def _region(source: str, region: Region) -> str:
    """none, whole, or open: begun twice, never ended, or ended before it began."""
    inside, found = False, "none"
    for line in source.split("\n"):
        begins, ends = region.begin in line, region.end in line
        if (begins and inside) or (ends and not begins and not inside):
            return "open"
        if begins:
            inside, found = True, "whole"
        elif ends:
            inside = False
    return "open" if inside else found
