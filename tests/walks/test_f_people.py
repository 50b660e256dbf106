"""People: into a class by roster, card, PIN and nod, in a real browser and on real paper; and out."""

import csv
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.walks.conftest import (
    PASSWORD,
    Arrive,
    Someone,
    Stack,
    become_teacher,
    eventually,
    import_roster,
    in_lab,
    make_class,
    print_cards,
    shown_cards,
    sign_in,
)
from tests.walks.paper import squares

pytestmark = pytest.mark.docker

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
GERMAN = {"locale": "de-DE"}
PIN = "4816"
OTHER_PASSWORD = "nine grey stones under rain"
MOODLE = [
    ["Vorname", "Nachname", "ID-Nummer", "E-Mail-Adresse", "Gruppen", "Schülerausweis"],
    ["Amara", "Diallo", "4711", "amara@schule.example", "7b", "007"],
    ["Änne", "Großkreutz", "4712", "", "7b", "031"],
]
GUEST_IS_OVER = """
from datetime import timedelta
from sqlmodel import select
from appliance import db, models
from appliance.settings import Settings
with db.writing(db.open_engine(Settings().database_url)) as session:
    found = select(models.Enrolment).where(models.Enrolment.role == "guest")
    guest = session.exec(found).one()
    guest.until = models.now() - timedelta(minutes=1)
    print(guest.id)
"""


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


@pytest.fixture(scope="module")
def leaving() -> list[str]:
    """The number of the guest's seat whose day is over."""
    return []


def go(person: Someone, stack: Stack, path: str) -> None:
    person.page.goto(f"{stack.origin}/hub/teach/{path}")


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


def press(person: Someone, name: str) -> None:
    person.page.get_by_role("button", name=name, exact=True).click()


def edit(teacher: Someone, name: str) -> None:
    """Open a student's own page from any page of the class."""
    teacher.page.get_by_role("link", name="People", exact=True).click()
    teacher.page.get_by_role("link", name=f"Edit {name}").click()


def show_code(person: Someone, stack: Stack, code: str) -> None:
    person.page.goto(stack.origin)
    person.page.get_by_label("Sign-in code").fill(code)
    press(person, "Sign in")


def is_out(person: Someone, stack: Stack) -> None:
    """Whoever is signed out is asked for a code, wherever they wanted to go."""
    person.page.goto(f"{stack.origin}/hub/desk")
    expect(person.page.get_by_label("Sign-in code")).to_be_visible()


# Rosters


def test_a_workbook_keeps_the_zeros_that_ids_begin_with(stack: Stack, teacher: Someone) -> None:
    rows = [("Amara Diallo", "007"), ("Jürgen Weiß", 8), ("Nia Okonkwo", "012")]
    import_roster(teacher, workbook(*rows), "class.xlsx")
    expect(teacher.page.locator(".sums")).to_contain_text("3 added")
    press(teacher, "Apply")
    go(teacher, stack, "chemistry-3/people")
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
    number = teacher.page.get_by_label("Student id", exact=True)
    expect(number.locator("option:checked")).to_have_text("3: ID-Nummer")
    number.select_option(label="6: Schülerausweis")
    press(teacher, "Look again")
    known = teacher.page.get_by_role("row").filter(has_text="known from another class of yours")
    expect(known).to_contain_text("Amara Diallo")
    expect(known.get_by_role("cell", name="007", exact=True)).to_be_visible()
    teacher.look("moodle-preview")
    teacher.look_on_phone("moodle-preview")
    press(teacher, "Apply")
    import_roster(teacher, moodle(["Öztürk", "Cem", "4713", "", "7b", "044"]))
    expect(number.locator("option:checked")).to_have_text("6: Schülerausweis")
    expect(teacher.page.locator(".sums")).to_contain_text(re.compile(r"1\s+added"))
    expect(teacher.page.locator(".sums")).to_contain_text(re.compile(r"2\s+unchanged"))


def test_a_roster_is_refused_when_the_class_changed_meanwhile(
    stack: Stack, teacher: Someone
) -> None:
    go(teacher, stack, "chemistry-3")
    import_roster(teacher, b"Name,Student ID\nPer Holm,050\n")
    meanwhile = teacher.context.new_page()
    meanwhile.goto(f"{stack.origin}/hub/teach/chemistry-3/people")
    meanwhile.get_by_text("Add one student").click()
    meanwhile.get_by_role("textbox", name="Name", exact=True).fill("Luca Moretti")
    meanwhile.get_by_role("button", name="Add", exact=True).click()
    expect(meanwhile.get_by_role("status").filter(has_text="Luca Moretti")).to_be_visible()
    meanwhile.close()
    press(teacher, "Apply")
    expect(teacher.page.get_by_role("alert")).to_contain_text("The class changed after you looked")
    go(teacher, stack, "chemistry-3/people")
    expect(teacher.page.get_by_role("heading", name="4 students")).to_be_visible()


