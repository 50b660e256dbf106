"""Put the sealed runner's outputs into a notebook, where nbgrader would have executed it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from homeroom_grading.prepare import cell_id

OUTPUTS = 2_000
TEXT = 2_000_000
MIME = frozenset(
    {
        "text/plain",
        "text/html",
        "text/markdown",
        "text/latex",
        "image/png",
        "image/jpeg",
        "image/svg+xml",
    }
)

# nbgrader gives a test without any output all its points, so each of these must be said aloud.
FAILURES = {
    "error": ("Error", "This cell failed and did not say why."),
    "timeout": ("Timeout", "This cell did not end in the time allowed; it counts as failed."),
    "skipped": ("Skipped", "An earlier cell did not end, so this one did not run and failed."),
    "died": ("Died", "Python ended while this cell ran (too much memory?); it counts as failed."),
    "missing": ("NotRun", "This notebook could not be run; the cell counts as failed."),
}


class Changed(Exception):
    """The outputs belong to another version of the notebook."""


class PasteOutputs(NbGraderPreprocessor):  # type: ignore[misc]
    """Outputs from files like NOTEBOOK.json in a folder; without a file every cell failed."""

    def __init__(self, folder: Path, **more: Any) -> None:
        super().__init__(**more)
        self._folder = folder

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Paste in place. Raises Changed when cells and outputs do not belong together."""
        cells = [cell for cell in nb.cells if cell.cell_type == "code"]
        entries = entries_in(self._folder / f"{resources['nbgrader']['notebook']}.json")
        if entries is not None and [each.get("id") for each in entries] != [
            cell_id(position, cell) for position, cell in enumerate(cells)
        ]:
            raise Changed("The work changed while it was graded. Press Autograde again.")
        for position, cell in enumerate(cells):
            cell.outputs = outputs(entries[position]) if entries is not None else failed("missing")
            cell.execution_count = position + 1
        return nb, resources


def outputs(entry: Mapping[str, Any]) -> list[NotebookNode]:
    """The outputs of one cell; an explicit error first where it did not end well."""
    try:
        made = [_output(each) for each in entry["outputs"][: OUTPUTS + 1]]
        status = str(entry["status"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return failed("died")
    if len(made) > OUTPUTS or status not in {"ok", *FAILURES}:
        return failed("died")
    says_so = any(each.output_type == "error" for each in made)
    if status == "ok" or (status == "error" and says_so):
        return made
    return failed(status) + made


def failed(status: str) -> list[NotebookNode]:
    """An error output that says what happened."""
    name, sentence = FAILURES[status]
    return [new_output("error", ename=name, evalue=sentence, traceback=[f"{name}: {sentence}"])]


def entries_in(file: Path) -> list[Mapping[str, Any]] | None:
    """What the runner answered for each cell of a notebook, if it answered at all."""
    try:
        entries = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    good = isinstance(entries, list) and all(isinstance(each, dict) for each in entries)
    return entries if good else None


def _output(raw: Mapping[str, Any]) -> Any:
    """One output built anew from the parts we know. Raises for anything else."""
    kind = raw["output_type"]
    if kind == "stream" and raw["name"] in {"stdout", "stderr"}:
        return new_output("stream", name=raw["name"], text=_text(raw["text"]))
    if kind == "error":
        traceback = [_text(line) for line in raw["traceback"]]
        return new_output(
            "error", ename=_text(raw["ename"]), evalue=_text(raw["evalue"]), traceback=traceback
        )
    if kind in {"display_data", "execute_result"}:
        data = {mime: _text(value) for mime, value in raw["data"].items() if mime in MIME}
        # nbgrader looks at a result's plain text without asking whether there is one.
        data.setdefault("text/plain", " ")
        return new_output(kind, data=data)
    raise ValueError(f"an output of the kind {kind!r}")


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > TEXT:
        raise ValueError("not a text of a sensible length")
    return value
