"""The Homework panel in JupyterLab, in a real browser, against a server as the image sets it up."""

import json
import re
from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.images.exchange_hub import ClassHub, contents, serving, tar_gz
from tests.images.homework import source_notebook
from tests.images.notebook import Server, opened

# It needs no engine, but a browser, which ./homeroom test has.
pytestmark = pytest.mark.docker

SLOW_MS = 60_000


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("ana") / "home"
    with serving(ClassHub()) as hub:
        work = nbformat.writes(source_notebook()).encode()
        hub.released["squares"] = tar_gz({"squares.ipynb": work})
        hub.due["squares"] = "2099-05-04T08:00:00Z"
        hub.about["squares"] = {"late_policy": "2 marks off for each day late", "extended": True}
        with opened("student", "ana", home, hub) as server:
            yield server


def panel(browser: Browser, seat: Server, **more: str) -> Locator:
    """Open Lab and the panel, by its tab at the side."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, **more)  # type: ignore[arg-type]
    context.set_default_timeout(SLOW_MS)
    page: Page = context.new_page()
    # Lab brings back what was open in the last window, and a second click would close it.
    page.goto(f"{seat.url}/lab?token=seat&reset")
    page.locator(".jp-SideBar li[data-id='homeroom-homework']").click()
    return page.locator("#homeroom-homework")


def press(shown: Locator, name: str) -> None:
    shown.get_by_role("button", name=f"{name} – squares").click()


def test_a_student_fetches_hands_in_and_reads_the_receipt(browser: Browser, ana: Server) -> None:
    shown = panel(browser, ana, locale="en-GB", timezone_id="Europe/Berlin")
    card = shown.get_by_role("region", name="squares")
    # In the reader's own time zone, which is named.
    expect(card).to_contain_text(re.compile(r"Due Mon,? 4 May 2099,? (at )?10:00 CEST"))
    expect(card).to_contain_text("extended for you · 2 marks off for each day late")
    expect(card).to_contain_text("not fetched yet")
    press(shown, "Fetch")
    expect(card.get_by_role("status")).to_have_text("squares is in your folder.")

    press(shown, "Open")
    idle = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
    expect(shown.page.locator(f".jp-NotebookPanel {idle}")).to_be_attached(timeout=SLOW_MS)
    cell = shown.page.locator(".jp-NotebookPanel .jp-CodeCell .cm-content").first
    cell.click()
    cell.press_sequentially("typed and not saved ")
    ana.hub.findings = ("The cell visible is missing.",)
    press(shown, "Submit")
    expect(card.get_by_role("status")).to_contain_text("Receipt ABCD-0001: submission 1")
    expect(card.get_by_role("status")).to_contain_text("The cell visible is missing.")
    expect(card.locator(".hw-receipt")).to_contain_text("receipt ABCD-0001")
    assert b"typed and not saved" in contents(ana.hub.handins[0].body)["squares.ipynb"]

    ana.hub.away, ana.hub.findings = True, ()
    press(shown, "Submit again")
    expect(card.get_by_role("alert")).to_contain_text("NOT handed in yet. The hub cannot be")
    ana.hub.away = False
    expect(card.locator(".hw-receipt").first).to_contain_text("receipt ABCD-0002")
    expect(card.get_by_role("alert")).to_have_count(0)

    ana.hub.handins[1].feedback = tar_gz({"squares.html": b"<h1>well done</h1>"})
    shown.get_by_role("button", name="Refresh").click()
    press(shown, "Get feedback")
    press(shown, "Read feedback")
    page = shown.page.frame_locator(".jp-HTMLViewer iframe")
    expect(page.get_by_role("heading", name="well done")).to_be_visible()


def test_what_was_done_in_nbgraders_panel_is_there_when_ours_is_opened(
    browser: Browser, ana: Server
) -> None:
    shown = panel(browser, ana)
    before = len(ana.hub.handins)
    expect(shown.locator(".hw-card")).to_have_count(1)
    files = shown.page.locator(".jp-SideBar li[data-id='filebrowser']")
    files.click()
    expect(shown).to_be_hidden()
    ana.ask("POST", "assignments/fetch", course_id="bio1", assignment_id="squares")
    ana.ask("POST", "assignments/submit", course_id="bio1", assignment_id="squares")
    shown.page.locator(".jp-SideBar li[data-id='homeroom-homework']").click()
    expect(shown).to_contain_text(f"receipt ABCD-{before + 1:04}")


def test_a_hub_that_is_away_is_said_in_words(browser: Browser, ana: Server) -> None:
    ana.hub.away = True
    try:
        shown = panel(browser, ana, locale="de-DE")
        alert = shown.get_by_role("alert").first
        expect(alert).to_contain_text("Die Hausaufgaben lassen sich nicht zeigen.")
    finally:
        ana.hub.away = False
    shown.get_by_role("button", name="Neu laden").click()
    expect(shown.get_by_role("region", name="squares")).to_contain_text("Abgabe bis")


def test_the_panel_says_the_same_in_both_languages(browser: Browser, ana: Server) -> None:
    shown = panel(browser, ana)
    expect(shown.locator(".hw-card")).to_have_count(1)
    words = shown.page.evaluate("window.homeroomHomework.words")

    def gaps(said: object) -> set[str]:
        return set(re.findall(r"\{\w+\}", json.dumps(said)))

    assert words["en"].keys() == words["de"].keys()
    assert {n: gaps(said) for n, said in words["en"].items()} == {
        n: gaps(said) for n, said in words["de"].items()
    }
