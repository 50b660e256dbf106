"""A server's last lines: the end of them, and nothing in them that acts."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from appliance.servers.last_words import CHARACTERS, LINES, last_words


def test_the_last_lines_are_kept_in_their_order() -> None:
    log = "".join(f"line {number}\n" for number in range(100))
    assert last_words(log).splitlines() == [f"line {number}" for number in range(80, 100)]


def test_colours_and_titles_of_terminals_are_taken_out_whole() -> None:
    assert last_words("\x1b[31;1mred\x1b[0m \x1b]0;title\x07plain\x1b[2K\n") == "red plain"


def test_what_turns_or_hides_text_is_taken_out() -> None:
    assert last_words("a\u202eb\u200bc\x00d\x9be\te\r\nf") == "abcde    e\nf"


def test_empty_lines_do_not_push_the_others_out() -> None:
    assert last_words("Traceback\n" + "\n" * 50) == "Traceback"


@given(st.text())
def test_whatever_was_written_is_short_and_plain(log: str) -> None:
    said = last_words(log)
    assert len(said) <= CHARACTERS and len(said.split("\n")) <= LINES
    assert not [c for c in said if c != "\n" and unicodedata.category(c)[0] == "C"]
