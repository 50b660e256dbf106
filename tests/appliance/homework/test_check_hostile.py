"""The check against anything at all: it never raises, and what it mends is mended for good."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.homework import notebooks
from appliance.homework.check import MENDED, Checked, check
from appliance.words import spoken
from roster.sentence import all_from_json, all_to_json
from tests.appliance.homework.books import Cell, book, cells_of, squares

NAME = "squares.ipynb"
RELEASED = {NAME: book(squares())}
ANSWERS = ("square", "why")

text = st.text(st.characters(), max_size=6)  # halves of letters among them
numbers = st.integers() | st.floats() | st.booleans() | st.none()
grade_ids = st.sampled_from([*(c["metadata"]["nbgrader"]["grade_id"] for c in squares()[1:]), "x"])
anything = st.recursive(
    numbers | text | grade_ids,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)
marks = anything | st.fixed_dictionaries(
    {"grade_id": grade_ids | anything},
    optional={
        flag: anything | st.booleans() for flag in ("grade", "solution", "locked", "task", "points")
    },
)
metadata = anything | st.fixed_dictionaries({}, optional={"nbgrader": marks, "own": anything})
cells = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | anything,
        "metadata": metadata,
        "source": text | st.lists(text, max_size=3) | anything,
    },
    optional={"id": text | anything, "outputs": anything, "attachments": anything},
)
documents = anything | st.fixed_dictionaries(
    {"nbformat": st.just(4) | anything, "cells": st.lists(cells | anything, max_size=6) | anything},
    optional={"nbformat_minor": anything, "metadata": anything},
)

places = st.integers(0, 20)
steps = st.one_of(
    st.tuples(st.just("drop"), places),
    st.tuples(st.just("copy"), places, places),
    st.tuples(st.just("move"), places, places),
    st.tuples(st.just("add"), places, cells),
    st.tuples(st.just("source"), places, text | st.lists(text, max_size=3)),
    st.tuples(st.just("cell_type"), places, st.sampled_from(["code", "markdown", "raw"])),
    st.tuples(st.just("metadata"), places, metadata),
    st.tuples(st.just("marks"), places, marks),
    st.tuples(st.just("id"), places, text),
)


def mutated(changes: list[tuple[Any, ...]]) -> list[Cell]:
    """The released cells after these steps of whoever had them."""
    made: list[Cell] = json.loads(json.dumps(squares()))
    for kind, place, *rest in changes:
        at = place % (len(made) + 1)
        if kind == "add":
            made.insert(at, rest[0])
        elif at == len(made):
            continue
        elif kind == "drop":
            del made[at]
        elif kind == "copy":
            made.insert(rest[0] % (len(made) + 1), json.loads(json.dumps(made[at])))
        elif kind == "move":
            made.insert(rest[0] % len(made), made.pop(at))
        elif kind == "marks":
            made[at] = {**made[at], "metadata": {"nbgrader": rest[0]}}
        else:
            made[at] = {**made[at], kind: rest[0]}
    return made


def names(checked: Checked) -> set[str]:
    return {one.name for one in checked.findings}


def answers(content: bytes) -> list[tuple[Any, str]]:
    """Every text that can be a student's own, with the answer it is for."""
    read = notebooks.readable(content)
    ids = ((notebooks.grade_id(cell), notebooks.source(cell)) for cell in read.cells)
    return [(name if name in ANSWERS else None, text) for name, text in ids if name in ANSWERS]


def assert_holds(released: dict[str, bytes], came: dict[str, bytes]) -> Checked:
    """What holds for all: it can be said and kept, and mending ends."""
    checked = check(released, came)
    for one in all_from_json(all_to_json(checked.findings)):
        assert spoken(one).encode() and spoken(one, "de").encode()
    again = check(released, {**came, **checked.repaired})
    assert MENDED.isdisjoint(names(again)) and again.repaired == {}
    return checked


@given(document=documents)
@settings(max_examples=300, deadline=None)
def test_any_json_at_all_is_looked_at_and_never_raises(document: Any) -> None:
    content = json.dumps(document).encode()
    assert_holds(RELEASED, {NAME: content})
    assert_holds(RELEASED, {"other.ipynb": content})
    assert_holds({NAME: content}, RELEASED)
    assert_holds({NAME: content}, {NAME: content})


@given(content=st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_at_all_are_looked_at_and_never_raise(content: bytes) -> None:
    assert_holds(RELEASED, {NAME: content})


@given(changes=st.lists(steps, max_size=8))
@settings(max_examples=500, deadline=None)
def test_whatever_is_done_to_a_released_notebook_no_answer_changes(
    changes: list[tuple[Any, ...]],
) -> None:
    came = book(mutated(changes))
    checked = assert_holds(RELEASED, {NAME: came})
    if NAME in checked.repaired:
        before, after = answers(came), answers(checked.repaired[NAME])
        back = [one for one in after if one not in before]
        # A marked answer that was deleted comes back empty; nothing else may be new.
        assert back in ([], [("why", "YOUR ANSWER HERE")])
        assert [one for one in after if one not in back] == before


@given(changes=st.lists(steps, max_size=8))
@settings(max_examples=300, deadline=None)
def test_whatever_is_done_the_mended_notebook_has_each_test_once_as_released(
    changes: list[tuple[Any, ...]],
) -> None:
    came = book(mutated(changes))
    checked = check(RELEASED, {NAME: came})
    if any(name.startswith("check-notebook") for name in names(checked)):
        return
    cells = cells_of(checked.repaired.get(NAME, came))
    for model in squares():
        marks = notebooks.marks(model)
        if not marks or marks["solution"]:
            continue
        (found,) = (one for one in cells if notebooks.grade_id(one) == marks["grade_id"])
        assert notebooks.source(found) == model["source"]
        assert found["cell_type"] == model["cell_type"]
        assert notebooks.same(notebooks.marks(found), marks)
