"""No file, however made, crashes or hangs the reader: it gets rows, or one sentence."""

import codecs
import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appliance.words import spoken
from roster.check import check
from roster.plan import FIELDS, Student, plan
from roster.problem import Problem, Refused
from roster.read import read
from roster.text import GUESSES
from tests.roster.test_xlsx import workbook

MB = 1024 * 1024
SIGNS = 'aB,;\t|"\n\r\x1f=N\x0b. 1@<>-\u0301\u00e9'
WORKBOOK = workbook(["Name", "ID"], ["Ana", "1"], ["Ben", 2])
bounded = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def say_aloud(problems: Sequence[Problem]) -> None:
    for problem in problems:
        assert spoken(problem.say) and spoken(problem.say, "de")


def judged(data: bytes, encoding: str = "") -> None:
    """Read, check and plan; every word of it can be said."""
    try:
        sheet = read(data, encoding=encoding)
    except Refused as refusal:
        say_aloud([refusal.problem])
        return
    checked = check(sheet)
    students = [Student("ana", "Ana"), Student("b", "B", student_id="1")]
    planned = plan(checked.good, students, checked.bad)
    say_aloud([*checked.problems, *checked.left_out, *planned.problems])
    assert len(sheet.rows) + len(sheet.problems) > 0 and sheet.sample


@bounded
@given(
    st.binary() | st.text(alphabet=SIGNS).map(str.encode) | st.text().map(str.encode),
    st.sampled_from(["", "?", *GUESSES]),
)
@example(b"A\x1fB\n", "")
@example(b'sep="\nName\n', "")
@example(b",\n,,\n", "")
def test_no_byte_string_gets_anything_but_rows_or_a_sentence(data: bytes, encoding: str) -> None:
    judged(data, encoding)


@bounded
@given(st.text(alphabet=SIGNS, max_size=300))
def test_nothing_below_a_header_does(text: str) -> None:
    judged(f"Name,ID,Email\n{text}".encode())


@bounded
@given(st.text(max_size=100), st.sampled_from([codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]))
def test_no_utf_16_does(text: str, mark: bytes) -> None:
    codec = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    judged(mark + f"Name;ID\n{text}".encode(codec, "surrogatepass"))


@bounded
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=40))
def test_no_damaged_workbook_does(place: int, damage: bytes) -> None:
    judged(WORKBOOK[:place] + damage + WORKBOOK[place + len(damage) :])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a" * 50 * MB, id="50 MB"),
        pytest.param(b"Ana\n" * 10**6, id="a million rows"),
        pytest.param(b"\n" * MB, id="a million blank lines"),
        pytest.param(b"name\n" + b"x" * 5 * MB, id="one field of 5 MB"),
        pytest.param(b"name\n" + b"x" * (MB - 9), id="one field of 1 MB"),
        pytest.param(b"\0" * MB, id="NUL"),
        pytest.param(b"," * MB, id="commas"),
        pytest.param((b"," * 1000 + b"\n") * 1000, id="lines of commas"),
        pytest.param(b"a," * (MB // 2), id="headings"),
        pytest.param(b"name,id\n" + b'"\n' * (MB // 2 - 9), id="quotation marks"),
        pytest.param(b"name,id\n" + b'"a",b"\n' * (MB // 7 - 9), id="odd quotation marks"),
        pytest.param(b"name,id\n" + b'"a\n' * 19 + b"a,b\n" * (MB // 4 - 50), id="open quotes"),
        pytest.param(
            b"Name\n" + ("a" + "\u0301\u0327" * 20_000 + "\n").encode() * 10, id="accents"
        ),
        pytest.param((" " * 40_000 + "\n").encode() * 20 + b"Name\nAna\n", id="spaces"),
        pytest.param(b"Name\n" + (b"'" * 100_000 + b"\n") * 9, id="apostrophes"),
        pytest.param(b"- " * 100_000 + b"\nAna\n", id="bullets"),
        pytest.param(codecs.BOM_UTF16_LE + "Ana\n".encode("utf-16-le") * 100_000, id="UTF-16"),
        pytest.param(bytes(range(128, 256)) * 8000, id="high bytes"),
        pytest.param(b"name,id\n" + b"Ana,\n" * 2000, id="two thousand of one name"),
    ],
)
def test_no_flood_takes_more_than_seconds(data: bytes) -> None:
    begin = time.process_time()
    judged(data)
    assert time.process_time() - begin < 5


def test_a_class_of_one_name_is_planned_in_seconds() -> None:
    text = "name,id\n" + "".join(f"Ana,x{number}\n" for number in range(2000))
    rows = check(read(text.encode())).good
    students = [Student(f"s{n}", "Ana", student_id=str(n)) for n in range(2000)]
    begin = time.process_time()
    assert len(plan(rows, students).add) == 2000
    assert time.process_time() - begin < 10


def test_the_biggest_roster_takes_less_than_a_second() -> None:
    header = "First name,Last name,ID number,Email address," + ",".join(
        f"Task {i}" for i in range(99)
    )
    line = "Ana,N{0},{0:06},a{0}@x.example" + ",8.25" * 84
    text = "\n".join([header, *map(line.format, range(2000))])
    data = text.encode()
    assert len(data) > 0.85 * MB
    begin = time.process_time()
    checked = check(read(data))
    people = [{field: getattr(row, field) for field in FIELDS} for row in checked.good]
    students = [Student(f"s{i}", **facts) for i, facts in enumerate(people)]
    assert len(plan(checked.good, students).keep) == 2000
    assert time.process_time() - begin < 3  # about 0.2 s, with room for a busy machine
