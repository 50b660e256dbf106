"""An uploaded class list → rows, whatever program wrote it: the facts, not yet judged."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from roster.headings import NAME_FIELDS, columns
from roster.problem import Problem, Refused, quoted, spoken
from roster.row import Row, row, without_bullet
from roster.table import DELIMITERS, ONE_COLUMN, Record, Table, tabulate
from roster.text import decode

MAX_ROWS = 2000
_HEADER_WITHIN = 10


@dataclass(frozen=True)
class Sheet:
    """What the file holds and how it was understood, for the preview to show.

    `header_line` is None and `headings` empty for a bare list of names; `columns` maps the
    recognised fields to their index; `problems` are the lines that could not be cut into cells.
    """

    encoding: str
    delimiter: str
    header_line: int | None
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def read(data: bytes) -> Sheet:
    """Read a class list; Refused, with a sentence, when the file as a whole is none."""
    text = decode(data)
    table = tabulate(text.lines)
    header = _find_header(table.records)
    if header is None or len(header.cells) == 1:
        table = tabulate(text.lines, ONE_COLUMN)
        header = _find_header(table.records)
    return _sheet(text.encoding, table, header)


def _find_header(records: Sequence[Record]) -> Record | None:
    """The record that names the most fields, names of people before all; None if none does."""
    best = max(records[:_HEADER_WITHIN], key=lambda record: _score(record.cells), default=None)
    return best if best and any(_score(best.cells)) else None


def _score(cells: Sequence[str]) -> tuple[bool, int]:
    """Whether people are named, and by how many fields; a lone heading must name people."""
    fields = columns(cells).keys()
    named = bool(fields & NAME_FIELDS)
    return named, len(fields) if named or len(cells) > 1 else 0


def _sheet(encoding: str, table: Table, header: Record | None) -> Sheet:
    people = _people(table, header)
    headings = header.cells if header else ()
    widest = len(headings) or 1
    fitting = [record for record in people if _width(record) <= widest]
    fields = columns(headings, [record.cells for record in fitting]) or {"display_name": 0}
    return Sheet(
        encoding=encoding,
        delimiter="" if table.delimiter == ONE_COLUMN else table.delimiter,
        header_line=header.line if header else None,
        headings=headings,
        columns=fields,
        rows=tuple(row(record, fields) for record in fitting),
        problems=table.problems + tuple(_too_wide(people, widest, table.delimiter)),
    )


def _people(table: Table, header: Record | None) -> Sequence[Record]:
    """The records below the header, or all of a bare list; Refused when none, or too many."""
    start = table.records.index(header) + 1 if header else 0
    people = table.records[start:]
    if header and not _score(header.cells)[0]:
        raise Refused(_no_names(header), header.line)
    if not people:
        raise _nobody(table, header)
    if len(people) > MAX_ROWS:
        raise Refused(
            f"The file has more than {MAX_ROWS:,} rows, which is the most a roster may have. "
            "Export one class only, or split the file.",
            people[MAX_ROWS].line,
        )
    return people if header else _bare_list(people)


def _nobody(table: Table, header: Record | None) -> Refused:
    if table.problems:
        return Refused(table.problems[0].message, table.problems[0].line)
    if header:
        return Refused(
            f"Line {header.line} is a header, but no line below it names anybody. "
            "Export the class list again, with its students.",
            header.line,
        )
    return Refused("The file is empty. Export the class list again and upload that file.")


def _bare_list(records: Sequence[Record]) -> Sequence[Record]:
    """The records without their bullets; Refused when most of them do not look like names."""
    names = [replace(record, cells=(without_bullet(record.cells[0]),)) for record in records]
    if 2 * sum(_looks_like_a_name(record.cells[0]) for record in names) < len(names):
        raise Refused(_no_names(records[0]), records[0].line)
    return names


def _looks_like_a_name(text: str) -> bool:
    """Whether most words begin with a capital, or a letter that has none, and no sign is odd."""
    words = text.replace(",", " ").split()
    capitals = sum(not word[0].islower() for word in words)
    letters = all(c in " .,'’()-" or unicodedata.category(c)[0] in "LM" for c in text)
    commas = text.count(",")
    return letters and commas == text.count(", ") <= 1 and 0 < len(words) <= 2 * capitals


def _no_names(first: Record) -> str:
    cells = [quoted(cell.strip()) for cell in first.cells if cell.strip()]
    return (
        f"No column of names was found; line {first.line} holds {spoken(cells)}. "
        "Put a header on the first line and call a column “name”, "
        "or two columns “first name” and “last name”."
    )


def _width(record: Record) -> int:
    """The number of cells up to the last that is filled."""
    return max((i for i, cell in enumerate(record.cells, 1) if cell.strip()), default=0)


def _too_wide(people: Sequence[Record], widest: int, delimiter: str) -> Iterator[Problem]:
    sign = DELIMITERS.get(delimiter, "separator")
    for record in people:
        if _width(record) > widest:
            yield Problem(
                record.line,
                f"This line has {_width(record)} cells, the header only {widest}. "
                f"Put every cell that holds a {sign} in quotation marks.",
            )
