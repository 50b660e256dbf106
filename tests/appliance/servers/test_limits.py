"""What one notebook may use: the class's numbers before the box's, and never more than there is."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import Invalid
from appliance.models import Classroom
from appliance.servers.limits import Limits, Own, choose, limits, own, typed, usual
from appliance.servers.spec import About
from appliance.settings import Settings
from appliance.words import spoken

BOX = Settings(address="localhost", memory_mb=1024, cpus=1.0, pids=256)
MACHINE = About("26.1.5", "1.45", 4, 8000, 100_000, 50_000, ())


def biology() -> Classroom:
    return Classroom(slug="biology-1", title="Biology 1", code_part="BIO1")


def refusal(wish: Own, machine: About | None = MACHINE) -> str:
    classroom = biology()
    with pytest.raises(Invalid) as error:
        choose(classroom, wish, machine)
    assert own(classroom) == Own(), "nothing of a refused choice is kept"
    return spoken(error.value.say)


def test_a_class_that_chose_nothing_has_what_the_box_gives() -> None:
    assert limits(biology(), BOX) == Limits(1024, 1.0, 256, 2048)
    assert usual(BOX)["memory_mb"] == 1024


def test_a_classs_own_number_goes_before_the_boxs_and_leaves_the_others() -> None:
    classroom = biology()
    choose(classroom, Own(memory_mb=2048), MACHINE)
    assert limits(classroom, BOX) == Limits(2048, 1.0, 256, 2048)
    choose(classroom, Own(), MACHINE)
    assert limits(classroom, BOX) == Limits(1024, 1.0, 256, 2048)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Own(memory_mb=9000), ["Memory (MB)", "this machine has 8,000"]),
        (Own(cpus=5), ["Processors", "this machine has 4"]),
        (Own(memory_mb=10), ["256 to 8,000"]),
        (Own(cpus=0), ["0.1 to 4"]),
        (Own(cpus=float("nan")), ["0.1 to 4"]),
        (Own(pids=1), ["Processes", "64 to 4,096"]),
        (Own(pids=100_000), ["64 to 4,096"]),
        (Own(home_mb=-1), ["Files (MB)", "50 to"]),
        (Own(memory_mb=2048, pids=1), ["Processes"]),
    ],
    ids=str,
)
def test_what_is_out_of_bounds_is_named_with_its_bounds(wish: Own, words: list[str]) -> None:
    said = refusal(wish)
    assert all(word in said for word in [*words, "leave the field empty"])


def test_an_unknown_machine_is_no_reason_to_refuse() -> None:
    classroom = biology()
    choose(classroom, Own(memory_mb=64_000, cpus=32), None)
    assert limits(classroom, BOX).cpus == 32
    assert "256 to" in refusal(Own(memory_mb=2**40), None)


def test_a_form_is_read_with_empty_fields_and_either_decimal_sign() -> None:
    form = {"memory_mb": " 2048 ", "cpus": "1,5", "pids": "", "home_mb": "500"}
    assert typed(form) == Own(2048, 1.5, None, 500)
    assert typed({}) == Own()


@pytest.mark.parametrize("text", ["much", "1.5", "nan", "inf", "9" * 5000, "<b>", "1e30"])
def test_what_is_no_number_is_quoted(text: str) -> None:
    with pytest.raises(Invalid) as error:
        typed({"memory_mb": text})
    said = spoken(error.value.say)
    assert f"“{text[:40]}”" in said and "Memory (MB)" in said


@given(st.dictionaries(st.sampled_from(["memory_mb", "cpus", "pids", "home_mb"]), st.text()))
def test_whatever_is_typed_is_read_or_explained(form: dict[str, str]) -> None:
    classroom = biology()
    with contextlib.suppress(Invalid):
        choose(classroom, typed(form), MACHINE)
    may = limits(classroom, BOX)
    assert 256 <= may.memory_mb <= 8000 and 0.1 <= may.cpus <= 4 and 64 <= may.pids <= 4096
