"""Before release: does what the teacher made hold together? Nothing of it is run here.

What is to be run, the teacher's solution and the students' version, goes back to the hub, which
has it executed sealed; `appraisal` then looks at what came of it.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from homeroom_exchange import archive
from homeroom_exchange.names import checked
from jupyter_client.kernelspec import KernelSpecManager
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
    NbGraderPreprocessor,
)

from homeroom_grading import courses
from homeroom_grading.courses import Course
from homeroom_grading.marks import Finding, contradictions, finding, is_test, marks, points
from homeroom_grading.prepare import cell_id
from homeroom_grading.streams import Answer, Job, below

LARGE_MB = 10
UNUSED = {".ipynb_checkpoints", "__pycache__"}


def inspect(job: Job, root: Path) -> Answer:
    """Look at the files of the job or, when none came, at source/ASSIGNMENT of the course folder.

    `tries/WHO/*.ipynb` and `cells/WHO/*.cells.json` go back, WHO being solution and student, with
    the other files as `data`.
    """
    assignment = checked(str(job.order["assignment"]))
    course = Course(job.file("course"))
    folder = course.folder("source", assignment)
    findings = list(_take(job, root / "source" / assignment, folder))
    notebooks: dict[str, NotebookNode] = {}
    for path in sorted(folder.glob("*.ipynb")):
        findings += _read(path, notebooks)
    findings += _sums(notebooks)
    tries = {"solution": notebooks, "student": {}}
    wrong = any(one["level"] == "wrong" for one in findings)
    if notebooks:
        findings += _student_version(course, assignment, tries["student"], quiet=wrong)
    return Answer({"problems": [], "findings": findings}, _files(job, folder, tries))


def _take(job: Job, authored: Path, folder: Path) -> Iterator[Finding]:
    """Bring the files to look at into a course folder of our own."""
    came = job.file("source") if job.file("source").is_dir() else authored
    folder.mkdir(parents=True)
    links: list[str] = []

    def skip(path: Path) -> bool:
        if path.is_symlink():
            links.append(path.relative_to(came).as_posix())
        return path.is_symlink() or path.name in UNUSED

    for path in archive.plain_files(came, skip) if came.is_dir() else ():
        target = folder / path.relative_to(came)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        megabytes = path.stat().st_size / 1_000_000
        if megabytes > LARGE_MB:
            name = path.relative_to(came).as_posix()
            yield finding("look", "report-file-large", name=name, mb=round(megabytes))
    if links:
        yield finding("look", "report-links", names=links)
    if not any(folder.glob("*.ipynb")):
        yield finding("wrong", "report-no-notebook")


def _read(path: Path, notebooks: dict[str, NotebookNode]) -> Iterator[Finding]:
    try:
        nb = nbformat.read(path, as_version=4)
        found = [*contradictions(path.stem, nb), *_kernel(path.stem, nb)]
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        yield finding("wrong", "report-notebook-unreadable", notebook=path.stem, why=why)
        return
    notebooks[path.stem] = nb
    yield from found


def _kernel(notebook: str, nb: NotebookNode) -> Iterator[Finding]:
    spec = nb.metadata.get("kernelspec", {})
    language = spec.get("language") or nb.metadata.get("language_info", {}).get("name", "python")
    name = spec.get("name")
    if str(language).lower() != "python":
        yield finding("wrong", "report-kernel-language", notebook=notebook, language=str(language))
    elif name is None:
        yield finding("look", "report-kernel-none", notebook=notebook)
    elif name not in KernelSpecManager().find_kernel_specs():
        yield finding("look", "report-kernel-unknown", notebook=notebook, kernel=str(name))


def _sums(notebooks: dict[str, NotebookNode]) -> Iterator[Finding]:
    """The points of each notebook and in all."""
    total, graded = 0.0, False
    for name, nb in notebooks.items():
        counted = [cell for cell in nb.cells if marks(cell).get("grade") or marks(cell).get("task")]
        tests = sum(points(cell) or 0 for cell in counted if is_test(cell))
        whole = sum(points(cell) or 0 for cell in counted)
        total, graded = total + whole, graded or bool(counted)
        facts = {"points": whole, "tests": tests, "by_hand": whole - tests}
        yield finding("fine", "report-points", notebook=name, **facts)
    if len(notebooks) > 1:
        yield finding("fine", "report-points-all", points=total, count=len(notebooks))
    if notebooks and not graded:
        yield finding("look", "report-nothing-graded")


class _Kept(NbGraderPreprocessor):  # type: ignore[misc]
    """Remembers a notebook as grading runs it: without solutions, with hidden tests."""

    def __init__(self, kept: dict[str, NotebookNode], **more: Any) -> None:
        super().__init__(**more)
        self._kept = kept

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        self._kept[resources["nbgrader"]["notebook"]] = nbformat.from_dict(nb)
        return nb, resources


def _student_version(
    course: Course, assignment: str, kept: dict[str, NotebookNode], *, quiet: bool
) -> Iterator[Finding]:
    """Make it as a release would, without a gradebook.

    InstantiateTests is left out: it runs the notebook. `quiet` when the reason is told already.
    """
    converter = GenerateAssignment(
        coursedir=course.directory(assignment),
        config=course.config(),
        force=True,
        no_database=True,
    )
    converter.preprocessors = [
        LockCells,
        ClearSolutions,
        ClearOutput,
        CheckCellMetadata,
        _Kept(kept),
        ClearHiddenTests,
        ClearMarkScheme,
        ComputeChecksums,
        CheckCellMetadata,
    ]
    why = courses.run(converter)
    if why:
        kept.clear()
        if not quiet:
            yield finding("wrong", "report-no-student-version", why=why)


def _files(job: Job, folder: Path, tries: dict[str, dict[str, NotebookNode]]) -> dict[str, Path]:
    data = below("data", folder)
    files = {name: path for name, path in data.items() if path.suffix != ".ipynb"}
    for who, notebooks in tries.items():
        for name, nb in notebooks.items():
            code = [cell for cell in nb.cells if cell.cell_type == "code"]
            cells = [{"id": cell_id(i, cell), "source": cell.source} for i, cell in enumerate(code)]
            for member, text in (
                (f"tries/{who}/{name}.ipynb", nbformat.writes(nb)),
                (f"cells/{who}/{name}.cells.json", json.dumps(cells)),
            ):
                files[member] = job.file("made", member)
                files[member].parent.mkdir(parents=True, exist_ok=True)
                files[member].write_text(text, "utf-8")
    return files
