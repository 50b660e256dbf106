"""Homes that are files of full size: a full one says so, stays open, and outlives all else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Response, expect

from tests.appliance.servers import mountable
from tests.walks.conftest import (
    Arrive,
    Someone,
    Stack,
    beside,
    eventually,
    in_lab,
    print_cards,
    run_cell,
    sign_in,
    with_class,
)

pytestmark = [pytest.mark.docker, mountable.needed]

FILL = r"""
try:
    with open("everything", "wb", buffering=0) as file:
        while True:
            file.write(bytes(1_000_000))
except OSError as error:
    print(error.strerror, ("." * 99 + "\n") * 3000)
"""
IN_USE = "import shutil; print(shutil.disk_usage('.').free // 10**6)"


@pytest.fixture(scope="module")
def fenced() -> Iterator[Stack]:
    """An instance of its own, whose homes are files of 60 MB."""
    with beside(
        "files", 8760, "8761-8769", 8785, HOMEROOM_HOME_FILES="on", HOMEROOM_HOME_MB="60"
    ) as running:
        said = running.run("./homeroom", "doctor", check=False)
        assert "files of full size" in said
        yield running


@pytest.fixture(scope="module")
def teacher(fenced: Stack, arrive: Arrive) -> Someone:
    """Mr Lund, who has a class of two."""
    lund = arrive("mr-lund")
    with_class(lund, fenced, "mr-lund", "Chemistry", ["Ada Quist", "Ben Sato"])
    fenced.codes |= print_cards(lund)
    return lund


def attached(stack: Stack) -> list[str]:
    """The homes of this instance that are disks just now."""
    known = Path("/sys/block").glob("loop*/loop/backing_file")
    found = [one.read_text().strip() for one in known]
    # What belongs to others is beside this; within the launcher the volume has another name.
    return [one for one in found if stack.project in one or one.startswith("/homes/")]


def test_a_full_home_is_told_and_takes_nobody_elses_room(
    fenced: Stack, teacher: Someone, arrive: Arrive
) -> None:
    for name in ("Ada Quist", "Ben Sato"):
        sign_in(arrive(name.lower().replace(" ", "-")), fenced.origin, fenced.codes[name])
    before = fenced.seat("ada-quist")
    bens_room = fenced.python("ben-sato", IN_USE)
    expect(run_cell(arrive("ada-quist"), FILL.strip())).to_contain_text("No space left on device")
    assert fenced.seat("ada-quist") == before
    assert fenced.python("ben-sato", IN_USE) == bens_room


def test_lab_says_why_what_needs_more_room_is_not_saved(fenced: Stack, arrive: Arrive) -> None:
    ada = arrive("ada-quist")

    def saves(answer: Response) -> bool:
        return answer.request.method == "PUT" and "/api/contents/" in answer.url

    with ada.page.expect_response(saves) as waiting:
        ada.page.keyboard.press("Control+s")
        # Lab first asks for a name, and its own is good.
        ada.page.wait_for_function("document.querySelector('.jp-Dialog input')")
        ada.page.keyboard.press("Enter")
    assert waiting.value.status == 507
    assert "no room left for your files" in waiting.value.json()["message"]
    ada.page.wait_for_function("document.querySelector('.jp-Dialog')")
    ada.look("home-file-full")
    fenced.inside("ada-quist", "rm", "everything")


def test_the_work_is_there_again_after_all_was_ended(fenced: Stack, arrive: Arrive) -> None:
    fenced.python("ada-quist", "open('kept.txt', 'w').write('by Ada')")
    fenced.homeroom("down")
    eventually(lambda: attached(fenced) == [], "no home is a disk any more")
    fenced.homeroom("up")
    ada = arrive("ada-quist")
    ada.page.goto(f"{fenced.origin}/hub/desk")
    ada.page.get_by_role("button", name=re.compile("Open my notebook")).click()
    in_lab(ada)
    assert fenced.inside("ada-quist", "cat", "kept.txt") == "by Ada"
