"""What a series of measurements says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.spread import exponent, quantile, spread

seconds = st.floats(min_value=0, max_value=1e6)


def test_attempts_that_gave_nothing_are_counted_and_left_out() -> None:
    found = spread([3.0, None, 1.0, 2.0, None], "s")
    assert found.values == (1.0, 2.0, 3.0)
    assert (found.first, found.median, found.last, found.failures) == (1.0, 2.0, 3.0, 2)


def test_nothing_measured_is_not_a_number() -> None:
    nothing = spread([None], "s")
    assert all(map(math.isnan, (nothing.first, nothing.median, nothing.p95, nothing.last)))


def test_a_quantile_lies_between_its_neighbours() -> None:
    assert quantile((0.0, 10.0), 0.5) == 5.0
    assert quantile(tuple(map(float, range(101))), 0.95) == pytest.approx(95.0)


@given(st.lists(seconds, min_size=1))
def test_the_figures_of_any_series_rise(values: list[float]) -> None:
    found = spread(values, "s")
    slack = 1e-9 * (1 + found.last)
    assert found.first <= found.median + slack
    assert found.p95 <= found.last + slack
    assert found.first <= found.p95 + slack


@pytest.mark.parametrize("k", [0.0, 0.5, 1.0, 2.0])
def test_a_power_law_is_recognised(k: float) -> None:
    assert exponent({n: 3 * n**k for n in (10, 100, 1000)}) == pytest.approx(k)


def test_one_size_says_nothing_about_growth() -> None:
    assert math.isnan(exponent({10: 1.0}))
