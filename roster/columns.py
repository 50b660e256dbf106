"""What a teacher said about the columns of a list, and how the next list profits from it."""

from collections.abc import Mapping, Sequence

from roster.headings import FIELDS, columns, fold

NO_COLUMN = -1
"""In a correction: this field is in no column, whatever the headings seem to say."""

Correction = Mapping[str, int]
"""Fields (of `headings.FIELDS`) → the index of their column, from 0, or NO_COLUMN."""
Memory = Mapping[str, Sequence[str | int]]
"""Fields → a heading, and which column of that heading it is, from 1; 0 if it is not this field.

Plain enough for JSON: `{"last_name": ["Student Last", 1], "login": ["Account", 0]}`.
"""


def corrected(guessed: Correction, said: Correction) -> Mapping[str, int]:
    """The guessed columns, but as the teacher said; a column taken for one field leaves others.

    NO_COLUMN stays in the answer, so that the same correction can be given again.
    """
    said = {field: index for field, index in said.items() if field in FIELDS}
    taken = set(said.values())
    kept = {f: index for f, index in guessed.items() if f not in said and index not in taken}
    return {**kept, **said}


def remember(headings: Sequence[str], said: Correction) -> Memory:
    """A correction kept by the words of the headings, since the next file may be ordered anew.

    Nothing is remembered of lists without headings.
    """
    guessed = columns(headings)
    kept: dict[str, Sequence[str | int]] = {}
    for field, index in said.items():
        if index < 0 and field in guessed:
            kept[field] = [headings[guessed[field]], 0]
        elif field in FIELDS and 0 <= index < len(headings) and fold(headings[index]):
            kept[field] = [headings[index], _same(headings[: index + 1], headings[index])]
    return kept


def recall(memory: Memory, headings: Sequence[str]) -> Correction:
    """The correction that is remembered, as far as these headings have its words."""
    said: dict[str, int] = {}
    for field, (heading, which) in memory.items():
        places = [i for i, other in enumerate(headings) if fold(other) == fold(str(heading))]
        if places and not which:
            said[field] = NO_COLUMN
        elif 0 < int(which) <= len(places):
            said[field] = places[int(which) - 1]
    return said


def _same(headings: Sequence[str], heading: str) -> int:
    return sum(fold(other) == fold(heading) for other in headings)
