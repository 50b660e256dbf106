"""People come into a class by roster and card: real files, real paper, a real phone."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.walks.conftest import (
    Arrive,
    Someone,
    Stack,
    become_teacher,
    click,
    edit_student,
    eventually,
    go_to_class,
    import_roster,
    in_lab,
    is_out,
    make_class,
    print_cards,
    show_code,
    shown_cards,
    sign_in,
)
from tests.walks.paper import squares

pytestmark = pytest.mark.docker

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
MOODLE = [
    ["Vorname", "Nachname", "ID-Nummer", "E-Mail-Adresse", "Gruppen", "Schülerausweis"],
    ["Amara", "Diallo", "4711", "amara@schule.example", "7b", "007"],
    ["Änne", "Großkreutz", "4712", "", "7b", "031"],
]


@pytest.fixture(scope="module")
def teacher(stack: Stack, arrive: Arrive) -> Someone:
    """Mr Okafor, who has a chemistry class."""
    okafor = arrive("mr-okafor")
    become_teacher(okafor, stack.homeroom("teacher", "mr-okafor"))
    make_class(okafor, stack.origin, "Chemistry 3")
    return okafor


@pytest.fixture(scope="module")
def cards() -> dict[str, str]:
    """The code on everybody's newest card."""
    return {}


