"""Take submissions in, repair them, and hand out what the sealed runner needs and no more."""

import hashlib
import json
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from homeroom_exchange import archive
from homeroom_exchange.names import SERVER_OWNED
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)
from traitlets.config import Config

from homeroom_grading.courses import Course
from homeroom_grading.repair import RepairMetadata, released_order
from homeroom_grading.streams import Answer, Job, below, problem

CELLS = ".cells.json"
LONGEST_NAME = 1000
"""Of a path, in bytes, at the hub."""


def prepare(job: Job, root: Path) -> Answer:
    """Write submitted/STUDENT/ASSIGNMENT for each, and give back work/STUDENT/….

    A submission that cannot be prepared becomes a problem and never stops the others.
    """
    course, assignment = Course.of(job, root), str(job.order["assignment"])
    problems: list[Any] = []
    files: dict[str, Path] = {}
    for submission in job.order["submissions"]:
        student = str(submission["student"])
        try:
            _take_in(course, assignment, submission, job.file("submitted", student))
            _enrol(course, submission)
            files |= _work_files(course, assignment, student)
            for name, cells in _cells(course, assignment, student, problems):
                made = job.file("cells", student, f"{name}.json")
                made.parent.mkdir(parents=True, exist_ok=True)
                made.write_text(json.dumps(cells), "utf-8")
                files[f"work/{student}/{name}{CELLS}"] = made
        except Exception as error:
            problems.append(problem(f"It could not be prepared for grading. {error}", student))
    return Answer({"problems": problems}, files)


def sanitizers(course: Course, assignment: str) -> list[Any]:
    """nbgrader's preprocessors that make a submission trustworthy, with our repair among them."""
    order = released_order(course.folder("source", assignment))
    return [
        ClearOutput,
        RepairMetadata(order),
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]


def cell_id(position: int, cell: NotebookNode) -> str:
    """Which cell an output belongs to; another text at that place has another id."""
    return hashlib.sha256(f"{position}\n{cell.source}".encode()).hexdigest()[:16]


def _take_in(course: Course, assignment: str, submission: Mapping[str, Any], came: Path) -> None:
    student = str(submission["student"])
    if not came.is_dir():
        raise ValueError("Its files are not there. Collect it again.")
    with archive.becoming(course.folder("submitted", assignment, student)) as folder:
        for entry in came.iterdir():
            if entry.name not in SERVER_OWNED:
                shutil.move(entry, folder / entry.name)
        (folder / "timestamp.txt").write_text(str(submission["timestamp"]), "utf-8")
        if "id" in submission:
            (folder / "submission_id.txt").write_text(str(submission["id"]), "utf-8")


def _enrol(course: Course, submission: Mapping[str, Any]) -> None:
    names = {key: submission.get(key) for key in ("first_name", "last_name", "email")}
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(str(submission["student"]), **names)


def _work_files(course: Course, assignment: str, student: str) -> dict[str, Path]:
    """The student's files that can lie beside the teacher's, and those.

    The hub takes the work of a whole class or none: one name that it refuses would stop all. And
    what is called like our cells would be run.
    """
    top = f"work/{student}"
    theirs = below(top, course.folder("submitted", assignment, student))
    ours = below(top, course.folder("source", assignment))
    taken, folders = {_twin(name) for name in ours}, {one for name in ours for one in _above(name)}
    files = {
        name: path
        for name, path in theirs.items()
        if _twin(name) not in taken
        and _twin(name) not in folders
        and taken.isdisjoint(_above(name))
        and not _twin(name).endswith(CELLS)
        and len(name.encode()) <= LONGEST_NAME
    } | ours
    own = {f"{top}/{name}" for name in SERVER_OWNED}
    return {n: path for n, path in files.items() if path.suffix != ".ipynb" and n not in own}


def _above(name: str) -> list[str]:
    """The folders that a file lies in, as the hub tells them apart."""
    parts = _twin(name).split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _twin(name: str) -> str:
    """The same for two names that some systems, and so the hub, cannot tell apart."""
    return unicodedata.normalize("NFC", name).casefold()


def _cells(
    course: Course, assignment: str, student: str, problems: list[Any]
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    with course.gradebook() as gradebook:
        names = [each.name for each in gradebook.find_assignment(assignment).notebooks]
    for name in names:
        path = course.folder("submitted", assignment, student) / f"{name}.ipynb"
        if not path.is_file():
            problems.append(problem(f"{name}.ipynb is missing; it counts as 0.", student))
            continue
        try:
            cells = _sanitized(course, assignment, student, path).cells
        except Exception as error:
            problems.append(problem(f"{name}.ipynb cannot be read as a notebook. {error}", student))
            continue
        code = [cell for cell in cells if cell.cell_type == "code"]
        yield name, [{"id": cell_id(i, cell), "source": cell.source} for i, cell in enumerate(code)]


def _sanitized(course: Course, assignment: str, student: str, path: Path) -> NotebookNode:
    """The notebook exactly as Autograde will sanitise it later."""
    exporter = NotebookExporter(config=Config({"Exporter": {"default_preprocessors": []}}))
    for each in sanitizers(course, assignment):
        exporter.register_preprocessor(each)
    names = {"student": student, "assignment": assignment, "notebook": path.stem}
    resources = {"unique_key": path.stem, "nbgrader": {**names, "db_url": course.db_url}}
    notebook, _ = exporter.from_filename(str(path), resources=resources)
    repaired: NotebookNode = nbformat.reads(notebook, as_version=4)
    return repaired
