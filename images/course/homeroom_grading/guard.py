"""Before a score is saved: tests must be the released ones, and an error beats any number."""

from collections.abc import Callable
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_grade, is_locked, is_solution

from homeroom_grading.repair import grade_id


class Tampered(Exception):
    """A locked cell is not the released one, after all repairs."""


class GuardGrades(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts errors before results, since nbgrader counts what comes first in a test cell.

    A number that no honest test gives (two of them, none, less than nothing, more than all)
    becomes an error, and `tell` gets a sentence about it for the teacher.
    """

    def __init__(self, tell: Callable[[str], None], **more: Any) -> None:
        super().__init__(**more)
        self._tell = tell

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Check and reorder in place. Raises Tampered."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            locked = {cell.name: cell.checksum for cell in notebook.source_cells if cell.locked}
        found = [cell for cell in nb.cells if is_locked(cell)]
        if sorted(map(str, map(grade_id, found))) != sorted(locked):
            raise Tampered("The locked cells are not the released ones.")
        for cell in found:
            if compute_checksum(cell) != locked[str(grade_id(cell))]:
                raise Tampered(f"The locked cell {grade_id(cell)} is not the released one.")
        for cell in nb.cells:
            if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
                self._judge(cell)
        return nb, resources

    def _judge(self, cell: NotebookNode) -> None:
        errors = [each for each in cell.outputs if each.output_type == "error"]
        results = [each for each in cell.outputs if each.output_type == "execute_result"]
        what = None if errors else strange(results, float(cell.metadata.nbgrader.points))
        if what:
            self._tell(f"The test {grade_id(cell)} {what}; it counts as failed. Look at it.")
            errors = [new_output("error", ename="Homeroom", evalue=what, traceback=[what])]
            cell.outputs += errors
        others = [each for each in cell.outputs if each not in errors]
        cell.outputs = errors + others


def strange(results: list[NotebookNode], points: float) -> str | None:
    """What is wrong with a test's results, if they could count."""
    if len(results) > 1:
        return f"gave {len(results)} results"
    for result in results:
        try:
            number = float(result.data.get("text/plain", ""))
        except ValueError:
            continue
        # Written so that nan is refused as well: nbgrader gives it all points.
        if not 0 <= number <= points:
            return f"reported {number:g} of {points:g} points"
    return None
