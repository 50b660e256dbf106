"""Lab's scripts and styles: packed for whoever takes them so, and nobody is asked who they are."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.images.seat import ANA, OWN_TOKEN, PREFIX, DoorHub, Seat, seated, serving

CODE = b"console.log('hello');\n" * 200


def leave(path: Path, content: bytes, time: int) -> None:
    path.write_bytes(content)
    os.utime(path, (time, time))


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A seat with an extension of Lab's whose build packed what it made."""
    home = tmp_path_factory.mktemp("ana") / "home"
    folder = home / ".local/share/jupyter/labextensions/demo/static"
    folder.mkdir(parents=True)
    leave(folder / "code.js", CODE, 1_700_000_000)
    leave(folder / "code.js.gz", gzip.compress(CODE), 1_700_000_000)
    leave(folder / "renewed.js", CODE, 1_800_000_000)
    leave(folder / "renewed.js.gz", gzip.compress(b"old"), 1_700_000_000)
    leave(folder / "font.unheard", CODE, 1_700_000_000)
    leave(folder / "font.unheard.gz", gzip.compress(CODE), 1_700_000_000)
    leave(folder / "lure.js", CODE, 1_700_000_000)
    leave(home / "secret", b"not for strangers", 1_700_000_000)
    (folder / "lure.js.gz").symlink_to(home / "secret")
    hub = DoorHub(tokens={OWN_TOKEN: ANA})
    with serving(hub), seated(home, hub) as running:
        yield running


def load(seat: Seat, name: str, **headers: str) -> requests.Response:
    """Ask for a file; without headers as a program does that takes nothing packed."""
    url = f"{seat.origin}{PREFIX}lab/extensions/demo/static/{name}"
    plain = {"Accept-Encoding": "identity"}
    plain |= {key.replace("_", "-"): value for key, value in headers.items()}
    return requests.get(url, headers=plain, timeout=30)


def test_a_packed_copy_goes_to_whoever_takes_it(seat: Seat) -> None:
    answer = load(seat, "code.js", Accept_Encoding="gzip, deflate")
    assert answer.content == CODE
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] in {"text/javascript", "application/javascript"}
    assert int(answer.headers["Content-Length"]) < len(CODE) / 10
    assert answer.headers["Accept-Ranges"] == "none"


def test_whoever_does_not_take_it_gets_the_file_itself(seat: Seat) -> None:
    answer = load(seat, "code.js")
    assert answer.content == CODE and "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_part_is_one_of_the_file_itself(seat: Seat) -> None:
    answer = load(seat, "code.js", Accept_Encoding="gzip", Range="bytes=8-12")
    assert (answer.status_code, answer.content) == (206, CODE[8:13])


def test_a_copy_of_an_older_file_is_not_sent(seat: Seat) -> None:
    answer = load(seat, "renewed.js", Accept_Encoding="gzip")
    assert answer.content == CODE and "Content-Encoding" not in answer.headers


def test_what_nobody_knows_the_kind_of_is_still_sent_packed(seat: Seat) -> None:
    answer = load(seat, "font.unheard", Accept_Encoding="gzip")
    assert answer.content == CODE
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_browser_that_has_it_is_told_so(seat: Seat) -> None:
    first = load(seat, "code.js", Accept_Encoding="gzip")
    again = {"Accept_Encoding": "gzip", "If_Modified_Since": first.headers["Last-Modified"]}
    assert load(seat, "code.js", **again).status_code == 304


def test_what_is_not_there_or_lies_elsewhere_is_not_sent(seat: Seat) -> None:
    missing = load(seat, "missing.js", Accept_Encoding="gzip")
    assert missing.status_code == 404 and "_xsrf" not in missing.cookies
    for elsewhere in ("lure.js", "..%2f..%2f..%2f..%2f..%2f..%2fsecret"):
        answer = load(seat, elsewhere, Accept_Encoding="gzip")
        assert answer.status_code in {403, 404} and b"strangers" not in answer.content


def test_nobody_is_asked_who_they_are(seat: Seat) -> None:
    asked = seat.hub.asked.count("GET /hub/api/user")
    assert load(seat, "code.js", Authorization="token nobody-has-this").content == CODE
    assert seat.hub.asked.count("GET /hub/api/user") == asked
    assert seat.ask("GET", "api/status", token="nobody-has-this").status_code == 403
    assert seat.hub.asked.count("GET /hub/api/user") == asked + 1
