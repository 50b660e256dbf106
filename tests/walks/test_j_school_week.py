"""Homework of ten: two late, one with more time, one forgot, one broken, and a correction."""

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

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
    sign_in,
    with_class,
)
from tests.walks.test_c_homework import cell, notebook

pytestmark = pytest.mark.docker

NAMES = [
    "Amy Ono", "Bo Lind", "Cai Roy", "Dea Font", "Eli Stone", "Fay Okoro", "Gil Perez", "Hana Kim",
    "Ivo Novak", "Joy Adler",
]  # fmt: skip
"""Amy works in Lab, Bo changed what is corrected, Cai's notebook is broken, Fay and Gil are late,
Hana has more time, Ivo forgets, and Joy comes last."""
LOGINS = [name.lower().replace(" ", "-") for name in NAMES]
RIGHT = "def square(x):\n    return x * x"
HERE = "maths"
SQUARES = f"{HERE}/assignments/squares"


def corrected() -> dict[str, Any]:
    """The same notebook, with a text before it that was forgotten."""
    book: dict[str, Any] = json.loads(notebook())
    text = cell("Squares of negative numbers count, too.", "text", locked=True)
    text["cell_type"] = "markdown"
    del text["outputs"], text["execution_count"]
    text["metadata"]["nbgrader"] |= {"grade": False, "solution": False}
    book["cells"].insert(0, text)
    return book


@pytest.fixture(scope="module")
def school() -> Iterator[Stack]:
    """An instance of its own."""
    with beside("week", 8740, "8741-8759", 8784) as running:
        yield running


@pytest.fixture(scope="module")
def teacher(school: Stack, arrive: Arrive) -> Someone:
    """Ms Rivera, with a class of ten whose notebooks are running."""
    rivera = arrive("ms-rivera-of-the-week")
    with_class(rivera, school, "ms-rivera", "Maths", NAMES)
    school.codes |= print_cards(rivera)
    go_to_class(rivera, school.origin, HERE)
    click(rivera, "Start class")
    expect(rivera.page.locator(".counts")).to_contain_text("10 ready", timeout=120_000)
    return rivera


def upload(teacher: Someone, school: Stack, book: bytes) -> None:
    """Give the notebook to the page, and wait until it was tried out."""
    go_to_class(teacher, school.origin, f"{HERE}/homework")
    form = teacher.page.locator("#new-homework > form")
    sent: Any = {"name": "squares.ipynb", "mimeType": "application/json", "buffer": book}
    form.get_by_label("Notebook or zip").set_input_files(sent)
    form.get_by_role("button", name="Upload").click()
    expect(teacher.page.locator(".assignment")).to_contain_text("Check: done", timeout=120_000)


def step(teacher: Someone, school: Stack, name: str, until: str) -> None:
    """Press a step on the assignment's page, and follow it."""
    go_to_class(teacher, school.origin, SQUARES)
    teacher.page.get_by_role("button", name=name, exact=True).click()
    expect(teacher.page.locator(".assignment")).to_contain_text(until, timeout=120_000)


def set_due(teacher: Someone, when: datetime, **more: str) -> None:
    """Type the due date on the assignment's page, in the zone of the box, and save."""
    form = teacher.page.locator("#dates > form")
    form.get_by_label("Due", exact=False).first.fill(when.strftime("%Y-%m-%dT%H:%M"))
    for label, value in more.items():
        form.locator(f"[name={label}]").fill(value)
    form.get_by_role("button", name="Save").click()
    expect(teacher.page.get_by_role("status")).to_contain_text("Saved.")


def write(school: Stack, login: str, code: str) -> None:
    """Change the notebook as code says; `cells` are its cells."""
    school.python(
        login,
        "import json; path = 'squares/squares.ipynb'; book = json.load(open(path)); "
        f"cells = book['cells']; {code}; json.dump(book, open(path, 'w'))",
    )


def answer(school: Stack, login: str) -> None:
    write(
        school,
        login,
        "next(c for c in cells if c['metadata']['nbgrader']['grade_id'] == 'square')"
        f"['source'] = {RIGHT!r}",
    )


