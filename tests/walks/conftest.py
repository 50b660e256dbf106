"""The real stack in an instance of its own, a real browser, and what a person does with them."""

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.chromium import chromium

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / ".screenshots"
PASSWORD = "seven small boats drift north"
SLOW_MS = 60_000
"""A cold start on a busy machine; nothing waits so long when all is well."""

expect.set_options(timeout=SLOW_MS)

INSTANCE = {
    "HOMEROOM_PROJECT": "homeroom-test",
    "HOMEROOM_PORT": "8700",
    "HOMEROOM_NOTEBOOK_PORTS": "8710-8739",
    "HOMEROOM_API_PORT": "8781",
}


@dataclass
class Stack:
    """One running instance, as its teacher and its keeper see it."""

    environment: dict[str, str]
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.environment['HOMEROOM_PORT']}"

    @property
    def project(self) -> str:
        return self.environment["HOMEROOM_PROJECT"]

    def run(self, *command: str, check: bool = True, stdin: str | None = None) -> str:
        """Run a command in the project's folder; its output."""
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, text=True, capture_output=True, input=stdin
        )
        if check and done.returncode:
            raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout.strip()

    def homeroom(self, *arguments: str) -> str:
        return self.run("./homeroom", *arguments)

    def forget(self) -> None:
        """Stop it and remove its data."""
        self.homeroom("down")
        volumes = self.run("docker", "volume", "ls", "-q", "-f", f"name=^{self.project}-")
        if volumes:
            self.run("docker", "volume", "rm", *volumes.split())

    def owners(self) -> dict[str, str]:
        """Whose seats are up, and the container of each."""
        found: dict[str, str] = {}
        for container in self.run("docker", "ps", "-q", "-f", f"name={self.project}-seat").split():
            user = "{{range .Config.Env}}{{println .}}{{end}}"
            # It may be gone by now.
            said = self.run("docker", "inspect", "-f", user, container, check=False).splitlines()
            told = dict(line.split("=", 1) for line in said if "=" in line)
            if owner := told.get("JUPYTERHUB_USER"):
                found[owner] = container
        return found

    def seat(self, name: str) -> str:
        """The container of this person's seat."""
        owners = self.owners()
        assert name in owners, f"{name} has no seat"
        return owners[name]

    def inside(self, name: str, *command: str, check: bool = True) -> str:
        """Run something in this person's seat, as this person."""
        return self.run("docker", "exec", "-i", self.seat(name), *command, check=check)

    def python(self, name: str, code: str) -> str:
        """Run Python in this person's seat."""
        return self.run("docker", "exec", "-i", self.seat(name), "python", "-", stdin=code)

    def api(self) -> httpx2.Client:
        """Ms Rivera's programs."""
        token = self.homeroom("token", "ms-rivera")
        return httpx2.Client(
            base_url=f"{self.origin}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=120,
        )


def instance(**changes: str) -> Stack:
    """An instance beside any live class; what `./homeroom test` chose counts first."""
    chosen = {name: os.environ.get(name, value) for name, value in INSTANCE.items()}
    fixed = {"HOMEROOM_ADDRESS": "127.0.0.1", "HOMEROOM_GRADING_SECONDS": "8"}
    return Stack({**os.environ, **chosen, **fixed, **changes})


@contextmanager
def beside(name: str, port: int, seats: str, api_port: int, **more: str) -> Iterator[Stack]:
    """Another instance beside the first, from the same images; afterwards it leaves no trace."""
    project = instance().project
    running = instance(
        HOMEROOM_PROJECT=f"{project}-{name}",
        HOMEROOM_PORT=str(port),
        HOMEROOM_NOTEBOOK_PORTS=seats,
        HOMEROOM_API_PORT=str(api_port),
        HOMEROOM_HUB_IMAGE=f"{project}/hub",
        HOMEROOM_COURSE_IMAGE=f"{project}/course",
        **more,
    )
    for one in ("HUB_PORT", "SUBNET", "GATEWAY", "BRIDGE"):
        running.environment.pop(f"HOMEROOM_{one}", None)
    running.forget()
    running.homeroom("up")
    yield running
    running.forget()


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """`./homeroom up` with no data yet, and down again without a trace."""
    running = instance()
    running.forget()
    running.homeroom("up")
    yield running
    running.forget()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@dataclass
