"""Knocking: an answer, or None; and never longer than somebody is there."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from appliance.servers import knock


class Teapot(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(418)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Teapot)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_whoever_answers_is_heard(port: int) -> None:
    assert knock.status("127.0.0.1", port, "/api") == 418


def test_where_nobody_is_nobody_answers() -> None:
    assert knock.status("127.0.0.1", 1, "/api") is None


def test_waiting_ends_with_the_answer_the_time_or_the_one_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    answers = iter([False, False, True])
    assert knock.until(lambda: next(answers), seconds=90, alive=lambda: True)
    assert not knock.until(lambda: False, seconds=5, alive=lambda: True)
    lives = iter([True, False])
    assert not knock.until(lambda: False, seconds=900, alive=lambda: next(lives))
