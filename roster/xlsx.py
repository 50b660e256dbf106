"""A workbook (.xlsx) → its sheets as tables, at a bounded cost; no formula is ever evaluated."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from roster.problem import Refused
from roster.sentence import sentence
from roster.table import MAX_RECORDS, Record, Table
from roster.text import no_roster, refuse_size

MAX_UNZIPPED = 8 * 1024 * 1024
MAX_PARTS = 1000
MAX_COLUMNS = 256
_MAX_TAGS = 500_000  # a tag costs some microseconds, however little it weighs
_MAX_PLAIN_TAGS = 20_000  # in the parts that say how things look
_MAX_CHARACTERS = 4 * 1024 * 1024  # of all cells of a sheet, which may share one long text
_MAX_ROW = 1_048_576
_MAX_ROWS_SEEN = 100_000  # most of them empty
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What office programs pack with. Of others zipfile unpacks more at once than it is asked for."""
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/[^/]+|xl/[^/]+\.xml|xl/worksheets/[^/]+\.xml"
)


def tables(data: bytes) -> tuple[Table, ...]:
    """The visible sheets that hold anything, in their order.

    Numbers are text without `.0`, padded with the zeros that Excel shows; days are `2026-09-01`.
    Raises Refused when it is no workbook, is damaged, or unzips to more than a roster needs.
    """
    refuse_size(data)
    parts = _parts(data)
    if "xl/workbook.xml" not in parts:
        raise no_roster("zip")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks, of which nothing is wanted
            reader = _opened(parts)
            found = [Table("", tuple(_records(reader, path))) for path in _visible(reader)]
    except Refused:
        raise
    except Exception as error:
        # The library raises whatever a damaged part leads to: KeyError, ParseError, TypeError …
        raise Refused(sentence("roster-damaged-workbook")) from error
    return tuple(table for table in found if table.records)


def _parts(data: bytes) -> Mapping[str, bytes]:
    """The parts that tell what is in the cells, unzipped no further than the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_PARTS:
                raise _too_much()
            return _unzipped(archive, [e for e in entries if _NEEDED.fullmatch(e.filename)])
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise Refused(sentence("roster-damaged-workbook")) from error
    except (NotImplementedError, RuntimeError) as error:  # an unknown method, or a password
        raise Refused(sentence("roster-damaged-workbook")) from error


def _unzipped(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Mapping[str, bytes]:
    left, tags = MAX_UNZIPPED, _MAX_TAGS
    parts = {}
    for entry in entries:
        if entry.compress_type not in _METHODS:
            raise Refused(sentence("roster-damaged-workbook"))
        with archive.open(entry) as part:
            content = part.read(left + 1)
        count = content.count(b"<")
        left, tags = left - len(content), tags - count
        holds_cells = entry.filename.startswith(("xl/worksheets/", "xl/sharedStrings"))
        if left < 0 or tags < 0 or (count > _MAX_PLAIN_TAGS and not holds_cells):
            raise _too_much()
        if b"<!DOCTYPE" in content or b"\0" in content:  # no office program writes these
            raise Refused(sentence("roster-damaged-workbook"))
        parts[entry.filename] = content
    return parts


def _too_much() -> Refused:
    return Refused(sentence("roster-big-workbook"))


def _opened(parts: Mapping[str, bytes]) -> ExcelReader:
    """The workbook of these parts alone, without its cells."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    reader = ExcelReader(packed, read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    return reader


def _visible(reader: ExcelReader) -> list[str]:
    """The paths of the visible sheets, each once however often the workbook names it."""
    sheets = [(sheet.state, rel.target) for sheet, rel in reader.parser.find_sheets()]
    paths = dict.fromkeys(path for state, path in sheets if state == "visible")
    return [path for path in paths if path in reader.valid_files and "worksheets/" in path]


def _records(reader: ExcelReader, path: str) -> Iterator[Record]:
    """The rows that hold anything, numbered as in the sheet, as many as a roster may have."""
    found = last = characters = 0
    for line, cells in _rows(reader, path):
        record = Record(line, _texts(reader.wb, cells))
        characters += sum(map(len, record.cells))
        if characters > _MAX_CHARACTERS:
            raise _too_much()
        if record.width and last < line <= _MAX_ROW:
            found, last = found + 1, line
            yield record
        if found == MAX_RECORDS:
            return


def _rows(reader: ExcelReader, path: str) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The number and the cells of each row; nothing else of the sheet is looked into."""
    book: Any = reader.wb  # keeps what its cells need in private
    with reader.archive.open(path) as source:
        parser = WorkSheetParser(
            source,
            reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows = 0
        for _, element in iterparse(source):
            if element.tag == DATA_TAG:
                return
            if element.tag == ROW_TAG:
                rows += 1
                if rows > _MAX_ROWS_SEEN:
                    raise _too_much()
                yield parser.parse_row(element)
                element.clear()


def _texts(book: Any, cells: list[dict[str, Any]]) -> tuple[str, ...]:
    """The cells of one row, with the empty ones between them."""
    filled = {
        cell["column"] - 1: _text(cell["value"], _number_format(book, cell["style_id"]))
        for cell in cells
        if cell["value"] is not None and 0 < cell["column"] <= MAX_COLUMNS
    }
    return tuple(filled.get(i, "") for i in range(max(filled, default=-1) + 1))


def _number_format(book: Any, style_id: int) -> str:
    styles = book._cell_styles
    if not 0 <= style_id < len(styles):
        return ""
    number = styles[style_id].numFmtId
    own = number - 164  # where Excel begins to count the formats of a workbook
    if 0 <= own < len(book._number_formats):
        return str(book._number_formats[own])
    return str(BUILTIN_FORMATS.get(number, ""))


def _text(value: object, number_format: str) -> str:
    """The value as people read it in the sheet."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and re.fullmatch("0+", number_format):
        return str(value).zfill(len(number_format))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
