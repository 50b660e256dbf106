"""Passwords that an attacker's first list is made of."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.people.common import listed, too_common


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Passw0rd2026!", "P@$$w0rd!!!!", "iloveyousomuch", "qwertyuiop123",
        "QWERTZuiop2025", "1q2w3e4r5t6z", "aaaaaaaaaaaa", "abcabcabcabc", "123456789012",
        "Homeroom2026!", "teacherteacher", "letmein letmein", "Summer-2026-Summer",
        "correct horse battery staple", "1qaz2wsx3edc", "FußballFußball1", "zxcvbnmasdfgh",
        "welcome12345!", "012345678910", "lehrerin2026", "sunshine monkey",
    ],
)  # fmt: skip
def test_what_many_people_use_is_too_common(password: str) -> None:
    assert too_common(password)


@pytest.mark.parametrize(
    "password",
    ["MsRivera2026", "rivera-biology-1", "Biology 1 Biology 1", "ms rivera 123", "R1vera!!!!!!"],
)
def test_the_own_name_and_class_do_not_make_a_password(password: str) -> None:
    assert too_common(password, ["rivera", "Ms Rivera", "Biology 1"])


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars", "another long password", "Tintenfisch mietet Oboe", "kxW9-pLq2-zzRt",
        "wombat gravel teapot lens", "Über den Wolken 88 Ziegen", "密码是一个很长的句子吧对不对",
    ],
)  # fmt: skip
def test_words_that_have_nothing_to_do_with_each_other_are_taken(password: str) -> None:
    assert not too_common(password, ["rivera", "Ms Rivera", "Biology 1"])


def test_the_list_is_as_it_is_compared() -> None:
    assert len(listed()) > 300
    assert all(word == word.casefold() or "ß" in word for word in listed())


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_judged(password: str, about: list[str]) -> None:
    assert too_common(password, about) in (True, False)


@given(
    st.text(string.ascii_letters + string.punctuation, min_size=1, max_size=6), st.integers(2, 9)
)
def test_repeating_adds_nothing(piece: str, times: int) -> None:
    assert too_common(piece * times)
