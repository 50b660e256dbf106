"""What else a notebook server has to do: terminals, stuck kernels, Validate, the way to the hub."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Arrive, Someone, Stack, eventually, in_lab, run_cell, sign_in

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def ana(stack: Stack, arrive: Arrive) -> Someone:
    """Ana's JupyterLab in a browser that was never here."""
    with stack.api() as api:
        fresh = api.post("/classes/biology-1/codes", json={"students": ["ana-garcia"]}).json()
    person = arrive("ana on a Monday")
    sign_in(person, stack.origin, fresh[0]["code"])
    return person


@pytest.fixture
def lab(ana: Someone) -> Page:
    return ana.page


def menu(page: Page, name: str, item: str) -> None:
    page.get_by_role("menuitem", name=name, exact=True).click()
    page.get_by_role("menuitem", name=re.compile(item)).click()


def test_labs_scripts_come_packed(ana: Someone) -> None:
    with ana.page.expect_response(re.compile(r"/static/lab/jlab_core\.")) as core:
        ana.page.reload()
    in_lab(ana)
    assert core.value.headers["content-encoding"] == "gzip"


def test_a_terminal_runs_what_is_typed(stack: Stack, lab: Page) -> None:
    lab.get_by_role("button", name=re.compile("New Launcher .Ctrl")).click()
    lab.locator(".jp-LauncherCard:visible", has_text="Terminal").click()
    terminal = lab.locator(".jp-Terminal:visible")
    expect(terminal.locator(".xterm-screen")).to_be_visible()
    terminal.click()

    def typed() -> bool:
        lab.keyboard.type("id -un > typed.txt\n")
        found = stack.inside("ana-garcia", "cat", "typed.txt", check=False)
        return found == "ana-garcia"

    eventually(typed, "a terminal that listens")


def test_an_endless_cell_is_interrupted_and_the_kernel_restarted(ana: Someone, lab: Page) -> None:
    output = run_cell(ana, "x = 1\nprint('on its way', flush=True)\nwhile x: pass")
    expect(output.first).to_contain_text("on its way")
    menu(lab, "Kernel", "^Interrupt Kernel")
    expect(output.last).to_contain_text("KeyboardInterrupt")
    menu(lab, "Kernel", "^Restart Kernel…")
    idle = lab.locator(".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator")
    expect(idle).to_have_attribute("data-status", "idle")


def test_validate_runs_the_notebook_and_says_how_it_went(ana: Someone, lab: Page) -> None:
    run_cell(ana, "assert 6 * 7 == 42")
    dialog = lab.locator(".jp-Dialog").first
    lab.remove_locator_handler(dialog)  # this one is waited for, not in the way
    lab.locator(".jp-NotebookPanel:visible").get_by_text("Validate", exact=True).click()
    expect(dialog).to_contain_text("passes all the tests")
    dialog.locator(".jp-mod-accept").click()


def test_labs_menu_leads_to_the_hub_and_out(stack: Stack, lab: Page) -> None:
    lab.keyboard.press("Escape")
    with lab.context.expect_page() as opened:
        menu(lab, "File", "^Hub Control Panel")
    opened.value.wait_for_url(f"{stack.origin}/hub/**")
    opened.value.close()
    lab.on("dialog", lambda dialog: dialog.accept())
    menu(lab, "File", "^Log Out")
    lab.wait_for_url(f"{stack.origin}/hub/logout")
