"""A kernel made before anybody asks: the first notebook gets it, as if it had begun there."""

import json
import os
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

from tests.conftest import eventually
from tests.images.seat import ANA, OWN_TOKEN, PREFIX, DoorHub, Seat, seated, serving

ABOUT = """
import json, os
seen = [os.getpid(), os.getcwd(), os.environ["JPY_SESSION_NAME"], __session__, *map(str, _dh)]
print(json.dumps(seen))
"""
NAMES = "print([name for name in dir() if not name.startswith('_')])"
AN_ORDINARY_ONE = "['In', 'Out', 'exit', 'get_ipython', 'open', 'quit']"


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    home = tmp_path / "ana" / "home"
    (home / "maths").mkdir(parents=True)
    hub = DoorHub(tokens={OWN_TOKEN: ANA})
    with serving(hub), seated(home, hub, HOMEROOM_EARLY_KERNEL="1") as running:
        eventually(lambda: "A kernel is there" in running.said())
        yield running


def opened(seat: Seat, path: str, kernel: str = "python3") -> str:
    """Open a notebook; its kernel."""
    name = path.rpartition("/")[2]
    wanted = {"path": path, "name": name, "type": "notebook", "kernel": {"name": kernel}}
    answer = seat.ask("POST", "api/sessions", body=wanted)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["kernel"]["id"])


def spares(seat: Seat) -> list[int]:
    """The processes of the server, before it has any other: kernels."""
    pid = seat.process.pid
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def ran(seat: Seat, kernel: str, code: str) -> tuple[str, int]:
    """What a cell prints, and its number."""
    url = f"ws://127.0.0.1:{seat.port}{PREFIX}api/kernels/{kernel}/channels"
    asked = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "s"}
    content = {"code": code, "silent": False, "allow_stdin": False}
    message = {"header": {**asked, "username": "", "version": "5.3"}, "content": content}
    more: dict[str, Any] = {"parent_header": {}, "metadata": {}, "channel": "shell", "buffers": []}
    show = [f"Authorization: token {OWN_TOKEN}"]
    peer = websocket.create_connection(url, timeout=60, header=show)
    printed, number, idle = "", 0, False
    peer.send(json.dumps({**message, **more}))
    while not (number and idle):
        said = json.loads(peer.recv())
        kind, told = said["header"]["msg_type"], said["content"]
        if said["parent_header"].get("msg_id") == asked["msg_id"]:
            assert kind != "error", told
            printed += told["text"] if kind == "stream" else ""
            number = told["execution_count"] if kind == "execute_reply" else number
            idle = idle or told.get("execution_state") == "idle"
    peer.close()
    return printed.strip(), number


def test_nobody_sees_it_and_it_is_no_sign_of_use(seat: Seat) -> None:
    assert seat.ask("GET", "api/kernels").json() == []
    assert seat.ask("GET", "api/status").json()["kernels"] == 0
    eventually(lambda: seat.hub.used)
    assert {one["last_activity"] for one in seat.hub.used} == {seat.hub.used[0]["last_activity"]}


def test_the_first_notebook_gets_it_where_the_notebook_is_and_as_new(seat: Seat) -> None:
    spare = spares(seat)
    kernel = opened(seat, "maths/sums.ipynb")
    assert [one["id"] for one in seat.ask("GET", "api/kernels").json()] == [kernel]
    folder = str(seat.home / "maths")
    printed, number = ran(seat, kernel, ABOUT)
    pid, cwd, name, session, *visited = json.loads(printed)
    assert [pid] == spare and number == 1
    assert (cwd, name, session) == (folder, f"{folder}/sums.ipynb", f"{folder}/sums.ipynb")
    assert visited == [folder]


def test_nothing_of_the_move_is_left_in_it(seat: Seat) -> None:
    kernel = opened(seat, "maths/sums.ipynb")
    assert ran(seat, kernel, NAMES) == (AN_ORDINARY_ONE, 1)


def test_a_restart_begins_where_the_notebook_is(seat: Seat) -> None:
    kernel = opened(seat, "maths/sums.ipynb")
    assert seat.ask("POST", f"api/kernels/{kernel}/restart").status_code == 200
    assert json.loads(ran(seat, kernel, ABOUT)[0])[1] == str(seat.home / "maths")


def test_the_second_notebook_gets_one_of_its_own(seat: Seat) -> None:
    first, second = opened(seat, "a.ipynb"), opened(seat, "maths/b.ipynb")
    assert first != second
    assert json.loads(ran(seat, second, ABOUT)[0])[1] == str(seat.home / "maths")


def test_one_that_has_died_meanwhile_is_not_handed_out(seat: Seat) -> None:
    for pid in spares(seat):
        os.kill(pid, signal.SIGKILL)
    kernel = opened(seat, "a.ipynb")
    assert json.loads(ran(seat, kernel, ABOUT)[0])[1] == str(seat.home)