def hand_in(school: Stack, *logins: str) -> None:
    for login in logins:
        school.inside(login, "nbgrader", "submit", "squares")


def versions(school: Stack) -> dict[str, dict[str, Any]]:
    """The newest version of each student."""
    with school.api() as api:
        found = api.get(f"/classes/{HERE}/assignments/squares/submissions").json()
    return {one["student"]: one for one in found}


def test_an_upload_is_tried_out_and_goes_into_every_home(school: Stack, teacher: Someone) -> None:
    upload(teacher, school, notebook())
    go_to_class(teacher, school.origin, SQUARES)
    report = teacher.page.locator(".report")
    expect(report).to_contain_text("your own solution passes its test")
    expect(report).to_contain_text("is worth 10 points")
    teacher.page.get_by_label("Put it into every student’s home").check()
    set_due(teacher, datetime.now(UTC) + timedelta(days=1))
    step(teacher, school, "Release", "with the students")
    go_to_class(teacher, school.origin, SQUARES)
    eventually(lambda: delivered(teacher) == "In 10 of 10 homes.", "it is in every home")
    teacher.look("week-report")
    teacher.look_on_phone("week-report")


def delivered(teacher: Someone) -> str:
    teacher.page.reload()
    return teacher.page.get_by_text("homes.", exact=False).first.inner_text()


def test_a_correction_replaces_what_is_untouched_and_nothing_else(
    school: Stack, teacher: Someone, arrive: Arrive
) -> None:
    answer(school, "bo-lind")
    upload(teacher, school, json.dumps(corrected()).encode())
    expect(teacher.page.locator(".chain")).to_contain_text("correction not yet released")
    step(teacher, school, "Release", "with the students")
    for login in ("amy-ono", "ivo-novak"):
        eventually(
            lambda login=login: "negative" in school.inside(login, "cat", "squares/squares.ipynb"),  # type: ignore[misc]
            f"{login} has the correction",
        )
    eventually(lambda: "new" in school.inside("bo-lind", "ls", "squares"), "Bo has it beside")
    assert "x * x" in school.inside("bo-lind", "cat", "squares/squares.ipynb")
    assert "negative" in school.inside("bo-lind", "cat", "squares/squares (new).ipynb")
    bo = arrive("bo-lind")
    sign_in(bo, school.origin, school.codes["Bo Lind"])
    bo.page.goto(f"{school.origin}/hub/desk")
    expect(bo.page.locator(".homework")).to_contain_text("Your own squares.ipynb stayed")
    bo.look("week-desk-updated")


def kernels(school: Stack, login: str) -> int:
    """How many run in this seat."""
    running = school.run("docker", "top", school.seat(login), "-eo", "pid,args")
    return running.count("ipykernel_launcher")


def test_the_first_notebook_of_a_class_that_was_started_finds_its_kernel_there(
    school: Stack, teacher: Someone, arrive: Arrive
) -> None:
    eventually(lambda: kernels(school, "ivo-novak") == 1, "a kernel nobody asked for")
    ivo = arrive("ivo-novak")
    sign_in(ivo, school.origin, school.codes["Ivo Novak"])
    expect(run_cell(ivo, "import os; os.getcwd()")).to_have_text("'/home/ivo-novak'")
    assert kernels(school, "ivo-novak") == 1


def test_amy_works_validates_and_hands_in_with_the_panels(school: Stack, arrive: Arrive) -> None:
    amy = arrive("amy-ono")
    sign_in(amy, school.origin, school.codes["Amy Ono"])
    answer(school, "amy-ono")
    amy.page.locator(".jp-SideBar li[data-id='homeroom-homework']").click()
    panel = amy.page.locator("#homeroom-homework")
    card = panel.get_by_role("region", name="squares")
    card.get_by_role("button", name="Open – squares").click()
    # The dialog that says so is accepted as soon as it is there.
    with amy.page.expect_response(re.compile(r"/assignments/validate\?")) as waiting:
        amy.page.get_by_role("button", name="Validate").click()
    told = waiting.value.json()
    assert told["success"] and "failed" not in str(told["value"]), told
    card.get_by_role("button", name="Submit – squares").click()
    expect(card.locator(".hw-receipt")).to_contain_text("receipt")
    amy.look("week-panel")


