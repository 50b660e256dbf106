"""The queue before sign-in codes: guesses are few, and right codes never wait for wrong ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import TooMany
from appliance.people.turns import (
    BURST,
    FORGET_AFTER_S,
    FREE_WRONGS,
    KEEP_PLACE_S,
    LONGEST_RETURN_S,
    PER_SECOND,
    ROOM,
    Asker,
    Turns,
)

SCHOOL = "198.51.100.7"


def served(turns: Turns, asker: Asker, now: float) -> bool:
    """Whether somebody who comes now is looked at now."""
    turns.join(asker, now)
    if turns.ask(asker.form, now) == 0:
        return True
    turns.leave(asker.form)
    return False


def guess(turns: Turns, asker: Asker, now: float) -> bool:
    """A wrong code: whether it was looked at."""
    try:
        looked = served(turns, asker, now)
    except TooMany:
        return False
    if looked:
        turns.settle(asker, now)
    return looked


def order(turns: Turns, *askers: Asker, now: float = 0.0) -> list[str]:
    """In which order these are looked at, when they came in the order given."""
    for asker in askers:
        turns.join(asker, now)
    found: list[str] = []
    while len(found) < len(askers):
        now += 1 / PER_SECOND
        for asker in askers:
            if asker.form in turns.places and turns.ask(asker.form, now) == 0:
                found.append(asker.form)
    return found


def test_a_whole_class_with_right_codes_gets_in_at_once() -> None:
    turns = Turns()
    for number in range(500):
        student = Asker(f"student {number}", SCHOOL)
        assert served(turns, student, 0.0)
        turns.settle(student, 0.0, right=student.form)


@pytest.mark.parametrize("addresses", [1, 7, 10_000])
def test_guesses_are_few_however_many_browsers_and_addresses_make_them(addresses: int) -> None:
    turns = Turns()
    seconds = 600
    looked = sum(
        guess(turns, Asker(f"{second} {n}", f"address {(second * 20 + n) % addresses}"), second)
        for second in range(seconds)
        for n in range(20)
    )
    assert looked <= BURST + seconds * PER_SECOND + 1


def test_one_browser_waits_longer_with_every_wrong_code_but_never_for_ever() -> None:
    turns, mallory = Turns(), Asker("mallory")
    for _ in range(FREE_WRONGS):
        assert guess(turns, mallory, 0.0)
    waits, now = [], 0.0
    for _ in range(8):
        with pytest.raises(TooMany) as refusal:
            turns.join(mallory, now)
        waits.append(refusal.value.wait_s)
        now += refusal.value.wait_s
        assert guess(turns, mallory, now)
    assert waits == sorted(waits) and waits[0] == 3 and waits[-1] == 61


def test_whoever_guessed_wrong_stands_behind_whoever_did_not() -> None:
    turns, mallory = Turns(budget=0.0), Asker("mallory", SCHOOL)
    turns.settle(mallory, 0.0)
    assert order(turns, mallory, Asker("ana", SCHOOL)) == ["ana", "mallory"]


def test_a_flood_of_fresh_browsers_stays_behind_everybody_elses_address() -> None:
    turns = Turns(budget=0.0)
    flood = [Asker(f"fresh {number}", "203.0.113.9") for number in range(20)]
    for one in flood[:3]:
        turns.settle(one, 0.0)
    came = order(turns, *flood[3:], Asker("ana", SCHOOL), Asker("cleo", SCHOOL))
    assert came[:2] == ["ana", "cleo"]


def test_a_flood_from_the_schools_own_address_stays_behind_the_devices_that_are_known() -> None:
    turns = Turns(budget=0.0)
    flood = [Asker(f"fresh {number}", SCHOOL) for number in range(50)]
    known = [Asker(f"student {number}", SCHOOL, f"seat {number}") for number in range(30)]
    assert order(turns, *flood, *known)[:30] == [one.form for one in known]


def test_a_right_code_makes_up_for_a_wrong_one_at_the_same_address() -> None:
    turns = Turns(budget=0.0)
    turns.settle(Asker("old card", SCHOOL), 0.0)
    for number in range(2):
        turns.settle(Asker(f"form {number}", SCHOOL), 0.0, right=f"student {number}")
    turns.budget = 0.0
    assert order(turns, Asker("x", "203.0.113.9"), Asker("ana", SCHOOL)) == ["ana", "x"]


def test_one_good_card_makes_up_for_one_wrong_code_and_not_for_many() -> None:
    turns = Turns()
    for number in range(5):
        turns.settle(Asker(f"guess {number}", SCHOOL), 0.0)
        turns.settle(Asker(f"form {number}", SCHOOL), 0.0, right="the same card")
    turns.budget = 0.0
    assert order(turns, Asker("insider", SCHOOL), Asker("ana", "192.0.2.1")) == ["ana", "insider"]


def test_a_known_device_that_guesses_is_known_no_longer() -> None:
    turns = Turns()
    for number in range(FREE_WRONGS):
        assert turns.trusts("seat 7")
        turns.settle(Asker(f"form {number}", SCHOOL, "seat 7"), 0.0)
    assert not turns.trusts("seat 7") and turns.trusts("seat 8") and not turns.trusts("")
    turns.budget = 0.0
    last = Asker("again", SCHOOL, "seat 7")
    assert order(turns, last, Asker("ana", "192.0.2.1")) == ["ana", "again"]


def test_a_right_code_clears_the_wrong_ones_before_it() -> None:
    turns, ana = Turns(), Asker("ana")
    for _ in range(FREE_WRONGS - 1):
        assert guess(turns, ana, 0.0)
    assert served(turns, ana, 0.0)
    turns.settle(ana, 0.0, right="ana")
    assert all(guess(turns, ana, 0.0) for _ in range(FREE_WRONGS))


def test_one_form_has_one_place_in_line() -> None:
    turns, ana = Turns(), Asker("ana")
    turns.join(ana, 0.0)
    with pytest.raises(TooMany):
        turns.join(ana, 0.0)
    turns.leave("ana")
    turns.join(ana, 0.0)


def test_a_page_that_comes_back_finds_its_place_kept() -> None:
    turns, ana = Turns(budget=0.0), Asker("ana")
    turns.join(ana, 0.0)
    told = turns.step_aside("ana", 0.0)
    assert 1 <= told.wait_s <= LONGEST_RETURN_S + 1
    turns.join(Asker("later"), 1.0)
    assert order(turns, ana, now=2.0)[0] == "ana"


def test_whoever_stepped_aside_keeps_nobody_waiting() -> None:
    turns = Turns(budget=1.0)
    turns.join(Asker("ana"), 0.0)
    turns.step_aside("ana", 0.0)
    assert served(turns, Asker("cleo"), 0.0)


def test_a_place_nobody_comes_back_to_is_given_up() -> None:
    turns = Turns(budget=0.0)
    turns.join(Asker("ana"), 0.0)
    turns.step_aside("ana", 0.0)
    turns.join(Asker("cleo"), KEEP_PLACE_S + 1)
    assert list(turns.places) == ["cleo"]


def test_in_a_full_room_the_one_with_the_weakest_claim_is_asked_to_come_back() -> None:
    turns = Turns(budget=0.0)
    turns.settle(Asker("x", "203.0.113.9"), 0.0)
    turns.budget = 0.0
    for number in range(ROOM):
        turns.join(Asker(f"flood {number}", "203.0.113.9"), 0.0)
    turns.join(Asker("ana", SCHOOL), 0.0)
    assert len(turns.places) == ROOM and "ana" in turns.places
    with pytest.raises(TooMany) as refusal:
        turns.ask(f"flood {ROOM - 1}", 0.0)
    assert refusal.value.wait_s > 0
    with pytest.raises(TooMany):
        turns.join(Asker("one more", "203.0.113.9"), 0.0)
    assert turns.step_aside("nobody", 0.0).wait_s > 0


def test_mistakes_of_long_ago_are_forgotten() -> None:
    turns = Turns()
    guess(turns, Asker("yesterday", SCHOOL, "seat 7"), 0.0)
    turns.join(Asker("today"), FORGET_AFTER_S + 1)
    assert turns.tallies == {}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), st.floats(0, 30)), max_size=60))
def test_the_budget_is_never_above_its_burst_nor_overdrawn(
    visits: list[tuple[str, bool, float]],
) -> None:
    turns, now = Turns(), 0.0
    for form, right, pause in visits:
        now += pause
        asker = Asker(form, SCHOOL, form if right else "")
        try:
            looked = served(turns, asker, now)
        except TooMany:
            continue
        if looked:
            turns.settle(asker, now, right=form if right else "")
        assert 0 <= turns.budget <= BURST
