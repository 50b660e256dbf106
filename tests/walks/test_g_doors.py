"""Who comes in without a card or with more than one thing, who works in a class, and who leaves."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import (
    PASSWORD,
    Arrive,
    Someone,
    Stack,
    add_student,
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

pytestmark = pytest.mark.docker

GERMAN = {"locale": "de-DE"}
PIN = "4816"
OTHER_PASSWORD = "nine grey stones under rain"
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
    """Ms Lindqvist, who has a history class of three."""
    lindqvist = arrive("ms-lindqvist")
    become_teacher(lindqvist, stack.homeroom("teacher", "ms-lindqvist"))
    make_class(lindqvist, stack.origin, "History 3")
    import_roster(lindqvist, "Amélie Roux\nLuca Moretti\nMei Tanaka\n".encode())
    click(lindqvist, "Apply")
    return lindqvist


@pytest.fixture(scope="module")
def cards(teacher: Someone) -> dict[str, str]:
    """The code on everybody's newest card."""
    return print_cards(teacher)


@pytest.fixture(scope="module")
def leaving() -> list[str]:
    """The number of the guest's seat whose day is over."""
    return []


# The door


def open_door(teacher: Someone, stack: Stack, whom: str) -> str:
    """Open the class to newcomers; the join code on the board."""
    go_to_class(teacher, stack.origin, "history-3/join")
    teacher.page.get_by_label(re.compile("^For")).select_option(label=whom)
    click(teacher, "Open the door")
    return teacher.page.locator(".join-code").inner_text()


def knock(newcomer: Someone, stack: Stack, code: str, name: str) -> None:
    show_code(newcomer, stack.origin, code)
    newcomer.page.get_by_label("Your name").fill(name)
    click(newcomer, "Ask to come in")
    expect(newcomer.page.get_by_text("your teacher is being asked")).to_be_visible()


def test_a_guest_takes_the_files_along_before_the_day_ends(
    stack: Stack, teacher: Someone, arrive: Arrive, leaving: list[str]
) -> None:
    guest = arrive("gus-guest")
    knock(guest, stack, open_door(teacher, stack, "guests, for the day"), "Gus Guest")
    click(teacher, "Let Gus Guest in")
    in_lab(guest)
    stack.python("gus-guest", "open('notes.txt', 'w').write('photosynthesis')")
    guest.page.goto(f"{stack.origin}/hub/desk")
    guest.look_on_phone("guest-desk")
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name="Take my files with me").click()
    with zipfile.ZipFile(download.value.path()) as taken:
        assert taken.read("notes.txt") == b"photosynthesis"
    go_to_class(teacher, stack.origin, "history-3/join")
    teacher.look("door-guests")
    click(teacher, "Close the door")
    leaving.append(in_part(stack, "hub", "python", "-", stdin=GUEST_IS_OVER))
    assert leaving[0] in in_part(stack, "launcher", "ls", "/homes/home").split()


def in_part(stack: Stack, part: str, *command: str, stdin: str | None = None) -> str:
    """Run something in a part of Homeroom itself."""
    return stack.run("docker", "compose", "exec", "-T", part, *command, stdin=stdin)


# The PIN


