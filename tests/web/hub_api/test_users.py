"""What a notebook server asks the hub: which version, who is this, and: I am still in use."""

from datetime import UTC, datetime, timedelta

import pytest

from appliance import db, models
from appliance.models import Enrolment
from appliance.servers import wishes
from tests.web.conftest import Hub
from web.hub_api.users import VERSION

ACTIVITY = "/hub/api/users/ana/activity"


@pytest.mark.parametrize("path", ["/hub/api", "/hub/api/"])
def test_anybody_may_ask_for_the_version(hub: Hub, path: str) -> None:
    answer = hub.program().get(path, follow_redirects=False)
    assert answer.status_code == 200 and answer.json() == {"version": VERSION}
    assert answer.headers["x-jupyterhub-version"] == VERSION


def test_a_server_learns_who_its_owner_is(hub: Hub) -> None:
    answer = hub.program(hub.school.server_token("ana")).get("/hub/api/user")
    model = answer.json()
    assert (model["kind"], model["name"], model["admin"]) == ("user", "ana", False)
    assert "access:servers!server=ana/biology-1" in model["scopes"]
    assert model["user_info"]["display_name"] == "Ana Ruiz"


@pytest.mark.parametrize("scheme", ["token", "Token", "bearer", "BEARER"])
def test_both_schemes_are_good_in_any_case(hub: Hub, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {hub.school.server_token('ana')}"}
    assert hub.program().get("/hub/api/user", headers=headers).status_code == 200


@pytest.mark.parametrize("value", ["token wrong", "token ", "Basic YTpi", "", "token é"])
def test_an_unknown_token_is_403_and_never_401_or_404(hub: Hub, value: str) -> None:
    headers = {b"Authorization": value.encode()}
    for method, path in (("GET", "/hub/api/user"), ("POST", ACTIVITY)):
        answer = hub.program().request(method, path, headers=headers, json={})
        assert answer.status_code == 403 and answer.json()["status"] == 403


def test_a_cookie_is_no_token(hub: Hub) -> None:
    assert hub.student("ana").get("/hub/api/user").status_code == 403


def test_lost_rights_are_lost_at_the_next_question(hub: Hub) -> None:
    program = hub.program(hub.school.server_token("ana"))
    with db.writing(hub.school.database) as session:
        session.get_one(Enrolment, hub.school.seat("ana").id).archived = True
    assert program.get("/hub/api/user").json()["scopes"] == []


# Activity


def report(moment: str, server: str = "biology-1") -> dict[str, object]:
    return {"servers": {server: {"last_activity": moment}}, "last_activity": moment}


def test_the_servers_own_word_counts_and_only_moves_forward(hub: Hub) -> None:
    hub.student("ana")
    program = hub.program(hub.school.server_token("ana"))
    later = datetime.now(UTC) + timedelta(minutes=5)
    for moment in (later, later - timedelta(hours=1), later):
        text = moment.isoformat().replace("+00:00", "Z")
        assert program.post(ACTIVITY, json=report(text)).status_code == 200
    assert hub.server("ana").last_activity == later


def test_a_server_nobody_has_and_a_time_to_come_are_refused(hub: Hub) -> None:
    program = hub.program(hub.school.server_token("ana"))
    now = datetime.now(UTC)
    bad = [
        report(now.isoformat(), server="chemistry"),
        report((now + timedelta(hours=2)).isoformat()),
        report("yesterday"),
        {"servers": {"biology-1": {}}},
        {"servers": {"biology-1": None}},
        {"servers": ["biology-1"]},
        {"servers": "biology-1"},
    ]
    for body in bad:
        answer = program.post(ACTIVITY, json=body)
        assert answer.status_code == 400 and answer.json()["message"], body
    assert hub.server("ana").last_activity is None


def test_a_report_without_servers_is_fine(hub: Hub) -> None:
    program = hub.program(hub.school.server_token("ana"))
    assert program.post(ACTIVITY, json={"last_activity": None}).status_code == 200


def test_nobody_reports_for_another(hub: Hub) -> None:
    ben = hub.program(hub.school.server_token("ben"))
    assert ben.post(ACTIVITY, json=report("2026-11-23T08:00:00Z")).status_code == 403
    api = hub.program(hub.school.api_token("rivera"))
    path = "/hub/api/users/rivera/activity"
    assert api.post(path, json=report("2026-11-23T08:00:00Z")).status_code == 403


def test_activity_of_a_seat_that_was_asked_for_is_kept_with_the_wish(hub: Hub) -> None:
    with db.writing(hub.school.database) as session:
        row = session.get_one(Enrolment, hub.school.seat("ana").id)
        wishes.ask_start(session, row, hub.school.settings.seat_ports, models.now())
    asked = hub.server("ana").last_activity
    program = hub.program(hub.school.server_token("ana"))
    program.post(ACTIVITY, json=report("2020-01-01T00:00:00"))
    assert hub.server("ana").last_activity == asked
