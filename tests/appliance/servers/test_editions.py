"""New editions of files: whatever a student wrote stays, under its own name."""

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.servers.editions import MOST_NAMES, OTHER, decide, names, settle

NAMES = ("a.txt", "b.txt", "a (new).txt")


@pytest.mark.parametrize(
    ("home", "put_back", "action"),
    [
        (None, True, "place"),
        (None, False, "leave"),
        ("new", True, "leave"),
        ("old", False, "replace"),
        ("own", False, "beside"),
        (OTHER, True, "beside"),
    ],
)
def test_only_what_is_untouched_is_replaced(home: str | None, put_back: bool, action: str) -> None:
    assert decide(home, {"old"}, "new", put_back=put_back) == action


def test_names_beside_keep_their_ending_and_fit_into_a_folder() -> None:
    assert list(itertools.islice(names("data.csv"), 3)) == [
        "data.csv",
        "data (new).csv",
        "data (new 2).csv",
    ]
    assert list(itertools.islice(names(".bashrc"), 2))[1] == ".bashrc (new)"
    assert all(len(name.encode()) <= 255 for name in names("ü" * 125 + ".csv"))


def test_the_first_name_beside_that_is_free_untouched_or_the_same_is_taken() -> None:
    def rests(home: Mapping[str, str]) -> tuple[str, str]:
        return settle("a.txt", home.get, {"old"}, "new", put_back=False)

    own = {"a.txt": "own"}
    assert rests(own) == ("a (new).txt", "place")
    assert rests(own | {"a (new).txt": "new"}) == ("a (new).txt", "leave")
    assert rests(own | {"a (new).txt": "old"}) == ("a (new).txt", "replace")
    assert rests(own | {"a (new).txt": "notes"}) == ("a (new 2).txt", "place")


def test_whoever_takes_every_name_gets_nothing_and_loses_nothing() -> None:
    home = dict.fromkeys(names("a.txt"), "own")
    assert len(home) == MOST_NAMES + 1
    assert settle("a.txt", home.get, (), "new", put_back=True) == ("a.txt", "beside")


name = st.sampled_from(NAMES)
steps = st.one_of(
    st.tuples(st.just("edit"), name, st.sampled_from(["mine", "mine too", "edition 0"])),
    st.tuples(st.just("delete"), name, st.none()),
    st.tuples(
        st.sampled_from(["place", "update"]),
        st.none(),
        st.dictionaries(name, st.sampled_from([f"edition {n}" for n in range(4)])),
    ),
)


def deliver(
    home: dict[str, str], edition: Mapping[str, str], known: Mapping[str, set[str]], mode: str
) -> None:
    for each, new in edition.items():
        earlier = known.get(each, set())
        put_back = mode == "place" or not earlier
        now, action = settle(each, home.get, earlier, new, put_back=put_back)
        if action in ("place", "replace"):
            home[now] = new


@given(st.lists(steps, max_size=25))
def test_no_sequence_of_editions_edits_and_deliveries_costs_a_student_anything(
    sequence: list[tuple[str, str, object]],
) -> None:
    home, own = dict[str, str](), dict[str, str]()
    known: dict[str, set[str]] = {}
    for step, which, what in sequence:
        if step == "edit":
            home[which] = own[which] = str(what)
        elif step == "delete":
            home.pop(which, None)
            own.pop(which, None)
        else:
            assert isinstance(what, dict)
            deliver(home, what, known, step)
            for each, content in what.items():
                known.setdefault(each, set()).add(content)
        written = {each: content for each, content in own.items() if content.startswith("mine")}
        assert written.items() <= home.items()


@given(st.dictionaries(name, st.sampled_from(["mine", "edition 0"])), st.booleans())
def test_the_same_edition_a_second_time_changes_nothing(home: dict[str, str], again: bool) -> None:
    edition = dict.fromkeys(NAMES, "edition 1")
    known = {each: {"edition 0"} for each in NAMES}
    deliver(home, edition, known, "place")
    before = dict(home)
    deliver(home, edition, known, "place" if again else "update")
    assert home == before
