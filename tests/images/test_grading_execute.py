"""The sealed runner as a process; only well-behaved code and endless loops run here."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.images.jobs import IMAGE, sealed, unpacked


def ran(place: Path, *sources: str, timeout_s: float = 30, **files: bytes) -> list[Any]:
    """Run one notebook and give back its entries."""
    cells = [{"id": str(position), "source": each} for position, each in enumerate(sources)]
    work = {"work/p1.cells.json": json.dumps(cells).encode()}
    work |= {f"work/{name.replace('_', '.')}": content for name, content in files.items()}
    done = sealed({"timeout_s": timeout_s}, work, place)
    assert done.returncode == 0, done.stderr.decode()
    result, made = unpacked(done.stdout)
    assert result["problems"] == []
    return list(json.loads(made["outputs/p1.json"]))


def test_cells_share_a_kernel_and_find_their_files(tmp_path: Path) -> None:
    first, second, third = ran(
        tmp_path, "x = open('table.csv').read()", "print(x)", "len(x)", table_csv=b"a,b"
    )
    assert (first["status"], first["outputs"]) == ("ok", [])
    assert second["outputs"] == [{"output_type": "stream", "name": "stdout", "text": "a,b\n"}]
    assert third["outputs"][0]["data"] == {"text/plain": "3"}
    assert [each["id"] for each in (first, second, third)] == ["0", "1", "2"]


def test_an_error_is_reported_and_the_next_cell_still_runs(tmp_path: Path) -> None:
    bad, good = ran(tmp_path, "1 / 0", "print('on')")
    assert (bad["status"], bad["outputs"][0]["ename"]) == ("error", "ZeroDivisionError")
    assert good["status"] == "ok"


def test_an_endless_loop_ends_and_the_rest_is_skipped(tmp_path: Path) -> None:
    states = [each["status"] for each in ran(tmp_path, "1", "while True: pass", "2", timeout_s=3)]
    assert states == ["ok", "timeout", "skipped"]


def test_the_time_is_for_the_whole_notebook(tmp_path: Path) -> None:
    nap = "import time; time.sleep(1.4)"
    states = [each["status"] for each in ran(tmp_path, nap, nap, nap, nap, timeout_s=3)]
    assert states[0] == "ok"
    assert "timeout" in states


def test_a_kernel_that_ends_is_said(tmp_path: Path) -> None:
    states = [each["status"] for each in ran(tmp_path, "1", "import os; os._exit(1)", "2")]
    assert states == ["ok", "died", "skipped"]


def test_one_notebooks_loop_leaves_the_next_notebook_alone(tmp_path: Path) -> None:
    cells = {
        name: json.dumps([{"id": "0", "source": source}]).encode()
        for name, source in {"a": "while True: pass", "b": "print(1)"}.items()
    }
    files = {f"work/{name}.cells.json": content for name, content in cells.items()}
    result, _ = unpacked(sealed({"timeout_s": 2}, files, tmp_path).stdout)
    told = {each["name"]: (each["status"], each["seconds"]) for each in result["notebooks"]}
    assert (told["a"][0], told["b"][0]) == ("timeout", "ok")
    assert 2 <= told["a"][1] < 60 and 0 <= told["b"][1] < 60


def test_much_output_is_cut_and_harms_nobody(tmp_path: Path) -> None:
    loud, after = ran(tmp_path, "for _ in range(50): print('x' * 100_000)", "1 + 1")
    assert loud["status"] == "ok"
    assert "more output than is kept" in loud["outputs"][-1]["text"]
    assert len(json.dumps(loud)) < 2_000_000
    assert after["status"] == "ok"


def test_a_result_too_large_to_keep_counts_as_an_error(tmp_path: Path) -> None:
    (entry,) = ran(tmp_path, "'x' * 2_000_000")
    assert entry["status"] == "error"


def test_what_code_writes_to_stdout_never_reaches_ours(tmp_path: Path) -> None:
    (entry,) = ran(tmp_path, "import os; os.system('echo forged'); os.write(1, b'forged'); None")
    assert entry["status"] == "ok"
    assert all(each["output_type"] == "stream" for each in entry["outputs"])


def test_code_sees_neither_the_tests_to_come_nor_our_environment(tmp_path: Path) -> None:
    listing, environment = ran(
        tmp_path, "import os; print(sorted(os.listdir()))", "print('PYTHONPATH' in os.environ)"
    )
    assert listing["outputs"][0]["text"] == "[]\n"
    assert environment["outputs"][0]["text"] == "False\n"


def test_a_damaged_job_is_a_broken_job(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "homeroom_grading", "execute", str(tmp_path)],
        input=b"not a tar",
        capture_output=True,
        env={"PYTHONPATH": str(IMAGE)},
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert done.stdout == b""


@pytest.mark.parametrize("arguments", [[], ["dance"]])
def test_a_wrong_call_names_the_kinds(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "homeroom_grading", *arguments],
        capture_output=True,
        env={"PYTHONPATH": str(IMAGE)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert b"add-source|generate|prepare" in done.stderr


def test_the_runner_carries_nothing_of_nbgrader() -> None:
    listing = "import sys, homeroom_grading.execute; print('nbgrader' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", listing],
        capture_output=True,
        env={"PYTHONPATH": str(IMAGE)},
        timeout=60,
        check=True,
    )
    assert done.stdout == b"False\n"