def test_a_broken_notebook_is_told_at_once_and_taken_in_all_the_same(school: Stack) -> None:
    answer(school, "cai-roy")
    write(school, "cai-roy", "cells[:] = [c for c in cells if 'assert' not in str(c['source'])]")
    said = school.inside("cai-roy", "sh", "-c", "nbgrader submit squares 2>&1")
    assert "test-square" in said and "Receipt" in said
    assert versions(school)["cai-roy"]["findings"]


def test_each_students_own_time_decides_what_is_late_and_who_forgot(
    school: Stack, teacher: Someone
) -> None:
    for login in ("dea-font", "eli-stone", "fay-okoro", "gil-perez", "hana-kim", "ivo-novak"):
        answer(school, login)
    hand_in(school, "bo-lind", "dea-font", "eli-stone")
    go_to_class(teacher, school.origin, f"{SQUARES}/students/hana-kim")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    teacher.page.get_by_label("Has until").fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
    click(teacher, "Set")
    expect(teacher.page.get_by_role("status")).to_contain_text("The extension is given.")
    hand_in(school, "joy-adler")
    teacher.page.goto(f"{school.origin}/hub/teach/{SQUARES}")
    teacher.page.locator("select[name=late_policy]").select_option("marks")
    set_due(teacher, datetime.now(UTC) - timedelta(minutes=2), late_marks="2")
    hand_in(school, "fay-okoro", "gil-perez", "hana-kim")
    eventually(lambda: "ivo-novak" in versions(school), "Ivo's folder was looked after", 120)
    found = versions(school)
    assert {name for name, one in found.items() if one["late"]} == {"fay-okoro", "gil-perez"}
    assert found["ivo-novak"]["source"] == "folder"
    assert {one["source"] for name, one in found.items() if name != "ivo-novak"} == {"submitted"}
    assert set(found) == set(LOGINS)


def test_everybody_is_graded_and_lateness_costs_what_was_said(
    school: Stack, teacher: Someone
) -> None:
    step(teacher, school, "Collect", "Collect: done")
    step(teacher, school, "Autograde", "Autograde: done")
    teacher.look("week-homework")
    found = versions(school)
    late = {"fay-okoro", "gil-perez"}
    scores = {name: one["score"] for name, one in found.items()}
    # Joy handed in what she was given.
    assert scores == {
        name: 0 if name == "joy-adler" else 8 if name in late else 10 for name in LOGINS
    }
    go_to_class(teacher, school.origin, SQUARES)
    expect(teacher.page.locator(".standing")).to_contain_text("2 off for lateness")
    teacher.look("week-standing")
    teacher.look_on_phone("week-standing")


def test_feedback_comes_back_to_every_student(
    school: Stack, teacher: Someone, arrive: Arrive
) -> None:
    step(teacher, school, "Return scores", "Return scores: done")
    amy = arrive("amy-ono")
    amy.page.goto(f"{school.origin}/hub/desk")
    expect(amy.page.locator(".homework")).to_contain_text("10 of 10")
    amy.page.get_by_role("button", name="Open my notebook").click()
    in_lab(amy)
    panel = amy.page.locator("#homeroom-homework")
    if not panel.is_visible():
        amy.page.locator(".jp-SideBar li[data-id='homeroom-homework']").click()
    panel.get_by_role("button", name="Get feedback – squares").click()
    eventually(
        lambda: "squares.html" in school.inside("amy-ono", "sh", "-c", "ls squares/feedback/*"),
        "Amy has her feedback",
    )
    amy.look("week-feedback")


