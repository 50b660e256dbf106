"""The queue before sign-in codes: guesses are few, and right codes never wait for wrong ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import TooMany
from appliance.people.turns import BURST, FREE_WRONGS, PER_SECOND, ROOM, Turns


def served(turns: Turns, visitor: str, now: float) -> bool:
    """Whether a visitor who comes now is looked at now."""
    turns.join(visitor, now)
    if turns.ask(visitor, now) == 0:
        return True
    turns.leave(visitor)
    return False


def guess(turns: Turns, visitor: str, now: float) -> bool:
    """A wrong code: whether it was looked at."""
    try:
        looked = served(turns, visitor, now)
    except TooMany:
        return False
    if looked:
        turns.settle(visitor, right=False, now=now)
    return looked


def test_a_whole_class_with_right_codes_gets_in_at_once() -> None:
    turns = Turns()
    for number in range(500):
        assert served(turns, f"student {number}", 0.0)
        turns.settle(f"student {number}", right=True, now=0.0)


def test_guesses_are_few_however_many_browsers_make_them() -> None:
    turns = Turns()
    seconds = 600
    looked = sum(
        guess(turns, f"browser {second}-{n}", float(second))
        for second in range(seconds)
        for n in range(5)
    )
    assert looked <= BURST + seconds * PER_SECOND + 1


def test_one_browser_waits_longer_with_every_wrong_code_but_never_for_ever() -> None:
    turns = Turns()
    for _ in range(FREE_WRONGS):
        assert guess(turns, "mallory", 0.0)
    waits, now = [], 0.0
    for _ in range(8):
        with pytest.raises(TooMany) as refusal:
            turns.join("mallory", now)
        waits.append(refusal.value.wait_s)
        now += refusal.value.wait_s
        assert guess(turns, "mallory", now)
    assert waits == sorted(waits) and waits[0] == 3 and waits[-1] == 61


def test_whoever_guessed_wrong_stands_behind_whoever_did_not() -> None:
    turns = Turns(budget=0.0)
    turns.settle("mallory", right=False, now=0.0)
    turns.join("mallory", 0.0)
    turns.join("ana", 0.0)
    assert turns.ask("mallory", 1.0) > 0
    assert turns.ask("ana", 1.0) == 0
    assert turns.ask("mallory", 1.0) > 0
    assert turns.ask("mallory", 2.0) == 0


def test_a_right_code_clears_the_wrong_ones_before_it() -> None:
    turns = Turns()
    for _ in range(FREE_WRONGS - 1):
        assert guess(turns, "ana", 0.0)
    assert served(turns, "ana", 0.0)
    turns.settle("ana", right=True, now=0.0)
    assert all(guess(turns, "ana", 0.0) for _ in range(FREE_WRONGS))


def test_one_form_has_one_place_in_line() -> None:
    turns = Turns()
    turns.join("ana", 0.0)
    with pytest.raises(TooMany):
        turns.join("ana", 0.0)
    turns.leave("ana")
    turns.join("ana", 0.0)


def test_the_line_has_an_end() -> None:
    turns = Turns(budget=0.0)
    for number in range(ROOM):
        turns.join(f"visitor {number}", 0.0)
    with pytest.raises(TooMany, match="wait") as refusal:
        turns.join("one more", 0.0)
    assert refusal.value.wait_s > 0


def test_visitors_of_long_ago_are_forgotten() -> None:
    turns = Turns()
    guess(turns, "yesterday", 0.0)
    turns.join("today", 10_000.0)
    assert list(turns.visitors) == ["today"]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), st.floats(0, 30)), max_size=60))
def test_the_budget_is_never_above_its_burst_nor_overdrawn(
    visits: list[tuple[str, bool, float]],
) -> None:
    turns, now = Turns(), 0.0
    for visitor, right, pause in visits:
        now += pause
        try:
            looked = served(turns, visitor, now)
        except TooMany:
            continue
        if looked:
            turns.settle(visitor, right=right, now=now)
        assert 0 <= turns.budget <= BURST
