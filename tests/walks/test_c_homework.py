"""Homework: out, in, graded sealed, returned and exported, with the real nbgrader everywhere."""

import csv
import io
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Arrive, Someone, Stack, in_lab, sign_in

pytestmark = pytest.mark.docker

NAMES = {"Ana García": "ana-garcia", "Ben Novak": "ben-novak", "Zoë Núñez": "zoe-nunez"}
ANSWERS = {
    "ben-novak": "def square(x):\n    return x + x",
    "zoe-nunez": "def square(x):\n    while True:\n        pass",
}


def cell(source: str, name: str, **marks: Any) -> dict[str, Any]:
    nbgrader = {"grade_id": name, "schema_version": 3, "task": False, **marks}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"nbgrader": nbgrader},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook() -> bytes:
    """One task, ten points, with a hidden test."""
    answer = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
    test = "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-4) == 16\n"
    cells = [
        cell(answer, "square", grade=False, solution=True, locked=False),
        cell(
            test + "### END HIDDEN TESTS",
            "test-square",
            grade=True,
            solution=False,
            locked=True,
            points=10,
        ),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole).encode()


def press(rivera: Someone, stack: Stack, name: str, until: str) -> None:
    """Press a step of the only assignment and wait until the class page says so."""
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1/assignments/squares")
    rivera.page.get_by_role("button", name=name, exact=True).click()
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1")
    expect(rivera.page.locator(".task").first).to_contain_text(until, timeout=120_000)


def test_teacher_uploads_a_notebook_and_releases_it(stack: Stack, arrive: Arrive) -> None:
    rivera = arrive("ms-rivera")
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1/homework")
    upload = {"name": "squares.ipynb", "mimeType": "application/json", "buffer": notebook()}
    form = rivera.page.locator("#new-homework > form")
    form.get_by_label("Notebook or zip").set_input_files(upload)  # type: ignore[arg-type]
    form.get_by_label("Due").fill("2099-05-04T08:00")
    form.get_by_role("button", name="Upload").click()
    expect(rivera.page.locator(".chain")).to_contain_text("uploaded")
    press(rivera, stack, "Release", "with the students")


