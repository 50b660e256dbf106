"""Every line that cannot be used is named with its reason; every other line is used."""

import pytest

from appliance.words import spoken
from roster.check import Checked, check
from roster.problem import Problem
from roster.read import read

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Loops (91827)
,,,,,Manual Posting
    Points Possible,,,,,10
"Núñez, Ana",5501,00417,anunez,Biology 1 - A,8.5
"Student, Test",5999,,f3c1,Biology 1 - A,
"""
ONEROSTER = """\
sourcedId,status,role,username,givenName,familyName
s-1,active,student,ana,Ana,Núñez
s-2,tobedeleted,student,ben,Ben,Lovelace
t-1,active,teacher,rivera,Iris,Rivera
"""


def checked(text: str) -> Checked:
    """The text read and checked."""
    return check(read(text.encode()))


def names(found: Checked) -> list[str]:
    """The display names of the good rows."""
    return [row.display_name for row in found.good]


def told(problem: Problem) -> str:
    """What the teacher reads."""
    return spoken(problem.say)


def lines(found: Checked) -> list[int | None]:
    """The lines that have a problem."""
    return [problem.line for problem in found.problems]


def test_rows_without_fault_are_good() -> None:
    found = checked("name,id\nAna,1\nBen,2\n")
    assert names(found) == ["Ana", "Ben"]
    assert not (found.problems or found.bad or found.left_out)


def test_lines_that_canvas_adds_are_left_out_and_reported() -> None:
    found = checked(CANVAS)
    assert names(found) == ["Ana Núñez"]
    assert [note.line for note in found.left_out] == [2, 3, 5]
    assert found.problems == ()


def test_teachers_and_deleted_people_of_oneroster_are_left_out_and_reported() -> None:
    found = checked(ONEROSTER)
    assert names(found) == ["Ana Núñez"]
    assert [told(note) for note in found.left_out] == [
        "“Ben Lovelace” is marked as “tobedeleted”, so this line is left out.",
        "“Iris Rivera” has the role “teacher”, not student, and is left out.",
    ]


@pytest.mark.parametrize("role", ["Student", "Teilnehmer/in", "Étudiante", "Alumno", "Aluna"])
def test_a_student_is_a_student_in_every_language(role: str) -> None:
    assert names(checked(f"name,role\nAna,{role}\n")) == ["Ana"]


@pytest.mark.parametrize("key", ["id", "login", "email"])
def test_two_rows_for_one_student_are_both_named(key: str) -> None:
    found = checked(f"name,{key}\nAna,a@x.org\nBen,b@x.org\nAnne,A@x.org\n")
    assert names(found) == ["Ben"]
    assert lines(found) == [2, 4]
    assert all("Lines 2 and 4 have the same" in told(problem) for problem in found.problems)


def test_two_rows_alike_in_everything_get_one_sentence_each() -> None:
    assert lines(checked("name,id,email\nAna,1,a@x.org\nAna,1,a@x.org\n")) == [2, 3]


def test_twins_with_ids_of_their_own_are_both_good() -> None:
    assert len(checked("name,id\nAna Núñez,1\nAna Núñez,2\n").good) == 2


def test_one_name_twice_with_nothing_to_tell_them_apart_is_named() -> None:
    found = checked("name,id\nAna,1\nana,\nBen,3\n")
    assert lines(found) == [2, 3]
    assert names(found) == ["Ben"]


def test_ids_that_differ_in_leading_zeros_are_two_people() -> None:
    assert len(checked("name,id\nAna,01\nBen,1\n").good) == 2


def test_a_long_list_of_lines_is_shortened() -> None:
    text = "name,email\n" + "".join(f"N{number},a@x.org\n" for number in range(9))
    assert "Lines 2, 3, 4, 5, 6, and 4 more" in told(checked(text).problems[0])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",7,x@x.org", "no name"),
        ("?!,7,x@x.org", "no letter"),
        ("Ana,7,ana.x.org", "“ana.x.org” is not an e-mail address"),
        ("Ana,7,a@b@c", "not an e-mail address"),
        (f"{'A' * 65},7,", "has 65 characters"),
        (f"Ana,{'1' * 100_000},", "has 100,000 characters"),
        ("A\x07na,7,", "cannot be printed"),
        ("Ana,\u202e7,", "cannot be printed"),
        ("An\ufffd,7,", "cannot be printed"),
    ],
)
def test_bad_line_is_named_and_stops_no_other(row: str, words: str) -> None:
    found = checked(f"name,id,email\nBen,1,b@x.org\n{row}\nCleo,2,c@x.org\n")
    assert names(found) == ["Ben", "Cleo"]
    assert lines(found) == [3]
    assert words in told(found.problems[0])
    assert [bad.line for bad in found.bad] == [3]


def test_several_sections_in_one_cell_may_be_long() -> None:
    sections = " and ".join(f"Biology {number} - Lab" for number in range(9))
    assert checked(f"name,section\nAna,{sections}\n").good[0].section == sections


def test_lines_that_could_not_be_read_are_among_the_problems() -> None:
    found = checked('name,id\nAna,1,2\n"Ben,2\n,3\nCleo,4\n')
    assert lines(found) == [2, 3, 4]
    assert names(found) == ["Cleo"]


def test_markup_in_a_name_is_only_text() -> None:
    assert names(checked("name,id\n<b>Ana</b>,1\n=HYPERLINK(x),2\n")) == [
        "<b>Ana</b>",
        "=HYPERLINK(x)",
    ]


@pytest.mark.parametrize("status", ["tobedeleted", "Inactive", "suspended", "Withdrawn"])
def test_who_is_marked_as_gone_is_left_out(status: str) -> None:
    found = checked(f"name,id,status\nAna,1,{status}\nBen,2,active\n")
    assert names(found) == ["Ben"] and lines(found) == []


def test_lines_of_dates_points_and_averages_are_no_students() -> None:
    found = checked("Last Name,First Name,Email\nDate,,\nPoints,,\nDate,Anil,a@x.org\nMean,Bo,\n")
    assert names(found) == ["Anil Date", "Bo Mean"]
    assert [note.line for note in found.left_out] == [2, 3]


def test_whoever_is_left_out_counts_as_nobody_twice() -> None:
    found = checked("name,id,role\nAna,1,student\nIris,1,teacher\n")
    assert names(found) == ["Ana"] and lines(found) == []


def test_moodles_word_for_no_group_is_no_section() -> None:
    found = checked("Vorname;Nachname;Gruppen\nZoë;Groß;Keine Gruppen\n")
    assert [row.section for row in found.good] == [""]
