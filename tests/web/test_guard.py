"""Before every page: the right host name, the right origin, a bounded body, and the headers."""

import json
import re
import warnings
from typing import Any

import pytest
from starlette.testclient import TestClient

from appliance import db, models
from appliance.models import Classroom, Enrolment, Person, SignIn
from appliance.people import access
from tests.web.conftest import HOME, Hub
from web import guard

FOREIGN = ["http://evil.example", "http://localhost:8100", "https://localhost:8000", "null", ""]
GAPS = {"slug": "biology-1", "name": "ana", "kind": "release"}


@pytest.fixture
def changes(hub: Hub) -> list[str]:
    """Every page that changes something, as the app itself lists them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate Operation ID")
        pages = hub.app.openapi()["paths"].items()
    return [
        re.sub(r"\{(\w+)\}", lambda gap: GAPS.get(gap[1], "1"), path)
        for path, verbs in pages
        if path.startswith("/hub/")
        and not path.startswith(("/hub/api", "/hub/user/"))  # those change nothing, or take tokens
        and verbs.keys() & {"post", "put", "patch", "delete"}
    ]


def test_the_list_of_changing_pages_is_whole(changes: list[str]) -> None:
    assert len(changes) > 40 and len(set(changes)) == len(changes)
    known = ("/start", "/roster/apply", "/cards", "/people/ana/restart", "/assignments/ana/release")
    assert {f"/hub/teach/biology-1{path}" for path in known} < set(changes)


@pytest.mark.parametrize("origin", FOREIGN)
def test_no_change_comes_from_another_origin(hub: Hub, changes: list[str], origin: str) -> None:
    rivera = hub.teacher()
    before = [hub.school.count(table) for table in (Classroom, Enrolment, Person, SignIn)]
    for path in changes:
        answer = rivera.post(path, {"title": "Evil"}, headers={"Origin": origin})
        assert answer.status_code == 403, path
    assert [hub.school.count(t) for t in (Classroom, Enrolment, Person, SignIn)] == before


def test_no_change_comes_without_the_forms_own_token(hub: Hub, changes: list[str]) -> None:
    rivera = hub.teacher()
    foreign = hub.teacher("okafor").token
    for path in changes:
        for given in ("", "guessed", foreign):
            answer = rivera.post(path, {"_xsrf": given}, headers={"Origin": HOME})
            assert answer.status_code == 403, path


def test_a_change_from_the_own_pages_goes_through(hub: Hub) -> None:
    answer = hub.teacher().post("/hub/teach", {"title": "Botany"}, headers={"Origin": HOME})
    assert answer.headers["location"] == "/hub/teach/botany"


def test_plain_text_that_looks_like_json_changes_nothing(hub: Hub) -> None:
    rivera = hub.teacher()
    answer = rivera.client.post(
        "/api/v1/classes",
        content=json.dumps({"title": "Evil"}),
        headers={"Content-Type": "text/plain", "Sec-Fetch-Mode": "no-cors"},
    )
    assert answer.status_code == 403 and hub.school.count(Classroom) == 2


def test_the_json_api_takes_tokens_and_never_cookies(hub: Hub) -> None:
    assert hub.teacher().get("/api/v1/classes").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000", "localhost", "localhost:8100"])
def test_another_host_name_leads_to_the_right_one(hub: Hub, host: str) -> None:
    answer = hub.browser().get("/c/BIO1-1?a=%2F", host=host)
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{HOME}/c/BIO1-1?a=%2F"


@pytest.mark.parametrize("path", ["/hub/api", "/hub/api/", "/hub/api/user", "/hub/health"])
def test_the_hubs_api_never_redirects_whatever_the_host(hub: Hub, path: str) -> None:
    answer = hub.browser().get(path, host="10.213.0.1:8081")
    assert answer.status_code in (200, 403) and "location" not in answer.headers


def test_a_post_to_another_host_name_is_from_another_place(hub: Hub) -> None:
    answer = hub.teacher().post(
        "/hub/teach",
        {"title": "Evil"},
        headers={"Host": "evil.example", "Origin": "http://evil.example"},
    )
    assert answer.status_code == 403


def test_forwarded_headers_change_nothing(hub: Hub) -> None:
    spoofed = {"X-Forwarded-Host": "evil.example", "X-Forwarded-User": "rivera"}
    answer = hub.browser().get("/hub/teach", **spoofed)
    assert answer.headers["location"] == "/?next=/hub/teach"


def test_every_page_says_what_it_may_do_and_is_not_kept(hub: Hub) -> None:
    for path in ("/", "/hub/teacher", "/nowhere", "/hub/health"):
        headers = hub.browser().get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
    assert "max-age" in hub.browser().get("/static/app.css").headers["cache-control"]


def test_a_body_without_end_is_cut_off(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_LIMIT", 100_000)
    rivera = hub.teacher()
    files = {"file": ("class.csv", b"Name\n" + b"x" * 200_000)}
    answer = rivera.post("/hub/teach/biology-1/roster", files=files)
    assert answer.status_code == 413 and "too large" in answer.text
    assert hub.browser().get("/").status_code == 200


@pytest.mark.parametrize("path", ["assignments", "handouts"])
def test_only_teachers_may_send_large_forms(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(guard, "BODY_LIMIT", 100_000)
    notebook = b'{"cells": []}' + b" " * 200_000
    form: dict[str, Any] = {"files": {"file": ("p1.ipynb", notebook)}, "data": {"name": "Large"}}
    page, api = f"/hub/teach/biology-1/{path}", f"/api/v1/classes/biology-1/{path}"
    for stranger in (hub.browser(), hub.student("ana")):
        assert stranger.post(page, **form).status_code == 413
    assert hub.program("nonsense").post(api, **form).status_code == 413
    assert hub.teacher().post(page, **form).status_code == 303
    with db.writing(hub.school.database) as session:
        rivera = hub.school.seat("rivera").person
        token = access.new_api_token(session, rivera, models.now())
    form["data"] = {"name": "Larger"}
    assert hub.program(token).post(api, **form).status_code == 201


@pytest.mark.parametrize("name", ["ana", "assignments"])
def test_nobody_makes_the_hub_read_endless_json(hub: Hub, name: str) -> None:
    path, endless = f"/hub/api/users/{name}/activity", b"[" + b"[]," * guard.WORDS_LIMIT + b"[]]"
    stranger = hub.program()
    answer = stranger.post(path, content=endless, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413 and "too large" in answer.text
    assert stranger.post(path, json={}).status_code == 403


def test_numbers_that_no_row_has_lead_nowhere(hub: Hub) -> None:
    client = f"client_id=jupyterhub-seat-{'9' * 30}"
    assert hub.program().get(f"/hub/api/oauth2/authorize?{client}").status_code == 400
    for number in ("9" * 30, "9" * 5000):
        assert hub.browser().get(f"/hub/join?pass={number}.x").status_code == 404


def test_a_page_that_is_not_there_says_so_to_people_and_to_programs(hub: Hub) -> None:
    page = hub.browser().get("/nowhere")
    assert page.status_code == 404 and "no such page" in page.text
    for path in ("/hub/api/nowhere", "/api/v1/nowhere"):
        assert hub.browser().get(path).json()["status"] == 404


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/metrics", "/dashboard/"])
def test_nothing_about_the_insides_is_shown(hub: Hub, path: str) -> None:
    assert hub.browser().get(path).status_code == 404


def test_a_bug_shows_a_reference_and_no_trace(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    ana = hub.student("ana")
    monkeypatch.setattr("web.pages.desk.access.seats_of", broken)
    client = TestClient(hub.app, base_url=HOME, raise_server_exceptions=False)
    client.cookies = ana.client.cookies
    answer = client.get("/hub/desk")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert "RuntimeError" not in answer.text and "under" in answer.text
    assert "secret inside" in caplog.text
