"""One assignment's page: dates, sections, and where each student stands."""

import io
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from appliance import db, models
from appliance.archive import Limits, Member
from appliance.homework import submissions
from appliance.homework.store import Tree
from appliance.models import Assignment, Enrolment, OtherDue, Submission
from roster.sentence import sentence, to_json
from tests.web.conftest import Browser, Hub
from tests.web.pages.test_desk import hand_out

CLASS = "/hub/teach/biology-1"
SQUARES = f"{CLASS}/assignments/Squares"
LATER = Tree("ef" * 32, (("p1.ipynb", "cd" * 32, 2),))


@pytest.fixture
def rivera(hub: Hub) -> Browser:
    hand_out(hub)
    return hub.teacher()


def squares(hub: Hub) -> Assignment:
    with db.reading(hub.school.database) as session:
        return session.get_one(Assignment, 1)


def hand_in_again(hub: Hub, moment: datetime) -> None:
    with db.writing(hub.school.database) as session:
        one = session.get_one(Assignment, 1)
        submissions.submit(session, one, hub.school.seat("ana").id, "1" * 32, LATER, moment)


def test_it_shows_where_each_student_stands(rivera: Browser) -> None:
    page = rivera.get(SQUARES).text
    assert "Ana Ruiz" in page and "8.5 of 10" in page and "graded" in page
    assert "Cleo Park" in page and "open" in page


def test_who_handed_in_nothing_is_missing_once_it_was_due(rivera: Browser) -> None:
    rivera.post(f"{SQUARES}/dates", {"due": "2026-01-01T08:00"})
    assert "missing" in rivera.get(SQUARES).text


def test_dates_and_the_price_of_lateness_are_saved(hub: Hub, rivera: Browser) -> None:
    typed = {
        "due": "2026-11-30T08:00",
        "opens": "2026-11-27T08:00",
        "grace_minutes": "15",
        "late_policy": "marks",
        "late_marks": "2,5",
        "into_homes": "true",
    }
    assert "Saved." in rivera.post(f"{SQUARES}/dates", typed).text
    one = squares(hub)
    assert one.due == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert (one.grace_minutes, one.late_policy, one.late_marks) == (15, "marks", 2.5)
    assert one.into_homes
    assert 'value="2026-11-27T08:00"' in rivera.get(SQUARES).text
    assert "Saved." in rivera.post(f"{SQUARES}/dates", {}).text
    assert squares(hub).due is None


def test_dates_may_be_in_a_zone_of_their_own(hub: Hub, rivera: Browser) -> None:
    typed = {"due": "2026-11-30T08:00", "zone": "Asia/Tokyo"}
    assert "Saved." in rivera.post(f"{SQUARES}/dates", typed).text
    assert squares(hub).due == datetime(2026, 11, 29, 23, tzinfo=UTC)
    assert 'value="2026-11-30T08:00"' in rivera.get(SQUARES).text
    assert "Mon, 30 Nov 2026, 08:00 JST" in hub.student("ana").get("/hub/desk").text
    rivera.post(f"{SQUARES}/students/ana/extension", {"due": "2026-12-01T08:00"})
    assert "Tue, 1 Dec 2026, 08:00 JST" in hub.student("ana").get("/hub/desk").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"due": "tomorrow"},
        {"due": "0001-01-01T00:00"},
        {"grace_minutes": "soon"},
        {"grace_minutes": "-5"},
        {"grace_minutes": "1e400"},
        {"grace_minutes": "nan"},
        {"late_policy": "marks", "late_marks": "inf"},
        {"late_policy": "hang"},
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"due": "2026-01-01T08:00", "opens": "2026-02-01T08:00"},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    hub: Hub, rivera: Browser, wrong: dict[str, str]
) -> None:
    before = squares(hub)
    answer = rivera.post(f"{SQUARES}/dates", wrong)
    assert answer.status_code == 422 and 'class="problem"' in answer.text
    # A choice that is not on the list was not typed by a person.
    typed = {value for value in wrong.values() if value != "hang"}
    assert all(f'"{value}"' in answer.text for value in typed), "what was typed is lost"
    assert (squares(hub).due, squares(hub).late_policy) == (before.due, before.late_policy)


