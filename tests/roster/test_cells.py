"""Cells are shown without what nobody sees, and leave so that no spreadsheet runs them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.cells import clean, plain, safe

CELLS = st.text() | st.text(alphabet="'=+-@\t\r\n \"0a–\u200b＝")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "'=1", "''@", " =1", "＝1", "\u200b=1"]
)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ana", "'t Hooft", "a=b", "8.5"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


@given(CELLS)
def test_no_safe_cell_begins_like_a_formula(cell: str) -> None:
    assert safe(cell)[:1] not in set("=+-@\t\r")


@given(CELLS)
def test_reading_takes_off_what_writing_put_before(cell: str) -> None:
    assert plain(safe(cell)) == cell
    assert clean(safe(clean(cell))) == clean(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="007"', "007"),
        ("  Ana \u00a0 Ruiz ", "Ana Ruiz"),
        ("Nu\u0301n\u0303ez", "Núñez"),
        ("–", ""),
        ("\ufeffAna\u200b", "Ana"),
    ],
)
def test_cells_are_shown_as_people_see_them(cell: str, text: str) -> None:
    assert clean(cell) == text
