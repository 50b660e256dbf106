"""Seats are weighed: who computes is told from who waits, and the machine keeps its share."""

import pytest

from appliance.errors import Unavailable
from appliance.servers.scales import Scales, budget_mb
from appliance.servers.spec import Spec, Weight
from tests.fakes import FakeEngine


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scales(engine: FakeEngine, clock: Clock) -> Scales:
    return Scales(engine, clock)


def start(engine: FakeEngine, nonce: str = "a1") -> None:
    engine.start(
        Spec(1, nonce, 1, "ana", "student", 20001, "homeroom/course", 512, 1.0, 64, 500, {}),
    )


def later(engine: FakeEngine, clock: Clock, scales: Scales, *, cpu_s: float) -> None:
    """Ten seconds in which the seat used so many processor seconds in all."""
    clock.now += 10
    engine.uses[1] = (200, cpu_s)
    scales.weigh()


def test_a_seat_that_keeps_a_processor_busy_computes(
    engine: FakeEngine, clock: Clock, scales: Scales
) -> None:
    start(engine)
    later(engine, clock, scales, cpu_s=1)
    later(engine, clock, scales, cpu_s=6)
    assert scales.weights == {1: Weight(1, 200, True)}
    later(engine, clock, scales, cpu_s=6.1)
    assert scales.weights == {1: Weight(1, 200, False)}


def test_the_boot_of_a_fresh_container_is_not_taken_for_computing(
    engine: FakeEngine, clock: Clock, scales: Scales
) -> None:
    start(engine)
    later(engine, clock, scales, cpu_s=9)
    start(engine, "b2")
    later(engine, clock, scales, cpu_s=30)
    assert not scales.weights[1].computing


def test_the_last_weights_stand_while_the_engine_is_away(
    engine: FakeEngine, clock: Clock, scales: Scales
) -> None:
    start(engine)
    later(engine, clock, scales, cpu_s=1)
    engine.away = True
    with pytest.raises(Unavailable):
        scales.weigh()
    assert scales.weights[1].memory_mb == 200


@pytest.mark.parametrize(
    ("wished", "machine", "budget"),
    [(None, 24_000, 20_928), (None, 4_000, 3_000), (5_000, 24_000, 5_000)],
)
def test_the_budget_leaves_the_machine_its_share_unless_it_was_chosen(
    wished: int | None, machine: int, budget: int
) -> None:
    assert budget_mb(wished, machine) == budget
