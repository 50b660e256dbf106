"""Sign-in codes nobody can misread: `BIO1-7KQ-2M4-XD9`.

A code is a short class part, eight random symbols (40 bits) and a check symbol. Symbols are
Crockford's base 32: no I, L, O or U; typed all the same, they are read as 1, 1, 0 and V. A class
part keeps the letters of its title, since either reading of them is right.

The check symbol makes the whole code, read as a polynomial over GF(32) with a leading one, vanish
at a generator of the field. Every place then has its own weight, so one wrong symbol is always
caught, and so are any two exchanged, neighbours or not, class part included.

A join code, which a whole room may read off the board, has five symbols and a check symbol:
`BIO1-7KQ-2M4`. It makes the polynomial one there instead of nothing, so that neither kind of code
is ever taken for the other.
"""

import itertools
import secrets
import unicodedata
from collections.abc import Collection, Iterator

from roster.names import latin

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SYMBOLS = 8
JOIN_SYMBOLS = 5
CLASS_SYMBOLS = range(2, 7)

_SECRET_SYMBOLS = RANDOM_SYMBOLS + 1
_CARD, _JOIN = 0, 1  # what the whole code comes to
_READ_AS = str.maketrans("OILU", "011V")
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_FIELD = 0b100101  # x⁵ + x² + 1, primitive over GF(2): its root generates GF(32)
_MAX_TYPED = 64
_IGNORED = frozenset({"Pd", "Zs", "Zl", "Zp", "Cf", "Cc"})  # dashes, spaces, invisible marks
_CONSONANTS = "BCDFGHJKMNPQRSTVWXYZ"
# As they look once I, L, O and U are read as 1, 1, 0 and V.
_UNWELCOME = (
    "ARSE", "ASS", "C0CK", "CVM", "CVNT", "D1CK", "D1E", "FAG", "FCK", "FVCK", "FVK", "F1CK",
    "H1T1ER", "K111", "N1G", "NAZ1", "P1SS", "P0RN", "PVTA", "RAPE", "SEX", "SH1T", "T1T", "WH0RE",
)  # fmt: skip


def new_code(class_part: str) -> str:
    """A fresh code for a card, grouped for reading; it is random anew until it holds no word."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SYMBOLS))
        secret = drawn + _check_symbol(read_as(class_part) + drawn)
        if not _unwelcome(secret):
            return grouped(class_part + secret)


def canonical(typed: str) -> str | None:
    """The one ungrouped spelling of a typed code; None unless its length and check symbol fit."""
    return _canonical(typed, _SECRET_SYMBOLS, _CARD)


def join_code(class_part: str, drawn: str) -> str:
    """The join code of these `JOIN_SYMBOLS` random symbols, grouped for reading."""
    secret = drawn + _check_symbol(read_as(class_part) + drawn, _JOIN)
    return "-".join([class_part, secret[:3], secret[3:]])


def canonical_join(typed: str) -> str | None:
    """The one ungrouped spelling of a typed join code; None unless it is one by its form."""
    return _canonical(typed, JOIN_SYMBOLS + 1, _JOIN)


def _canonical(typed: str, secret_symbols: int, total: int) -> str | None:
    if len(typed) > _MAX_TYPED:
        return None
    symbols = read_as(typed)
    fits = len(symbols) - secret_symbols in CLASS_SYMBOLS and set(symbols) <= _VALUE.keys()
    return symbols if fits and _remainder(symbols) == total else None


def welcome(symbols: str) -> bool:
    """Whether these symbols hold no word to regret."""
    return not _unwelcome(symbols)


def read_as(typed: str) -> str:
    """What was meant: case, dashes, spaces and full-width forms forgiven, look-alikes read."""
    wide = unicodedata.normalize("NFKC", typed).upper().replace("\N{MINUS SIGN}", "-")
    shown = (letter for letter in wide if unicodedata.category(letter) not in _IGNORED)
    return "".join(shown).translate(_READ_AS)


def grouped(code: str) -> str:
    """An ungrouped code in groups: the class part, then three times three symbols."""
    part, secret = code[:-_SECRET_SYMBOLS], code[-_SECRET_SYMBOLS:]
    return "-".join([part, secret[:3], secret[3:6], secret[6:]])


def class_part(title: str, taken: Collection[str]) -> str:
    """A class part of 2 to 6 letters and digits from the title: `Biology 1` → `BIO1`.

    It differs from all `taken` ones even when look-alikes are confused, and is no word to regret.
    """
    forgiven = {read_as(part) for part in taken}
    return next(
        part
        for part in _class_parts(title)
        if read_as(part) not in forgiven and not _unwelcome(read_as(part))
    )


def _class_parts(title: str) -> Iterator[str]:
    """Ever longer proposals; the added letters are consonants, so that they make no words."""
    start = _start(title)
    for length in range(max(CLASS_SYMBOLS)):
        for letters in itertools.product(_CONSONANTS, repeat=length):
            part = start[: max(CLASS_SYMBOLS) - length] + "".join(letters)
            if len(part) in CLASS_SYMBOLS:
                yield part


def _start(title: str) -> str:
    """Three letters of the first word and the number; without vowels where they make a word."""
    words = latin(title).upper().split("-")
    word = next(filter(str.isalpha, words), "")
    number = next((w for w in words if any(map(str.isdigit, w)) and len(w) < 4), "")
    bare = "".join(letter for letter in word if letter not in "AEIOU")
    starts = (word[:3] + number, bare[:3] + number)
    return next((start for start in starts if start and not _unwelcome(read_as(start))), "ROOM")


def _unwelcome(symbols: str) -> bool:
    return any(word in symbols for word in _UNWELCOME)


def _check_symbol(symbols: str, total: int = _CARD) -> str:
    """The symbol that brings the remainder to `total`; adding in GF(32) is exclusive or."""
    return ALPHABET[_times_generator(_remainder(symbols)) ^ total]


def _remainder(symbols: str) -> int:
    """The value at the generator, by Horner's rule; the leading one guards zeros in front."""
    total = 1
    for symbol in symbols:
        total = _times_generator(total) ^ _VALUE[symbol]
    return total


def _times_generator(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD if doubled & 0b100000 else doubled