def lab_panel(page: Page) -> None:
    """Open nbgrader's Assignment List."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    expect(page.get_by_text("squares").first).to_be_visible(timeout=60_000)


def test_ana_fetches_works_and_submits_in_the_panel_and_sees_a_receipt(
    stack: Stack, arrive: Arrive
) -> None:
    ana = arrive("ana-garcia")
    ana.page.goto(f"{stack.origin}/hub/desk")
    expect(ana.page.locator(".homework")).to_contain_text("due Mon, 4 May 2099")
    ana.page.get_by_role("button", name="Open my notebook").click()
    in_lab(ana)
    lab_panel(ana.page)
    ana.page.get_by_role("button", name="Fetch", exact=True).click()
    submit = ana.page.get_by_role("button", name="Submit", exact=True)
    expect(submit).to_be_visible()
    text = stack.inside("ana-garcia", "cat", "squares/squares.ipynb")
    assert "HIDDEN" not in text
    assert "x * x" not in text
    answer(stack, "ana-garcia", "def square(x):\n    return x * x")
    submit.click()
    expect(ana.page.get_by_text("receipt")).to_be_visible()
    ana.look("assignment-list")
    receipt = re.search(r"receipt ([A-Z2-7]{4}-[A-Z2-7]{4})", ana.page.inner_text("body"))
    assert receipt is not None
    ana.page.goto(f"{stack.origin}/hub/desk")
    expect(ana.page.locator(".receipts")).to_contain_text(receipt[1])


def answer(stack: Stack, name: str, source: str) -> None:
    """Write this into the solution cell, as the person would."""
    stack.python(
        name,
        "import json; path = 'squares/squares.ipynb'; book = json.load(open(path)); "
        f"book['cells'][0]['source'] = {source!r}; json.dump(book, open(path, 'w'))",
    )


def test_ben_and_zoe_use_nbgraders_own_commands(stack: Stack, arrive: Arrive) -> None:
    sign_in(arrive("zoe-nunez"), stack.origin, stack.codes["Zoë Núñez"])
    for name, source in ANSWERS.items():
        stack.inside(name, "nbgrader", "fetch_assignment", "squares")
        answer(stack, name, source)
        stack.inside(name, "nbgrader", "submit", "squares")
    with stack.api() as api:
        found = api.get("/classes/biology-1/assignments/squares/submissions").json()
    assert sorted(one["student"] for one in found) == sorted(NAMES.values())
    assert all(one["receipt"] and not one["late"] for one in found)


def test_right_wrong_and_endless_answers_are_collected_and_scored(
    stack: Stack, arrive: Arrive
) -> None:
    rivera = arrive("ms-rivera")
    press(rivera, stack, "Collect", "3 collected")
    press(rivera, stack, "Autograde", "3 graded")
    rivera.look("class")
    rivera.look_on_phone("class")
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1/homework")
    rivera.look("homework")
    rivera.look_on_phone("homework")
    rivera.page.get_by_role("link", name="squares", exact=True).click()
    rivera.look("assignment")
    rivera.look_on_phone("assignment")
    rivera.page.get_by_role("link", name="Ana García").click()
    rivera.look("versions")
    rivera.look_on_phone("versions")
    with stack.api() as api:
        found = api.get("/classes/biology-1/assignments/squares/submissions").json()
    scores = {one["student"]: one["score"] for one in found}
    assert scores == {"ana-garcia": 10, "ben-novak": 0, "zoe-nunez": 0}


def test_students_see_their_score_when_it_is_returned(stack: Stack, arrive: Arrive) -> None:
    ben, rivera = arrive("ben-novak"), arrive("ms-rivera")
    ben.page.goto(f"{stack.origin}/hub/desk")
    expect(ben.page.locator(".homework")).not_to_contain_text("Returned")
    press(rivera, stack, "Return scores", "3 returned")
    for person, score in ((ben, "0 of 10"), (arrive("ana-garcia"), "10 of 10")):
        person.page.goto(f"{stack.origin}/hub/desk")
        expect(person.page.locator(".homework")).to_contain_text(score)
    ana = arrive("ana-garcia")
    ana.look("desk")
    ana.page.get_by_role("link", name="All my receipts").click()
    expect(ana.page.get_by_role("table")).to_contain_text("squares")
    ana.look("receipts")
    ana.look_on_phone("receipts")
    ana.page.goto(f"{stack.origin}/hub/desk")
    ana.page.get_by_role("button", name="Open my notebook").click()
    in_lab(ana)
    lab_panel(ana.page)
    with ana.page.expect_response(re.compile("/assignments/fetch_feedback")) as fetched:
        ana.page.get_by_role("button", name="Fetch Feedback").click()
    assert fetched.value.json()["success"], fetched.value.text()
    stack.inside("ana-garcia", "sh", "-c", "ls squares/feedback/*/squares.html")
    stack.inside("zoe-nunez", "nbgrader", "fetch_feedback", "squares")
    page = stack.inside("zoe-nunez", "sh", "-c", "cat squares/feedback/*/squares.html")
    assert "TimeoutError" in page or "too long" in page or "time" in page
    assert "square(-4)" not in page


def test_grades_are_exported_as_csv(stack: Stack, arrive: Arrive) -> None:
    rivera = arrive("ms-rivera")
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1/homework")
    with rivera.page.expect_download() as waiting:
        rivera.page.get_by_role("link", name="Moodle").click()
    text = waiting.value.path().read_text("utf-8-sig")
    rows = {row["Full name"]: row for row in csv.DictReader(io.StringIO(text))}
    assert {name: float(row["squares"]) for name, row in rows.items()} == {
        "Ana García": 10,
        "Ben Novak": 0,
        "Zoë Núñez": 0,
    }
    assert rows["Ana García"]["ID number"] == "001"


def test_teacher_authors_and_releases_in_the_own_server(stack: Stack, arrive: Arrive) -> None:
    rivera = arrive("ms-rivera")
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1")
    rivera.page.get_by_role("button", name="Open my notebook").click()
    in_lab(rivera)
    name = "ms-rivera"
    stack.python(
        name,
        "import pathlib; folder = pathlib.Path('course/source/cubes'); folder.mkdir(parents=True); "
        f"(folder / 'cubes.ipynb').write_bytes({notebook()!r})",
    )
    rivera.page.get_by_role("menuitem", name="Nbgrader").click()
    rivera.page.get_by_role("menuitem", name="Formgrader").click()
    formgrader = rivera.page.frame_locator("iframe").first
    row = formgrader.get_by_role("row", name=re.compile("cubes"))
    expect(row).to_be_visible(timeout=60_000)
    rivera.look("formgrader")
    stack.inside(name, "nbgrader", "generate_assignment", "cubes")
    stack.inside(name, "nbgrader", "release_assignment", "cubes")
    stack.inside("ben-novak", "nbgrader", "fetch_assignment", "cubes")
    assert "HIDDEN" not in stack.inside("ben-novak", "cat", "cubes/cubes.ipynb")


HALF_A_SUBMISSION = """
import os, re, socket, subprocess, threading
from urllib.parse import urlsplit

