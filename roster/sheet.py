"""What was read from a class list, and how it was understood: for the preview to show."""

from collections.abc import Mapping
from dataclasses import dataclass

from roster.cells import clean
from roster.problem import Problem, Refused, short
from roster.row import Row
from roster.sentence import Sentence
from roster.table import ONE_COLUMN, Record, Table
from roster.text import Written

_SAMPLE_ROWS = 5
_SAMPLE_COLUMNS = 60


@dataclass(frozen=True)
class Sheet:
    """The file as it was understood, the facts not yet judged.

    `header` is None for a list without headings; `people` are the records below it. `columns`
    maps the fields of `headings.FIELDS` to the index of their column, as guessed or corrected;
    -1 says that a field is in no column. `problems` are the lines that could not be cut.
    """

    written: Written
    table: Table
    header: Record | None
    people: tuple[Record, ...]
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def encoding(self) -> str:
        """By the name teachers know: `UTF-8`, `Windows-1252` …, `Excel` for a workbook."""
        return self.written.encoding

    @property
    def encodings(self) -> tuple[str, ...]:
        """What else the teacher may choose, this one included; none where no doubt is."""
        return self.written.guesses

    @property
    def delimiter(self) -> str:
        """The character between cells; empty for a bare list or a workbook."""
        return "" if self.table.delimiter == ONE_COLUMN else self.table.delimiter

    @property
    def header_line(self) -> int | None:
        """The line of the headings."""
        return self.header.line if self.header else None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as written; empty for a list without."""
        return self.header.cells if self.header else ()

    @property
    def sample(self) -> tuple[tuple[str, ...], ...]:
        """The first people, all their cells shortened for showing, as many in every row.

        A column is named by its index here, whether there are headings or not.
        """
        shown = self.people[:_SAMPLE_ROWS]
        width = min(_SAMPLE_COLUMNS, max(len(self.headings), *(r.width for r in shown), 1))
        return tuple(
            tuple(short(clean(cell)) for cell in (*record.cells, *[""] * width)[:width])
            for record in shown
        )


class NoNames(Refused):
    """A list in which no column of names is known; choosing columns by hand may cure it.

    `sheet` has the headings and the sample to choose from, and no rows.
    """

    def __init__(self, say: Sentence, line: int | None, sheet: Sheet) -> None:
        super().__init__(say, line)
        self.sheet = sheet
