"""Names made from what people are called are short, plain and never used twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.names import MAX_CHARACTERS, latin, slug, user_name, user_names


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ana Núñez", "ana-nunez"),
        ("Groß", "gross"),
        ("Łukasz Żółć", "lukasz-zolc"),
        ("Søren Ærø", "soren-aero"),
        ("Þórður", "thordur"),
        ("O’Brien, Pat", "obrien-pat"),
        ("İpek Yıldız", "ipek-yildiz"),
        ("ＡＮＡ", "ana"),
        ("李小龙", ""),
    ],
)
def test_letters_lose_their_marks(text: str, plain: str) -> None:
    assert latin(text) == plain


@pytest.mark.parametrize(
    ("login", "display_name", "name"),
    [
        ("anunez", "Ana Núñez", "anunez"),
        ("ana.nunez@school.example", "Ana Núñez", "ana-nunez"),
        ("", "Ana Núñez", "ana-nunez"),
        ("0417", "Ana Núñez", "ana-nunez"),
        ("", "李小龙", "student"),
        ("", "3PO", "student"),
        ("root", "Ana", "root-2"),
    ],
)
def test_user_name_comes_from_the_login_or_the_name(
    login: str, display_name: str, name: str
) -> None:
    assert user_name(login, display_name, set()) == name


def test_taken_name_gets_a_number() -> None:
    assert user_name("ana", "", {"ana", "ana-2"}) == "ana-3"


def test_number_fits_within_the_length() -> None:
    name = user_name("a" * 40, "", {"a" * MAX_CHARACTERS})
    assert name == "a" * (MAX_CHARACTERS - 2) + "-2"


@given(st.text(), st.text(), st.sets(st.sampled_from(["student", "a", "a-2"])))
def test_user_name_is_always_new_and_well_formed(login: str, shown: str, taken: set[str]) -> None:
    name = user_name(login, shown, taken)
    assert name not in taken
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,31}", name)


@given(st.text())
def test_slug_is_always_well_formed(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", slug(title, ()))


def test_two_classes_of_one_title_have_two_slugs() -> None:
    assert [slug("Biology 1", ()), slug("Biology 1", {"biology-1"})] == ["biology-1", "biology-1-2"]


def test_many_people_get_names_at_once_as_one_after_the_other() -> None:
    people = [("ana", "Ana"), ("", "王小明"), ("ana", "Ana"), ("", "李"), ("", "Ana")]
    made = user_names(people, {"ana-2"})
    assert made == ["ana", "student", "ana-3", "student-2", "ana-4"]
