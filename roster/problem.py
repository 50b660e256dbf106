"""What is wrong with a roster, said so that a teacher can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass

_SHOWN_CHARACTERS = 40
_SHOWN_LINES = 5


@dataclass(frozen=True)
class Problem:
    """One sentence about one line of the file; `line` is None when it concerns the whole file."""

    line: int | None
    message: str


class Refused(Exception):
    """The file cannot be read as a roster at all; `problem` says why and what to do."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(line, message)


def quoted(text: str) -> str:
    """The text in quotation marks, shortened so that a huge cell cannot flood a page."""
    short = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    return f"“{short}”"


def spoken(items: Sequence[object], last: str = "and") -> str:
    """The items as people list them: `2, 5 and 9`; a long list ends in `and 12 more`."""
    words = [str(item) for item in items[:_SHOWN_LINES]]
    if len(items) > _SHOWN_LINES:
        return f"{', '.join(words)} {last} {len(items) - _SHOWN_LINES} more"
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
