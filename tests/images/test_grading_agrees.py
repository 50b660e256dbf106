"""The check at hand-in and the repair at grading, on notebooks of the real nbgrader: they agree."""

import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest

from appliance.homework.check import MENDED, check
from tests.images.desk import Desk, entry, error
from tests.images.homework import RIGHT
from tests.images.test_grading_prepare import (
    _change_points,
    _copy_a_test,
    _delete_a_test,
    _delete_all_tests,
    _drop_all_metadata,
    _empty_a_test,
    _nonsense_metadata,
    _retype_a_test,
    _unmark_a_test,
)

# nbgrader's own session handling, which SQLAlchemy 2.1 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


def _copy_the_answer(cells: list[Any]) -> None:
    cells.append(nbformat.from_dict({**cells[1], "id": "copied", "source": "square = None"}))


def _delete_the_answer(cells: list[Any]) -> None:
    del cells[1]


def _retype_the_answer(cells: list[Any]) -> None:
    cells[1] = nbformat.v4.new_markdown_cell(RIGHT, metadata=cells[1].metadata)


def _move_all_about(cells: list[Any]) -> None:
    cells.append(cells.pop(1))
    del cells[2]


DAMAGES: list[Callable[[list[Any]], None]] = [
    _change_points,
    _copy_a_test,
    _copy_the_answer,
    _delete_a_test,
    _delete_all_tests,
    _delete_the_answer,
    _drop_all_metadata,
    _empty_a_test,
    _move_all_about,
    _nonsense_metadata,
    _retype_a_test,
    _retype_the_answer,
    _unmark_a_test,
]


def released(desk: Desk) -> dict[str, bytes]:
    return {"p1.ipynb": (desk.root / "release" / "ps1" / "p1.ipynb").read_bytes()}


def test_an_answered_release_passes_without_a_word(desk: Desk) -> None:
    notebook = desk.released()
    notebook.cells[1].source = RIGHT
    checked = check(released(desk), {"p1.ipynb": nbformat.writes(notebook).encode()})
    assert checked.findings == () and checked.repaired == {}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_grading_runs_the_same_cells_with_and_without_the_earlier_repair(
    desk: Desk, damage: Callable[[list[Any]], None]
) -> None:
    notebook = desk.released()
    notebook.cells[1].source = RIGHT
    damage(notebook.cells)
    came = nbformat.writes(notebook).encode()
    checked = check(released(desk), {"p1.ipynb": came})
    assert checked.findings
    mended = checked.repaired.get("p1.ipynb", came)
    nbformat.validate(nbformat.reads(mended.decode(), as_version=4))
    result, files = desk.prepare(ana=came, cleo=mended)
    assert result == {"problems": []}
    assert files["work/cleo/p1.cells.json"] == files["work/ana/p1.cells.json"]
    cells = json.loads(files["work/cleo/p1.cells.json"])
    scored = desk.score({"cleo": [entry(each["id"], "error", [error()]) for each in cells]})
    assert scored["problems"] == []
    assert (scored["scores"][0]["score"], scored["scores"][0]["max_score"]) == (0.0, 10.0)
    again = check(released(desk), {"p1.ipynb": mended})
    assert MENDED.isdisjoint(one.name for one in again.findings)
