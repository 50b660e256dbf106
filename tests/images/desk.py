"""A teacher's course folder with an assignment in it, and the grading jobs done there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from homeroom_grading import prepare, score

from tests.images.homework import RIGHT
from tests.images.jobs import inside

TIME = "2026-11-23 10:15:00.123456 UTC"


@dataclass(frozen=True)
class Desk:
    """A course folder with ps1 generated, and the jobs done in it."""

    root: Path

    def job(
        self, work: Any, files: Mapping[str, bytes] | None = None, **order: Any
    ) -> tuple[Any, dict[str, bytes]]:
        return inside(work, self.root, {"assignment": "ps1", **order}, files or {})

    def released(self) -> Any:
        return nbformat.read(self.root / "release" / "ps1" / "p1.ipynb", as_version=4)

    def prepare(self, **notebooks: Any) -> tuple[Any, dict[str, bytes]]:
        """Take in one p1.ipynb for each student."""
        files = {
            f"submitted/{who}/p1.ipynb": (
                nb if isinstance(nb, bytes) else nbformat.writes(nb).encode()
            )
            for who, nb in notebooks.items()
        }
        return self.job(prepare.prepare, files, submissions=submissions(*notebooks))

    def score(self, outputs: Mapping[str, list[Any]], time: str = TIME) -> Any:
        files = {f"outputs/{who}/p1.json": json.dumps(o).encode() for who, o in outputs.items()}
        result, _ = self.job(score.score, files, submissions=submissions(*outputs, time=time))
        return result


def submissions(*students: str, time: str = TIME) -> list[dict[str, str]]:
    """The entries of a job for these students."""
    return [
        {
            "student": each,
            "first_name": each.title(),
            "last_name": f"Of {each.title()}",
            "email": f"{each}@example.org",
            "timestamp": time,
        }
        for each in students
    ]


def solved(
    desk: Desk, who: str = "ana", answer: str = RIGHT, **special: tuple[str, list[Any]]
) -> list[Any]:
    """Prepare a solved notebook and make its outputs: silence but for the named cells."""
    notebook = desk.released()
    notebook.cells[1].source = answer
    _, files = desk.prepare(**{who: notebook})
    cells = json.loads(files[f"work/{who}/p1.cells.json"])
    names = ("square", "visible", "hidden", "partial")
    return [
        entry(each["id"], *special.get(name, ("ok", [])))
        for name, each in zip(names, cells, strict=True)
    ]


def entry(cell_id: str, status: str, outputs: list[Any]) -> dict[str, Any]:
    """What the runner answers for one cell."""
    return {"id": cell_id, "status": status, "outputs": outputs}


def number(text: str) -> dict[str, Any]:
    """A result that is a number."""
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}}


def error() -> dict[str, Any]:
    """An error as a kernel reports it."""
    return {"output_type": "error", "ename": "E", "evalue": "no", "traceback": ["no"]}