class Someone:
    """A person with a browser of their own."""

    name: str
    context: BrowserContext
    page: Page

    def look(self, name: str) -> None:
        """Keep a picture of what this person sees on a laptop."""
        SHOTS.mkdir(exist_ok=True)
        self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def look_on_phone(self, name: str) -> None:
        self.page.set_viewport_size({"width": 390, "height": 844})
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-phone.png")
        width = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size({"width": 1280, "height": 800})
        assert width <= 390, f"{name} is {width} px wide on a phone"


class Arrive(Protocol):
    """Give a person a browser; the same person gets the same one. `more` describes it."""

    def __call__(self, name: str, **more: Any) -> Someone: ...


@pytest.fixture(scope="session")
def arrive(browser: Browser) -> Iterator[Arrive]:
    people: dict[str, Someone] = {}

    def someone(name: str, **more: Any) -> Someone:
        if name not in people:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **more})
            context.set_default_timeout(SLOW_MS)
            people[name] = Someone(name, context, context.new_page())
            # Lab asks which kernel to use for what was open before a restart, one notebook after
            # the other: the next question stands where the last one did.
            dialog = people[name].page.locator(".jp-Dialog").first
            people[name].page.add_locator_handler(
                dialog, lambda: dialog.locator(".jp-mod-accept").click(), no_wait_after=True
            )
        return people[name]

    yield someone
    for person in people.values():
        person.context.close()


IN_LAB = re.compile(r":\d+/user/[a-z0-9-]+/[a-z0-9-]+/lab")


def become_teacher(person: Someone, link: str, password: str = PASSWORD) -> None:
    """Open the one-time link and choose a password."""
    person.page.goto(link)
    person.page.get_by_label("Password, at least 12").fill(password)
    person.page.get_by_label("The same again").fill(password)
    person.page.get_by_role("button", name="Keep it and sign in").click()
    person.page.wait_for_url("**/hub/teach")


def make_class(person: Someone, origin: str, title: str) -> None:
    person.page.goto(f"{origin}/hub/teach")
    person.page.get_by_label("New class").fill(title)
    person.page.get_by_role("button", name="Make it").click()
    person.page.wait_for_url("**/hub/teach/*")


def import_roster(person: Someone, roster: bytes, name: str = "class.csv") -> None:
    """Upload a roster from a page of the class, up to the preview."""
    person.page.get_by_role("link", name="People", exact=True).click()
    person.page.get_by_role("link", name="Import a roster").click()
    upload = {"name": name, "mimeType": "application/octet-stream", "buffer": roster}
    person.page.get_by_label("Class list").set_input_files(upload)  # type: ignore[arg-type]
    person.page.get_by_role("button", name="Look at it").click()


def print_cards(person: Someone) -> dict[str, str]:
    """Make new cards for the class; the code of each display name."""
    person.page.get_by_role("link", name="Cards", exact=True).click()
    person.page.get_by_label("Everybody").check()
    person.page.get_by_role("button", name="Make the cards").click()
    return shown_cards(person)


def with_class(person: Someone, stack: Stack, login: str, title: str, names: list[str]) -> None:
    """A teacher's first day: the one-time link, a class, and its roster."""
    become_teacher(person, stack.homeroom("teacher", login))
    make_class(person, stack.origin, title)
    import_roster(person, "\n".join(["Name", *names]).encode())
    click(person, "Apply")


def shown_cards(person: Someone) -> dict[str, str]:
    """The code of each display name on the cards that this person sees."""
    cards = person.page.locator(".card")
    expect(cards.first).to_be_visible()
    return {
        card.locator(".card-name").inner_text(): card.locator(".card-code")
        .inner_text()
        .replace("\n", "")
        for card in cards.all()
    }


