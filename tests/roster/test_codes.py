"""A code on a card survives handwriting, foreign keyboards and tired eyes, and no typing error."""

import re
import secrets

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roster import codes
from roster.codes import ALPHABET, canonical, class_part, grouped, new_code, read_as

PARTS = st.text(ALPHABET, min_size=2, max_size=6)
CODES = PARTS.map(new_code)
PLACES = st.integers(0, 10)


def plain(code: str) -> str:
    """The canonical spelling of a code known to be right."""
    found = canonical(code)
    assert found is not None
    return found


def test_code_is_grouped_for_reading() -> None:
    assert re.fullmatch(r"BIO1(-[0-9A-HJKMNP-TV-Z]{3}){3}", new_code("BIO1"))


@given(CODES)
def test_new_code_is_recognised_and_groups_again(code: str) -> None:
    assert grouped(plain(code)) == code


def test_look_alikes_in_the_class_part_may_be_read_either_way() -> None:
    code = new_code("BIO1")
    assert plain(code) == plain(code.replace("BIO1", "B101")) == read_as(code)


@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        "  {} ",
        "\t{}\r\n",
        "\u200b{}\u00ad",
    ],
)
def test_surrounding_space_is_ignored(typed: str) -> None:
    code = new_code("BIO1")
    assert canonical(typed.format(code)) == plain(code)


@pytest.mark.parametrize("dash", ["", " ", "--", "‐", "–", "—", "−", "－", "\u00a0"])
def test_any_dash_or_space_will_do(dash: str) -> None:
    code = new_code("BIO1")
    assert canonical(code.replace("-", dash)) == plain(code)


@given(CODES)
def test_case_and_full_width_are_forgiven(code: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert canonical(code.lower()) == canonical(wide) == plain(code)


@given(CODES)
def test_look_alikes_are_forgiven(code: str) -> None:
    for meant, typed in (("0", "Oo"), ("1", "IilL"), ("V", "Uu")):
        for letter in typed:
            assert canonical(code.replace(meant, letter)) == plain(code)


@given(CODES, PLACES, st.sampled_from(ALPHABET))
def test_any_single_wrong_symbol_is_caught(code: str, place: int, wrong: str) -> None:
    right = plain(code)
    assume(right[place] != wrong)
    assert canonical(right[:place] + wrong + right[place + 1 :]) is None


@given(CODES, PLACES, PLACES)
def test_any_two_exchanged_symbols_are_caught(code: str, one: int, other: int) -> None:
    symbols = list(plain(code))
    assume(symbols[one] != symbols[other])
    symbols[one], symbols[other] = symbols[other], symbols[one]
    assert canonical("".join(symbols)) is None


def test_forgotten_zero_in_front_is_caught() -> None:
    assert canonical(new_code("0AB")[1:]) is None


@given(st.text())
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    found = canonical(typed)
    assert found is None or set(found) <= set(ALPHABET)


@pytest.mark.parametrize("typed", ["", "BIO1", "BIO1-7KQ-2M4", "A" * 1_000_000, "ﷺ" * 64])
def test_wrong_length_is_no_code(typed: str) -> None:
    assert canonical(typed) is None


def test_code_with_a_word_in_it_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("2SEX2222" + "7KQ2M4XD")
    monkeypatch.setattr(secrets, "choice", lambda _: next(drawn))
    assert new_code("BIO1").startswith("BIO1-7KQ-2M4-XD")


def test_codes_differ() -> None:
    assert len({new_code("BIO1") for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Biology 1", "BIO1"),
        ("Informatik 7b", "INF7B"),
        ("5a Mathe", "MAT5A"),
        ("AP Physics 2", "AP2"),
        ("Économie", "ECO"),
        ("History 2026", "HIS"),
        ("数学", "ROOM"),
        ("R", "RB"),
        ("", "ROOM"),
    ],
)
def test_class_part_recalls_the_title(title: str, part: str) -> None:
    assert class_part(title, ()) == part


def test_class_parts_differ_even_when_look_alikes_are_confused() -> None:
    assert read_as(class_part("Bio 1", {"B101"})) not in {"B101"}
    assert class_part("Bio 1", {"b1oi"}) == "BIO1B"


def test_class_part_is_no_word_to_regret() -> None:
    assert class_part("Assembly 1", ()) == "SSM1"


@given(st.lists(st.text(max_size=12), max_size=40))
def test_class_parts_are_always_unique_and_usable(titles: list[str]) -> None:
    taken: list[str] = []
    for title in titles:
        taken.append(class_part(title, taken))
        assert canonical(new_code(taken[-1])) is not None
    assert len({read_as(part) for part in taken}) == len(titles)


# Join codes


@given(
    part=st.sampled_from(["BIO1", "MA", "ROOM42", "CHE"]),
    drawn=st.text(codes.ALPHABET, min_size=5, max_size=5),
)
def test_a_join_code_is_read_however_it_is_typed_and_is_never_a_card(part: str, drawn: str) -> None:
    code = codes.join_code(part, drawn)
    symbols = codes.read_as(code)
    for typed in (code, code.lower(), symbols, f" {' '.join(code)} "):
        assert codes.canonical_join(typed) == symbols
    assert codes.canonical(code) is None


@given(st.sampled_from(["BIO1", "MA", "ROOM42"]))
def test_a_card_is_never_a_join_code(part: str) -> None:
    assert codes.canonical_join(codes.new_code(part)) is None


@given(place=st.integers(0, 9), other=st.sampled_from(codes.ALPHABET))
def test_one_wrong_symbol_in_a_join_code_is_caught(place: int, other: str) -> None:
    right = codes.read_as(codes.join_code("BIO1", "7KQ2M"))
    wrong = right[:place] + other + right[place + 1 :]
    assert wrong == right or codes.canonical_join(wrong) is None
