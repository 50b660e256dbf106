"""The device cookie opens nothing and can't be made up."""

import time
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.responses import Response

from appliance.keys import Key
from web import devices

KEY = Key(b"x" * 32)


def request(cookie: str = "", host: str = "192.0.2.7") -> Request:
    headers = [(b"cookie", f"homeroom-device={cookie}".encode())] if cookie else []
    return Request({"type": "http", "headers": headers, "client": (host, 1)})


def remembered(owner: str) -> str:
    response = Response()
    devices.remember(KEY, response, owner)
    return response.headers["set-cookie"].split("=", 1)[1].split(";")[0]


def test_a_device_is_known_by_its_cookie() -> None:
    assert devices.known(KEY, request(remembered("seat-7"))) == "seat-7"
    assert remembered("seat-7") != remembered("seat-7")


@pytest.mark.parametrize(
    "change",
    [
        lambda cookie: cookie.replace("seat-7", "seat-8"),
        lambda cookie: cookie[:-1],
        lambda cookie: "",
        lambda cookie: "seat-7...",
        lambda cookie: "x" * 5000,
    ],
)
def test_a_cookie_that_was_made_up_or_changed_is_nobodys(change: Callable[[str], str]) -> None:
    assert devices.known(KEY, request(change(remembered("seat-7")))) == ""


def test_a_device_is_forgotten_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = remembered("seat-7")
    later = time.time() + devices.LASTS_S + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert devices.known(KEY, request(cookie)) == ""


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_of_ipv6_is_its_network(host: str, shown: str) -> None:
    assert devices.address(request(host=host)) == shown
