"""OAuth between a notebook and the hub: its owner gets a code, once, and nobody else does."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from httpx2 import Response

from appliance import db, models
from appliance.models import OauthCode
from appliance.servers import wishes
from tests.web.conftest import Browser, Hub

VERIFIER = "a verifier of the length that people choose"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)


@dataclass(frozen=True)
class Notebook:
    """Ana's notebook server, as the hub's client."""

    hub: Hub
    secret: str
    client_id: str
    back: str

    def asks(self, browser: Browser, **changes: str) -> Response:
        query = {
            "client_id": self.client_id,
            "redirect_uri": self.back,
            "response_type": "code",
            "state": "s&t=",
            **changes,
        }
        return browser.get("/hub/api/oauth2/authorize?" + urlencode(query))

    def code(self, browser: Browser, **changes: str) -> str:
        sent = self.asks(browser, **changes)
        assert sent.status_code == 302
        return parse_qs(urlsplit(sent.headers["location"]).query)["code"][0]

    def trades(self, code: str, **changes: str) -> Response:
        form = {
            "client_id": self.client_id,
            "client_secret": self.secret,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            **changes,
        }
        return self.hub.program(self.secret).post("/hub/api/oauth2/token", data=form)


@pytest.fixture
def ana(hub: Hub) -> Browser:
    return hub.student("ana")


@pytest.fixture
def notebook(hub: Hub, ana: Browser) -> Notebook:
    seat = hub.school.seat("ana")
    back = f"http://localhost:{seat.enrolment.port}/user/ana/biology-1/oauth_callback"
    return Notebook(hub, hub.school.server_token("ana"), seat.client_id, back)


def test_the_owner_is_sent_back_with_a_code_and_the_state_as_it_was(
    notebook: Notebook, ana: Browser
) -> None:
    sent = notebook.asks(ana)
    assert sent.status_code == 302 and sent.headers["location"].startswith(notebook.back + "?")
    assert parse_qs(urlsplit(sent.headers["location"]).query)["state"] == ["s&t="]
    assert "jupyterhub-session-id=" in sent.headers["set-cookie"]


def test_a_code_becomes_a_token_that_opens_this_server_alone(
    notebook: Notebook, ana: Browser
) -> None:
    answer = notebook.trades(notebook.code(ana))
    granted = answer.json()
    assert answer.status_code == 200 and granted["token_type"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"
    model = notebook.hub.program(granted["access_token"]).get("/hub/api/user").json()
    assert model["name"] == "ana" and model["session_id"]
    assert granted["scope"] in model["scopes"]
    assert not [scope for scope in model["scopes"] if "activity" in scope]


def test_whoever_comes_to_a_server_that_was_started_early_is_there(
    hub: Hub, notebook: Notebook, ana: Browser
) -> None:
    seat, before = hub.school.seat("ana").id, models.now()
    with db.writing(hub.school.database) as session:
        server = wishes.find(session, seat)
        server.wanted, server.early, server.state = True, True, "ready"
        server.last_activity = before - timedelta(minutes=14)
        session.add(server)
    notebook.code(ana)
    with db.reading(hub.school.database) as session:
        server = wishes.find(session, seat)
        assert not server.early and server.last_activity and server.last_activity >= before


def test_with_a_token_its_server_is_told_whose_it_is(notebook: Notebook, ana: Browser) -> None:
    granted = notebook.trades(notebook.code(ana)).json()
    asked = notebook.hub.program(granted["access_token"]).get("/hub/api/user").json()
    assert granted["user"] == asked


def test_a_code_is_good_once(notebook: Notebook, ana: Browser) -> None:
    code = notebook.code(ana)
    assert notebook.trades(code).status_code == 200
    again = notebook.trades(code)
    assert again.status_code == 400 and again.json()["error"] == "invalid_grant"


def test_a_failed_trade_uses_the_code_up(notebook: Notebook, ana: Browser) -> None:
    code = notebook.code(ana, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert notebook.trades(code, code_verifier="guessed").status_code == 400
    assert notebook.trades(code, code_verifier=VERIFIER).status_code == 400


def test_a_challenge_is_checked(notebook: Notebook, ana: Browser) -> None:
    asked = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    assert notebook.trades(notebook.code(ana, **asked)).status_code == 400
    good = notebook.trades(notebook.code(ana, **asked), code_verifier=VERIFIER)
    assert good.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "http://evil.example/"},
        {"redirect_uri": "http://localhost:8100/user/ana/biology-1/oauth_callback/../x"},
        {"redirect_uri": "http://localhost:8000/user/ana/biology-1/oauth_callback"},
        {"redirect_uri": ""},
        {"client_id": "jupyterhub-seat-999"},
        {"client_id": ""},
        {"response_type": "token"},
        {"code_challenge": "x", "code_challenge_method": "plain"},
        {"code_challenge": "x"},
    ],
)
def test_a_strange_request_gets_a_page_and_is_sent_nowhere(
    notebook: Notebook, ana: Browser, changes: dict[str, str]
) -> None:
    answer = notebook.asks(ana, **changes)
    assert answer.status_code == 400 and "location" not in answer.headers
    assert "<html" in answer.text and notebook.hub.school.count(OauthCode) == 0


def test_another_student_and_the_teacher_get_a_page_that_says_no(
    hub: Hub, notebook: Notebook
) -> None:
    for visitor in (hub.student("ben"), hub.student("cleo"), hub.teacher()):
        answer = notebook.asks(visitor)
        assert answer.status_code == 403 and "only its owner" in answer.text
        assert "<html" in answer.text and "location" not in answer.headers
    assert hub.school.count(OauthCode) == 0


def test_nobody_signed_in_signs_in_and_comes_back(hub: Hub, notebook: Notebook) -> None:
    visitor = hub.browser()
    sent = notebook.asks(visitor)
    assert sent.status_code == 303
    asked = str(sent.request.url).removeprefix("http://localhost:8000")
    assert sent.headers["location"] == "/?next=" + quote(asked, safe="/")
    visitor.form("/")
    fields = {"code": hub.school.codes["ana"], "next": asked}
    assert visitor.post("/hub/login", fields).headers["location"] == asked


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "guessed"}, 401, "invalid_client"),
        ({"client_id": "jupyterhub-seat-999"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"redirect_uri": "http://localhost:8100/"}, 400, "invalid_grant"),
        ({"code": "guessed"}, 400, "invalid_grant"),
    ],
)
def test_a_strange_trade_gets_an_error_in_oauths_words(
    notebook: Notebook, ana: Browser, changes: dict[str, str], status: int, error: str
) -> None:
    answer = notebook.trades(**{"code": notebook.code(ana), **changes})
    assert answer.status_code == status and answer.json()["error"] == error


def test_another_notebook_cannot_trade_a_code(hub: Hub, notebook: Notebook, ana: Browser) -> None:
    theirs = {
        "client_id": hub.school.seat("ben").client_id,
        "client_secret": hub.school.server_token("ben"),
    }
    assert notebook.trades(notebook.code(ana), **theirs).status_code == 400


def test_signing_out_ends_the_token_at_the_notebook(
    hub: Hub, notebook: Notebook, ana: Browser
) -> None:
    token = notebook.trades(notebook.code(ana)).json()["access_token"]
    ana.post("/hub/logout")
    assert hub.program(token).get("/hub/api/user").status_code == 403
    assert hub.program(notebook.secret).get("/hub/api/user").status_code == 200
