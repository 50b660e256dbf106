"""Lines of text → numbered records of cells, whichever character parts the cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roster.problem import Problem, Refused

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ONE_COLUMN = "\x1f"  # a delimiter nobody types: the whole line is one cell
MAX_RECORDS = 2020  # beyond the reader's limit, so that it may refuse without splitting the rest
_JUDGED_LINES = 25
_MAX_BROKEN = 20  # every broken quotation mark costs a fresh look at the rest of the file


@dataclass(frozen=True)
class Record:
    """The cells of one record, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The records that are not blank, and a problem for each line that cannot be split."""

    delimiter: str
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def tabulate(lines: Sequence[str], delimiter: str | None = None) -> Table:
    """Split by the delimiter given, else named in the file (`sep=;`), else shown by counts."""
    named = re.fullmatch(r'"?sep=([,;|\t])"?', lines[0].rstrip("\n"), re.IGNORECASE)
    if named:
        lines = ["\n", *lines[1:]]
    return _split(lines, delimiter or (named[1] if named else find_delimiter(lines)))


def _split(lines: Sequence[str], delimiter: str) -> Table:
    """Split every line; one that cannot be split never stops those after it."""
    records: list[Record] = []
    problems: list[Problem] = []
    for piece in _pieces(lines, delimiter):
        if isinstance(piece, Problem):
            problems.append(piece)
        elif any(cell.strip() for cell in piece.cells):
            records.append(piece)
        if len(records) == MAX_RECORDS:
            break
        if len(problems) > _MAX_BROKEN:
            raise Refused(
                f"More than {_MAX_BROKEN} lines have quotation marks that do not match. "
                "Export the class list again, or save it as “CSV UTF-8”.",
                problems[0].line,
            )
    return Table(delimiter, tuple(records), tuple(problems))


def find_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that cuts most of the first lines into equally many cells."""
    best = max(DELIMITERS, key=lambda delimiter: _agreement(lines[:_JUDGED_LINES], delimiter))
    return best if _agreement(lines[:_JUDGED_LINES], best) > (0, 0) else ONE_COLUMN


def _agreement(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """How many records share their number of cells, and that number; (0, 0) if none is cut."""
    pieces = _pieces(lines, delimiter)
    widths = Counter(len(piece.cells) for piece in pieces if isinstance(piece, Record))
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _pieces(lines: Sequence[str], delimiter: str) -> Iterator[Record | Problem]:
    """Yield records; after a broken one, say so and begin afresh on the line below it."""
    begin = 0
    while begin < len(lines):
        reader = csv.reader(lines[begin:], delimiter=delimiter, strict=True, skipinitialspace=True)
        done = 0
        try:
            for cells in reader:
                yield Record(begin + done + 1, tuple(cells))
                done = reader.line_num
        except csv.Error:
            yield Problem(
                begin + done + 1,
                "A quotation mark on this line does not match another, or a cell is far too long. "
                "Correct the line and upload the file again.",
            )
            done += 1
        begin += done
