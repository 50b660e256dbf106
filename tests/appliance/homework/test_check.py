"""The check at hand-in: everything is told, answers stay as they are, the rest is put right."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from appliance.homework import notebooks
from appliance.homework.check import MENDED, Checked, check
from appliance.words import LANGUAGES, spoken
from roster.sentence import all_from_json, all_to_json
from tests.appliance.homework.books import Cell, book, cell, cells_of, squares

RELEASED = {"squares.ipynb": book(squares())}


def answered() -> list[Cell]:
    """As a student saves it: browsers write 4 for 4.0, and there is more than was handed out."""
    cells = squares()
    cells[2] |= {"source": ["def square(x):\n", "    return x * x"], "execution_count": 1}
    cells[3]["metadata"]["nbgrader"]["points"] = 4
    cells[3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hm"}]
    cells[5]["source"] = "Because."
    return [*cells, cell(None, "print('mine')")]


def look(cells: object, **more: Any) -> Checked:
    return check(RELEASED, {"squares.ipynb": book(cells, **more)})


def names(checked: Checked) -> list[str]:
    return [one.name for one in checked.findings]


def told(checked: Checked) -> list[str]:
    return [spoken(one) for one in checked.findings]


def mended(checked: Checked) -> list[Cell]:
    return cells_of(checked.repaired["squares.ipynb"])


def test_good_work_passes_without_a_word() -> None:
    assert look(answered()) == Checked((), {})


def test_an_answer_that_is_as_released_is_a_hint_and_nothing_more() -> None:
    checked = check(RELEASED, RELEASED)
    assert told(checked) == [
        "“squares.ipynb”: nothing was changed in square and why. "
        "If you have an answer, type it there, save and submit again."
    ]
    assert checked.repaired == {}


Damage = Callable[[list[Cell]], object]
DAMAGES: list[tuple[str, Damage, str]] = [
    ("check-cells-back", lambda c: c.pop(4), "hidden"),
    ("check-cells-back", lambda c: c.pop(1), "intro"),
    ("check-cells-back", lambda c: c.pop(6), "draw"),
    ("check-answers-back", lambda c: c.pop(5), "why"),
    ("check-answers-missing", lambda c: c.pop(2), "square"),
    ("check-answers-doubled", lambda c: c.insert(2, {**c[2], "source": "other"}), "square"),
    ("check-cells-doubled", lambda c: c.insert(2, {**c[3], "id": "copy"}), "visible"),
    ("check-cells-restored", lambda c: c[3].update(source="pass"), "visible"),
    ("check-cells-restored", lambda c: c[1].update(source="Do not."), "intro"),
    ("check-cells-retyped", lambda c: c[3].update(cell_type="markdown"), "visible"),
    ("check-cells-retyped", lambda c: c[2].update(cell_type="raw"), "square"),
    ("check-cells-unmarked", lambda c: c[3]["metadata"]["nbgrader"].update(points=400), "visible"),
    ("check-cells-unmarked", lambda c: c[2]["metadata"]["nbgrader"].update(locked=1), "square"),
    ("check-cells-unmarked", lambda c: c[5]["metadata"]["nbgrader"].clear(), ""),
    ("check-cells-unknown", lambda c: c.append(cell("cube", "1", solution=True)), "cube"),
    ("check-cells-unknown", lambda c: c[7]["metadata"].update(nbgrader="yes"), "#8"),
]


@pytest.mark.parametrize(("finding", "damage", "cell_name"), DAMAGES)
def test_each_damage_is_told_by_its_cell(finding: str, damage: Damage, cell_name: str) -> None:
    cells = answered()
    damage(cells)
    checked = look(cells)
    if cell_name:
        assert names(checked) == [finding] and cell_name in told(checked)[0]
    assert bool(checked.repaired) == (not MENDED.isdisjoint(names(checked)))


@pytest.mark.parametrize(("finding", "damage", "cell_name"), DAMAGES)
def test_what_was_mended_has_nothing_left_to_mend(
    finding: str, damage: Damage, cell_name: str
) -> None:
    cells = answered()
    damage(cells)
    checked = look(cells)
    again = check(RELEASED, checked.repaired or {"squares.ipynb": book(cells)})
    assert MENDED.isdisjoint(names(again)) and again.repaired == {}


def test_deleted_cells_come_back_behind_the_cell_they_followed() -> None:
    kept = [answered()[5], answered()[2]]
    order = [one["metadata"]["nbgrader"]["grade_id"] for one in mended(look(kept))]
    assert order == ["intro", "why", "draw", "square", "visible", "hidden"]


def test_of_a_locked_cells_copies_the_last_one_counts_and_the_first_becomes_ordinary() -> None:
    cells = answered()
    cells.append({**cells[3], "id": "copy", "source": "pass"})
    made = mended(look(cells))
    assert made[3] == {**cells[3], "metadata": {}}
    assert made[8]["source"] == squares()[3]["source"]
    assert made[8]["metadata"] == squares()[3]["metadata"]


def test_answers_outputs_and_own_cells_stay_word_for_word() -> None:
    cells = answered()
    cells[3]["source"] = "pass"
    checked = look(cells, metadata={"kernelspec": {"name": "mine"}, "own": [1.5, None]})
    whole = json.loads(checked.repaired["squares.ipynb"])
    assert whole["metadata"] == {"kernelspec": {"name": "mine"}, "own": [1.5, None]}
    assert whole["cells"] == [
        *cells[:3],
        {**cells[3], "source": squares()[3]["source"]},
        *cells[4:],
    ]


def test_a_retyped_answer_keeps_its_text_and_loses_only_what_its_kind_has_not() -> None:
    cells = answered()
    code = {"cell_type": "code", "outputs": [{"output_type": "error"}], "execution_count": 3}
    cells[5] |= code
    cells[2] |= {"cell_type": "markdown", "attachments": {"a.png": {}}}
    made = mended(look(cells))
    assert made[5] == answered()[5]
    assert made[2] == {**answered()[2], "outputs": [], "execution_count": None}


def test_a_cell_that_comes_back_has_an_id_where_ids_are_kept_and_never_somebody_elses() -> None:
    cells = answered()
    del cells[4]
    cells[0]["id"] = "id-hidden"
    assert mended(look(cells))[4]["id"] == "id-hidden-1"
    assert "id" not in mended(look(cells, nbformat_minor=4))[4]


def test_many_cells_are_one_sentence_that_says_how_many_more() -> None:
    cells = [*answered(), *(cell(f"x{n}", "1", solution=True) for n in range(30))]
    (sentence,) = told(look(cells))
    assert "x7, and 22 more belong to another assignment" in sentence


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", "check-notebook-damaged"),
        (b"\xff\xfe{}", "check-notebook-damaged"),
        (b"[" * 100_000, "check-notebook-damaged"),
        (b'{"nbformat": 4, "x": ' + b"[" * 500 + b"]" * 500 + b"}", "check-notebook-damaged"),
        (b"9" * 5000, "check-notebook-damaged"),
        (b"{}", "check-notebook-damaged"),
        (b"[]", "check-notebook-damaged"),
        (book({}), "check-notebook-damaged"),
        (book([1]), "check-notebook-damaged"),
        (book([{"cell_type": "code"}]), "check-notebook-damaged"),
        (book([cell(None, "x") | {"source": [1]}]), "check-notebook-damaged"),
        (book([cell(None, "x") | {"metadata": []}]), "check-notebook-damaged"),
        (book([cell(None, "x") | {"outputs": [1]}]), "check-notebook-damaged"),
        (book([cell(None, "x") | {"cell_type": ["code"]}]), "check-notebook-damaged"),
        (book(squares(), nbformat="4"), "check-notebook-damaged"),
        (book(squares(), nbformat=3), "check-notebook-old"),
        (book(squares(), nbformat=5), "check-notebook-new"),
        (book([cell(None, "x" * 21_000_000)]), "check-notebook-large"),
        (b"[" + b"0," * 2_000_001 + b"0]", "check-notebook-large"),
    ],
)
def test_what_is_no_notebook_is_said_and_left_alone(content: bytes, finding: str) -> None:
    checked = check(RELEASED, {"squares.ipynb": content})
    assert names(checked) == [finding] and checked.repaired == {}
    assert "squares.ipynb" in told(checked)[0]


def test_a_released_file_that_is_no_notebook_asks_nothing_of_the_work() -> None:
    assert check({"a.ipynb": b"{}"}, {"a.ipynb": book([])}) == Checked((), {})
    assert names(check({"a.ipynb": b"{}"}, {"b.ipynb": book([])})) == ["check-notebook-missing"]


def test_a_renamed_notebook_is_taken_under_its_own_name_and_mended() -> None:
    cells = answered()
    cells[3]["source"] = "pass"
    came = {"squares (1).ipynb": book(cells), "notes.ipynb": book([]), "x.ipynb.txt": b"?"}
    checked = check(RELEASED, came)
    assert names(checked) == ["check-notebook-renamed", "check-cells-restored"]
    assert "squares (1).ipynb was taken for it" in told(checked)[0]
    assert mended(checked)[3]["source"] == squares()[3]["source"]
    unspoilt = book(answered())
    assert check(RELEASED, {"s.ipynb": unspoilt}).repaired == {"squares.ipynb": unspoilt}


def test_where_two_could_be_meant_both_are_named_and_neither_is_taken() -> None:
    one = book(answered())
    checked = check(RELEASED, {"a.ipynb": one, "b.ipynb": one})
    assert names(checked) == ["check-notebook-elsewhere"] and checked.repaired == {}
    assert "a.ipynb and b.ipynb" in told(checked)[0]
    both = check({**RELEASED, "other.ipynb": book([])}, {"a.ipynb": one})
    assert names(both) == ["check-notebook-missing", "check-notebook-elsewhere"]
    assert both.repaired == {}


def test_a_notebook_that_is_nowhere_is_missing() -> None:
    few = book([cell("why", "x", "markdown", solution=True)])
    for came in ({}, {"other.ipynb": book([])}, {"other.ipynb": few}):
        checked = check(RELEASED, came)
        assert names(checked) == ["check-notebook-missing"] and checked.repaired == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_stands_in_a_name_can_be_shown_and_kept(language: str) -> None:
    cells = [*answered(), cell("a\ud800\x00<b>" + "y" * 999, "1", solution=True)]
    checked = check({"q\n.ipynb": RELEASED["squares.ipynb"]}, {"q\n.ipynb": book(cells)})
    for one in all_from_json(all_to_json(checked.findings)):
        text = spoken(one, language)
        assert text.encode() and text.isprintable() and len(text) < 400


def test_strange_notebooks_are_read_once_and_only_so_much_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = {f"p{number}.ipynb": book(squares()) for number in range(4)}
    came = {f"x{number}.ipynb": book(squares()) for number in range(6)}
    reads, readable = list[int](), notebooks.readable

    def counted(content: bytes) -> notebooks.Notebook:
        reads.append(len(content))
        return readable(content)

    monkeypatch.setattr(notebooks, "readable", counted)
    one = len(came["x0.ipynb"])
    monkeypatch.setattr(notebooks, "LARGEST", 2 * one)
    found = check(released, came).findings
    assert {said.name for said in found} == {"check-notebook-elsewhere"}
    assert len(reads) == len(released) + 2
