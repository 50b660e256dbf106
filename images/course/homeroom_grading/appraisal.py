"""After a try: what the tests said of the teacher's solution, and of the version students get."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import determine_grade

from homeroom_grading import paste
from homeroom_grading.guard import strange
from homeroom_grading.marks import Finding, finding, is_test, label, marks, points
from homeroom_grading.prepare import cell_id
from homeroom_grading.streams import Answer, Job

COLOURS = re.compile(r"\x1b\[[0-9;]*m")

Ran = tuple[str, str, NotebookNode]
"""A code cell's label, how it ended, and the cell with its outputs."""


def appraise(job: Job, root: Path) -> Answer:
    """Judge the outputs of both tries by the rules that grading has."""
    findings: list[Finding] = []
    for path in sorted(job.file("tries", "solution").glob("*.ipynb")):
        seconds = job.order["seconds"].get(path.stem, 0)
        if (ran := _ran(job, "solution", path)) is not None:
            findings += _solution(path.stem, ran, job.order["timeout_s"], seconds)
    for path in sorted(job.file("tries", "student").glob("*.ipynb")):
        findings += _student(path.stem, _ran(job, "student", path) or [])
    return Answer({"problems": [], "findings": findings}, {})


def _ran(job: Job, who: str, path: Path) -> list[Ran] | None:
    """The code cells with what they put out; None if there is nothing of this notebook."""
    entries = paste.entries_in(job.file("outputs", who, f"{path.stem}.json"))
    cells = nbformat.read(path, as_version=4).cells
    code = [(label(c, i), c) for i, c in enumerate(cells, start=1) if c.cell_type == "code"]
    ids = [cell_id(position, cell) for position, (_, cell) in enumerate(code)]
    if entries is None or [each.get("id") for each in entries] != ids:
        return None
    for (_, cell), entry in zip(code, entries, strict=True):
        cell.outputs = paste.outputs(entry)
    return [
        (name, str(entry.get("status")), cell)
        for (name, cell), entry in zip(code, entries, strict=True)
    ]


def _solution(notebook: str, ran: list[Ran], timeout_s: float, seconds: float) -> Iterator[Finding]:
    passed, wrong = 0, False
    for name, status, cell in ran:
        if status in {"timeout", "died"}:
            say = "report-time-over" if status == "timeout" else "report-kernel-died"
            yield finding("wrong", say, notebook=notebook, cell=name, seconds=timeout_s)
            # What comes after it did not run, and nothing can be said about it.
            return
        said = _of_test(cell) if is_test(cell) else _of_other(cell)
        if said:
            level, say, facts = said
            wrong |= level == "wrong"
            yield finding(level, say, notebook=notebook, cell=name, **facts)
        passed += is_test(cell) and not said
    if not wrong:
        facts = {"tests": passed, "seconds": round(seconds, 1)}
        yield finding("fine", "report-passes", notebook=notebook, **facts)


def _of_test(cell: NotebookNode) -> tuple[str, str, Mapping[str, Any]] | None:
    last = _last_words(cell)
    if last is not None:
        return "wrong", "report-test-fails", {"last": last}
    worth = points(cell)
    if worth is None:
        return None
    results = [each for each in cell.outputs if each.output_type == "execute_result"]
    if strange(results, worth):
        return "wrong", "report-test-strange", {"points": worth}
    score, _ = determine_grade(cell)
    if score >= worth:
        return None
    if any(each.get("name") == "stderr" for each in cell.outputs):
        return "wrong", "report-test-stderr", {}
    return "wrong", "report-test-partial", {"score": score, "points": worth}


def _of_other(cell: NotebookNode) -> tuple[str, str, Mapping[str, Any]] | None:
    last = _last_words(cell)
    if last is None:
        return None
    # A cell of nobody's may show an error on purpose.
    return "wrong" if marks(cell).get("solution") else "look", "report-cell-fails", {"last": last}


def _last_words(cell: NotebookNode) -> str | None:
    """The last line of the cell's error, if it had one."""
    for each in cell.outputs:
        if each.output_type == "error":
            lines = COLOURS.sub("", "\n".join(each.traceback)).strip().splitlines()
            return lines[-1] if lines else f"{each.ename}: {each.evalue}"
    return None


def _student(notebook: str, ran: list[Ran]) -> Iterator[Finding]:
    """A test that the untouched version passes gives points for nothing."""
    tests = [(name, cell) for name, status, cell in ran if status == "ok" and is_test(cell)]
    given = [name for name, cell in tests if points(cell) and _of_test(cell) is None]
    if given:
        facts = {"cells": given, "count": len(given)}
        yield finding("look", "report-already-passes", notebook=notebook, **facts)
