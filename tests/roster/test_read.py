"""Any class list a school exports is read without a setting; any other file gets a sentence."""

import codecs

import pytest

from appliance.words import spoken
from roster.columns import Memory
from roster.problem import Refused
from roster.read import MAX_ROWS, pasted, read, read_pasted
from roster.row import Row
from roster.sheet import NoNames, Sheet

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Loops (91827),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,10,(read only)
"Núñez, Ana",5501,00417,anunez,Biology 1 - A and Biology 1 - Lab,8.5,85
"Lovelace, Ben",5502,00418,blovelace,Biology 1 - A,,
"Student, Test",5999,,f3c1,Biology 1 - A,,
"""
MOODLE_GERMAN = """\
Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Gruppen
Zoë;Groß;007;zoe@schule.example;7b
Ana;Núñez;008;ana@schule.example;7b
"""
MOODLE_FRENCH = "Prénom,Nom,Adresse de courriel\nAna,Núñez,ana@lycee.example\n"
MOODLE_SPANISH = "Nombre,Apellido(s),Dirección de correo\nAna,Núñez,ana@liceo.example\n"
MOODLE_PORTUGUESE = "Nome,Apelido,Endereço de e-mail\nAna,Nunes,ana@escola.example\n"
MOODLE_UPLOAD = (
    "username,password,firstname,lastname,email,idnumber,group1\nana,,Ana,Núñez,ana@x.org,0417,A\n"
)
ONEROSTER = """\
"sourcedId","status","dateLastModified","enabledUser","orgSourcedIds","role","username",\
"userIds","givenName","familyName","middleName","identifier","email"
"s-1","active","","true","o-1","student","ana","","Ana","Núñez","","0417","ana@x.org"
"t-1","active","","true","o-1","teacher","rivera","","Iris","Rivera","","","rivera@x.org"
"""
BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\n'
    '"Núñez"\t"Ana"\t"anunez"\t"00417"\t"2026-09-01"\t"Yes"\n'
)
NBGRADER = "id,first_name,last_name,email,lms_user_id\nana,Ana,Núñez,ana@x.org,417\n"
CLEVER = (
    "School_id,Student_id,Student_number,Last_name,First_name,Grade,Student_email\n"
    "12,00417,9,Núñez,Ana,7,ana@x.org\n"
)
POWERSCHOOL = 'Student_Number\tLastFirst\tGrade_Level\n00417\t"Núñez, Ana"\t7\n'
GOOGLE = "Last Name,First Name,Email Address,Loops\nNúñez,Ana,ana@x.org,9\n"
GITHUB = "identifier,github_username,github_id,name\n1,ananunez,99,Ana Núñez\n"
GERMAN_OFFICE = "Klassenliste 7b;;\n;;\nName;Vorname;Klasse\nNúñez;Ana;7b\n"
EXCEL = 'sep=;\nName;Student ID\nAna Núñez;="00417"\n'
BARE = "Ana Núñez\n\nLovelace, Ben\n李小龙\n"
PASTED = "1. Ana Núñez\n2. Ben Lovelace\n"
ONE_COLUMN = "Students\nNúñez, Ana\nKing, Jr.\n"

ANA = {"first_name": "Ana", "last_name": "Núñez", "display_name": "Ana Núñez"}

SAMPLES = {
    "Canvas": (CANVAS, {"student_id": "00417", "login": "anunez", **ANA}),
    "Moodle in French": (MOODLE_FRENCH, {"email": "ana@lycee.example", **ANA}),
    "Moodle in Spanish": (MOODLE_SPANISH, {"email": "ana@liceo.example", **ANA}),
    "Moodle in Portuguese": (MOODLE_PORTUGUESE, {"last_name": "Nunes", "first_name": "Ana"}),
    "Moodle upload": (
        MOODLE_UPLOAD,
        {"login": "ana", "student_id": "0417", "email": "ana@x.org", "section": "A", **ANA},
    ),
    "OneRoster": (ONEROSTER, {"student_id": "s-1", "login": "ana", "role": "student", **ANA}),
    "Blackboard": (BLACKBOARD, {"student_id": "00417", "login": "anunez", **ANA}),
    "nbgrader": (NBGRADER, {"student_id": "ana", "email": "ana@x.org", **ANA}),
    "Clever": (CLEVER, {"student_id": "00417", "email": "ana@x.org", **ANA}),
    "PowerSchool": (POWERSCHOOL, {"student_id": "00417", **ANA}),
    "Google Classroom": (GOOGLE, {"email": "ana@x.org", **ANA}),
    "GitHub Classroom": (GITHUB, {"login": "ananunez", "display_name": "Ana Núñez"}),
    "German office list": (GERMAN_OFFICE, {"section": "7b", **ANA}),
    "Excel with sep=": (EXCEL, {"student_id": "00417", "display_name": "Ana Núñez"}),
    "bare list": (BARE, {"display_name": "Ana Núñez"}),
    "pasted list": (PASTED, {"display_name": "Ana Núñez"}),
    "one column": (ONE_COLUMN, ANA),
}


def person(sheet: Sheet, name: str) -> Row:
    """The row of that display name."""
    return next(row for row in sheet.rows if row.display_name == name)


def refusal(data: bytes) -> tuple[int | None, str]:
    """The line and the sentence with which the file is refused."""
    with pytest.raises(Refused) as refused:
        read(data)
    return refused.value.problem.line, spoken(refused.value.problem.say)


@pytest.mark.parametrize("source", SAMPLES)
def test_ana_is_read_from_what_schools_export(source: str) -> None:
    text, expected = SAMPLES[source]
    ana = next(row for row in read(text.encode()).rows if row.display_name.startswith("Ana"))
    assert {field: getattr(ana, field) for field in expected} == expected


def test_german_moodle_list_is_read_whole() -> None:
    sheet = read(MOODLE_GERMAN.encode("cp1252"))
    assert (sheet.encoding, sheet.delimiter, sheet.header_line) == ("Windows-1252", ";", 1)
    assert sheet.headings[2] == "ID-Nummer"
    assert sheet.rows[0] == Row(2, "007", "", "zoe@schule.example", "Zoë", "Groß", "Zoë Groß", "7b")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (MOODLE_GERMAN.encode(), "UTF-8"),
        (MOODLE_GERMAN.encode("utf-8-sig"), "UTF-8"),
        (codecs.BOM_UTF16_LE + MOODLE_GERMAN.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + MOODLE_GERMAN.encode("utf-16-be"), "UTF-16"),
        (MOODLE_GERMAN.encode("cp1252"), "Windows-1252"),
        (MOODLE_GERMAN.replace("\n", "\r\n").encode(), "UTF-8"),
        (MOODLE_GERMAN.replace("\n", "\r").encode(), "UTF-8"),
    ],
)
def test_the_same_list_in_any_encoding_gives_the_same_rows(data: bytes, encoding: str) -> None:
    sheet = read(data)
    assert sheet.encoding == encoding
    assert sheet.rows == read(MOODLE_GERMAN.encode()).rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_same_list_with_any_delimiter_gives_the_same_rows(delimiter: str) -> None:
    sheet = read(MOODLE_GERMAN.replace(";", delimiter).encode())
    assert sheet.delimiter == delimiter
    assert sheet.rows == read(MOODLE_GERMAN.encode()).rows


def test_names_with_commas_do_not_hide_the_semicolons() -> None:
    sheet = read("Name;ID;Note\nNúñez, Ana;0417;8,5\nLovelace, Ben;0418;9,5\n".encode())
    assert sheet.delimiter == ";"
    assert person(sheet, "Ana Núñez").student_id == "0417"


def test_header_is_found_below_title_lines() -> None:
    assert read(GERMAN_OFFICE.encode()).header_line == 3


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    sheet = read(b'name,notes\nAna,"two\nlines"\n\nBen,\n')
    assert [(row.line, row.display_name) for row in sheet.rows] == [(2, "Ana"), (5, "Ben")]


def test_column_that_is_empty_gives_way_to_a_filled_one() -> None:
    sheet = read(b"Student,ID,SIS User ID,Section\nAna,5501,,A\nBen,5502,,A\n")
    assert person(sheet, "Ana").student_id == "5501"


def test_bare_list_has_no_header() -> None:
    sheet = read(BARE.encode())
    assert sheet.header_line is None
    assert [row.display_name for row in sheet.rows] == ["Ana Núñez", "Ben Lovelace", "李小龙"]


def test_generation_after_a_comma_is_no_first_name() -> None:
    assert person(read(ONE_COLUMN.encode()), "King, Jr.").first_name == ""


def test_invisible_characters_and_double_spaces_are_dropped() -> None:
    sheet = read("name,email\n\u200bAna \u00a0 Nu\u0301n\u0303ez,-\nBen,b@x.org\n".encode())
    assert (sheet.rows[0].display_name, sheet.rows[0].email) == ("Ana Núñez", "")


def test_open_quotation_mark_costs_only_its_own_line() -> None:
    sheet = read(b'name,email\n"Ana,ana@x.org\nBen,ben@x.org\n')
    assert [problem.line for problem in sheet.problems] == [2]
    assert [row.display_name for row in sheet.rows] == ["Ben"]


def test_line_with_more_cells_than_the_header_is_named() -> None:
    sheet = read("name,email\nNúñez, Ana,ana@x.org\nBen,ben@x.org,\n".encode())
    assert [(p.line, "comma" in spoken(p.say)) for p in sheet.problems] == [(2, True)]
    assert [row.display_name for row in sheet.rows] == ["Ben"]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", None, "empty"),
        (b" \n\n", None, "empty"),
        (b"sep=;\n", None, "empty"),
        (b'""\n', None, "empty"),
        (b"name,email\n", 1, "no line below"),
        (b"id,email\n1,a@x.org\n", 1, "“id” and “email”"),
        (b"colour,animal\nred,cat\n", 1, "No column of names"),
        (b"this is not a csv", 1, "No column of names"),
        (b"Name\nAna\0\n", 2, "NUL"),
        ("Name\nAna\n".encode("utf-16-le"), 1, "NUL"),
        (codecs.BOM_UTF16_LE + b"N\0a", 1, "not UTF-16"),
        (b"Name\nAna\nB\x81 \x98\n", 3, "not Windows-1252"),
        (b"PK\x03\x04...", None, "damaged"),
        (b"{\\rtf1", None, "word processor"),
        (b"\x1f\x8b\x08", None, "compressed"),
        (b"\xd0\xcf\x11\xe0...", None, "Excel"),
        (b"%PDF-1.7", None, "PDF"),
        (b"\x89PNG\r\n", None, "picture"),
        (b"\n<!DOCTYPE html><table>", None, "web page"),
        (b'{"cells": []}', None, "notebook"),
        (b"Name\n" + b"x" * 1024 * 1024, None, "at most 1 MB"),
        (b"Name\n" + b"Ana\n" * (MAX_ROWS + 1), MAX_ROWS + 2, "more than 2,000 rows"),
        (b"Ana\n" * 200_000, MAX_ROWS + 1, "more than 2,000 rows"),
        (b'name,id\n"Ana"x\n' * 30, 2, "quotation marks"),
        (b"name\n" + b"x" * 500_000, 2, "too long"),
    ],
)
def test_file_that_is_no_roster_gets_a_sentence(data: bytes, line: int | None, words: str) -> None:
    found_line, message = refusal(data)
    assert (found_line, words in message) == (line, True), message
    assert message.endswith(".")


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(read(b"Name\n" + b"Ana\n" * MAX_ROWS).rows) == MAX_ROWS


def test_a_list_without_names_offers_its_columns_to_choose_from() -> None:
    with pytest.raises(NoNames) as refused:
        read(b"colour,animal\nred,cat\nblue,dog\n")
    sheet = refused.value.sheet
    assert sheet.rows == () and sheet.sample[1] == ("red", "cat")
    mended = read(b"colour,animal\nred,cat\nblue,dog\n", columns={"display_name": 1})
    assert [row.display_name for row in mended.rows] == ["animal", "cat", "dog"]


def test_headings_nobody_knows_are_told_from_the_people_below() -> None:
    sheet = read(b"Kenn;Wer;Post\n1;Ana Ruiz;a@x.org\n2;Ben Wu;b@x.org\n")
    assert (sheet.header_line, sheet.headings) == (1, ("Kenn", "Wer", "Post"))
    assert sheet.columns == {"display_name": 1, "email": 2, "student_id": 0}


def test_the_teacher_is_believed_about_columns() -> None:
    data = b"Name,ID,Login\nAna,1,ana\n"
    sheet = read(data, columns={"student_id": 2, "section": 1})
    assert sheet.columns == {"display_name": 0, "student_id": 2, "section": 1}
    assert (sheet.rows[0].student_id, sheet.rows[0].section) == ("ana", "1")


def test_a_column_that_the_teacher_refuses_is_not_read() -> None:
    sheet = read(b"Name,ID\nAna,1\n", columns={"student_id": -1})
    assert sheet.rows[0].student_id == ""
    assert read(b"Name,ID\nAna,1\n", columns=sheet.columns).columns == sheet.columns


def test_columns_beyond_the_file_are_empty() -> None:
    assert read(b"Name,ID\nAna,1\n", columns={"email": 99}).rows[0].email == ""


def test_names_cannot_be_corrected_away() -> None:
    with pytest.raises(NoNames):
        read(b"Name,ID\nAna,1\n", columns={"display_name": -1})


def test_what_is_remembered_finds_even_a_header_of_strange_words() -> None:
    memory: Memory = {"display_name": ["Wer", 1], "student_id": ["Kenn", 1]}
    sheet = read(b"Liste\nWer;Kenn\nana;x\nben;y\n", remembered=memory)
    assert (sheet.header_line, sheet.columns) == (2, {"display_name": 0, "student_id": 1})


def test_another_encoding_may_be_chosen_when_it_was_a_guess() -> None:
    data = "Name\nŁukasz Żak\n".encode("cp1250")
    guess = read(data)
    assert guess.encoding == "Windows-1252"
    assert {"Windows-1250", "Windows-1251", "Windows-1254", "Shift_JIS"} < set(guess.encodings)
    assert read(data, encoding="Windows-1250").rows[0].display_name == "Łukasz Żak"
    with pytest.raises(Refused):
        read(data, encoding="rot13")


def test_no_encoding_is_offered_where_none_is_in_doubt() -> None:
    assert read("Name\nZoë\n".encode()).encodings == ()
    assert read("Name\nZoë\n".encode("utf-16"), encoding="Shift_JIS").encoding == "UTF-16"


def test_bytes_that_windows_1252_lacks_point_to_the_next_guess() -> None:
    assert read("Name,ID\n表 十郎,1\n".encode("cp932")).encoding == "Shift_JIS"


def test_pasted_text_is_read_like_a_file() -> None:
    text = "Name\tClass\r\nZoë\t7b\r\n"
    assert read_pasted(text).rows == read(pasted(text)).rows
    assert read_pasted(text).rows[0].section == "7b"
    assert read_pasted("Ana\ud800 Ruiz\nBen Wu").rows[0].display_name == "Ana? Ruiz"


def test_addresses_beside_pasted_names_are_kept() -> None:
    sheet = read_pasted('* "Ana Ruiz" <ana@x.org>;\n* Ben Wu <ben@x.org>\n')
    assert [(row.display_name, row.email) for row in sheet.rows] == [
        ("Ana Ruiz", "ana@x.org"),
        ("Ben Wu", "ben@x.org"),
    ]


def test_the_sample_shows_all_columns_and_no_flood() -> None:
    sheet = read(b"Name,Note,ID\n" + f"Ana,{'x' * 90}\n".encode() * 9)
    assert len(sheet.sample) == 5
    assert [len(cell) for cell in sheet.sample[0]] == [3, 40, 0]


def test_a_list_whose_lines_end_in_a_delimiter_is_a_list() -> None:
    assert [row.display_name for row in read(b"Ana Ruiz;\nBen Wu;\n").rows] == [
        "Ana Ruiz",
        "Ben Wu",
    ]


def test_a_header_that_is_repeated_is_nobody() -> None:
    assert len(read(b"Name,ID\nAna,1\nName,ID\nBen,2\n").rows) == 2


def test_quoted_cells_without_headings_are_a_table() -> None:
    data = "".join(f'"{n}","Ana N{chr(97 + n)}"\n' for n in range(26)).encode()
    assert read(data).columns == {"student_id": 0, "display_name": 1}
