"""The JSON twin of the people page: one student at a time, and no other teacher's."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Hub

STUDENTS = "/api/v1/classes/biology-1/students"


@pytest.fixture
def rivera(hub: Hub) -> TestClient:
    return hub.program(hub.school.api_token("rivera"))


def names(program: TestClient) -> list[Any]:
    return [one["name"] for one in program.get(STUDENTS).json()]


def test_a_student_is_added_corrected_archived_and_restored(rivera: TestClient) -> None:
    made = rivera.post(STUDENTS, json={"display_name": "Dan Wu", "section": "B"})
    assert made.status_code == 201 and made.json()["name"] == "dan-wu"
    corrected = rivera.patch(f"{STUDENTS}/dan-wu", json={"student_id": "007"}).json()
    assert (corrected["student_id"], corrected["section"]) == ("007", "B")
    assert rivera.post(f"{STUDENTS}/dan-wu/archive").status_code == 200
    assert names(rivera) == ["ana", "cleo"]
    rivera.post(f"{STUDENTS}/dan-wu/restore")
    assert "dan-wu" in names(rivera)


@pytest.mark.parametrize("body", [{}, {"display_name": "Dan", "student_id": "1001"}])
def test_a_refused_student_is_one_sentence(rivera: TestClient, body: dict[str, str]) -> None:
    answer = rivera.post(STUDENTS, json=body)
    assert answer.status_code in (409, 422) and answer.json()["message"].endswith(".")
    assert names(rivera) == ["ana", "cleo"]


def test_a_student_is_moved(rivera: TestClient) -> None:
    rivera.post("/api/v1/classes", json={"title": "Botany"})
    assert rivera.post(f"{STUDENTS}/ana/move", json={"to": "botany"}).status_code == 200
    assert names(rivera) == ["cleo"]
    assert rivera.post(f"{STUDENTS}/cleo/move", json={"to": "chemistry"}).status_code == 404


def test_the_roster_goes_out(rivera: TestClient) -> None:
    assert b"Ana Ruiz" in rivera.get("/api/v1/classes/biology-1/roster").content


def test_another_teacher_touches_nobody(hub: Hub, rivera: TestClient) -> None:
    okafor = hub.program(hub.school.api_token("okafor"))
    tries = [
        okafor.post(STUDENTS, json={"display_name": "X"}),
        okafor.patch(f"{STUDENTS}/ana", json={"section": "X"}),
        okafor.post(f"{STUDENTS}/ana/archive"),
        okafor.get("/api/v1/classes/biology-1/roster"),
    ]
    assert [one.status_code for one in tries] == [404] * 4 and names(rivera) == ["ana", "cleo"]
