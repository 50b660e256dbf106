"""Before a release, with the real nbgrader: marks that contradict themselves, and points."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from homeroom_grading import inspection
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from appliance.homework.report import from_container
from appliance.words import LANGUAGES, spoken
from tests.images.homework import HIDDEN, SOLUTION, cell, source_notebook
from tests.images.jobs import inside

Seen = tuple[dict[tuple[str, str], Any], dict[str, bytes]]


def inspected(root: Path, files: dict[str, bytes]) -> Seen:
    """What was found, by level and name, and the files that are to be run."""
    root.mkdir(exist_ok=True)
    sent = {f"source/{name}": content for name, content in files.items()}
    result, made = inside(inspection.inspect, root, {"assignment": "ps 1"}, sent)
    assert result["problems"] == []
    for one in result["findings"]:
        said = from_container(one).say
        assert all(spoken(said, language) for language in LANGUAGES)
    return {(one["level"], one["say"]): one["facts"] for one in result["findings"]}, made


def written(cells: list[Any], **metadata: Any) -> bytes:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict({"kernelspec": kernel, **metadata})
    text: str = nbformat.writes(notebook)
    return text.encode()


def levels(found: dict[tuple[str, str], Any]) -> set[str]:
    return {say for level, say in found if level != "fine"}


def test_a_sound_assignment_has_its_points_told_and_nothing_else(tmp_path: Path) -> None:
    notebook = nbformat.writes(source_notebook()).encode()
    files = {"p1.ipynb": notebook, "p2.ipynb": notebook, "data/t.csv": b"a"}
    found, made = inspected(tmp_path, files)
    assert levels(found) == set()
    assert found["fine", "report-points-all"] == {"points": 20.0, "count": 2}
    facts = found["fine", "report-points"]
    assert (facts["points"], facts["tests"], facts["by_hand"]) == (10.0, 10.0, 0.0)
    assert made["data/data/t.csv"] == b"a"
    assert sum(name.startswith("cells/") for name in made) == 4


def test_what_is_run_is_what_grading_runs(tmp_path: Path) -> None:
    _, made = inspected(tmp_path, {"p1.ipynb": nbformat.writes(source_notebook()).encode()})
    solution = json.loads(made["cells/solution/p1.cells.json"])
    student = json.loads(made["cells/student/p1.cells.json"])
    assert "return x * x" in solution[0]["source"]
    assert "x * x" not in student[0]["source"] and "NotImplementedError" in student[0]["source"]
    # Hidden tests are there when students' work is graded, so they are here.
    assert "square(12)" in student[2]["source"]


def test_nothing_of_it_is_run_and_the_course_stays_as_it_was(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    code = f"open({str(evidence)!r}, 'w')"
    cells = [
        new_code_cell(code),
        cell("a", code, solution=True),
        cell("t", f"### AUTOTEST open({str(evidence)!r}, 'w')", points=1, locked=True),
    ]
    root = tmp_path / "course"
    found, _ = inspected(root, {"p1.ipynb": written(cells)})
    assert levels(found) == {"report-autotest"}
    assert not evidence.exists()
    assert [path.name for path in root.iterdir() if not path.name.startswith(".job")] == []


def test_what_is_written_in_the_own_seat_is_read_from_the_course_folder(tmp_path: Path) -> None:
    folder = tmp_path / "source" / "ps 1"
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    nbformat.write(source_notebook(), folder / "p1.ipynb")
    nbformat.write(source_notebook(), folder / ".ipynb_checkpoints" / "p1-checkpoint.ipynb")
    (folder / "t.csv").symlink_to("/etc/passwd")
    found, made = inspected(tmp_path, {})
    assert ("fine", "report-points") in found and levels(found) == {"report-links"}
    assert not any("csv" in name or "checkpoint" in name for name in made)


def test_without_a_notebook_there_is_nothing_to_release(tmp_path: Path) -> None:
    assert levels(inspected(tmp_path, {})[0]) == {"report-no-notebook"}
    assert levels(inspected(tmp_path, {"readme.txt": b"x"})[0]) == {"report-no-notebook"}


def one_cell(**of_it: Any) -> list[Any]:
    source = of_it.pop("source", "1")
    return [cell(of_it.pop("name", "a"), source, **of_it)]


def odd() -> Iterator[tuple[str, str, list[Any]]]:
    """Level, sentence, and cells that deserve it."""
    test = {"points": 1, "locked": True}
    yield "wrong", "report-id-unfit", one_cell(name="a b", **test)
    yield "wrong", "report-id-unfit", one_cell(name="", **test)
    yield "wrong", "report-id-twice", [*one_cell(**test), *one_cell(**test)]
    yield "wrong", "report-points-none", one_cell(points=-1)
    yield "wrong", "report-points-none", one_cell(points=True)
    yield "wrong", "report-points-none", one_cell(points="3")
    yield "look", "report-points-zero", one_cell(points=0)
    yield "wrong", "report-text-odd", one_cell(markdown=True, points=1)
    yield "wrong", "report-text-odd", one_cell(markdown=True, solution=True)
    yield "wrong", "report-task-odd", one_cell(task=True)
    yield "look", "report-answer-locked", one_cell(solution=True, locked=True)
    yield "look", "report-nothing-graded", one_cell(solution=True)
    for begin, end, good in (
        ("### BEGIN SOLUTION", "### END SOLUTION", {"solution": True}),
        ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS", test),
    ):
        yield "wrong", "report-region-open", one_cell(source=begin, **good)
        yield "wrong", "report-region-open", one_cell(source=f"1\n{end}", **good)
        yield "wrong", "report-region-open", one_cell(source=f"{begin}\n{begin}\n{end}", **good)
    plain = [new_code_cell("### BEGIN SOLUTION\n1\n### END SOLUTION")]
    yield "wrong", "report-region-not-solution", plain
    yield "wrong", "report-region-not-grade", one_cell(source=HIDDEN, solution=True)
    scheme = "### BEGIN MARK SCHEME\n1\n### END MARK SCHEME"
    yield "wrong", "report-region-not-task", [new_markdown_cell(scheme)]
    old = cell("a", "1", **test)
    old.metadata.nbgrader.schema_version = 1
    yield "wrong", "report-marks-old", [old]


@pytest.mark.parametrize(("level", "say", "cells"), list(odd()))
def test_marks_that_make_no_sense_are_told_by_their_cell(
    tmp_path: Path, level: str, say: str, cells: list[Any]
) -> None:
    found, _ = inspected(tmp_path, {"p1.ipynb": written(cells)})
    assert (level, say) in found
    assert found[level, say].get("notebook", "p1") == "p1"
    # One reason is enough: nbgrader's own words for the same do not come on top.
    assert "report-no-student-version" not in levels(found)


def test_what_nbgrader_alone_objects_to_is_told_in_its_words(tmp_path: Path) -> None:
    bad = cell("a", SOLUTION, solution=True)
    bad.metadata.nbgrader["locked"] = "perhaps"
    found, made = inspected(tmp_path, {"p1.ipynb": written([bad])})
    assert "report-no-student-version" in levels(found)
    assert not any(name.startswith("cells/student") for name in made)


@pytest.mark.parametrize(
    ("kernel", "say"),
    [
        ({"name": "ir", "language": "R"}, "report-kernel-language"),
        ({"name": "my-env", "language": "python"}, "report-kernel-unknown"),
        ({}, "report-kernel-none"),
    ],
)
def test_a_kernel_that_is_not_here_is_told(
    tmp_path: Path, kernel: dict[str, str], say: str
) -> None:
    spec = {"display_name": "x", **kernel} if kernel else {}
    found, _ = inspected(tmp_path, {"p1.ipynb": written(one_cell(points=1), kernelspec=spec)})
    assert say in levels(found)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_one_notebook_that_cannot_be_read_is_named_and_the_others_looked_at(
    tmp_path: Path, content: bytes
) -> None:
    good = nbformat.writes(source_notebook()).encode()
    found, made = inspected(tmp_path, {"bad.ipynb": content, "good.ipynb": good})
    assert found["wrong", "report-notebook-unreadable"]["notebook"] == "bad"
    assert "cells/solution/good.cells.json" in made


def test_a_large_file_is_told_for_everybody_gets_it(tmp_path: Path) -> None:
    good = nbformat.writes(source_notebook()).encode()
    found, _ = inspected(tmp_path, {"p1.ipynb": good, "data/big.bin": bytes(12_000_000)})
    assert found["look", "report-file-large"] == {"name": "data/big.bin", "mb": 12}
