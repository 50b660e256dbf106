"""Lists without headings: names alone, one a line, or a table whose cells must tell."""

import re
from collections.abc import Sequence
from dataclasses import replace

from roster import looks
from roster.table import Record

_BULLET = re.compile(r"(?:(?:\d+[.)]|[-*•])\s+)+")
_JUDGED = 50


def names(records: Sequence[Record]) -> Sequence[Record] | None:
    """Records of a name and an address each, without bullets; None if they are mostly no names.

    A line may be `12. Ana Ruiz`, `Ruiz, Ana` or `Ana Ruiz <ana@school.org>`.
    """
    people = [replace(record, cells=_mailbox(record.cells[0])) for record in records]
    return people if looks.mostly([p.cells[0] for p in people], looks.is_name) else None


def _mailbox(line: str) -> tuple[str, str]:
    name = _BULLET.sub("", line.strip(), count=1)
    before, _, rest = name.partition("<")
    address = rest.strip(" ,;>")
    return (before.strip(' "'), address) if looks.is_address(address) else (name, "")


def header(records: Sequence[Record]) -> Record | None:
    """The first record, if the columns of ids and addresses below it begin only below it."""
    below = [record.cells for record in records[1:_JUDGED]]
    told = looks.guess(below)
    cells = records[0].cells
    marks = [cells[told[f]] for f in ("student_id", "email") if f in told and told[f] < len(cells)]
    plain = marks and not any("@" in cell or any(map(str.isdigit, cell)) for cell in marks)
    return records[0] if plain else None