def test_a_section_gets_a_date_of_its_own_and_loses_it(hub: Hub, rivera: Browser) -> None:
    with db.writing(hub.school.database) as session:
        session.get_one(Enrolment, hub.school.seat("ana").id).section = "B"
    typed = {"section": "B", "due": "2026-12-01T08:00"}
    assert "Saved." in rivera.post(f"{SQUARES}/section-dates", typed).text
    assert "B: Tue, 1 Dec 2026" in rivera.get(f"{CLASS}/homework").text
    rivera.post(f"{SQUARES}/section-dates", {"section": "B", "due": ""})
    assert hub.school.count(OtherDue) == 0


# One student


@pytest.mark.parametrize("section", ["", "Z"])
def test_no_date_is_given_to_a_section_that_nobody_is_in(
    hub: Hub, rivera: Browser, section: str
) -> None:
    answer = rivera.post(
        f"{SQUARES}/section-dates", {"section": section, "due": "2027-01-01T08:00"}
    )
    assert answer.status_code == 404 and "Nobody in this class" in answer.text
    assert hub.school.count(OtherDue) == 0


def test_an_extension_is_given_seen_and_taken_back(hub: Hub, rivera: Browser) -> None:
    ana = f"{SQUARES}/students/ana"
    given = rivera.post(f"{ana}/extension", {"due": "2026-12-24T12:00"})
    assert "The extension is given." in given.text and "Thu, 24 Dec 2026" in given.text
    assert "1 extension" in rivera.get(f"{CLASS}/homework").text
    assert "until Thu, 24 Dec 2026" in rivera.get(SQUARES).text
    assert "taken back" in rivera.post(f"{ana}/extension", {"due": ""}).text
    assert hub.school.count(OtherDue) == 0


def test_every_version_is_there_with_its_receipt(hub: Hub, rivera: Browser) -> None:
    hand_in_again(hub, models.now() + timedelta(days=365))
    page = rivera.get(f"{SQUARES}/students/ana").text
    with db.reading(hub.school.database) as session:
        receipts = [submissions.receipt(session.get_one(Submission, n)) for n in (1, 2)]
    assert all(receipt in page for receipt in receipts)
    assert "Version 2" in page and "late" in page


def test_the_teacher_chooses_which_version_counts(hub: Hub, rivera: Browser) -> None:
    hand_in_again(hub, models.now())
    ana = f"{SQUARES}/students/ana"
    rivera.post(f"{ana}/versions/1/choose")
    assert "1 of 2" in rivera.get(SQUARES).text
    rivera.post(f"{ana}/versions/0/choose")
    assert "2 of 2" in rivera.get(SQUARES).text
    assert rivera.post(f"{ana}/versions/7/choose").status_code == 404


def test_what_was_found_in_a_version_is_told(hub: Hub, rivera: Browser) -> None:
    with db.writing(hub.school.database) as session:
        version = session.get_one(Submission, 1)
        version.findings = json.dumps([to_json(sentence("archive-broken"))])
    assert "The upload was cut off" in rivera.get(f"{SQUARES}/students/ana").text


def test_a_choice_is_shown_although_another_version_was_collected(
    hub: Hub, rivera: Browser
) -> None:
    hand_in_again(hub, models.now())
    with db.writing(hub.school.database) as session:
        session.get_one(Submission, 2).frozen = True
    rivera.post(f"{SQUARES}/students/ana/versions/1/choose")
    assert "1 of 2" in rivera.get(SQUARES).text


def test_a_zip_for_which_the_disk_has_no_room_is_not_begun(
    hub: Hub, rivera: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = hub.app.state.parts.store
    kept = store.keep(iter([Member("p1.ipynb", io.BytesIO(b"{}"))]), Limits())
    with db.writing(hub.school.database) as session:
        session.get_one(Submission, 1).tree = kept.digest
    whole = rivera.get(f"{SQUARES}/submissions.zip")
    assert whole.status_code == 200 and whole.headers["content-type"] == "application/zip"
    full = SimpleNamespace(free=2)
    monkeypatch.setattr("web.downloads.shutil.disk_usage", lambda _path: full)
    refused = rivera.get(f"{SQUARES}/submissions.zip")
    assert refused.status_code == 503 and "no room" in refused.text


@pytest.mark.parametrize("more", ["", "/students/ana", "/students/nobody"])
def test_another_class_has_no_such_page(hub: Hub, rivera: Browser, more: str) -> None:
    assert hub.teacher("okafor").get(f"{SQUARES}{more}").status_code == 404


def test_a_student_of_another_class_has_no_versions_here(rivera: Browser) -> None:
    assert rivera.get(f"{SQUARES}/students/ben").status_code == 404
