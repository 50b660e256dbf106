"""A class on a small box: started, in line for memory, turned out, too big, too full, rebooted."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import (
    Arrive,
    Someone,
    Stack,
    beside,
    click,
    eventually,
    go_to_class,
    in_lab,
    print_cards,
    run_cell,
    save,
    show_code,
    sign_in,
    type_below,
    with_class,
)

pytestmark = pytest.mark.docker

NAMES = ["Aki Mori", "Bea Lund", "Cem Aydin", "Dia Roy", "Eli Stone", "Fay Okoro"]
BUDGET_MB = 256
"""Room for two or three that idle, and not for six."""
USED_LONG_AGO = """
from datetime import timedelta
from sqlmodel import select
from appliance import db, models
from appliance.settings import Settings
with db.writing(db.open_engine(Settings().database_url)) as session:
    for server in session.exec(select(models.Server).where(models.Server.state == "ready")):
        server.last_activity = models.now() - timedelta(minutes=30)
"""
FILL = "[open(name, 'wb').write(b'x' * 40_000_000) for name in ('one', 'two')]"
TOO_MUCH = "kept = bytearray(2_000_000_000)"


@pytest.fixture(scope="module")
def small() -> Iterator[Stack]:
    """An instance of its own that has little memory to give."""
    with beside(
        "small",
        8770,
        "8771-8779",
        8783,
        HOMEROOM_MEMORY_MB="512",
        HOMEROOM_MEMORY_BUDGET_MB=str(BUDGET_MB),
    ) as running:
        yield running


@pytest.fixture(scope="module")
def teacher(small: Stack, arrive: Arrive) -> Someone:
    """Mr Haddad, who has a physics class of six."""
    haddad = arrive("mr-haddad")
    with_class(haddad, small, "mr-haddad", "Physics", NAMES)
    return haddad


@pytest.fixture(scope="module")
def cards(teacher: Someone) -> dict[str, str]:
    return print_cards(teacher)


def counted(teacher: Someone, word: str, number: str) -> None:
    """The class page counts so many, or one of so many; it renews itself."""
    row = teacher.page.locator(".counts li", has_text=re.compile(rf"\b{word}\b"))
    expect(row.locator("strong")).to_have_text(re.compile(rf"^[{number}]$"))


def seats(small: Stack) -> list[str]:
    return small.run("docker", "ps", "-q", "-f", f"name={small.project}-seat").split()


def eventually_says(person: Someone, address: str, words: str) -> None:
    """A page that does not renew itself, looked at again and again."""

    def says() -> bool:
        person.page.goto(address)
        return words in person.page.locator("main").inner_text()

    eventually(says, words)


def open_notebook(person: Someone, small: Stack) -> None:
    """From the own desk into the own notebook."""
    person.page.goto(f"{small.origin}/hub/desk")
    person.page.get_by_role("button", name=re.compile("(Open|Start) my notebook")).click()
    in_lab(person)


def test_a_class_is_started_as_far_as_memory_goes_and_the_rest_wait_in_line(
    small: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    go_to_class(teacher, small.origin, "physics")
    click(teacher, "Start class")
    counted(teacher, "ready", "23")
    expect(teacher.page.get_by_text(re.compile("notebooks? waits? for memory"))).to_be_visible()
    teacher.look("class-queue")
    teacher.look_on_phone("class-queue")


def test_whoever_comes_is_let_in_before_those_who_have_not(
    small: Stack, arrive: Arrive, cards: dict[str, str]
) -> None:
    for login, name in (("aki-mori", "Aki Mori"), ("dia-roy", "Dia Roy")):
        sign_in(arrive(login), small.origin, cards[name])


def test_whoever_waits_gets_in_when_the_longest_idle_make_room_and_these_are_told(
    small: Stack, teacher: Someone, arrive: Arrive, cards: dict[str, str]
) -> None:
    eli, fay = arrive("eli-stone"), arrive("fay-okoro")
    show_code(eli, small.origin, cards["Eli Stone"])
    show_code(fay, small.origin, cards["Fay Okoro"])
    expect(fay.page.get_by_text("The machine’s memory is in use")).to_be_visible()
    fay.look("wait-for-memory")
    fay.look_on_phone("wait-for-memory")

    def has_room() -> bool:
        # Again and again: a notebook says within a minute that it was used.
        small.run("docker", "compose", "exec", "-T", "hub", "python", "-", stdin=USED_LONG_AGO)
        return "fay-okoro" in small.owners()

    eventually(has_room, "the longest idle make room")
    in_lab(fay)
    go_to_class(teacher, small.origin, "physics")
    counted(teacher, "trouble", "0")


def test_the_student_who_was_turned_out_reads_why_and_gets_in_line_with_one_press(
    small: Stack, arrive: Arrive
) -> None:
    # Any of them may have said last that the notebook was used.
    up = small.owners()
    gone = next(name for name in ("aki-mori", "dia-roy", "eli-stone") if name not in up)
    turned_out = arrive(gone)
    turned_out.page.reload()
    expect(turned_out.page.get_by_text("to make room for others")).to_be_visible()
    turned_out.look("made-room")
    click(turned_out, "Start")
    expect(turned_out.page.get_by_text(re.compile("in line|starting"))).to_be_visible()


def test_stop_class_ends_every_server(small: Stack, teacher: Someone) -> None:
    go_to_class(teacher, small.origin, "physics")
    teacher.page.locator("summary", has_text="Stop class").click()
    teacher.look_on_phone("stop-class")
    click(teacher, "Stop now")
    eventually(lambda: not seats(small), "every seat is gone", seconds=30)
    counted(teacher, "ready", "0")


def test_a_program_that_takes_too_much_memory_ends_and_the_notebook_goes_on(
    small: Stack, arrive: Arrive
) -> None:
    aki = arrive("aki-mori")
    open_notebook(aki, small)
    before = seats(small)
    expect(run_cell(aki, TOO_MUCH)).to_contain_text("needed more memory than the notebook may use")
    aki.look("cell-out-of-memory")
    eventually_says(aki, f"{small.origin}/hub/desk", "needed more than 512 MB")
    aki.look("kernel-out-of-memory")
    assert seats(small) == before


def test_after_a_reboot_the_servers_that_were_wanted_come_back_and_open_tabs_can_save(
    small: Stack, arrive: Arrive
) -> None:
    aki, tab = arrive("aki-mori"), arrive("aki's tab")
    before = seats(small)
    tab.context.add_cookies(aki.context.cookies())  # type: ignore[arg-type]
    open_notebook(tab, small)
    run_cell(tab, "1 + 1")
    type_below(tab, "'typed, and not saved'")
    small.run("docker", "compose", "kill")
    small.run("docker", "kill", *before)
    small.homeroom("up")
    eventually(lambda: len(seats(small)) == 1, "the seat is back")
    assert seats(small) != before
    open_notebook(aki, small)
    tab.look("tab-after-reboot")
    save(tab)
    assert "typed, and not saved" in small.inside("aki-mori", "sh", "-c", "cat ~/*.ipynb")


def test_who_fills_the_disk_is_stopped_told_and_may_tidy_up(
    small: Stack, teacher: Someone, arrive: Arrive
) -> None:
    go_to_class(teacher, small.origin, "physics/settings")
    teacher.page.get_by_label("Files (MB)").fill("60")
    teacher.page.locator("section", has=teacher.page.get_by_label("Files (MB)")).get_by_role(
        "button", name="Save"
    ).click()
    aki = arrive("aki-mori")
    run_cell(aki, FILL)
    dialog = aki.page.locator(".jp-Dialog").first
    aki.page.remove_locator_handler(dialog)  # this one is waited for, not in the way
    eventually(lambda: not seats(small), "the notebook is stopped", seconds=60)
    expect(dialog).to_contain_text("Your notebook was stopped")
    aki.look("tab-stopped")
    with aki.page.expect_popup() as opened:
        dialog.get_by_role("button", name="Start").click()
    waiting = Someone("aki's waiting page", aki.context, opened.value)
    expect(waiting.page.get_by_text("60 MB are allowed")).to_be_visible()
    waiting.look("disk-full")
    go_to_class(teacher, small.origin, "physics")
    counted(teacher, "trouble", "1")
    expect(teacher.page.locator(".why").first).to_contain_text("The files take")
    teacher.look("disk-full-class")
    click(waiting, "Start")
    in_lab(waiting)
    expect(aki.page.get_by_text("Your notebook is there again")).to_be_visible()
    aki.look("tab-there-again")
    small.inside("aki-mori", "rm", "one", "two")
    eventually_says(aki, f"{small.origin}/hub/desk", "Your files: ")
    aki.look("desk-files")
