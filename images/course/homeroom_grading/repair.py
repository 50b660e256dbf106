"""Give a submitted notebook its cells' true roles back, whatever was done to them."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import SCHEMA_VERSION
from nbgrader.preprocessors import NbGraderPreprocessor

MAKE: Mapping[str, Callable[..., NotebookNode]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}


class RepairMetadata(NbGraderPreprocessor):  # type: ignore[misc]
    """Rewrites every known cell's metadata and type from the gradebook.

    Of copies the last one counts; unknown cells become ordinary ones; deleted tests, locked and
    marked cells come back as they were released, behind the known cell they followed. Without
    this, one copied test cell stops nbgrader, and a deleted one goes ungraded.
    """

    def __init__(self, order: Mapping[str, list[str]], **more: Any) -> None:
        super().__init__(**more)
        self._order = order

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Repair the notebook in place."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            known = _known(gradebook.find_notebook(names["notebook"], names["assignment"]))
        order = self._order.get(names["notebook"], list(known))
        nb.cells = _with_missing(_repaired(nb.cells, known), known, order)
        # Widget state and the like end up in pages that others read.
        kept = ("kernelspec", "language_info")
        nb.metadata = NotebookNode({key: nb.metadata[key] for key in kept if key in nb.metadata})
        return nb, resources


def released_order(source: Path) -> dict[str, list[str]]:
    """For each notebook in the teacher's folder the grade ids in their order."""
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in source.glob("*.ipynb")}
    return {
        name: [each for each in map(grade_id, notebook.cells) if each]
        for name, notebook in notebooks.items()
    }


def _known(notebook: Any) -> dict[str, NotebookNode]:
    """The released cells by grade id, each as it should be."""
    points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    tasks = {cell.name: float(cell.max_score) for cell in notebook.task_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    known = {}
    for cell in notebook.source_cells:
        meta = NotebookNode(
            schema_version=SCHEMA_VERSION,
            grade_id=cell.name,
            grade=cell.name in points,
            solution=cell.name in solutions,
            locked=bool(cell.locked),
            task=cell.name in tasks,
            cell_type=cell.cell_type,
            checksum=cell.checksum,
        )
        if cell.name in points | tasks:
            meta.points = (points | tasks)[cell.name]
        known[cell.name] = MAKE[cell.cell_type](source=cell.source)
        known[cell.name].metadata = NotebookNode(nbgrader=meta)
    return known


def _repaired(cells: Iterable[NotebookNode], known: dict[str, NotebookNode]) -> list[NotebookNode]:
    result: list[NotebookNode] = []
    seen: set[str] = set()
    for cell in reversed(list(cells)):
        name = grade_id(cell)
        kind = known[name].cell_type if name in known else cell.cell_type
        made = MAKE[kind](source=cell.source)
        if "attachments" in cell and kind == cell.cell_type == "markdown":
            made.attachments = cell.attachments
        if name in known and name not in seen:
            seen.add(name)
            made.metadata = NotebookNode(known[name].metadata)
        result.append(made)
    return result[::-1]


def _with_missing(
    cells: list[NotebookNode], known: dict[str, NotebookNode], order: list[str]
) -> list[NotebookNode]:
    here = {grade_id(cell) for cell in cells}
    for position, name in enumerate(order):
        if name in here or name not in known or not _must_be_there(known[name]):
            continue
        before = next((each for each in reversed(order[:position]) if each in here), None)
        where = [grade_id(cell) for cell in cells].index(before) + 1 if before else 0
        cells.insert(where, known[name])
        here.add(name)
    return cells


def _must_be_there(cell: NotebookNode) -> bool:
    """All but plain answers: a stub put back could undo an answer moved to another cell."""
    meta = cell.metadata.nbgrader
    return bool(meta.grade or meta.task or meta.locked)


def grade_id(cell: NotebookNode) -> str | None:
    """The cell's grade id, if what students may have edited still holds one."""
    meta = cell.metadata.get("nbgrader")
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return name if isinstance(name, str) else None
