"""The JSON API of due dates: for everybody, for a section, for one student."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from appliance import db
from appliance.models import Enrolment
from tests.web.api.test_assignments import HOMEWORK, NOTEBOOK
from tests.web.conftest import Hub

SQUARES = f"{HOMEWORK}/Squares"
MON, TUE = "2026-11-30T08:00:00Z", "2026-12-01T08:00:00Z"


@pytest.fixture
def rivera(hub: Hub) -> TestClient:
    """Ms Rivera's script; Squares is uploaded, due on Monday. Ana is in section A/1."""
    with db.writing(hub.school.database) as session:
        session.get_one(Enrolment, hub.school.seat("ana").id).section = "A/1"
    program = hub.program(hub.school.api_token("rivera"))
    assert program.post(HOMEWORK, files=NOTEBOOK, data={"due": MON}).status_code == 201
    return program


def test_dates_and_rules_change_one_by_one(rivera: TestClient) -> None:
    opens = "2026-11-23T08:00:00+01:00"
    wish = {"opens": opens, "grace_minutes": 15, "late_policy": "marks", "late_marks": 2}
    changed = rivera.patch(SQUARES, json=wish)
    assert changed.status_code == 200
    assert changed.json()["opens"] == "2026-11-23T07:00:00Z" and changed.json()["due"] == MON
    again = rivera.patch(SQUARES, json={"due": None, "into_homes": True}).json()
    assert again["due"] is None and again["into_homes"] and again["grace_minutes"] == 15
    assert (again["late_policy"], again["late_marks"]) == ("marks", 2)
    assert rivera.get(SQUARES).json() == again


@pytest.mark.parametrize(
    "wish",
    [
        {"due": "soon"},
        {"opens": TUE},
        {"grace_minutes": -1},
        {"late_policy": "hang"},
        {"late_marks": 5000},
        {"into_homes": True, "late_policy": "hang"},
        {"colour": "red"},
    ],
)
def test_what_makes_no_sense_is_refused_whole(rivera: TestClient, wish: dict[str, Any]) -> None:
    before = rivera.get(SQUARES).json()
    assert rivera.patch(SQUARES, json=wish).status_code == 422
    assert rivera.get(SQUARES).json() == before


def test_an_extension_is_given_and_taken_back(rivera: TestClient) -> None:
    given = rivera.put(f"{SQUARES}/extensions/ana", json={"due": TUE})
    assert given.json()["extensions"] == [{"student": "ana", "due": TUE}]
    assert rivera.delete(f"{SQUARES}/extensions/ana").json()["extensions"] == []
    assert rivera.put(f"{SQUARES}/extensions/ben", json={"due": TUE}).status_code == 404
    assert rivera.put(f"{SQUARES}/extensions/ana", json={"due": " "}).status_code == 422


def test_a_section_may_have_a_date_whatever_it_is_called(rivera: TestClient) -> None:
    given = rivera.put(f"{SQUARES}/section-dates/A/1", json={"due": TUE})
    assert given.json()["section_dates"] == [{"section": "A/1", "due": TUE}]
    assert rivera.delete(f"{SQUARES}/section-dates/A/1").json()["section_dates"] == []
    answer = rivera.put(f"{SQUARES}/section-dates/B", json={"due": TUE})
    assert answer.status_code == 404 and "section" in answer.json()["message"]


def test_another_teacher_changes_nothing(hub: Hub, rivera: TestClient) -> None:
    okafor = hub.program(hub.school.api_token("okafor"))
    assert okafor.patch(SQUARES, json={"due": TUE}).status_code == 404
    assert okafor.put(f"{SQUARES}/extensions/ana", json={"due": TUE}).status_code == 404
