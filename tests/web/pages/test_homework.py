"""Homework on the pages: uploaded, due, released as a job, and shown with receipts."""

from datetime import UTC, datetime

from starlette.testclient import TestClient

from appliance import db
from appliance.models import Assignment, Job
from tests.conftest import School
from tests.fakes import FakeEngine
from tests.web.conftest import HOME, Hub
from tests.web.pages.test_desk import hand_out
from web.app import create_app

CLASS = "/hub/teach/biology-1"
NOTEBOOK = {"file": ("Squares and Cubes.ipynb", b"{}")}


def test_an_upload_is_named_after_its_file_and_waits_for_release(hub: Hub) -> None:
    rivera = hub.teacher()
    answer = rivera.post(f"{CLASS}/assignments", {"due": "2026-11-30T08:00"}, files=NOTEBOOK)
    assert answer.headers["location"] == f"{CLASS}#homework"
    page = rivera.get(CLASS).text
    assert "Squares and Cubes" in page and "not handed out yet" in page
    assert "Mon, 30 Nov 2026, 08:00 UTC" in page
    assert "Squares and Cubes" not in hub.student("ana").get("/hub/desk").text


def test_the_due_date_is_changed_and_taken_away(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post(f"{CLASS}/assignments", files=NOTEBOOK)
    path = f"{CLASS}/assignments/Squares%20and%20Cubes"
    for due, shown in (("2026-11-30T08:00", "2026-11-30T08:00"), ("", 'name="due" value=""')):
        assert rivera.post(f"{path}/due", {"due": due}).status_code == 303
        assert shown in rivera.get(path).text
    for due in ("tomorrow", "0001-01-01T00:00", "9999-12-31T23:59"):
        bad = rivera.post(f"{path}/due", {"due": due})
        assert bad.status_code == 422 and "due date" in bad.text


def test_due_dates_are_typed_and_shown_in_the_zone_of_the_box(
    school: School, engine: FakeEngine
) -> None:
    engine.away = True
    settings = school.settings.model_copy(update={"time_zone": "Europe/Berlin"})
    app = create_app(settings, engine)
    with TestClient(app, base_url=HOME):
        rivera = Hub(app, school, engine).teacher()
        rivera.post(f"{CLASS}/assignments", {"due": "2026-07-01T08:00"}, files=NOTEBOOK)
        page = rivera.get(CLASS).text
        assert "Wed, 1 Jul 2026, 08:00 CEST" in page and "Due (Europe/Berlin)" in page
        one = rivera.get(f"{CLASS}/assignments/Squares%20and%20Cubes").text
        assert 'value="2026-07-01T08:00"' in one
        german = rivera.get(CLASS, **{"Accept-Language": "de"}).text
        assert "08:00 Uhr MESZ" in german
        engine.leave()
    with db.reading(school.database) as session:
        due = session.get_one(Assignment, 1).due
        assert due == datetime(2026, 7, 1, 6, 0, tzinfo=UTC)


def test_a_step_is_queued_once_and_followed_on_the_class_page(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post(f"{CLASS}/assignments", files=NOTEBOOK)
    path = f"{CLASS}/assignments/Squares%20and%20Cubes"
    for _ in range(2):
        assert rivera.post(f"{path}/release").status_code == 303
    # The upload asked for a check.
    assert hub.school.count(Job) == 2 and "Release: " in rivera.get(f"{CLASS}/now").text
    assert rivera.post(f"{path}/explode").status_code == 422


def test_what_was_handed_in_is_shown_with_its_receipt_and_who_is_missing(hub: Hub) -> None:
    hand_out(hub)
    page = hub.teacher().get(f"{CLASS}/assignments/Squares").text
    assert "Ana Ruiz" in page and "8.5 of 10" in page and "Not handed in: Cleo Park" in page


def test_an_assignment_is_taken_back(hub: Hub) -> None:
    hand_out(hub)
    hub.teacher().post(f"{CLASS}/assignments/Squares/take-back")
    with db.reading(hub.school.database) as session:
        assert session.get_one(Assignment, 1).released is None


def test_grades_without_an_engine_are_a_sentence(hub: Hub) -> None:
    answer = hub.teacher().get(f"{CLASS}/grades.csv")
    assert answer.status_code == 503 and "container engine" in answer.text
