"""An assignment tried out: the solution passes its own tests, the students' version does not."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from homeroom_grading import appraisal, inspection
from nbformat.v4 import new_code_cell, new_notebook

from appliance.homework.report import from_container
from appliance.words import LANGUAGES, spoken
from tests.images.desk import entry, error, number
from tests.images.homework import SOLUTION, cell, source_notebook
from tests.images.jobs import inside, sealed, unpacked

TIMEOUT_S = 20


def parts(root: Path, notebook: Any) -> dict[str, bytes]:
    root.mkdir(exist_ok=True)
    sent = {"source/p1.ipynb": nbformat.writes(notebook).encode()}
    return inside(inspection.inspect, root, {"assignment": "ps1"}, sent)[1]


def judged(root: Path, files: dict[str, bytes], seconds: Any = None) -> list[tuple[str, str]]:
    """Level and English words of everything that is said."""
    order = {"assignment": "ps1", "timeout_s": TIMEOUT_S, "seconds": seconds or {}}
    result, _ = inside(appraisal.appraise, root, order, files)
    said = [from_container(one) for one in result["findings"]]
    assert all(spoken(one.say, language) for one in said for language in LANGUAGES)
    return [(one.level, spoken(one.say)) for one in said]


def tried(root: Path, notebook: Any, timeout_s: float = TIMEOUT_S) -> list[tuple[str, str]]:
    """Inspect, run both versions sealed, and judge."""
    made = parts(root / "course", notebook)
    files = {name: each for name, each in made.items() if name.startswith("tries/")}
    seconds = {}
    for who in ("solution", "student"):
        cells = {"work/p1.cells.json": made[f"cells/{who}/p1.cells.json"]}
        place = root / who
        place.mkdir()
        result, outputs = unpacked(sealed({"timeout_s": timeout_s}, cells, place).stdout)
        files[f"outputs/{who}/p1.json"] = outputs["outputs/p1.json"]
        seconds[who] = {one["name"]: one["seconds"] for one in result["notebooks"]}
    return judged(root / "course", files, seconds["solution"])


def with_outputs(root: Path, notebook: Any, **of_cells: Any) -> list[tuple[str, str]]:
    """Judge the solution by these outputs, without running it; cells are `c0`, `c1` …"""
    made = parts(root, notebook)
    cells = json.loads(made["cells/solution/p1.cells.json"])
    outputs = [
        entry(each["id"], *of_cells.get(f"c{place}", ("ok", [])))
        for place, each in enumerate(cells)
    ]
    files = {name: each for name, each in made.items() if name.startswith("tries/")}
    return judged(root, {**files, "outputs/solution/p1.json": json.dumps(outputs).encode()})


def test_a_sound_assignment_passes_and_says_how_long_it_took(tmp_path: Path) -> None:
    ((level, words),) = tried(tmp_path, source_notebook())
    assert level == "fine"
    assert words.startswith("“p1”: your own solution passes all 3 tests, in ")


def test_a_solution_that_fails_its_test_is_told_with_the_errors_last_line(tmp_path: Path) -> None:
    notebook = source_notebook()
    notebook.cells[2].source = "assert square(3) == 10, 'ten'"
    told = tried(tmp_path, notebook)
    fails = "“p1”: your own solution fails the test visible: AssertionError: ten"
    assert told == [("wrong", fails)]


def test_a_test_that_the_students_version_passes_is_told(tmp_path: Path) -> None:
    notebook = source_notebook()
    notebook.cells[2].source = "assert callable(print)"
    told = tried(tmp_path, notebook)
    assert [level for level, _ in told] == ["fine", "look"]
    assert "passes the test visible already" in told[1][1]


def test_a_solution_that_never_ends_is_told_by_its_cell(tmp_path: Path) -> None:
    notebook = source_notebook()
    notebook.cells.insert(2, new_code_cell("while True: pass"))
    (told,) = tried(tmp_path, notebook, timeout_s=2)
    assert told[0] == "wrong" and "stood at the cell #3" in told[1]


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        (("died", []), "Python ended in the cell visible"),
        (("ok", [number("3")]), "gets 3 of 4 in the test visible"),
        (("ok", [number("5")]), "not between 0 and 4"),
        (("ok", [number("1"), number("1")]), "more than one result"),
        (("ok", [{"output_type": "stream", "name": "stderr", "text": "x"}]), "prints a warning"),
        (("error", [error()]), "fails the test visible: no"),
        (("nonsense", []), "fails the test visible: Died"),
    ],
)
def test_whatever_costs_points_in_grading_is_wrong_here(
    tmp_path: Path, outputs: Any, words: str
) -> None:
    told = with_outputs(tmp_path, source_notebook(), c1=outputs, c3=("ok", [number("2")]))
    assert [level for level, _ in told] == ["wrong"]
    assert words in told[0][1]


def test_an_error_is_wrong_in_an_answer_and_may_be_meant_elsewhere(tmp_path: Path) -> None:
    notebook = new_notebook(
        cells=[cell("square", SOLUTION, solution=True), new_code_cell("1 / 0")],
        metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
    )
    bad = ("error", [error()])
    assert [level for level, _ in with_outputs(tmp_path / "a", notebook, c0=bad)] == ["wrong"]
    told = with_outputs(tmp_path / "b", notebook, c1=bad)
    assert [level for level, _ in told] == ["look", "fine"]
    assert "the cell #2 ends with an error: no" in told[0][1]
    assert "runs to its end" in told[1][1]


@pytest.mark.parametrize("outputs", [b"", b"[]", b"[1]", b'[{"id": "other"}]'])
def test_outputs_of_something_else_are_not_judged(tmp_path: Path, outputs: bytes) -> None:
    made = parts(tmp_path, source_notebook())
    files = {name: each for name, each in made.items() if name.startswith("tries/")}
    assert judged(tmp_path, {**files, "outputs/solution/p1.json": outputs}) == []
