"""One record of a class list → one person as the file tells it, in clean text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from roster.cells import clean
from roster.headings import fold
from roster.table import Record

_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NO_GROUPS = frozenset(
    map(fold, ("No groups", "Keine Gruppen", "Aucun groupe", "Sin grupos", "Sem grupos"))
)  # what Moodle says of whom no group has


@dataclass(frozen=True)
class Row:
    """One person as the file tells it; what it does not tell is empty. Ids are text.

    `section` is as the file has it; several sections may be joined in it.
    """

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
        if 0 <= index < len(record.cells)
    }
    if fold(cells.get("section", "")) in _NO_GROUPS:
        cells["section"] = ""
    return _named(Row(record.line, **cells))


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
