"""Lines of text → numbered records of cells, whichever character parts the cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roster.headings import score
from roster.problem import Problem, Refused
from roster.sentence import sentence

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ONE_COLUMN = "\x1f"  # a delimiter nobody types: the whole line is one cell
MAX_RECORDS = 2020  # beyond the reader's limit, so that it may refuse without splitting the rest
HEADER_WITHIN = 10
_JUDGED_LINES = 25
_MAX_BROKEN = 20  # every broken quotation mark costs a fresh look at the rest of the file


@dataclass(frozen=True)
class Record:
    """The cells of one record, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]

    @property
    def width(self) -> int:
        """The number of cells up to the last that is filled."""
        return max((i for i, cell in enumerate(self.cells, 1) if cell.strip()), default=0)


@dataclass(frozen=True)
class Table:
    """The records that are not blank, and a problem for each line that cannot be split.

    `delimiter` is empty for a workbook; `announced` says that the file names it (`sep=;`).
    """

    delimiter: str
    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    announced: bool = False


def tabulate(lines: Sequence[str], delimiter: str = "") -> Table:
    """Split by the delimiter given, else named in the file (`sep=;`), else shown by the lines."""
    named = re.fullmatch(r'"?sep=([,;|\t])"?', lines[0].rstrip("\n"), re.IGNORECASE)
    if named:
        lines = ["\n", *lines[1:]]
    chosen = delimiter or (named[1] if named else find_delimiter(lines))
    return _split(lines, chosen, announced=bool(named))


def _split(lines: Sequence[str], delimiter: str, *, announced: bool) -> Table:
    """Split every line; one that cannot be split never stops those after it."""
    records: list[Record] = []
    problems: list[Problem] = []
    for piece in _pieces(lines, delimiter):
        if isinstance(piece, Problem):
            problems.append(piece)
        elif piece.width:
            records.append(piece)
        if len(records) == MAX_RECORDS:
            break
        if len(problems) > _MAX_BROKEN:
            say = sentence("roster-many-quotation-marks", most=_MAX_BROKEN)
            raise Refused(say, problems[0].line)
    return Table(delimiter, tuple(records), tuple(problems), announced)


def find_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that shows the best header, else cuts most lines into equally many cells."""
    judged = {delimiter: _judge(lines[:_JUDGED_LINES], delimiter) for delimiter in DELIMITERS}
    best = max(judged, key=lambda delimiter: judged[delimiter])
    return best if any(judged[best]) else ONE_COLUMN


def _judge(lines: Sequence[str], delimiter: str) -> tuple[int, int, int]:
    """How many fields a header names; how many records share their width, and that width."""
    records = [piece for piece in _pieces(lines, delimiter) if isinstance(piece, Record)]
    cut = [record for record in records if len(record.cells) > 1]
    fields = max((score(record.cells) for record in cut[:HEADER_WITHIN]), default=(False, 0))
    widths = Counter(len(record.cells) for record in cut)
    count, width = max(((count, width) for width, count in widths.items()), default=(0, 0))
    return fields[1] if fields[0] else 0, count, width


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
            yield Problem(begin + done + 1, sentence("roster-quotation-mark"))
            done += 1
        begin += done
