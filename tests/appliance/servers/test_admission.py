"""Memory is given out in a fair line; who makes room is idle, and nobody is turned out for less."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import event, given
from hypothesis import strategies as st

from appliance.servers.admission import FRESH_MB, IDLE, UNTOLD, Claim, Verdict, admit
from appliance.servers.spec import Weight

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def claim(
    seat: int,
    *,
    up: bool = False,
    idle_minutes: float = 0,
    asked: int = 0,
    early: bool = False,
) -> Claim:
    used = NOW - timedelta(minutes=idle_minutes)
    return Claim(seat, NOW + timedelta(seconds=asked), used, 1024, up, early)


def weight(seat: int, memory_mb: int = 100, *, computing: bool = False) -> Weight:
    return Weight(seat, memory_mb, computing)


def by_seat(*weights: Weight) -> dict[int, Weight]:
    return {one.seat: one for one in weights}


def test_a_class_that_fits_is_let_in_whole() -> None:
    claims = [claim(seat, asked=seat) for seat in range(1, 31)]
    verdict = admit(claims, {}, 30 * FRESH_MB, NOW)
    assert verdict == Verdict(tuple(range(1, 31)), (), (), roomy=True)


def test_who_asked_first_is_let_in_first_and_the_rest_wait() -> None:
    claims = [claim(1, asked=30), claim(2, asked=10), claim(3, asked=20)]
    verdict = admit(claims, {}, 2 * FRESH_MB, NOW)
    assert (verdict.admitted, verdict.waiting) == ((2, 3), (1,))


def test_whoever_is_there_is_let_in_before_those_who_may_come() -> None:
    claims = [claim(1, early=True), claim(2, asked=30), claim(3, asked=20)]
    verdict = admit(claims, {}, 2 * FRESH_MB, NOW)
    assert (verdict.admitted, verdict.waiting) == ((3, 2), (1,))


def test_seats_whose_owners_never_came_make_room_first_and_at_once() -> None:
    claims = [
        claim(1, up=True, idle_minutes=60),
        claim(2, up=True, early=True),
        claim(3, up=True, early=True, idle_minutes=5),
        claim(4),
    ]
    weights = by_seat(*(weight(seat, 100) for seat in (1, 2, 3)))
    assert admit(claims, weights, 360, NOW).leaving == (3,)


def test_nobody_makes_room_for_those_who_may_come() -> None:
    claims = [claim(1, up=True, idle_minutes=60), claim(2, early=True)]
    verdict = admit(claims, by_seat(weight(1, 100)), 110, NOW)
    assert (verdict.waiting, verdict.leaving) == ((2,), ())


def test_somebody_gets_in_however_small_the_budget() -> None:
    assert admit([claim(1), claim(2)], {}, 1, NOW).admitted == (1,)


def test_whoever_computes_may_grow_to_the_limit_and_so_much_is_kept() -> None:
    claims = [claim(1, up=True), claim(2)]
    idle, busy = by_seat(weight(1)), by_seat(weight(1, computing=True))
    assert admit(claims, idle, 1000, NOW).waiting == ()
    assert admit(claims, busy, 1000, NOW).waiting == (2,)


def test_seats_that_weigh_more_than_usual_are_expected_to_do_so_again() -> None:
    claims = [claim(1, up=True), claim(2)]
    assert admit(claims, by_seat(weight(1, 600)), 1100, NOW).waiting == (2,)


def test_what_nobody_asked_for_has_room_only_when_everybody_at_work_would_fit() -> None:
    idle = by_seat(weight(1, 40), weight(2, 40))
    claims = [claim(1, up=True), claim(2, up=True)]
    assert admit(claims, idle, 2 * FRESH_MB, NOW).roomy
    assert not admit(claims, idle, 2 * FRESH_MB - 1, NOW).roomy
    assert not admit([*claims, claim(3)], idle, 2 * FRESH_MB, NOW).roomy
    assert not admit(claims, by_seat(weight(1, 500)), 2 * FRESH_MB, NOW).roomy


def test_the_longest_idle_makes_room_for_who_waits() -> None:
    claims = [
        claim(1, up=True, idle_minutes=12),
        claim(2, up=True, idle_minutes=40),
        claim(3, up=True),
        claim(4),
    ]
    verdict = admit(claims, by_seat(weight(1), weight(2), weight(3)), 300, NOW)
    assert (verdict.waiting, verdict.leaving) == ((4,), (2, 1))


def test_nobody_leaves_for_whom_there_is_no_room_all_the_same() -> None:
    """Somebody computes, and the whole budget is kept for that."""
    idle = [claim(seat, up=True, idle_minutes=30) for seat in range(2, 7)]
    weights = by_seat(weight(1, 200, computing=True), *(weight(one.seat, 80) for one in idle))
    verdict = admit([claim(1, up=True), *idle, claim(9)], weights, 1100, NOW)
    assert (verdict.waiting, verdict.leaving) == ((9,), ())


def test_whoever_came_back_within_the_last_minute_may_not_have_said_so_yet() -> None:
    claims = [claim(1, up=True, idle_minutes=11), claim(2)]
    assert admit(claims, by_seat(weight(1)), 100, NOW).leaving == ()


def test_a_light_one_stays_where_a_heavier_one_is_enough() -> None:
    claims = [
        claim(1, up=True, idle_minutes=60),
        claim(2, up=True, idle_minutes=50),
        claim(3, up=True),
        claim(4),
    ]
    weights = by_seat(weight(1, 20), weight(2, 300), weight(3, 100))
    assert admit(claims, weights, 440, NOW).leaving == (2,)


def test_nobody_leaves_while_nobody_waits() -> None:
    claims = [claim(1, up=True, idle_minutes=600)]
    assert admit(claims, by_seat(weight(1, 5000)), 100, NOW).leaving == ()


def test_a_long_computation_nobody_watches_is_not_idle() -> None:
    claims = [claim(1, up=True, idle_minutes=600), claim(2)]
    assert admit(claims, by_seat(weight(1, computing=True)), 100, NOW).leaving == ()


claims_of = st.lists(
    st.builds(
        claim,
        st.integers(1, 40),
        up=st.booleans(),
        idle_minutes=st.floats(0, 100),
        asked=st.integers(0, 99),
        early=st.booleans(),
    ),
    unique_by=lambda one: one.seat,
)
weights_of = st.lists(
    st.builds(weight, st.integers(1, 40), st.integers(1, 3000), computing=st.booleans())
).map(lambda found: by_seat(*found))


@given(claims_of, weights_of, st.integers(0, 20_000))
def test_every_claim_is_in_or_waits_and_who_is_up_is_in(
    claims: list[Claim], weights: dict[int, Weight], budget_mb: int
) -> None:
    verdict = admit(claims, weights, budget_mb, NOW)
    assert sorted(verdict.admitted + verdict.waiting) == sorted(c.seat for c in claims)
    up = {one.seat for one in claims if one.up}
    assert up <= set(verdict.admitted)
    idle = {c.seat for c in claims if c.up and (c.early or NOW - c.used >= IDLE + UNTOLD)}
    assert set(verdict.leaving) <= idle
    assert not any(weights[seat].computing for seat in verdict.leaving)


def same_length(count: int) -> st.SearchStrategy[tuple[list[Claim], list[Weight]]]:
    up = st.builds(
        claim,
        st.just(0),
        up=st.just(True),
        idle_minutes=st.sampled_from([0, 20, 30, 60]),
        early=st.booleans(),
    )
    computing = st.sampled_from([False, False, False, False, True])
    heavy = st.builds(weight, st.just(0), st.integers(20, 400), computing=computing)
    return st.tuples(
        st.lists(up, min_size=count, max_size=count),
        st.lists(heavy, min_size=count, max_size=count),
    )


@given(st.integers(1, 8).flatmap(same_length), st.integers(1, 3), st.integers(-200, 200))
def test_nobody_makes_room_in_vain_and_nobody_more_than_it_takes(
    crowd: tuple[list[Claim], list[Weight]], many: int, beyond_mb: int
) -> None:
    claims = [replace(one, seat=seat) for seat, one in enumerate(crowd[0], 1)]
    claims += [claim(100 + number, asked=number) for number in range(many)]
    weights = by_seat(*(replace(one, seat=seat) for seat, one in enumerate(crowd[1], 1)))
    budget_mb = max(0, sum(one.memory_mb for one in crowd[1]) + beyond_mb)

    def let_in(gone: Collection[int], weights: dict[int, Weight]) -> int:
        left = [one for one in claims if one.seat not in gone]
        return sum(seat >= 100 for seat in admit(left, weights, budget_mb, NOW).admitted)

    leaving = admit(claims, weights, budget_mb, NOW).leaving
    event(f"{len(leaving)} make room")
    left = {seat: one for seat, one in weights.items() if seat not in leaving}
    assert not leaving or let_in(leaving, left) > let_in((), weights), "in vain"
    for seat in leaving:
        others = set(leaving) - {seat}
        assert let_in(leaving, weights) > let_in(others, weights), f"{seat} did not help"