@pytest.fixture(scope="module")
def suri(stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]) -> Someone:
    """The one student of a class that asks for a PIN."""
    make_class(teacher, stack.origin, "Art 3")
    go_to_class(teacher, stack.origin, "art-3/settings")
    teacher.page.get_by_label("Ask for a PIN after the card").check()
    click(teacher, "Save")
    expect(teacher.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    add_student(teacher, "Suri Patel")
    cards |= print_cards(teacher)
    return arrive("suri-patel")


def choose_pin(person: Someone, pin: str) -> None:
    person.page.get_by_label("PIN, at least 4 digits").fill(pin)
    person.page.get_by_label("The same again").fill(pin)
    click(person, "Keep it and sign in")


def test_a_class_may_ask_for_a_pin_that_is_chosen_at_the_first_sign_in(
    stack: Stack, suri: Someone, cards: dict[str, str]
) -> None:
    show_code(suri, stack.origin, cards["Suri Patel"])
    choose_pin(suri, "1234")
    expect(suri.page.get_by_role("alert")).to_contain_text("first that anybody would try")
    suri.look_on_phone("pin-first")
    choose_pin(suri, PIN)
    in_lab(suri)


def test_a_wrong_pin_is_counted_until_it_waits_and_the_teacher_resets_it(
    stack: Stack, teacher: Someone, suri: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    finder = arrive("whoever found Suri's card")
    show_code(finder, stack.origin, cards["Suri Patel"])
    said = finder.page.get_by_role("alert")
    for _ in range(20):
        finder.page.get_by_label("PIN", exact=True).fill("9073")
        click(finder, "Sign in")
        expect(said).to_be_visible()
        if "Too many wrong PINs" in said.inner_text():
            break
        expect(said).to_contain_text("That is not your PIN.")
    expect(said).to_contain_text("Too many wrong PINs.")
    finder.look_on_phone("pin-waits")
    go_to_class(teacher, stack.origin, "art-3")
    edit_student(teacher, "Suri Patel")
    click(teacher, "Reset the PIN")
    is_out(suri, stack.origin)
    is_out(finder, stack.origin)
    show_code(suri, stack.origin, cards["Suri Patel"])
    choose_pin(suri, PIN)
    in_lab(suri)
    show_code(finder, stack.origin, cards["Suri Patel"])
    finder.page.get_by_label("PIN", exact=True).fill(PIN)
    click(finder, "Sign in")
    in_lab(finder)


def test_a_newcomer_is_let_in_by_a_nod(stack: Stack, teacher: Someone, arrive: Arrive) -> None:
    tomas = arrive("tomas-novak")
    knock(tomas, stack, open_door(teacher, stack, "new students"), "Tomáš Novák")
    go_to_class(teacher, stack.origin, "history-3")
    teacher.page.get_by_role("link", name="1 newcomer waits at the door").click()
    expect(teacher.page.get_by_text("Waiting: 1")).to_be_visible()
    teacher.look_on_phone("door")
    click(teacher, "Let Tomáš Novák in")
    in_lab(tomas)
    click(teacher, "Close the door")


# Staff


def test_an_assistant_prints_cards_and_leaves_the_settings_alone(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    go_to_class(teacher, stack.origin, "history-3/settings")
    teacher.look_on_phone("settings")
    teacher.page.get_by_role("textbox", name="Name", exact=True).fill("Ines Sá")
    click(teacher, "Make an account")
    ines = arrive("ines-sa")
    become_teacher(ines, teacher.page.locator(".one-time").inner_text())
    go_to_class(ines, stack.origin, "history-3/settings")
    expect(ines.page.get_by_text("Only teachers of this class can change")).to_be_visible()
    expect(ines.page.get_by_label("Title")).to_be_disabled()
    for name in ("Save", "Make an account", "Put it away"):
        expect(ines.page.get_by_role("button", name=name)).to_have_count(0)
    edit_student(ines, "Mei Tanaka")
    click(ines, "Print a new card")
    cards |= shown_cards(ines)
    sign_in(arrive("mei-tanaka"), stack.origin, cards["Mei Tanaka"])


# Words


def test_a_german_student_is_spoken_to_in_german(
    stack: Stack, arrive: Arrive, cards: dict[str, str]
) -> None:
    luca = arrive("luca, a German", **GERMAN)
    luca.page.goto(stack.origin)
    heading = luca.page.get_by_role("heading", name="Geben Sie den Code von Ihrer Karte ein")
    expect(heading).to_be_visible()
    luca.look("signin-german")
    luca.page.get_by_label("Anmeldecode").fill(cards["Luca Moretti"])
    click(luca, "Anmelden")
    expect(heading).to_have_count(0)
    luca.page.goto(f"{stack.origin}/hub/desk")
    expect(luca.page.get_by_role("heading", name="Hallo, Luca Moretti")).to_be_visible()
    expect(luca.page.get_by_role("button", name="Mein Notebook öffnen")).to_be_visible()
    luca.look("desk-german")


def test_a_german_teacher_is_spoken_to_in_german(
    stack: Stack, teacher: Someone, arrive: Arrive
) -> None:
    lehrerin = arrive("ms-lindqvist, a German", **GERMAN)
    give_password(lehrerin, stack, PASSWORD)
    lehrerin.page.get_by_role("link", name="History 3").click()
    expect(lehrerin.page.get_by_role("link", name="Karten", exact=True)).to_be_visible()
    expect(lehrerin.page.get_by_text("Damit beginnt jede Karte")).to_be_visible()
    lehrerin.look("class-german")
    lehrerin.look_on_phone("class-german")


def give_password(teacher: Someone, stack: Stack, password: str) -> None:
    """Sign in as Ms Lindqvist, in any language."""
    teacher.page.goto(f"{stack.origin}/hub/teacher")
    teacher.page.locator("#name").fill("ms-lindqvist")
    teacher.page.locator("#password").fill(password)
    teacher.page.locator("button.main").click()


def test_a_forgotten_password_is_replaced_by_the_boxs_own_link(
    stack: Stack, teacher: Someone, arrive: Arrive
) -> None:
    become_teacher(teacher, stack.homeroom("teacher", "ms-lindqvist"), OTHER_PASSWORD)
    expect(teacher.page.get_by_role("link", name="History 3")).to_be_visible()
    elsewhere = arrive("ms-lindqvist at another computer")
    give_password(elsewhere, stack, PASSWORD)
    said = elsewhere.page.get_by_role("alert")
    expect(said).to_contain_text("Name and password do not fit.")
    give_password(elsewhere, stack, OTHER_PASSWORD)
    elsewhere.page.wait_for_url("**/hub/teach")


def test_a_guest_whose_day_is_over_leaves_nothing_behind(
    stack: Stack, arrive: Arrive, leaving: list[str]
) -> None:
    seat = f"name=^/{stack.project}-seat-{leaving[0]}$"

    def gone() -> bool:
        homes = in_part(stack, "launcher", "ls", "/homes/home").split()
        return leaving[0] not in homes and not stack.run("docker", "ps", "-aq", "-f", seat)

    eventually(gone, "the guest's seat and home are gone", seconds=90)
    is_out(arrive("gus-guest"), stack.origin)


# Who is in


def test_teacher_ends_one_session_and_then_all(
    stack: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    mei, amelie = arrive("mei-tanaka"), arrive("amelie-roux")
    show_code(amelie, stack.origin, cards["Amélie Roux"])
    expect(amelie.page.get_by_label("Sign-in code")).to_have_count(0)
    go_to_class(teacher, stack.origin, "history-3/sessions")
    expect(teacher.page.get_by_text("4 browsers are signed in.")).to_be_visible()
    teacher.look("sessions")
    teacher.look_on_phone("sessions")
    click(teacher, "Sign out: Amélie Roux")
    expect(teacher.page.get_by_text("1 browser was signed out.")).to_be_visible()
    is_out(amelie, stack.origin)
    mei.page.goto(f"{stack.origin}/hub/desk")
    expect(mei.page.get_by_role("button", name="Open my notebook")).to_be_visible()
    go_to_class(teacher, stack.origin, "history-3/sessions")
    click(teacher, "Sign out everyone")
    expect(teacher.page.get_by_text("3 browsers were signed out.")).to_be_visible()
    for person in (mei, arrive("tomas-novak"), arrive("luca, a German")):
        is_out(person, stack.origin)
