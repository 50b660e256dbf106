"""What is wrong with a roster, said so that a teacher can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass

from roster.sentence import Fact, Sentence, sentence

_SHOWN_CHARACTERS = 40
_SHOWN_ITEMS = 5


@dataclass(frozen=True)
class Problem:
    """One sentence about one line of the file; `line` is None when it concerns the whole file."""

    line: int | None
    say: Sentence


class Refused(Exception):
    """The file cannot be read as a roster at all; `problem` says why and what to do."""

    def __init__(self, say: Sentence, line: int | None = None) -> None:
        super().__init__(say.name)
        self.problem = Problem(line, say)


def short(text: str) -> str:
    """The text, cut so that a huge cell cannot flood a page."""
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def several(items: Sequence[Fact]) -> Fact:
    """The items as a fact that is read out as a list; a long one ends in `and 12 more`."""
    shown = tuple(items[:_SHOWN_ITEMS])
    left = len(items) - len(shown)
    return (*shown, sentence("roster-more", count=left)) if left else shown
