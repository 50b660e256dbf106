"""The whole hub over a fake engine, and browsers in front of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from appliance import db
from appliance.models import Server
from appliance.servers import wishes
from tests.conftest import PASSWORD, School
from tests.fakes import FakeEngine
from web.app import create_app

HOME = "http://localhost:8000"
TICKET = re.compile(r'name="_xsrf" value="([^"]+)"')


@dataclass
class Browser:
    """A browser with its own cookies; it follows redirects only when told to."""

    client: TestClient
    token: str = field(default="", repr=False)

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers, follow_redirects=False)

    def post(self, path: str, data: object = None, **options: object) -> Response:
        """Press a button: the form's token goes with it unless another is given."""
        fields = {"_xsrf": self.token, **(data or {})}  # type: ignore[dict-item]
        made: Response = self.client.post(path, data=fields, follow_redirects=False, **options)  # type: ignore[arg-type]
        return made

    def form(self, path: str = "/") -> str:
        """The token of the form on a page."""
        found = TICKET.search(self.client.get(path).text)
        assert found, f"no form on {path}"
        self.token = found[1]
        return self.token

    def enter(self, code: str) -> Response:
        """Type a code on the sign-in page."""
        self.form("/")
        answer = self.post("/hub/login", {"code": code})
        if answer.status_code == 303:
            self.form("/hub/desk")
        return answer


@dataclass
class Hub:
    """The hub as a test drives it."""

    app: FastAPI
    school: School
    engine: FakeEngine

    def browser(self) -> Browser:
        """A fresh browser."""
        return Browser(TestClient(self.app, base_url=HOME))

    def student(self, name: str) -> Browser:
        """A browser in which this student typed the code."""
        browser = self.browser()
        assert browser.enter(self.school.codes[name]).status_code == 303
        return browser

    def teacher(self, name: str = "rivera") -> Browser:
        """A browser in which this teacher is signed in."""
        browser = self.browser()
        browser.form("/hub/teacher")
        answer = browser.post("/hub/teacher", {"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        browser.form("/hub/teach")
        return browser

    def program(self, token: str = "") -> TestClient:
        """Something that calls with a token and has no cookies."""
        headers = {"Authorization": f"token {token}"} if token else {}
        return TestClient(self.app, base_url=HOME, headers=headers, raise_server_exceptions=False)

    def server(self, name: str) -> Server:
        """The wish for somebody's server."""
        with db.reading(self.school.database) as session:
            found = wishes.find(session, self.school.seat(name).id)
            session.expunge_all()
        return found


@pytest.fixture
def hub(school: School, engine: FakeEngine, answering: list[tuple[str, int]]) -> Iterator[Hub]:
    """The hub serving; the engine is away until a test lets it come, so that nothing moves."""
    engine.away = True
    app = create_app(school.settings, engine)
    with TestClient(app, base_url=HOME):
        yield Hub(app, school, engine)
        engine.leave()


@pytest.fixture
def awake(hub: Hub) -> Callable[[], None]:
    """Let the engine come."""

    def wake() -> None:
        hub.engine.away = False
        hub.app.state.bells.ring()

    return wake
