"""Homework on the pages: uploaded, due, released as a job, and shown with receipts."""

from datetime import UTC, datetime

from starlette.testclient import TestClient

from appliance import db
from appliance.models import Assignment, Delivery, Handout, Job
from tests.conftest import School
from tests.fakes import FakeEngine
from tests.web.conftest import HOME, Hub
from tests.web.pages.test_desk import hand_out
from tests.web.templates.reading import read
from web.app import create_app

CLASS = "/hub/teach/biology-1"
NOTEBOOK = {"file": ("Squares and Cubes.ipynb", b"{}")}


def test_an_upload_is_named_after_its_file_and_waits_for_release(hub: Hub) -> None:
    rivera = hub.teacher()
    answer = rivera.post(f"{CLASS}/assignments", {"due": "2026-11-30T08:00"}, files=NOTEBOOK)
    assert answer.headers["location"] == f"{CLASS}/homework"
    page = rivera.get(f"{CLASS}/homework").text
    assert "Squares and Cubes" in page and "uploaded" in page
    assert "Mon, 30 Nov 2026, 08:00 UTC" in page
    assert "Squares and Cubes" not in hub.student("ana").get("/hub/desk").text


def test_due_dates_are_typed_and_shown_in_the_zone_of_the_box(
    school: School, engine: FakeEngine
) -> None:
    engine.away = True
    settings = school.settings.model_copy(update={"time_zone": "Europe/Berlin"})
    app = create_app(settings, engine)
    with TestClient(app, base_url=HOME):
        rivera = Hub(app, school, engine).teacher()
        rivera.post(f"{CLASS}/assignments", {"due": "2026-07-01T08:00"}, files=NOTEBOOK)
        page = rivera.get(f"{CLASS}/homework").text
        assert "Wed, 1 Jul 2026, 08:00 CEST" in page and "Due (Europe/Berlin)" in page
        one = rivera.get(f"{CLASS}/assignments/Squares%20and%20Cubes").text
        assert 'value="2026-07-01T08:00"' in one
        german = rivera.get(f"{CLASS}/homework", **{"Accept-Language": "de"}).text
        assert "08:00 Uhr MESZ" in german
        engine.leave()
    with db.reading(school.database) as session:
        due = session.get_one(Assignment, 1).due
        assert due == datetime(2026, 7, 1, 6, 0, tzinfo=UTC)


def test_a_step_is_queued_once_and_followed_on_both_pages(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post(f"{CLASS}/assignments", files=NOTEBOOK)
    path = f"{CLASS}/assignments/Squares%20and%20Cubes"
    assert rivera.post(f"{path}/release").status_code == 303
    assert hub.school.count(Job) == 2  # the upload asked for a check
    for page in (f"{CLASS}/now", f"{CLASS}/homework/now"):
        assert "Release: " in rivera.get(page).text
    assert rivera.post(f"{path}/explode").status_code == 404


def test_each_step_says_how_far_it_is_and_one_button_leads_on(hub: Hub) -> None:
    hand_out(hub)
    page = read(hub.teacher().get(f"{CLASS}/homework").text)
    secret, squares = page.all("article")  # the newest first
    assert {"1 of 2 handed in", "with the students"} <= set(squares.texts())
    assert [list(button.texts()) for button in secret.all("button")] == [["Release", "– Secret"]]


def test_a_folder_becomes_one_assignment_named_after_it(hub: Hub) -> None:
    rivera = hub.teacher()
    files = [
        ("file", ("Cubes/cubes.ipynb", b"{}")),
        ("file", ("Cubes/data/table.csv", b"1,2")),
    ]
    assert rivera.post(f"{CLASS}/assignments", files=files).status_code == 303
    with db.reading(hub.school.database) as session:
        made = session.get_one(Assignment, 1)
    tree = hub.app.state.parts.store.tree(made.source_tree)
    assert made.name == "Cubes"
    assert [name for name, _, _ in tree.entries] == ["cubes.ipynb", "data/table.csv"]


def test_an_assignment_is_taken_back(hub: Hub) -> None:
    hand_out(hub)
    hub.teacher().post(f"{CLASS}/assignments/Squares/take-back")
    with db.reading(hub.school.database) as session:
        assert session.get_one(Assignment, 1).released is None


def test_grades_without_an_engine_are_a_sentence(hub: Hub) -> None:
    answer = hub.teacher().get(f"{CLASS}/grades.csv")
    assert answer.status_code == 503 and "container engine" in answer.text


def test_a_correction_is_uploaded_while_students_work_and_waits_for_its_release(hub: Hub) -> None:
    hand_out(hub)
    rivera = hub.teacher()
    corrected = {"file": ("Squares.ipynb", b'{"cells": []}')}
    assert rivera.post(f"{CLASS}/assignments", files=corrected).status_code == 303
    (squares,) = (
        one
        for one in read(rivera.get(f"{CLASS}/homework").text).all("article")
        if "Squares" in one.texts()
    )
    assert "correction not yet released" in squares.texts()


def test_a_folder_without_a_grader_is_made_collected_and_never_graded(hub: Hub) -> None:
    rivera = hub.teacher()
    made = rivera.post(f"{CLASS}/folders", {"name": "Essays", "folder": "essays/may"})
    assert made.status_code == 303
    page = read(rivera.get(f"{CLASS}/assignments/Essays").text)
    steps = {button.attributes.get("id") for button in page.all("button")}
    assert {"release", "collect"} <= steps and "autograde" not in steps
    twice = rivera.post(f"{CLASS}/folders", {"name": "Essays"})
    assert twice.status_code == 409 and 'class="problem"' in twice.text


def test_a_hand_out_is_given_shown_on_its_way_and_taken_back(hub: Hub) -> None:
    rivera = hub.teacher()
    files = [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]
    given = rivera.post(f"{CLASS}/handouts", {"name": "Readings"}, files=files)
    assert given.headers["location"] == f"{CLASS}/homework#handouts"
    assert "In 0 of 2 homes." in rivera.get(f"{CLASS}/homework").text
    with db.writing(hub.school.database) as session:
        what = session.get_one(Handout, 1)
        kept = '["a.txt"]'
        session.add(
            Delivery(
                enrolment_id=hub.school.seat("ana").id, handout_id=1, tree=what.tree, kept=kept
            )
        )
    page = rivera.get(f"{CLASS}/homework").text
    assert "In 1 of 2 homes." in page and "Ana Ruiz keeps the own form of a.txt" in page
    desk = hub.student("ana").get("/hub/desk").text
    assert "Readings" in desk and "Your own a.txt stayed" in desk
    assert "Readings" not in hub.student("cleo").get("/hub/desk").text
    rivera.post(f"{CLASS}/handouts/take-back", {"name": "Readings"})
    assert "Readings" not in rivera.get(f"{CLASS}/homework").text
