"""How much may be handed in at once: the class's own numbers, within reason."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import Invalid
from appliance.homework.allowance import USUAL, Allowance, choose, limits, of, typed
from appliance.models import Classroom
from appliance.words import spoken


def biology() -> Classroom:
    return Classroom(slug="biology-1", title="Biology 1", code_part="BIO1")


def test_a_class_that_chose_nothing_has_what_is_usual() -> None:
    assert of(biology()) == USUAL
    assert limits(biology()).total_bytes == 100 * 2**20 and limits(biology()).files == 2000


def test_an_empty_field_is_what_is_usual() -> None:
    assert typed({"mb": " 20 ", "files": ""}) == Allowance(20, 2000)
    assert typed({}) == USUAL


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Allowance(0, 10), ["Size (MB)", "1 to 1,024"]),
        (Allowance(5000, 10), ["Size (MB)", "1 to 1,024"]),
        (Allowance(10, 0), ["Files", "1 to 20,000"]),
        (Allowance(10, -1), ["Files"]),
    ],
    ids=str,
)
def test_what_is_out_of_bounds_is_named_and_changes_nothing(
    wish: Allowance, words: list[str]
) -> None:
    classroom = biology()
    with pytest.raises(Invalid) as refusal:
        choose(classroom, wish)
    assert all(word in spoken(refusal.value.say) for word in words)
    assert of(classroom) == USUAL


@given(st.dictionaries(st.sampled_from(["mb", "files"]), st.text()))
def test_whatever_is_typed_is_read_or_explained(form: dict[str, str]) -> None:
    classroom = biology()
    with contextlib.suppress(Invalid):
        choose(classroom, typed(form))
    assert 1 <= of(classroom).mb <= 1024 and 1 <= of(classroom).files <= 20_000
