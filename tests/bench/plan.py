"""How much is measured: the whole benchmark, or a quick try of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Sizes and repetitions; every loop of the benchmark is bounded by one of them."""

    runs: int
    """Cold and warm starts of one student."""
    classes: tuple[int, ...]
    """Sizes of classes that start together, rising; the last one is also measured for memory."""
    connections: tuple[int, ...]
    flood_s: float
    """Seconds of every flood."""
    enrolled: tuple[int, ...]
    """How many are enrolled while sign-ins and pages are timed, with the engine faked."""
    sign_ins: int
    """Sign-ins and pages timed at each of these sizes."""
    faked_class: tuple[int, ...]
    """Sizes of classes started with the engine faked."""

    @property
    def seats(self) -> int:
        return self.classes[-1]


WHOLE = Plan(
    runs=5,
    classes=(10, 20, 30),
    connections=(1, 16, 64),
    flood_s=5,
    enrolled=(10, 50, 100, 1000, 5000),
    sign_ins=60,
    faked_class=(10, 100, 1000),
)

QUICK = Plan(
    runs=2,
    classes=(3,),
    connections=(1, 16),
    flood_s=1,
    enrolled=(10, 50, 200),
    sign_ins=8,
    faked_class=(10, 50),
)