def sign_in(person: Someone, origin: str, code: str) -> None:
    """Type a code and wait for JupyterLab."""
    person.page.goto(origin)
    person.page.get_by_label("Sign-in code").fill(code)
    person.page.get_by_role("button", name="Sign in").click()
    in_lab(person)


def click(person: Someone, name: str) -> None:
    person.page.get_by_role("button", name=name, exact=True).click()


def go_to_class(person: Someone, origin: str, path: str) -> None:
    """Open a page of a class, `biology-1/people`."""
    person.page.goto(f"{origin}/hub/teach/{path}")


def edit_student(teacher: Someone, name: str) -> None:
    """Open a student's own page from any page of the class."""
    teacher.page.get_by_role("link", name="People", exact=True).click()
    teacher.page.get_by_role("link", name=f"Edit {name}").click()


def add_student(teacher: Someone, name: str) -> None:
    """Add somebody by hand, from any page of the class."""
    teacher.page.get_by_role("link", name="People", exact=True).click()
    teacher.page.get_by_text("Add one student").click()
    teacher.page.get_by_role("textbox", name="Name", exact=True).fill(name)
    click(teacher, "Add")


def show_code(person: Someone, origin: str, code: str) -> None:
    """Type a code and press the button, whatever comes of it."""
    person.page.goto(origin)
    person.page.get_by_label("Sign-in code").fill(code)
    click(person, "Sign in")


def is_out(person: Someone, origin: str) -> None:
    """Whoever is signed out is asked for a code, wherever they wanted to go."""
    # In a tab of its own: a page that was open finds out by itself, and goes to the sign-in too.
    tab = person.context.new_page()
    tab.goto(f"{origin}/hub/desk")
    expect(tab.locator("#code")).to_be_visible()
    tab.close()


def in_lab(person: Someone) -> None:
    person.page.wait_for_url(IN_LAB)
    expect(person.page.get_by_role("menuitem", name="Nbgrader")).to_be_visible()
    # What was open before comes back late, and a launcher where nothing was: both take the screen.
    expect(person.page.locator("#jp-main-dock-panel .lm-TabBar-tab").first).to_be_visible()


def run_cell(person: Someone, code: str) -> Locator:
    """Run a cell in a new notebook; the place of its output."""
    # Lab brings back what was open before, and then there is no launcher yet.
    person.page.get_by_role("button", name=re.compile("New Launcher .Ctrl")).click()
    person.page.locator(".jp-LauncherCard[data-category='Notebook']:visible").first.click()
    panel = person.page.locator(".jp-NotebookPanel:visible")
    expect(panel.locator(".jp-Toolbar-kernelName")).to_contain_text("Python 3", timeout=SLOW_MS)
    cell = panel.locator(".jp-CodeCell").first
    # Keys pressed before the kernel listens are lost.
    idle = panel.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")
    expect(idle).to_be_attached()
    editor = cell.locator(".cm-content")
    editor.fill(code)
    expect(editor).to_contain_text(code.split("\n")[0])
    editor.press("Shift+Enter")
    return cell.locator(".jp-OutputArea-output")


UNSAVED = "#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current.jp-mod-dirty"


def type_below(person: Someone, text: str) -> None:
    """Type into the notebook's last cell, and run nothing."""
    person.page.locator(".jp-NotebookPanel:visible .jp-CodeCell .cm-content").last.fill(text)
    expect(person.page.locator(UNSAVED)).to_have_count(1)


def save(person: Someone) -> None:
    """Save the notebook; where Lab asks for a name, the one it has is taken."""
    editor = person.page.locator(".jp-NotebookPanel:visible .jp-CodeCell .cm-content").last
    editor.press("Control+s")
    expect(person.page.locator(UNSAVED)).to_have_count(0)


def eventually(claim: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait for something to come true, looking again and again."""
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.2)