# Cards


def test_the_squares_on_printed_cards_fill_in_the_code_and_wait_for_a_press(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    go(teacher, stack, "chemistry-3")
    cards |= print_cards(teacher)
    assert cards.keys() == {"Amara Diallo", "Jürgen Weiß", "Nia Okonkwo", "Luca Moretti"}
    found = squares(teacher.page.pdf(prefer_css_page_size=True), "cards-on-paper")
    assert sorted(found) == sorted(f"{stack.origin}/c/{code}" for code in cards.values())
    teacher.look("cards-to-print")
    phone = arrive("a found phone", **PHONE)
    for name, code in cards.items():
        phone.page.goto(next(url for url in found if url.endswith(code)))
        expect(phone.page.get_by_label("Sign-in code")).to_have_value(code), name
        expect(phone.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        assert not [kept for kept in phone.context.cookies() if "login" in kept["name"]]


def test_the_pdf_to_download_has_the_same_cards(
    stack: Stack, teacher: Someone, cards: dict[str, str]
) -> None:
    with teacher.page.expect_download() as download:
        press(teacher, "Download as PDF")
    found = squares(Path(download.value.path()).read_bytes(), "cards-pdf")
    assert sorted(found) == sorted(f"{stack.origin}/c/{code}" for code in cards.values())


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
    go(teacher, stack, "chemistry-3")
    edit(teacher, "Nia Okonkwo")
    teacher.look("person")
    teacher.look_on_phone("person")
    press(teacher, "Print a new card")
    cards |= shown_cards(teacher)
    finder = arrive("whoever found the card")
    show_code(finder, stack, old)
    expect(finder.page.get_by_role("alert")).to_contain_text("This code lets nobody in.")
    is_out(nia, stack)
    eventually(lambda: nia.page.request.get(seat).status == 403, "the notebook is closed, too")
    sign_in(nia, stack.origin, cards["Nia Okonkwo"])


def test_whoever_is_missing_from_the_next_roster_is_archived_if_ticked(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    go(teacher, stack, "chemistry-3")
    import_roster(teacher, b"Name,Student ID\nAmara Diallo,007\nNia Okonkwo,012\nLuca Moretti,\n")
    expect(teacher.page.locator(".sums")).to_contain_text(re.compile(r"1\s+missing"))
    teacher.page.get_by_label("archive Jürgen Weiß").check()
    teacher.look("missing")
    press(teacher, "Apply")
    go(teacher, stack, "chemistry-3/people")
    expect(teacher.page.get_by_text("Archived: 1")).to_be_visible()
    gone = arrive("jurgen-weiss")
    show_code(gone, stack, cards["Jürgen Weiß"])
    expect(gone.page.get_by_role("alert")).to_contain_text("This code lets nobody in.")


# The PIN


@pytest.fixture(scope="module")
def suri(stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]) -> Someone:
    """The one student of a class that asks for a PIN."""
    make_class(teacher, stack.origin, "Art 3")
    go(teacher, stack, "art-3/settings")
    teacher.page.get_by_label("Ask for a PIN after the card").check()
    press(teacher, "Save")
    expect(teacher.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    go(teacher, stack, "art-3/people")
    teacher.page.get_by_text("Add one student").click()
    teacher.page.get_by_role("textbox", name="Name", exact=True).fill("Suri Patel")
    press(teacher, "Add")
    cards |= print_cards(teacher)
    return arrive("suri-patel")


def choose_pin(person: Someone, pin: str) -> None:
    person.page.get_by_label("PIN, at least 4 digits").fill(pin)
    person.page.get_by_label("The same again").fill(pin)
    press(person, "Keep it and sign in")


def test_a_class_may_ask_for_a_pin_that_is_chosen_at_the_first_sign_in(
    stack: Stack, suri: Someone, cards: dict[str, str]
) -> None:
    show_code(suri, stack, cards["Suri Patel"])
    choose_pin(suri, "1234")
    expect(suri.page.get_by_role("alert")).to_contain_text("first that anybody would try")
    suri.look("pin-first")
    suri.look_on_phone("pin-first")
    choose_pin(suri, PIN)
    in_lab(suri)


def test_a_wrong_pin_is_counted_until_it_waits_and_the_teacher_resets_it(
    stack: Stack, teacher: Someone, suri: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    finder = arrive("whoever found the card")
    show_code(finder, stack, cards["Suri Patel"])
    said = finder.page.get_by_role("alert")
    for _ in range(20):
        finder.page.get_by_label("PIN", exact=True).fill("9073")
        press(finder, "Sign in")
        expect(said).to_be_visible()
        if "Too many wrong PINs" in said.inner_text():
            break
        expect(said).to_contain_text("That is not your PIN.")
    expect(said).to_contain_text("Too many wrong PINs.")
    finder.look_on_phone("pin-waits")
    go(teacher, stack, "art-3")
    edit(teacher, "Suri Patel")
    press(teacher, "Reset the PIN")
    is_out(suri, stack)
    is_out(finder, stack)
    show_code(suri, stack, cards["Suri Patel"])
    choose_pin(suri, PIN)
    in_lab(suri)
    show_code(suri, stack, cards["Suri Patel"])
    suri.page.get_by_label("PIN", exact=True).fill(PIN)
    press(suri, "Sign in")
    in_lab(suri)


# The door


def open_door(teacher: Someone, stack: Stack, whom: str) -> str:
    """Open the class to newcomers; the join code on the board."""
    go(teacher, stack, "chemistry-3/join")
    teacher.page.get_by_label("For", exact=True).select_option(label=whom)
    press(teacher, "Open the door")
    return teacher.page.locator(".join-code").inner_text()


def knock(newcomer: Someone, stack: Stack, code: str, name: str) -> None:
    show_code(newcomer, stack, code)
    newcomer.page.get_by_label("Your name").fill(name)
    newcomer.look_on_phone("walkin-name")
    press(newcomer, "Ask to come in")
    expect(newcomer.page.get_by_text("your teacher is being asked")).to_be_visible()


def test_a_newcomer_is_let_in_by_a_nod(stack: Stack, teacher: Someone, arrive: Arrive) -> None:
    tomas = arrive("tomas-novak")
    knock(tomas, stack, open_door(teacher, stack, "new students"), "Tomáš Novák")
    tomas.look_on_phone("walkin-waits")
    go(teacher, stack, "chemistry-3")
    teacher.page.get_by_role("link", name="1 newcomer waits at the door").click()
    expect(teacher.page.get_by_text("Waiting: 1")).to_be_visible()
    teacher.look("door")
    teacher.look_on_phone("door")
    press(teacher, "Let Tomáš Novák in")
    in_lab(tomas)
    press(teacher, "Close the door")


def test_a_guest_takes_the_files_along_before_the_day_ends(
    stack: Stack, teacher: Someone, arrive: Arrive, leaving: list[str]
) -> None:
    guest = arrive("gus-guest")
    knock(guest, stack, open_door(teacher, stack, "guests, for the day"), "Gus Guest")
    press(teacher, "Let Gus Guest in")
    in_lab(guest)
    stack.python("gus-guest", "open('notes.txt', 'w').write('photosynthesis')")
    guest.page.goto(f"{stack.origin}/hub/desk")
    guest.look("guest-desk")
    guest.look_on_phone("guest-desk")
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name="Take my files with me").click()
    with zipfile.ZipFile(download.value.path()) as taken:
        assert taken.read("notes.txt") == b"photosynthesis"
    go(teacher, stack, "chemistry-3/join")
    teacher.look("door-guests")
    leaving.append(in_part(stack, "hub", "python", "-", stdin=GUEST_IS_OVER))
    assert leaving[0] in in_part(stack, "launcher", "ls", "/homes/home").split()
    is_out(guest, stack)


def in_part(stack: Stack, part: str, *command: str, stdin: str | None = None) -> str:
    return stack.run("docker", "compose", "exec", "-T", part, *command, stdin=stdin)


# Who is in


def test_teacher_ends_one_session_and_then_all(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    nia, amara = arrive("nia-okonkwo"), arrive("amara-diallo")
    show_code(amara, stack, cards["Amara Diallo"])
    expect(amara.page.get_by_label("Sign-in code")).to_have_count(0)
    go(teacher, stack, "chemistry-3/sessions")
    expect(teacher.page.get_by_text("3 browsers are signed in.")).to_be_visible()
    teacher.look("sessions")
    teacher.look_on_phone("sessions")
    press(teacher, "Sign out: Amara Diallo")
    expect(teacher.page.get_by_text("1 browser was signed out.")).to_be_visible()
    is_out(amara, stack)
    nia.page.goto(f"{stack.origin}/hub/desk")
    expect(nia.page.get_by_role("button", name="Open my notebook")).to_be_visible()
    go(teacher, stack, "chemistry-3/sessions")
    press(teacher, "Sign out everyone")
    expect(teacher.page.get_by_text("2 browsers were signed out.")).to_be_visible()
    is_out(nia, stack)
    is_out(arrive("tomas-novak"), stack)


# Staff


def test_an_assistant_prints_cards_and_leaves_the_settings_alone(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    go(teacher, stack, "chemistry-3/settings")
    teacher.look("settings")
    teacher.look_on_phone("settings")
    teacher.page.get_by_role("textbox", name="Name", exact=True).fill("Ines Sá")
    press(teacher, "Make an account")
    teacher.look("invited")
    ines = arrive("ines-sa")
    become_teacher(ines, teacher.page.locator(".one-time").inner_text())
    ines.look("assistant-classes")
    go(ines, stack, "chemistry-3/settings")
    expect(ines.page.get_by_text("Only teachers of this class can change")).to_be_visible()
    expect(ines.page.get_by_label("Title")).to_be_disabled()
    for name in ("Save", "Make an account", "Put it away"):
        expect(ines.page.get_by_role("button", name=name)).to_have_count(0)
    ines.look("assistant-settings")
    edit(ines, "Nia Okonkwo")
    press(ines, "Print a new card")
    cards |= shown_cards(ines)
    sign_in(arrive("nia-okonkwo"), stack.origin, cards["Nia Okonkwo"])


# Words


def test_a_german_browser_is_spoken_to_in_german(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    luca, lehrer = arrive("luca, a German", **GERMAN), arrive("mr-okafor, a German", **GERMAN)
    luca.page.goto(stack.origin)
    heading = luca.page.get_by_role("heading", name="Geben Sie den Code von Ihrer Karte ein")
    expect(heading).to_be_visible()
    luca.look("signin-german")
    luca.page.get_by_label("Anmeldecode").fill(cards["Luca Moretti"])
    press(luca, "Anmelden")
    expect(heading).to_have_count(0)
    luca.page.goto(f"{stack.origin}/hub/desk")
    expect(luca.page.get_by_role("heading", name="Hallo, Luca Moretti")).to_be_visible()
    expect(luca.page.get_by_role("button", name="Mein Notebook öffnen")).to_be_visible()
    luca.look("desk-german")
    luca.look_on_phone("desk-german")
    lehrer.page.goto(f"{stack.origin}/hub/teacher")
    lehrer.page.get_by_label("Name", exact=True).fill("mr-okafor")
    lehrer.page.get_by_label("Passwort").fill(PASSWORD)
    press(lehrer, "Anmelden")
    lehrer.page.get_by_role("link", name="Chemistry 3").click()
    expect(lehrer.page.get_by_role("link", name="Karten", exact=True)).to_be_visible()
    expect(lehrer.page.get_by_text("Damit beginnt jede Karte")).to_be_visible()
    lehrer.look("class-german")
    lehrer.look_on_phone("class-german")


def test_a_forgotten_password_is_replaced_by_the_boxs_own_link(
    stack: Stack, teacher: Someone, arrive: Arrive
) -> None:
    link = stack.homeroom("teacher", "mr-okafor")
    become_teacher(teacher, link, OTHER_PASSWORD)
    expect(teacher.page.get_by_role("link", name="Chemistry 3")).to_be_visible()
    elsewhere = arrive("mr-okafor at another computer")
    for password in (PASSWORD, OTHER_PASSWORD):
        elsewhere.page.goto(f"{stack.origin}/hub/teacher")
        elsewhere.page.get_by_label("Name", exact=True).fill("mr-okafor")
        elsewhere.page.get_by_label("Password").fill(password)
        press(elsewhere, "Sign in")
        if password == PASSWORD:
            said = elsewhere.page.get_by_role("alert")
            expect(said).to_contain_text("Name and password do not fit.")
    elsewhere.page.wait_for_url("**/hub/teach")


def test_a_guest_whose_day_is_over_leaves_nothing_behind(stack: Stack, leaving: list[str]) -> None:
    seat = f"name=^/{stack.project}-seat-{leaving[0]}$"

    def gone() -> bool:
        homes = in_part(stack, "launcher", "ls", "/homes/home").split()
        return leaving[0] not in homes and not stack.run("docker", "ps", "-aq", "-f", seat)

    eventually(gone, "the guest's seat and home are gone", seconds=150)