def test_a_reading_is_given_to_everybody_with_one_press(school: Stack, teacher: Someone) -> None:
    go_to_class(teacher, school.origin, f"{HERE}/homework")
    form = teacher.page.locator("#handouts > form")
    sent: Any = {"name": "primes.txt", "mimeType": "text/plain", "buffer": b"2 3 5 7\n"}
    form.get_by_label("Files, or a zip").set_input_files(sent)
    form.get_by_label("Folder in the homes").fill("Readings")
    form.get_by_role("button", name="Give to everybody").click()
    expect(teacher.page.locator("#handouts")).to_contain_text("Readings")
    eventually(lambda: "In 10 of 10 homes." in handed(teacher), "it is in every home")
    assert school.inside("joy-adler", "cat", "Readings/primes.txt") == "2 3 5 7"


def handed(teacher: Someone) -> str:
    teacher.page.reload()
    return teacher.page.locator("#handouts").inner_text()


def test_a_folder_is_collected_without_a_grader(school: Stack, teacher: Someone) -> None:
    go_to_class(teacher, school.origin, f"{HERE}/homework")
    teacher.page.get_by_text("Collect a folder, without a grader").click()
    form = teacher.page.locator("form[action$='/folders']")
    form.get_by_label("Name").fill("Essays")
    form.get_by_label("Folder in the students").fill("essays/may")
    form.get_by_role("button", name="Make it").click()
    essays = f"{HERE}/assignments/Essays"
    for name in ("Release", "Collect"):
        if name == "Collect":
            write_essay = "mkdir -p essays/may && echo Once >essays/may/essay.txt"
            school.inside("amy-ono", "sh", "-c", f"{write_essay} && ln -s /etc/passwd essays/may/x")
        go_to_class(teacher, school.origin, essays)
        teacher.page.get_by_role("button", name=name, exact=True).click()
        row = teacher.page.locator(".assignment", has_text="Essays")
        expect(row).to_contain_text(f"{name}: done", timeout=120_000)
    go_to_class(teacher, school.origin, f"{essays}/students/amy-ono")
    expect(teacher.page.locator(".lines")).to_contain_text("Collected from the folder")
    # The link is no file of hers: it is left out, and she and her teacher are told.
    expect(teacher.page.locator(".findings")).to_contain_text("x")
    with teacher.page.expect_download() as waiting:
        teacher.page.get_by_role("link", name="Download").click()
    names = zipfile.ZipFile(waiting.value.path()).namelist()
    assert [name.rsplit("/", 1)[-1] for name in names] == ["essay.txt"]


def test_homework_comes_out_by_itself_at_its_hour_and_is_refused_after_its_cut_off(
    school: Stack,
) -> None:
    sent = {"file": ("cubes.ipynb", notebook(), "application/json")}
    cubes = f"/classes/{HERE}/assignments/cubes"
    with school.api() as api:
        api.post(f"/classes/{HERE}/assignments", files=sent).raise_for_status()
        listed = school.inside("amy-ono", "sh", "-c", "nbgrader list 2>&1")
        assert "squares" in listed and "cubes" not in listed
        api.patch(cubes, json={"opens": datetime.now(UTC).isoformat()}).raise_for_status()
        eventually(lambda: api.get(cubes).json()["out"], "it is out by itself", 120)
        school.inside("amy-ono", "nbgrader", "fetch_assignment", "cubes")
        over = {"due": "2026-01-01T08:00:00Z", "opens": None, "late_policy": "cutoff"}
        api.patch(cubes, json=over).raise_for_status()
    said = school.inside("amy-ono", "sh", "-c", "nbgrader submit cubes 2>&1 || echo refused")
    assert "no longer taken in" in said and said.endswith("refused")


def test_work_is_taken_away_as_a_zip_with_a_folder_for_each(
    school: Stack, teacher: Someone
) -> None:
    go_to_class(teacher, school.origin, SQUARES)
    with teacher.page.expect_download() as waiting:
        teacher.page.get_by_role("link", name="Download what counts").click()
    names = zipfile.ZipFile(waiting.value.path()).namelist()
    assert len([name for name in names if name.endswith("/squares.ipynb")]) == 10
    assert any("Amy Ono (amy-ono)" in name for name in names)
