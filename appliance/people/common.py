"""Passwords too common to be one: of which an attacker's first list is made."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

ENOUGH = 8
"""Characters that must be left when everything foreseeable counts little."""
_PIECE = 2  # what a listed word, a run or a year counts, however long
_LIST = Path(__file__).with_name("common_passwords.txt")
_LEET = str.maketrans("@4301!$57", "aaeolisst")
_WALKS = ("1234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "yxcvbnm", "zxcvbnm")
_WALKS_DOWN = (
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1qay2wsx3edc4rfv5tgb6zhn",
    "qazwsxedcrfvtgb",
    "1q2w3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6z7u8i9o0p",
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST_RUN = 3
_YEAR = re.compile(r"(?:19|20)\d\d")


def too_common(password: str, about: Iterable[str] = ()) -> bool:
    """Whether little is left of a password once listed words, runs and repeats are counted out.

    `about` are words an attacker knows: the own name, the titles of the own classes.
    """
    known = listed() | {word for text in about for word in _words(text)}
    plain = _once(_plain(password))
    return min(_weight(plain, known), _weight(plain.translate(_LEET), known)) < ENOUGH


@cache
def listed() -> frozenset[str]:
    """The words of the bundled list."""
    lines = _LIST.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if not letter.isspace() and letter not in "-_.,")


def _words(text: str) -> set[str]:
    """The words of a name or title, and all of them in one."""
    words = re.findall(r"\w{3,}", text.casefold())
    return {*words, _plain(text)} - {""}


def _once(text: str) -> str:
    """What is repeated, once: `abcabcabc` → `abc`."""
    period = (text + text).find(text, 1)
    return text[:period] if 0 < period < len(text) else text


def _weight(text: str, known: Collection[str]) -> int:
    """Characters, with every foreseeable piece counted as two and a repeated letter as one."""
    total, at = 0, 0
    while at < len(text):
        length, weight = _piece(text, at, known)
        total, at = total + weight, at + length
    return total


def _piece(text: str, at: int, known: Collection[str]) -> tuple[int, int]:
    rest = text[at:]
    same = len(rest) - len(rest.lstrip(rest[0]))
    if same > 1:
        return same, 1
    year = _YEAR.match(rest)
    longest = max((len(word) for word in known if rest.startswith(word)), default=0)
    longest = max(longest, _run(rest), year.end() if year else 0)
    return (longest, min(longest, _PIECE)) if longest else (1, 1)


def _run(rest: str) -> int:
    """The length of the walk along a keyboard or the alphabet that `rest` begins with."""
    walks = [*_WALKS, *_WALKS_DOWN, _ALPHABET]
    for length in range(min(len(rest), 26), _SHORTEST_RUN - 1, -1):
        if any(rest[:length] in walk or rest[:length] in walk[::-1] for walk in walks):
            return length
    return 0
