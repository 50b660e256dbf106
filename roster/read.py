"""An uploaded class list → rows, whatever program wrote it: the facts, not yet judged."""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from roster import bare, looks
from roster.columns import NO_COLUMN, Correction, Memory, corrected, recall
from roster.headings import NAME_FIELDS, columns, score
from roster.problem import Problem, Refused, several, short
from roster.row import row
from roster.sentence import Sentence, sentence
from roster.sheet import NoNames, Sheet
from roster.table import DELIMITERS, HEADER_WITHIN, ONE_COLUMN, Record, Table, tabulate
from roster.text import Written, decode

MAX_ROWS = 2000
_SHOWN_CELLS = 100
WORKBOOK = Written("Excel", "utf-8", codecs.BOM_UTF8, "\r\n")
ZIP = b"PK\x03\x04"
"""How a workbook begins."""
"""A workbook leaves as text that spreadsheets open without asking."""


def read(
    data: bytes,
    *,
    encoding: str = "",
    columns: Correction | None = None,
    remembered: Memory | None = None,
) -> Sheet:
    """Read a class list.

    `encoding` is one of `Sheet.encodings`, when the guess was wrong. `columns` is what the
    teacher said now about columns, `remembered` what `columns.remember` kept of an earlier list.
    Raises Refused, with a sentence, when the file as a whole is no list; its kind NoNames when
    the teacher can cure that by choosing columns.
    """
    memory = remembered or {}
    written, tables = _tables(data, encoding, memory)
    return _sheet(written, _understood(tables, memory), memory, columns or {})


def read_pasted(
    text: str, *, columns: Correction | None = None, remembered: Memory | None = None
) -> Sheet:
    """Read what was pasted into a page; otherwise as `read`."""
    return read(pasted(text), columns=columns, remembered=remembered)


def pasted(text: str) -> bytes:
    """The file that pasted text is the content of."""
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


@dataclass(frozen=True)
class _List:
    """The part of a table that is about people, and the columns as they seem."""

    table: Table
    header: Record | None
    people: Sequence[Record]
    guessed: Mapping[str, int]


def _tables(data: bytes, encoding: str, memory: Memory) -> tuple[Written, Sequence[Table]]:
    """What may be the list: every sheet of a workbook; a text cut into cells, or else whole."""
    if data.startswith(ZIP):
        # Its library takes as long to load as all of ours, and most lists are plain text.
        from roster import xlsx

        return WORKBOOK, xlsx.tables(data)
    text = decode(data, encoding)
    cut = tabulate(text.lines)
    if _find_header(cut, memory):
        return text.written, (cut,)
    try:
        return text.written, (cut, tabulate(text.lines, ONE_COLUMN))
    except Refused:  # its cells are quoted, so it is no list of bare names
        return text.written, (cut,)


def _understood(tables: Sequence[Table], memory: Memory) -> _List:
    """The best of: a table with headings that name people, with other headings, with none."""
    headed = [(table, header) for table in tables if (header := _find_header(table, memory))]
    for table, header in sorted(headed, key=lambda pair: not _score(pair[1], memory)[0]):
        return _headed(table, header)
    if not tables or not tables[0].records:
        raise _nobody(tables)
    for table in sorted(filter(_is_list, tables), key=lambda one: one.delimiter != ONE_COLUMN):
        people = bare.names(_within(table.records))
        if people:
            return _List(table, None, people, {"display_name": 0, "email": 1})
    return _without_headings(tables[0])


def _headed(table: Table, header: Record) -> _List:
    """The people below the header; lists that were joined repeat it, which says nothing new."""
    start = table.records.index(header) + 1
    people = [record for record in table.records[start:] if record.cells != header.cells]
    if not people:
        raise _nobody([table], header)
    cells = [record.cells for record in people]
    guessed = columns(header.cells, cells)
    if not NAME_FIELDS & guessed.keys():
        seen = {f: i for f, i in looks.guess(cells).items() if i not in guessed.values()}
        guessed = {**seen, **guessed}
    return _List(table, header, people, guessed)


def _without_headings(table: Table) -> _List:
    if _is_list(table):
        raise Refused(_no_names(table.records[0]), table.records[0].line)
    header = bare.header(table.records)
    if header:
        return _headed(table, header)
    return _List(table, None, table.records, looks.guess([r.cells for r in table.records]))


def _is_list(table: Table) -> bool:
    return all(record.width == 1 for record in table.records)


def _find_header(table: Table, memory: Memory) -> Record | None:
    """The record that names the most fields, names of people before all; None if none does.

    One heading is a header only where all lines are one cell.
    """
    alone = table.delimiter in ("", ONE_COLUMN)
    near = [r for r in table.records[:HEADER_WITHIN] if alone or len(r.cells) > 1]
    best = max(near, key=lambda record: _score(record, memory), default=None)
    return best if best and any(_score(best, memory)) else None


def _score(record: Record, memory: Memory) -> tuple[bool, int]:
    known = [field for field, index in recall(memory, record.cells).items() if index >= 0]
    named, fields = score(record.cells)
    return named or bool(NAME_FIELDS.intersection(known)), max(fields, len(known))


def _within(people: Sequence[Record]) -> Sequence[Record]:
    if len(people) > MAX_ROWS:
        raise Refused(sentence("roster-too-many-rows", most=MAX_ROWS), people[MAX_ROWS].line)
    return people


def _sheet(written: Written, found: _List, memory: Memory, said: Correction) -> Sheet:
    """The people, in the columns that seem right, are remembered or were said to be."""
    headings = found.header.cells if found.header else ()
    fields = corrected(corrected(found.guessed, recall(memory, headings)), said)
    named = any(fields.get(field, NO_COLUMN) >= 0 for field in NAME_FIELDS)
    fitting, problems = _fitting(_within(found.people), found.table, found.header)
    sheet = Sheet(
        written=written,
        table=found.table,
        header=found.header,
        people=tuple(found.people),
        columns=fields,
        rows=tuple(row(record, fields) for record in fitting) if named else (),
        problems=found.table.problems + problems,
    )
    if not named:
        first = found.header or found.people[0]
        raise NoNames(_no_names(first), first.line, sheet)
    return sheet


def _fitting(
    people: Sequence[Record], table: Table, header: Record | None
) -> tuple[Sequence[Record], tuple[Problem, ...]]:
    """The records no wider than the header; the others, a separator too many, are problems."""
    if header is None or not table.delimiter:
        return people, ()
    widest = len(header.cells)
    wide = [record for record in people if record.width > widest]
    return [r for r in people if r.width <= widest], tuple(_too_wide(wide, widest, table.delimiter))


def _too_wide(wide: Sequence[Record], widest: int, delimiter: str) -> Iterator[Problem]:
    sign = sentence(f"roster-sign-{DELIMITERS.get(delimiter, 'other')}")
    for record in wide:
        say = sentence("roster-too-wide", cells=record.width, headings=widest, sign=sign)
        yield Problem(record.line, say)


def _nobody(tables: Sequence[Table], header: Record | None = None) -> Refused:
    for problem in (problem for table in tables for problem in table.problems):
        return Refused(problem.say, problem.line)
    if header:
        return Refused(sentence("roster-header-only"), header.line)
    return Refused(sentence("roster-empty"))


def _no_names(first: Record) -> Sentence:
    cells = [cell.strip() for cell in first.cells[:_SHOWN_CELLS] if cell.strip()]
    held = several([sentence("roster-quoted", text=short(cell)) for cell in cells])
    return sentence("roster-no-names", cells=held)
