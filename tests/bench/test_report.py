"""The report: whole, valid, and honest about what is missing."""

import json
import math
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from tests.bench import plots
from tests.bench.page import as_html
from tests.bench.report import Run, as_json
from tests.bench.spread import spread

OURS, PEER = "Homeroom", "JupyterHub <as shipped>"


@pytest.fixture
def run() -> Run:
    figures = {
        "class/3/cold": spread([1.0, 2.0, None], "s"),
        "class/3/warm": spread([0.1, 0.2, 0.3], "s"),
        "memory/seat/idle": spread([41.0], "MB"),
        "load/desk/16/rate": spread([700.0], "requests/s"),
        "growth/sign-in/50": spread([20.0], "ms"),
        "growth/sign-in/5000": spread([25.0], "ms"),
        "restart/hub back": spread([None], "s"),
    }
    slower = {key: spread([3 * v for v in f.values], f.unit) for key, f in figures.items()}
    return Run({"cores": "2"}, {OURS: figures, PEER: slower})


class Tags(HTMLParser):
    """Every tag that is open at the end, and every picture."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)


def test_the_page_needs_nothing_from_elsewhere(run: Run) -> None:
    page = as_html(run)
    tags = Tags()
    tags.feed(page)
    assert not {"script", "img", "link"} & set(tags.seen)
    assert tags.seen.count("svg") >= 4
    assert "JupyterHub &lt;as shipped&gt;" in page
    assert "<as shipped>" not in page


def test_failures_are_said(run: Run) -> None:
    assert "(1 failed)" in as_html(run)
    cold = json.loads(as_json(run))["columns"][OURS]["class/3/cold"]
    assert (cold["failures"], cold["last"], cold["values"]) == (1, 2.0, [1.0, 2.0])


def test_what_is_not_known_is_null_in_json(run: Run) -> None:
    back = json.loads(as_json(run))["columns"][OURS]["restart/hub back"]
    assert back["median"] is None


def test_every_peer_is_judged_by_itself(run: Run) -> None:
    targets = json.loads(as_json(run))["targets"]
    assert list(targets) == [PEER]
    (idle,) = (one for one in targets[PEER] if one["title"] == "Memory of an idle seat")
    assert (idle["ratio"], idle["bound"], idle["reached"]) == (
        pytest.approx(1 / 3, abs=1e-4),
        0.4,
        True,
    )


def test_a_long_series_is_thinned_and_its_count_kept(run: Run) -> None:
    run.columns[OURS]["load/desk/16/latency"] = spread(map(float, range(5000)), "ms")
    kept = json.loads(as_json(run))["columns"][OURS]["load/desk/16/latency"]
    assert kept["count"] == 5000
    assert len(kept["values"]) <= 200


def test_a_run_that_was_interrupted_has_a_report() -> None:
    assert "not measured" in as_html(Run({}, {OURS: {}, PEER: {}}))


# Plots


def test_plots_are_well_formed_whatever_the_names() -> None:
    lines = {"a < b & c": [(0.0, 0.0), (2.0, 3.0)]}
    ElementTree.fromstring(plots.curves("t & t", ("x", "y"), lines))
    ElementTree.fromstring(plots.bars("t", ("", ""), {"<g>": {"a": 1.0, "b": math.nan}}))


def test_nothing_to_plot_is_no_plot() -> None:
    assert plots.curves("t", ("x", "y"), {}) == ""
    assert plots.bars("t", ("x", "y"), {"g": {"a": math.nan}}) == ""


@pytest.mark.parametrize("most", [0.003, 0.9, 1.0, 38.0, 984.0])
def test_ticks_are_few_and_reach_the_top(most: float) -> None:
    found = plots.ticks(most)
    assert found[0] == 0
    assert found[-1] >= most * 0.999
    assert 3 <= len(found) <= 8


def test_numbers_keep_three_figures() -> None:
    assert [plots.number(n) for n in (0.12345, 12.345, 1234.5)] == ["0.123", "12.3", "1\u202f234"]
