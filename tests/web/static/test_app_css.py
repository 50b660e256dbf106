"""Everybody can tell the colours apart: contrasts as WCAG 2.2 AA wants them, light and dark."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).parents[3] / "web/static/app.css"
BLOCK = re.compile(r":root \{(.*?)\}", re.S)
VARIABLE = re.compile(r"--([a-z-]+): (#[0-9a-f]{3}(?:[0-9a-f]{3})?);")
PAPERS = ("paper", "sheet")
TEXTS = [
    *product(("ink", "soft", "accent", "bad", "warm", "good"), PAPERS),
    ("accent-ink", "accent"),
    ("ink", "line"),
    ("accent", "accent-paper"),
    ("soft", "accent-paper"),
    ("warm", "warm-paper"),
    ("bad", "bad-paper"),
    ("ink", "bad-paper"),
    ("good", "good-paper"),
]  # fmt: skip
EDGES = [*product(("edge", "accent"), PAPERS)]
"""Borders of fields and the ring around what has the focus."""


def colours() -> dict[str, dict[str, str]]:
    """The variables in light, and in dark, which changes only some of them."""
    light, dark = (dict(VARIABLE.findall(block)) for block in BLOCK.findall(CSS.read_text())[:2])
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "paper"), TEXTS)
def test_words_stand_out_from_their_paper(mode: str, text: str, paper: str) -> None:
    found = colours()[mode]
    assert contrast(found[text], found[paper]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("edge", "paper"), EDGES)
def test_fields_and_the_focus_can_be_seen(mode: str, edge: str, paper: str) -> None:
    found = colours()[mode]
    assert contrast(found[edge], found[paper]) >= 3


def test_every_colour_of_light_has_one_in_dark() -> None:
    light, dark = (dict(VARIABLE.findall(block)) for block in BLOCK.findall(CSS.read_text())[:2])
    assert light.keys() == dark.keys() and len(light) >= 15


def test_colours_are_named_once_and_nothing_comes_from_outside() -> None:
    css = CSS.read_text()
    rules = BLOCK.sub("", css)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rules)) <= {"#0002", "#0003", "#999"}
    assert "http" not in css and "@import" not in css and "url(" not in css


def test_black_on_white_is_the_most() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
