"""The sealed runner: executes one student's cells and knows nothing of marks.

It runs alone in a container without network, secrets or course data, and imports nothing of
nbgrader. What it answers is checked again by whoever reads it.
"""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from nbclient.client import NotebookClient
from nbclient.exceptions import CellTimeoutError
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from homeroom_grading.streams import Answer, Job

CELL_BYTES = 1_000_000
NOTEBOOK_BYTES = 16_000_000

Cell = dict[str, Any]


def execute(job: Job, root: Path) -> Answer:
    """Run each NAME.cells.json in a fresh kernel, one after the other.

    A cell that takes the notebook past `timeout_s` seconds gets the status `timeout`, one whose
    kernel ends `died`, and those behind it `skipped`.
    """
    work, home = job.file("work"), job.file("home")
    environment = _environment(home)
    os.environ.update(environment)
    found = sorted(work.glob("*.cells.json"))
    notebooks = {path.name.removesuffix(".cells.json"): _json(path) for path in found}
    for path in found:
        # The tests are in there: code should meet them one by one, as they run.
        path.unlink()
    files, states = {}, []
    for name, cells in notebooks.items():
        began = time.monotonic()
        outcome = run(cells, work, float(job.order["timeout_s"]), environment)
        seconds = round(time.monotonic() - began, 1)
        files[f"outputs/{name}.json"] = home / f"{name}.outputs.json"
        files[f"outputs/{name}.json"].write_text(json.dumps(outcome), "utf-8")
        states.append({"name": name, "status": _worst(outcome), "seconds": seconds})
    return Answer({"problems": [], "notebooks": states}, files)


def run(
    cells: list[Cell], folder: Path, timeout_s: float, environment: dict[str, str]
) -> list[Cell]:
    """Run one notebook's cells; an entry with id, status and outputs for each."""
    runner = Runner(cells, folder, timeout_s)
    outcome = [{"id": cell["id"], "status": "skipped", "outputs": []} for cell in cells]
    position = 0
    try:
        with runner.setup_kernel(
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ):
            runner.started()
            for position, entry in enumerate(outcome):
                entry["status"] = runner.run_cell(position)
                entry["outputs"] = runner.outputs(position)
                if entry["status"] == "timeout":
                    break
    except Exception as error:
        # A dead kernel, or one that answers nonsense: either way nothing more can be run.
        print(f"the kernel was lost: {type(error).__name__}: {error}", flush=True)
        if outcome:
            outcome[position].update(status="died", outputs=runner.outputs(position))
    return outcome


class Runner(NotebookClient):
    """nbclient with one deadline for all cells and a limit on what they may print."""

    def __init__(self, cells: list[Cell], folder: Path, timeout_s: float) -> None:
        super().__init__(
            new_notebook(cells=[new_code_cell(source=cell["source"]) for cell in cells]),
            kernel_name="python3",
            allow_errors=True,
            interrupt_on_timeout=False,
            raise_on_iopub_timeout=True,
            iopub_timeout=10,
            shutdown_kernel="immediate",
            timeout_func=lambda cell: self._seconds_left(),
            resources={"metadata": {"path": str(folder)}},
        )
        # Widgets could catch a cell's outputs, errors among them.
        self.comm_open_handlers = {}
        self._timeout_s, self._notebook_bytes = timeout_s, NOTEBOOK_BYTES
        self.started()

    def started(self) -> None:
        """The time runs from now on."""
        self._deadline = time.monotonic() + self._timeout_s

    def run_cell(self, position: int) -> str:
        """ok, error or timeout. Raises when the kernel is gone."""
        self._reply, self._lost, self._overflowed = "ok", "", False
        self._noise = self._decisive = CELL_BYTES
        if time.monotonic() >= self._deadline:
            return "timeout"
        cell = self.nb.cells[position]
        try:
            self.execute_cell(cell, position)
        except CellTimeoutError:
            return "timeout"
        if self._lost:
            cell.outputs.append(new_output("stream", name="stdout", text=self._lost))
        return "ok" if self._reply == "ok" and not self._overflowed else "error"

    def outputs(self, position: int) -> list[NotebookNode]:
        """What the cell has put out so far."""
        return list(self.nb.cells[position].outputs)

    async def _check_raise_for_error(
        self, cell: NotebookNode, cell_index: int, exec_reply: dict[str, Any] | None
    ) -> None:
        # Not every failure shows in the outputs: student code may have caught those.
        self._reply = exec_reply["content"]["status"] if exec_reply else "error"

    def process_message(self, msg: Any, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Keep the message if it still fits; what decides marks is never dropped silently."""
        content, kind = msg["content"], msg["msg_type"]
        if kind in {"status", "execute_input", "clear_output"}:
            return super().process_message(msg, cell, cell_index)
        if kind.startswith("comm"):
            return None
        size = len(json.dumps(content, default=str)) + 100
        self._notebook_bytes -= size
        decisive = kind in {"execute_result", "error"} or content.get("name") == "stderr"
        if decisive:
            self._decisive -= size
        else:
            self._noise -= size
        left = min(self._decisive if decisive else self._noise, self._notebook_bytes)
        if left < 0:
            self._lost = "… more output than is kept …\n"
            self._overflowed |= decisive
            return None
        return super().process_message(msg, cell, cell_index)

    def _seconds_left(self) -> int:
        return max(1, round(self._deadline - time.monotonic()))


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _worst(outcome: list[Cell]) -> str:
    states = {entry["status"] for entry in outcome}
    return next((state for state in ("died", "timeout", "error") if state in states), "ok")


def _environment(home: Path) -> dict[str, str]:
    """Everything the kernel gets to know: nothing of where it runs but a writable place."""
    home.mkdir()
    return {
        "HOME": str(home),
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "NBGRADER_EXECUTION": "autograde",
    }
