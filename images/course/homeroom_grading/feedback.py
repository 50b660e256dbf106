"""Feedback pages: what a student may see of the marks, with the hidden tests left out."""

import re
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from nbgrader.utils import is_grade, is_locked

from homeroom_grading import courses
from homeroom_grading.courses import Course
from homeroom_grading.pages import harmless
from homeroom_grading.score import score_of
from homeroom_grading.streams import Answer, Job, problem


def feedback(job: Job, root: Path) -> Answer:
    """Make the pages of each student; one that fails becomes a problem."""
    course, assignment = Course.of(job, root), str(job.order["assignment"])
    problems: list[Any] = []
    scores: list[Any] = []
    files: dict[str, Path] = {}
    for student in map(str, job.order["students"]):
        penalty = float(job.order.get("penalties", {}).get(student, 0.0))
        try:
            scores.append(score_of(course, assignment, student, penalty))
            files |= _pages(course, assignment, student)
        except Exception as error:
            problems.append(problem(f"The feedback could not be made. {error}", student))
    return Answer({"problems": problems, "scores": scores}, files)


class HideTests(ClearHiddenTests):  # type: ignore[misc]
    """Removes hidden tests and tracebacks that quote them, from test cells alone.

    nbgrader's own looks at every cell, so that a student's text could stop the feedback.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        """Clear one cell in place."""
        if not (is_grade(cell) and is_locked(cell)):
            return cell, resources
        before = cell.source.splitlines()
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        hidden = {line.strip() for line in before} - {
            line.strip() for line in cell.source.splitlines()
        }
        for output in cell.get("outputs", []):
            if output.output_type == "error" and _quotes(output.traceback, hidden):
                output.traceback = [f"{output.ename}: a hidden test failed."]
        return cell, resources


def _quotes(traceback: list[str], hidden: set[str]) -> bool:
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(traceback))
    return any(line in text for line in hidden if line)


def _pages(course: Course, assignment: str, student: str) -> dict[str, Path]:
    config = course.config()
    config.merge(harmless())
    converter = GenerateFeedback(
        coursedir=course.directory(assignment, student), config=config, force=True
    )
    converter.preprocessors = [GetGrades, HideTests, CSSHTMLHeaderPreprocessor]
    wrong = courses.run(converter)
    if wrong:
        raise ValueError(wrong)
    made = course.folder("feedback", assignment, student)
    return {f"feedback/{student}/{path.name}": path for path in made.glob("*.html")}
