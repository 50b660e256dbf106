"""Workbooks are read like other lists, and no workbook costs more than a class list may."""

import io
import time
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from roster import xlsx
from roster.problem import Refused
from roster.read import read

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TEXT = '<row><c t="s"><v>0</v></c></row>'


def workbook(*rows: list[Any], formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook of one sheet with these rows, saved as programs save it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def by_hand(rows: str, strings: str = "", **more: str) -> bytes:
    """A workbook as nobody's program writes it; `more` are parts, or pieces of its own parts."""
    sheets = more.pop("sheets", '<sheet name="a" sheetId="1" r:id="rId1"/>')
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>'
        "</Types>",
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f"<sst {NS}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"{more.pop('doctype', '')}<worksheet {NS}><sheetData>{rows}"
        f"</sheetData>{more.pop('after', '')}</worksheet>",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **more}.items():
            archive.writestr(name, content)
    return data.getvalue()


def refusal(data: bytes) -> str:
    """The name of the sentence with which it is refused, within seconds."""
    begin = time.process_time()
    with pytest.raises(Refused) as refused:
        read(data)
    assert time.process_time() - begin < 10
    return refused.value.problem.say.name


def test_ids_stay_as_the_sheet_shows_them() -> None:
    data = workbook(
        ["Name", "ID"],
        ["Ana", "0417"],
        ["Ben", 418],
        ["Cleo", 419.0],
        ["Dan", 42],
        ["Eve", 10**15],
        formats={"B5": "00000"},
    )
    ids = [row.student_id for row in read(data).rows]
    assert ids == ["0417", "418", "419", "00042", "1000000000000000"]


def test_days_and_other_values_are_plain_text() -> None:
    row = ["Ana", date(2013, 5, 4), datetime(2026, 9, 1, 8, 15), True, 8.5]
    sheet = read(workbook(["Name", "Born", "Seen", "Paid", "Mark"], row))
    assert sheet.people[0].cells == ("Ana", "2013-05-04", "2026-09-01 08:15:00", "TRUE", "8.5")


def test_no_formula_is_evaluated() -> None:
    sheet = read(workbook(["Name", "ID"], ["Ana", '=HYPERLINK("http://x")'], ["Ben", "=1+1"]))
    assert [row.student_id for row in sheet.rows] == ["", ""]


def test_the_sheet_with_names_is_found_and_hidden_ones_are_not_read() -> None:
    book = openpyxl.Workbook()
    hidden, about, people = book.worksheets[0], book.create_sheet(), book.create_sheet()
    hidden.append(["Name"])
    hidden.append(["Hidden Person"])
    hidden.sheet_state = "hidden"
    about.append(["Read me first, please."])
    people.append(["Last name", "First name"])
    people.append(["Ruiz", "Ana"])
    data = io.BytesIO()
    book.save(data)
    assert [row.display_name for row in read(data.getvalue()).rows] == ["Ana Ruiz"]


def test_lines_are_numbered_as_in_the_sheet() -> None:
    sheet = read(workbook([], ["Class 7b"], [], ["Name"], [], ["Ana"]))
    assert (sheet.encoding, sheet.header_line, sheet.rows[0].line) == ("Excel", 4, 6)


def test_damage_is_told() -> None:
    whole = workbook(["Name"], ["Ana"])
    assert refusal(whole[:-30]) == "roster-damaged-workbook"
    at = whole.index(b"xl/worksheets/sheet1.xml") + 30
    assert refusal(whole[:at] + b"\xff" * 40 + whole[at + 40 :]) == "roster-damaged-workbook"
    assert refusal(by_hand("<row><c><v>1</c></row>")) == "roster-damaged-workbook"
    assert refusal(by_hand('<row><c t="s"><v>7</v></c></row>')) == "roster-damaged-workbook"


def test_other_archives_are_no_workbook() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refusal(data.getvalue()) == "roster-other-file"


BOMBS = {
    "one cell that unzips to 40 MB": by_hand(TEXT, f"<si><t>{'a' * 40 * 2**20}</t></si>"),
    "a million cells": by_hand("<row>" + "<c/>" * 1_000_000 + "</row>"),
    "a million rows": by_hand("<row/>" * 1_000_000),
    "as many empty rows as tags are allowed": by_hand("<row/>" * 490_000),
    "a long text in every cell": by_hand(
        ("<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>") * 2000, f"<si><t>{'a' * 10**6}</t></si>"
    ),
    "a million merged cells": by_hand(
        TEXT, "<si><t>1</t></si>", after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 1_000_000
    ),
    "a row far away": by_hand('<row r="99999999999"><c><v>1</v></c></row>'),
    "entities": by_hand("<row/>", doctype='<!DOCTYPE a [<!ENTITY b "bbbb">]>'),
    "deep nesting": by_hand(
        "<row><c><is>" + "<r>" * 100_000 + "</r>" * 100_000 + "</is></c></row>"
    ),
    "one sheet under a thousand names": by_hand(
        "<row/>" * 90_000, sheets='<sheet name="a" sheetId="1" r:id="rId1"/>' * 1000
    ),
    "a thousand parts": by_hand(TEXT, "<si><t>1</t></si>", **{f"x/{i}": "" for i in range(1000)}),
    "zips within the zip": by_hand(
        TEXT, "<si><t>1</t></si>", **{f"xl/media/{i}.zip": "PK" for i in range(900)}
    ),
    "styles without end": by_hand(
        TEXT, "<si><t>1</t></si>", **{"xl/styles.xml": f"<styleSheet {NS}>" + "<a/>" * 30_000}
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_bomb_costs_more_than_seconds(bomb: str) -> None:
    assert refusal(BOMBS[bomb]).startswith("roster-")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_hides_gigabytes_is_refused_before_it_is_undone(method: int) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert refusal(data.getvalue()) == "roster-damaged-workbook"


def test_merged_cells_are_no_matter_to_a_list_above_them() -> None:
    rows = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>' * 50_000
    sheet = read(by_hand(rows, "<si><t>Name</t></si><si><t>Ana</t></si>", after=merged))
    assert [row.display_name for row in sheet.rows] == ["Ana"]


def test_cells_far_to_the_right_are_not_read() -> None:
    rows = '<row><c r="A1" t="s"><v>0</v></c><c r="XFD1"><v>1</v></c></row><row r="2">'
    data = by_hand(rows + '<c t="s"><v>1</v></c></row>', "<si><t>Name</t></si><si><t>Ana</t></si>")
    assert len(read(data).headings) <= xlsx.MAX_COLUMNS