def workbook(*rows: tuple[str, int | str]) -> bytes:
    """Names and ids; an id may be a number that is only shown with zeros before it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Student ID"])
    for at, (name, number) in enumerate(rows, 2):
        sheet.cell(at, 1, name)
        sheet.cell(at, 2, number).number_format = "000"
    book.save(kept := io.BytesIO())
    return kept.getvalue()


def moodle(*more: list[str]) -> bytes:
    """As a German Moodle and an old spreadsheet program leave it."""
    csv.writer(text := io.StringIO(), delimiter=";").writerows([*MOODLE, *more])
    return text.getvalue().encode("windows-1252")


# Rosters


def test_a_workbook_keeps_the_zeros_that_ids_begin_with(stack: Stack, teacher: Someone) -> None:
    rows: list[tuple[str, int | str]]
    rows = [("Amara Diallo", "007"), ("Jürgen Weiß", 8), ("Nia Okonkwo", "012")]
    import_roster(teacher, workbook(*rows), "class.xlsx")
    expect(teacher.page.locator(".sums")).to_contain_text("3 added")
    click(teacher, "Apply")
    go_to_class(teacher, stack.origin, "chemistry-3/people")
    for name, number in zip((row[0] for row in rows), ("007", "008", "012"), strict=True):
        row = teacher.page.get_by_role("row").filter(has_text=name)
        expect(row.get_by_role("cell", name=number, exact=True)).to_be_visible()
    teacher.look("people")
    teacher.look_on_phone("people")


def test_columns_are_corrected_once_and_a_student_is_known_from_another_class(
    stack: Stack, teacher: Someone
) -> None:
    make_class(teacher, stack.origin, "Physics 3")
    import_roster(teacher, moodle())
    expect(teacher.page.get_by_text("read as windows-1252")).to_be_visible()
    expect(teacher.page.get_by_role("cell", name="Änne Großkreutz").first).to_be_visible()
    teacher.page.get_by_text("Columns", exact=True).click()
    number = teacher.page.get_by_label(re.compile("^Student id"))
    expect(number.locator("option:checked")).to_have_text("3: ID-Nummer")
    number.select_option(label="6: Schülerausweis")
    click(teacher, "Look again")
    known = teacher.page.get_by_role("row").filter(has_text="known from another class of yours")
    expect(known).to_contain_text("Amara Diallo")
    expect(known.get_by_role("cell", name="007", exact=True)).to_be_visible()
    teacher.look("moodle-preview")
    teacher.look_on_phone("moodle-preview")
    click(teacher, "Apply")
    import_roster(teacher, moodle(["Öztürk", "Cem", "4713", "", "7b", "044"]))
    expect(number.locator("option:checked")).to_have_text("6: Schülerausweis")
    expect(teacher.page.locator(".sums")).to_contain_text(re.compile(r"1\s+added"))
    expect(teacher.page.locator(".sums")).to_contain_text(re.compile(r"2\s+unchanged"))


def test_a_roster_is_refused_when_the_class_changed_meanwhile(
    stack: Stack, teacher: Someone
) -> None:
    go_to_class(teacher, stack.origin, "chemistry-3")
    import_roster(teacher, b"Name,Student ID\nPer Holm,050\n")
    meanwhile = teacher.context.new_page()
    meanwhile.goto(f"{stack.origin}/hub/teach/chemistry-3/people")
    meanwhile.get_by_text("Add one student").click()
    meanwhile.get_by_role("textbox", name="Name", exact=True).fill("Luca Moretti")
    meanwhile.get_by_role("button", name="Add", exact=True).click()
    expect(meanwhile.get_by_role("status").filter(has_text="Luca Moretti")).to_be_visible()
    meanwhile.close()
    click(teacher, "Apply")
    expect(teacher.page.get_by_role("alert")).to_contain_text("The class changed after you looked")
    go_to_class(teacher, stack.origin, "chemistry-3/people")
    expect(teacher.page.get_by_role("heading", name="4 students")).to_be_visible()


# Cards


def test_the_squares_on_printed_cards_fill_in_the_code_and_wait_for_a_press(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    go_to_class(teacher, stack.origin, "chemistry-3")
    cards |= print_cards(teacher)
    assert cards.keys() == {"Amara Diallo", "Jürgen Weiß", "Nia Okonkwo", "Luca Moretti"}
    found = squares(teacher.page.pdf(prefer_css_page_size=True), "cards-on-paper")
    assert sorted(found) == sorted(f"{stack.origin}/c/{code}" for code in cards.values())
    teacher.look("cards-to-print")
    phone = arrive("a found phone", **PHONE)
    for code in cards.values():
        phone.page.goto(next(url for url in found if url.endswith(code)))
        expect(phone.page.get_by_label("Sign-in code")).to_have_value(code)
        expect(phone.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        assert not [kept for kept in phone.context.cookies() if "login" in kept["name"]]


def test_the_pdf_to_download_has_the_same_cards(
    stack: Stack, teacher: Someone, cards: dict[str, str]
) -> None:
    with teacher.page.expect_download() as download:
        click(teacher, "Download as PDF")
    found = squares(Path(download.value.path()).read_bytes(), "cards-pdf")
    assert sorted(found) == sorted(f"{stack.origin}/c/{code}" for code in cards.values())


def test_to_load_the_page_of_cards_again_makes_no_others(teacher: Someone) -> None:
    teacher.page.reload()
    expect(teacher.page.get_by_role("button", name="Make the cards")).to_be_visible()
    teacher.look("cards-loaded-again")


def test_a_phone_comes_in_by_the_square(
    stack: Stack, arrive: Arrive, cards: dict[str, str]
) -> None:
    nia = arrive("nia-okonkwo", **PHONE)
    nia.page.goto(f"{stack.origin}/c/{cards['Nia Okonkwo']}")
    nia.page.screenshot(path=".screenshots/card-followed-phone.png")
    nia.page.get_by_role("button", name="Sign in", exact=True).tap()
    in_lab(nia)


def test_a_lost_card_is_void_once_another_is_printed(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    old, nia = cards["Nia Okonkwo"], arrive("nia-okonkwo")
    seat = re.sub(r"/lab.*", "/api/contents", nia.page.url)
    go_to_class(teacher, stack.origin, "chemistry-3")
    edit_student(teacher, "Nia Okonkwo")
    teacher.look("person")
    teacher.look_on_phone("person")
    click(teacher, "Print a new card")
    cards |= shown_cards(teacher)
    finder = arrive("whoever found the card")
    show_code(finder, stack.origin, old)
    expect(finder.page.get_by_role("alert")).to_contain_text("This code lets nobody in.")
    is_out(nia, stack.origin)
    eventually(lambda: nia.page.request.get(seat).status == 403, "the notebook is closed, too")
    sign_in(nia, stack.origin, cards["Nia Okonkwo"])


def test_whoever_is_missing_from_the_next_roster_is_archived_if_ticked(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    go_to_class(teacher, stack.origin, "chemistry-3")
    import_roster(teacher, b"Name,Student ID\nAmara Diallo,007\nNia Okonkwo,012\nLuca Moretti,\n")
    expect(teacher.page.locator(".sums")).to_contain_text(re.compile(r"1\s+missing"))
    teacher.page.get_by_label("archive Jürgen Weiß").check()
    teacher.look("missing")
    click(teacher, "Apply")
    go_to_class(teacher, stack.origin, "chemistry-3/people")
    expect(teacher.page.get_by_text("Archived: 1")).to_be_visible()
    gone = arrive("jurgen-weiss")
    show_code(gone, stack.origin, cards["Jürgen Weiß"])
    expect(gone.page.get_by_role("alert")).to_contain_text("This code lets nobody in.")
