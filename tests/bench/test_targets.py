"""Which figures are reached."""

import pytest

from tests.bench.spread import Spread, spread
from tests.bench.targets import TARGETS, Verdict, verdicts

Figures = dict[str, Spread]


def figures(**changes: list[float]) -> Figures:
    """A class of three and of thirty, and a few thousand enrolled."""
    given = {
        "class/3/cold": [9.0],
        "class/30/cold": [5.0, 10.0],
        "class/30/warm": [0.1, 0.2],
        "load/asset/16/rate": [1000.0],
        "growth/sign-in/50": [10.0],
        "growth/sign-in/5000": [14.0],
        **changes,
    }
    return {key: spread(values, "s") for key, values in given.items()}


def verdict(start: str, ours: Figures, theirs: Figures) -> Verdict:
    (found,) = (v for v in verdicts(ours, theirs) if v.target.title.startswith(start))
    return found


def test_the_largest_class_counts_by_its_last_student() -> None:
    found = verdict("Class start, cold", figures(), figures(**{"class/30/cold": [38.0]}))
    assert (found.ours, found.theirs) == (10.0, 38.0)
    assert found.ratio == pytest.approx(10 / 38)
    assert found.reached


def test_more_requests_are_better() -> None:
    better = figures(**{"load/asset/16/rate": [1500.0]})
    assert verdict("Lab asset", better, figures()).reached
    assert verdict("Lab asset", figures(), better).reached is False


def test_growth_is_held_against_our_own_beginnings() -> None:
    found = verdict("Sign-in with 5000", figures(), {})
    assert found.ratio == pytest.approx(1.4)
    assert found.reached


def test_a_single_failed_request_during_the_restart_is_one_too_many() -> None:
    ours = {"restart/notebook answers": spread([5.0, None], "ms")}
    assert verdict("Hub restart: notebook", ours, {}).reached is False
    ours = {"restart/notebook answers": spread([5.0, 6.0], "ms")}
    assert verdict("Hub restart: notebook", ours, {}).reached


def test_a_class_of_sixty_does_not_take_the_place_of_the_usual_one() -> None:
    ours = figures(**{"class/60/cold": [99.0]})
    assert verdict("Class start, cold", ours, figures()).ours == 10.0


def test_what_was_not_measured_is_neither_reached_nor_missed() -> None:
    assert verdict("Memory of an idle seat", figures(), figures()).reached is None


def test_every_target_names_figures_that_scenarios_keep() -> None:
    starts = ("single/", "class/", "memory/", "load/", "restart/", "stop/", "growth/")
    assert all(one.ours.startswith(starts) for one in TARGETS)
    assert all(one.theirs.startswith(starts) for one in TARGETS if one.theirs)
