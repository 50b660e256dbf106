"""Names that others gave to files and cells, as a sentence can carry them."""

from collections.abc import Iterable

from roster.sentence import Fact, sentence

MOST = 8
LONGEST = 60


def shown(name: str, longest: int = LONGEST) -> str:
    """A name that may hold anything, on one line and not too long for a page."""
    text = "".join(letter if letter.isprintable() else "?" for letter in name)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def listed(names: Iterable[str]) -> tuple[Fact, ...]:
    """The first of the names, and how many more there are."""
    all_ = [shown(name) for name in names]
    more = len(all_) - MOST
    return (*all_[:MOST], sentence("check-more", count=more)) if more > 0 else tuple(all_)
