"""One record of a class list → one person as the file tells it, in clean text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from roster.table import Record

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
_NOTHING = frozenset({"-", "–", "—"})
_BULLET = re.compile(r"(?:\d+[.)]|[-*•])\s+")
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True)
class Row:
    """One person as the file tells it; what it does not tell is empty. Ids are text."""

    line: int
    student_id: str = ""
    login: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    display_name: str = ""
    section: str = ""
    role: str = ""
    status: str = ""


def row(record: Record, columns: Mapping[str, int]) -> Row:
    """The person of one record; a name given in parts or as `Last, First` is made whole."""
    cells = {
        field: clean(record.cells[index])
        for field, index in columns.items()
        if index < len(record.cells)
    }
    return _named(Row(record.line, **cells))


def clean(cell: str) -> str:
    """The cell without what people do not see; `="007"`, Excel's way to keep zeros, is 007."""
    text = " ".join(unicodedata.normalize("NFC", cell).translate(_INVISIBLE).split())
    kept = re.fullmatch(r'="(.*)"', text)
    text = kept[1].strip() if kept else text
    return "" if text in _NOTHING else text


def without_bullet(name: str) -> str:
    """A name of a bare list without its `12.` or `•`."""
    return _BULLET.sub("", name.strip(), count=1)


def _named(person: Row) -> Row:
    last, comma, first = (part.strip() for part in person.display_name.partition(","))
    if comma and first.rstrip(".").casefold() not in _GENERATIONS:
        person = replace(
            person,
            first_name=person.first_name or first,
            last_name=person.last_name or last,
            display_name=f"{first} {last}".strip(),
        )
    whole = person.display_name or f"{person.first_name} {person.last_name}".strip()
    return replace(person, display_name=whole)
