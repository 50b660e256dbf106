"""The report before a release: kept with the assignment, worst first, in words of ours alone."""

import ast
from pathlib import Path
from typing import Any

import pytest

from appliance.homework import report
from appliance.homework.report import Finding, from_container
from appliance.models import Assignment
from appliance.words import spoken
from roster.sentence import sentence

IMAGE = Path(__file__).parents[3] / "images/course/homeroom_grading"
FINE = Finding("fine", sentence("report-points-all", points=3.0, count=2))
WRONG = Finding("wrong", sentence("report-no-notebook"))


def assignment() -> Assignment:
    return Assignment(classroom_id=1, name="Squares", source_tree="a" * 64)


def test_a_report_comes_back_with_the_worst_first() -> None:
    one = assignment()
    assert report.read(one) == []
    report.write(one, [FINE, WRONG], one.source_tree)
    assert report.read(one) == [WRONG, FINE]


def test_a_report_is_current_until_something_else_is_uploaded() -> None:
    one = assignment()
    assert not report.is_current(one)
    report.write(one, [FINE], one.source_tree)
    assert report.is_current(one)
    one.source_tree = "b" * 64
    assert not report.is_current(one)


def test_a_container_names_a_sentence_of_ours_and_its_facts_are_tamed() -> None:
    facts = {"notebook": "p\n" + "x" * 500, "cells": [f"c{n}" for n in range(20)], "count": 20}
    found = from_container({"level": "look", "say": "report-already-passes", "facts": facts})
    text = spoken(found.say)
    assert text.isprintable() and len(text) < 500 and "and 12 more" in text


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        {"level": "fine", "say": "report-no-notebook"},
        {"level": "fine", "say": "report-no-notebook", "facts": []},
        {"level": "bad", "say": "report-no-notebook", "facts": {}},
        {"level": "fine", "say": "as-is", "facts": {"text": "x"}},
    ],
)
def test_a_finding_of_another_shape_is_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match="no finding"):
        from_container(raw)


def test_every_finding_that_the_image_names_is_known_here_and_none_is_idle() -> None:
    texts = [
        node.value
        for path in IMAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    named = {text for text in texts if text.startswith("report-")}
    built = tuple(text for text in named if text.endswith("-"))
    assert named - set(built) <= set(report.FOUND)
    assert {one for one in report.FOUND if not one.startswith(built)} <= named
