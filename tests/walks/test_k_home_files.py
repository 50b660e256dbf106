"""Homes that are files of full size: a full one says so, stays open, and outlives all else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import (
    Arrive,
    Someone,
    Stack,
    become_teacher,
    beside,
    click,
    eventually,
    import_roster,
    in_lab,
    make_class,
    print_cards,
    run_cell,
    sign_in,
)

pytestmark = pytest.mark.docker

FILL = """\
try:
    with open("everything", "wb", buffering=0) as file:
        while True:
            file.write(bytes(1_000_000))
except OSError as error:
    print(error.strerror)
"""
IN_USE = "import shutil; print(shutil.disk_usage('.').free // 10**6)"


@pytest.fixture(scope="module")
def fenced() -> Iterator[Stack]:
    """An instance of its own, whose homes are files of 60 MB."""
    with beside(
        "files", 8760, "8761-8769", 8785, HOMEROOM_HOME_FILES="on", HOMEROOM_HOME_MB="60"
    ) as running:
        said = running.run("./homeroom", "doctor", check=False)
        if "no file can be used" in said:
            pytest.skip(f"this machine lets nobody mount: {said}")
        assert "files of full size" in said
        yield running


@pytest.fixture(scope="module")
def teacher(fenced: Stack, arrive: Arrive) -> Someone:
    """Mr Lund, who has a class of two."""
    lund = arrive("mr-lund")
    become_teacher(lund, fenced.homeroom("teacher", "mr-lund"))
    make_class(lund, fenced.origin, "Chemistry")
    import_roster(lund, b"Name\nAda Quist\nBen Sato\n")
    click(lund, "Apply")
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
