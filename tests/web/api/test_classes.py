"""The JSON API of classes: the contract scripts rely on, and no other teacher's class."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from appliance import db
from appliance.models import Home, Server
from appliance.servers import wishes
from tests.web.conftest import Hub

BIOLOGY = "/api/v1/classes/biology-1"


@pytest.fixture
def rivera(hub: Hub) -> TestClient:
    return hub.program(hub.school.api_token("rivera"))


@pytest.fixture
def okafor(hub: Hub) -> TestClient:
    return hub.program(hub.school.api_token("okafor"))


def roster(program: TestClient, data: bytes, *, apply: str = "false") -> Any:
    files = {"file": ("class.csv", data)}
    return program.post(f"{BIOLOGY}/roster?apply={apply}", files=files)


def test_a_class_is_made_and_listed(rivera: TestClient) -> None:
    made = rivera.post("/api/v1/classes", json={"title": "Botany"})
    assert made.status_code == 201 and made.json()["slug"] == "botany"
    assert [one["title"] for one in rivera.get("/api/v1/classes").json()] == ["Biology 1", "Botany"]


def test_limits_are_told_and_changed(rivera: TestClient) -> None:
    usual = rivera.get(BIOLOGY).json()
    assert usual["limits"]["memory_mb"] == 1024 and usual["own_limits"]["memory_mb"] is None
    for wish, memory, pids in (
        ({"memory_mb": 2048, "pids": 128}, 2048, 128),
        ({"pids": None}, 2048, 256),
        ({}, 2048, 256),
    ):
        now = rivera.patch(BIOLOGY, json={"own_limits": wish}).json()
        assert (now["limits"]["memory_mb"], now["limits"]["pids"]) == (memory, pids)


@pytest.mark.parametrize("wish", [{"cpus": -1}, {"memory_mb": "much"}, {"swap": 1}, {"pids": 1}])
def test_limits_that_cannot_be_are_refused(rivera: TestClient, wish: dict[str, Any]) -> None:
    answer = rivera.patch(BIOLOGY, json={"own_limits": wish})
    assert answer.status_code == 422 and answer.json()["message"]
    assert set(rivera.get(BIOLOGY).json()["own_limits"].values()) == {None}


def test_what_may_be_handed_in_at_once_is_told_and_changed(rivera: TestClient) -> None:
    assert rivera.get(BIOLOGY).json()["submission_limits"] == {"mb": 100, "files": 2000}
    for wish, mb, files in (
        ({"mb": 20, "files": 50}, 20, 50),
        ({"files": None}, 20, 2000),
        ({}, 20, 2000),
    ):
        now = rivera.patch(BIOLOGY, json={"submission_limits": wish}).json()
        assert now["submission_limits"] == {"mb": mb, "files": files}
    for bad in ({"mb": 0}, {"files": 10**6}, {"kb": 1}, {"mb": "much"}):
        assert rivera.patch(BIOLOGY, json={"submission_limits": bad}).status_code == 422
    assert rivera.get(BIOLOGY).json()["submission_limits"] == {"mb": 20, "files": 2000}


def test_assistants_look_at_limits_and_change_none(hub: Hub, okafor: TestClient) -> None:
    hub.teacher().post("/hub/teach/biology-1/staff/add", {"name": "okafor", "role": "assistant"})
    assert okafor.get(BIOLOGY).status_code == 200
    assert okafor.patch(BIOLOGY, json={"own_limits": {"pids": 128}}).status_code == 403


def test_a_roster_is_looked_at_and_then_applied(rivera: TestClient) -> None:
    data = b"Name,Login,Email\nAna Ruiz,ana,new@b.org\nDan Wu,dan,\nEla Fox,x,e@b.org,too,wide\n"
    shown = roster(rivera, data).json()
    assert shown["applied"] is False
    assert [row["display_name"] for row in shown["add"]] == ["Dan Wu"]
    assert shown["change"][0]["fields"] == {"email": ["ana@example.org", "new@b.org"]}
    assert [one["name"] for one in shown["missing"]] == ["cleo"]
    assert [problem["line"] for problem in shown["problems"]] == [4]
    assert len(rivera.get(f"{BIOLOGY}/students").json()) == 2
    assert roster(rivera, data, apply="true").json()["applied"] is True
    assert len(rivera.get(f"{BIOLOGY}/students").json()) == 3


def test_a_refused_roster_is_one_sentence(rivera: TestClient) -> None:
    answer = roster(rivera, b"%PDF", apply="true")
    assert answer.status_code == 422 and "unchanged" in answer.json()["message"]


def test_a_part_of_the_class_is_started_and_nobody_who_is_not_in_it(
    hub: Hub, rivera: TestClient
) -> None:
    asked = rivera.post(f"{BIOLOGY}/start", json={"students": ["cleo"]})
    assert asked.json() == {"asked": 1}
    assert (hub.server("cleo").state, hub.server("ana").state) == ("queued", "off")
    refused = rivera.post(f"{BIOLOGY}/start", json={"students": ["ana", "rivera"]})
    assert refused.status_code == 404 and hub.server("ana").state == "off"


def test_students_are_listed_with_their_servers(hub: Hub, rivera: TestClient) -> None:
    ana = rivera.get(f"{BIOLOGY}/students").json()[0]
    assert (ana["name"], ana["display_name"], ana["student_id"]) == ("ana", "Ana Ruiz", "1001")
    assert ana["server"]["state"] == "off" and ana["server"]["url"] is None
    assert rivera.post(f"{BIOLOGY}/start").json() == {"asked": 2}
    ana = rivera.get(f"{BIOLOGY}/students").json()[0]
    assert ana["server"]["state"] == "queued" and ana["server"]["place"] == 0
    assert hub.server("ana").early
    hub.student("cleo")
    assert rivera.get(f"{BIOLOGY}/students").json()[1]["server"]["place"] == 1, "she is there"
    port = hub.school.seat("ana").enrolment.port
    assert ana["server"]["url"] == f"http://localhost:{port}/user/ana/biology-1/"
    assert rivera.post(f"{BIOLOGY}/stop").json() == {"asked": 2}
    stopped = rivera.get(f"{BIOLOGY}/students").json()[0]["server"]
    assert (stopped["state"], stopped["reason"]) == ("stopped", "class over")


def test_students_are_listed_with_how_much_they_keep(hub: Hub, rivera: TestClient) -> None:
    with db.writing(hub.school.database) as session:
        session.add(Home(enrolment_id=hub.school.seat("ana").id, mb=70, files=12))
    rivera.patch(BIOLOGY, json={"own_limits": {"home_mb": 60}})
    ana, cleo = rivera.get(f"{BIOLOGY}/students").json()
    assert ana["home"] == {"mb": 70, "limit_mb": 60, "files": 12}
    assert cleo["home"] is None


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"students": None}, ["ana", "cleo"]),
        ({}, ["ana", "cleo"]),
        ({"students": ["cleo"]}, ["cleo"]),
    ],
)
def test_codes_are_given_once_and_let_in(
    hub: Hub, rivera: TestClient, body: dict[str, Any], names: list[str]
) -> None:
    fresh = rivera.post(f"{BIOLOGY}/codes", json=body).json()
    assert [one["name"] for one in fresh] == names
    assert hub.browser().enter(fresh[-1]["code"]).status_code == 303
    assert hub.browser().enter(hub.school.codes["cleo"]).status_code == 401


def test_a_restart_wants_a_fresh_server(hub: Hub, rivera: TestClient) -> None:
    rivera.post(f"{BIOLOGY}/start")
    before = hub.server("ana").start
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).state = "ready"
    answer = rivera.post(f"{BIOLOGY}/students/ana/restart")
    assert answer.json()["server"]["state"] == "queued" and hub.server("ana").start != before
    assert rivera.post(f"{BIOLOGY}/students/ben/restart").status_code == 404


def test_another_teachers_class_does_not_exist(hub: Hub, okafor: TestClient) -> None:
    assert [one["slug"] for one in okafor.get("/api/v1/classes").json()] == ["chemistry"]
    answers = [
        okafor.get(f"{BIOLOGY}/students"),
        okafor.get(BIOLOGY),
        okafor.patch(BIOLOGY, json={"own_limits": {"pids": 128}}),
        roster(okafor, b"Name\nEve\n", apply="true"),
        okafor.post(f"{BIOLOGY}/codes", json={"students": None}),
        okafor.post(f"{BIOLOGY}/start"),
        okafor.post(f"{BIOLOGY}/stop"),
        okafor.post(f"{BIOLOGY}/students/ana/restart"),
        okafor.get(f"{BIOLOGY}/assignments"),
        okafor.get(f"{BIOLOGY}/grades.csv"),
        okafor.post(f"{BIOLOGY}/assignments/x/release"),
        okafor.get(f"{BIOLOGY}/assignments/x/submissions"),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert hub.school.count(Server) == 0
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 303


def test_only_a_teachers_token_is_good(hub: Hub) -> None:
    for token in ("", "guessed", hub.school.server_token("ana"), hub.school.server_token("rivera")):
        answer = hub.program(token).get("/api/v1/classes")
        assert answer.status_code == 403 and answer.json()["message"]


def test_bearer_is_the_word_in_the_contract(hub: Hub) -> None:
    headers = {"Authorization": f"Bearer {hub.school.api_token('rivera')}"}
    assert hub.program().get("/api/v1/classes", headers=headers).status_code == 200


def test_a_request_without_its_facts_names_them(rivera: TestClient) -> None:
    answer = rivera.post("/api/v1/classes", json={})
    assert answer.status_code == 422 and "title" in answer.json()["message"]


HOURS = [
    {"weekday": 0, "starts": "08:00", "ends": "09:30"},
    {"weekday": 2, "starts": "13:05", "ends": "14:00"},
]


def test_hours_are_put_as_a_whole(rivera: TestClient) -> None:
    assert rivera.get(f"{BIOLOGY}/hours").json() == []
    assert rivera.put(f"{BIOLOGY}/hours", json=HOURS[::-1]).json() == HOURS
    assert rivera.put(f"{BIOLOGY}/hours", json=HOURS[1:]).json() == HOURS[1:]
    assert rivera.get(f"{BIOLOGY}/hours").json() == HOURS[1:]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ([HOURS[0], {"weekday": 7, "starts": "08:00", "ends": "09:30"}], 422),
        ([{"weekday": 0, "starts": "09:30", "ends": "08:00"}], 422),
        ([{"weekday": 0, "starts": "soon", "ends": "08:00"}], 422),
        ([{"weekday": 0}], 422),
        ([HOURS[0], HOURS[0]], 409),
        ([HOURS[0]] * 41, 422),
    ],
)
def test_wrong_hours_change_nothing(rivera: TestClient, wrong: Any, status: int) -> None:
    rivera.put(f"{BIOLOGY}/hours", json=HOURS)
    answer = rivera.put(f"{BIOLOGY}/hours", json=wrong)
    assert answer.status_code == status and answer.json()["message"]
    assert rivera.get(f"{BIOLOGY}/hours").json() == HOURS


def test_hours_are_for_the_teachers_of_the_class(hub: Hub, okafor: TestClient) -> None:
    assert okafor.put(f"{BIOLOGY}/hours", json=HOURS).status_code == 404
    added = {"name": "okafor", "role": "assistant"}
    hub.teacher().post("/hub/teach/biology-1/staff/add", added)
    assert okafor.get(f"{BIOLOGY}/hours").json() == []
    assert okafor.put(f"{BIOLOGY}/hours", json=HOURS).status_code == 403


def test_programs_read_how_full_homes_are(hub: Hub, rivera: TestClient) -> None:
    with db.writing(hub.school.database) as session:
        session.add(Home(enrolment_id=hub.school.seat("ana").id, mb=120, files=9))
    told = {one["name"]: one["home"] for one in rivera.get(f"{BIOLOGY}/students").json()}
    assert told["ana"] == {"mb": 120, "files": 9, "limit_mb": 2048}
    assert {home for name, home in told.items() if name != "ana"} <= {None}