hub = urlsplit(os.environ["JUPYTERHUB_API_URL"])
door = socket.create_server(("127.0.0.1", 0))


def onward(source, target):
    while data := source.recv(1 << 16):
        if data.startswith(b"POST"):
            half = int(re.search(rb"(?i)content-length: *([0-9]+)", data)[1]) // 2
            while half > 0:
                target.sendall(data)
                data = source.recv(1 << 16)
                half -= len(data)
            source.shutdown(socket.SHUT_RDWR)
            break
        target.sendall(data)
    target.close()


def backward(source, target):
    while data := source.recv(1 << 16):
        target.sendall(data)


def serve():
    while True:
        near, far = door.accept()[0], socket.create_connection((hub.hostname, hub.port))
        threading.Thread(target=onward, args=(near, far), daemon=True).start()
        threading.Thread(target=backward, args=(far, near), daemon=True).start()


threading.Thread(target=serve, daemon=True).start()
os.makedirs("squares", exist_ok=True)
with open("squares/large.bin", "wb") as file:
    file.write(os.urandom(3_000_000))
url = f"http://127.0.0.1:{door.getsockname()[1]}{hub.path}"
done = subprocess.run(
    ["nbgrader", "submit", "squares"],
    env={**os.environ, "JUPYTERHUB_API_URL": url}, capture_output=True, text=True,
)
print("ended with", done.returncode, done.stdout, done.stderr)
"""
"""A link between the seat and the proxy that is cut in the middle of the upload."""


def versions(stack: Stack, name: str) -> int:
    with stack.api() as api:
        found = api.get("/classes/biology-1/assignments/squares/submissions").json()
    return [one["student"] for one in found].count(name)


def test_an_upload_that_is_cut_halfway_is_told_and_leaves_nothing(stack: Stack) -> None:
    before = versions(stack, "ben-novak")
    said = stack.python("ben-novak", HALF_A_SUBMISSION)
    assert "ended with 1" in said, said
    assert "Submitted as" not in said
    assert versions(stack, "ben-novak") == before
    stack.inside("ben-novak", "nbgrader", "submit", "squares")
    assert versions(stack, "ben-novak") == before + 1


def test_a_submission_without_a_hub_gets_no_receipt(stack: Stack) -> None:
    """The student is told, and nothing half is kept."""
    before = versions(stack, "ben-novak")
    stack.run("docker", "compose", "stop", "hub")
    failed = stack.run(
        "docker",
        "exec",
        stack.seat("ben-novak"),
        "sh",
        "-c",
        "nbgrader submit squares 2>&1; echo ended with $?",
        check=False,
    )
    stack.homeroom("up")
    assert "ended with 0" not in failed
    assert "receipt" not in failed.lower() or "no receipt" in failed.lower()
    assert versions(stack, "ben-novak") == before
