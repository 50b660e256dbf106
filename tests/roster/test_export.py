"""A roster leaves as it came in, runs nothing in a spreadsheet, and read back changes nothing."""

import codecs
import csv
import io

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from roster.cells import clean
from roster.check import check
from roster.export import export
from roster.plan import FIELDS, Plan, Student, plan
from roster.problem import Refused
from roster.read import read
from tests.roster.test_xlsx import workbook

CANVAS = """\
Student,ID,SIS User ID,Section,Loops (91827)\r
,,,,Manual Posting\r
Points Possible,,,,10\r
"Ruiz, Ana",5501,00417,Bio A,8.5\r
"Wu, Ben",5502,00418,Bio A,-3\r
"Student, Test",5999,,Bio A,\r
"""
ANA = Student("ana", "Ana Ruiz", "Ana", "Ruiz", "00417", section="Bio A")
BEN = Student("ben", "Ben Wu", "Ben", "Wu", "00418", section="Bio A")
bounded = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=9) | st.text(
    alphabet="ab'=+-@ \"—", max_size=6
)


def class_of(data: bytes) -> list[Student]:
    """The class that this file makes."""
    good = check(read(data)).good
    return [Student(f"s{r.line}", **{key: getattr(r, key) for key in FIELDS}) for r in good]


def again(data: bytes, students: list[Student]) -> Plan:
    """What reading the export would do to the class it was made of."""
    checked = check(read(export(data, students)))
    return plan(checked.good, students, checked.bad)


def test_what_nobody_changed_leaves_as_it_came() -> None:
    data = CANVAS.encode("utf-8-sig")
    assert export(data, [ANA, BEN]) == data.replace(b"-3", b"'-3")


def test_what_the_class_knows_better_is_in_its_cell() -> None:
    anna = Student("ana", "Anna Ruiz Gil", "Anna", "Ruiz Gil", "00417", section="Bio B")
    line = export(CANVAS.encode(), [anna, BEN]).decode().splitlines()[3]
    assert line == '"Ruiz Gil, Anna",5501,00417,Bio B,8.5'


def test_who_left_is_left_out_and_who_came_is_added() -> None:
    cleo = Student("cleo", "Cleo Park", "Cleo", "Park", "00420")
    lines = export(CANVAS.encode(), [ANA, cleo]).decode().splitlines()
    assert lines[3:] == [
        '"Ruiz, Ana",5501,00417,Bio A,8.5',
        '"Student, Test",5999,,Bio A,',
        '"Park, Cleo",,00420,,',
    ]


def test_role_and_status_of_the_added_are_those_of_the_others() -> None:
    data = b"sourcedId,status,role,givenName,familyName\ns-1,active,student,Ana,Ruiz\n"
    students = [*class_of(data), Student("b", "Ben Wu", "Ben", "Wu", "s-2")]
    assert export(data, students).splitlines()[-1] == b"s-2,active,student,Ben,Wu"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_stay(delimiter: str, encoding: str) -> None:
    data = "Name,Note\nZoë Groß,€\n".replace(",", delimiter).encode(encoding)
    assert export(data, class_of(data)) == data


def test_the_named_delimiter_stays_named() -> None:
    data = b"sep=;\r\nName;ID\r\nAna;1\r\n"
    assert export(data, class_of(data)) == data


def test_letters_that_the_encoding_lacks_make_it_utf_8() -> None:
    data = "Name\nZoë\n".encode("cp1252")
    out = export(data, [*class_of(data), Student("z", "Żaneta")])
    assert out == codecs.BOM_UTF8 + "Name\nZoë\nŻaneta\n".encode()


def test_a_workbook_leaves_as_text_that_excel_opens() -> None:
    data = workbook(["Name", "ID"], ["Ana Ruiz", "007"])
    assert export(data, class_of(data)) == codecs.BOM_UTF8 + b"Name,ID\r\nAna Ruiz,007\r\n"


def test_a_class_without_a_file_gets_a_list_of_ours() -> None:
    sheet = read(export(b"", [ANA, BEN]))
    assert plan(check(sheet).good, [ANA, BEN]).keep == (ANA, BEN)


def test_a_bare_list_stays_bare() -> None:
    data = b"1. Ana Ruiz\n2. Wu, Ben <ben@x.org>\n"
    out = export(data, class_of(data))
    assert out == b"Ana Ruiz\nWu, Ben <ben@x.org>\n"


def test_what_is_no_roster_is_refused() -> None:
    with pytest.raises(Refused):
        export(b"%PDF", [ANA])


@bounded
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_no_cell_of_an_export_runs_and_read_back_it_changes_nothing(
    people: list[tuple[str, str, str]], delimiter: str
) -> None:
    text = io.StringIO(newline="")
    rows = [(f"N{name}", f"{number}{i}", note) for i, (name, number, note) in enumerate(people)]
    csv.writer(text, delimiter=delimiter).writerows([("Full name", "Student ID", "Note"), *rows])
    data = text.getvalue().encode()
    students = class_of(data)
    assume(students)
    cells = csv.reader(io.StringIO(export(data, students).decode()), delimiter=delimiter)
    assert not [cell for row in cells for cell in row if cell[:1] in set("=+-@\t\r")]
    planned = again(data, students)
    assert not (planned.add or planned.change or planned.missing or planned.problems)


@bounded
@given(TEXT, TEXT, TEXT)
def test_who_is_added_by_hand_survives_too(first: str, last: str, student_id: str) -> None:
    first, last, student_id = clean(f"A{first}"), clean(last), clean(student_id)
    assume("," not in first + last)
    new = Student("new", clean(f"{first} {last}"), first, last, student_id)
    data = b"First name,Last name,ID\nAna,Ruiz,x1\n"
    planned = again(data, [*class_of(data), new])
    assert not (planned.add or planned.change or planned.missing or planned.problems)
