"""What becomes of a file when a new edition of it comes to a home: never at the owner's cost."""

import itertools
import os
from collections.abc import Callable, Collection, Iterator
from typing import Literal

Action = Literal["place", "replace", "leave", "beside"]

OTHER = ""
"""Stands for the digest of what is no plain file, or larger than any edition."""
LONGEST_NAME = 255
MOST_NAMES = 100
"""Tried for one file; whoever keeps more under such names keeps them to be in the way."""


def decide(home: str | None, known: Collection[str], new: str, *, put_back: bool) -> Action:
    """What to do about one file, by the digests of what is in the home and what is to come.

    `home` is None where nothing is, `known` are earlier editions: whatever is neither these nor new
    is the owner's own, and stays. What is missing is only put there if it is to be `put_back`.
    """
    if home is None:
        return "place" if put_back else "leave"
    if home == new:
        return "leave"
    return "replace" if home in known else "beside"


def settle(
    name: str,
    look: Callable[[str], str | None],
    known: Collection[str],
    new: str,
    *,
    put_back: bool,
) -> tuple[str, Action]:
    """The name under which a new edition comes to rest, and what is to be done there.

    Another name than its own says that the owner's own file has that. It is "beside", and nothing
    can be done, when all names are taken.
    """
    for each in names(name):
        action = decide(look(each), known, new, put_back=put_back or each != name)
        if action != "beside":
            return each, action
    return name, "beside"


def names(name: str) -> Iterator[str]:
    """The name, and those for when it is taken: `data (new).csv`, `data (new 2).csv` and so on."""
    yield name
    stem, ending = os.path.splitext(name)
    for number in itertools.islice(itertools.count(1), MOST_NAMES):
        mark = f" (new {number})" if number > 1 else " (new)"
        yield _fitting(stem, mark + ending)


def _fitting(stem: str, rest: str) -> str:
    """The stem with the rest behind it, cut so that a folder takes the name."""
    while stem and len((stem + rest).encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return stem + rest
