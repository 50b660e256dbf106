"""What cells look like when no heading tells: names, addresses, numbers."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence

_IN_NAMES = " .,'’()-"
_JUDGED_ROWS = 50
_JUDGED_CELLS = 50


def is_address(text: str) -> bool:
    """Whether this can be an e-mail address: something, one @, something; no space."""
    local, at, domain = text.partition("@")
    return bool(local and at and domain) and "@" not in domain and " " not in text


def is_name(text: str) -> bool:
    """Whether most words begin with a capital, or a letter that has none, and no sign is odd."""
    words = text.replace(",", " ").split()
    capitals = sum(not word[0].islower() for word in words)
    letters = all(c in _IN_NAMES or unicodedata.category(c)[0] in "LM" for c in text)
    commas = text.count(",")
    return letters and commas == text.count(", ") <= 1 and 0 < len(words) <= 2 * capitals


def mostly(cells: Sequence[str], looks: Callable[[str], bool]) -> bool:
    """Whether at least half of the filled cells look so; never true of nothing."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and 2 * sum(map(looks, filled)) >= len(filled)


def guess(rows: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """Fields of a table without a header, by what its columns hold; the teacher may correct it.

    Two columns of names are taken for first and last name in that order.
    """
    columns = [
        [row[i] for row in rows[:_JUDGED_ROWS] if i < len(row)]
        for i in range(min(_JUDGED_CELLS, max(map(len, rows), default=0)))
    ]
    names = [i for i, cells in enumerate(columns) if mostly(cells, is_name) and _differ(cells)]
    whole = [i for i in names if mostly(columns[i], lambda cell: " " in cell)]
    found = {
        "email": _first(columns, is_address),
        "student_id": _first(columns, _is_number, distinct=True),
        "first_name": names[0] if len(names) > 1 and not whole else None,
        "last_name": names[1] if len(names) > 1 and not whole else None,
        "display_name": (whole or names)[0] if whole or len(names) == 1 else None,
    }
    return {field: index for field, index in found.items() if index is not None}


def _first(
    columns: Sequence[Sequence[str]], looks: Callable[[str], bool], *, distinct: bool = False
) -> int | None:
    for index, cells in enumerate(columns):
        if mostly(cells, looks) and not (distinct and len(set(cells)) < len(cells)):
            return index
    return None


def _differ(cells: Sequence[str]) -> bool:
    """Whether the cells are more than a few words over and over, as the names of a class are."""
    return 2 * len(set(cells)) > len(cells)


def _is_number(text: str) -> bool:
    return any(map(str.isdigit, text)) and " " not in text and not is_address(text)
