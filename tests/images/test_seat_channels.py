"""A kernel that was ended for want of memory: the cell that ran says so, and no other."""

import json
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import websocket
from homeroom_seat import channels

from tests.conftest import eventually
from tests.images.seat import ANA, OWN_TOKEN, PREFIX, DoorHub, Seat, seated, serving

DIE = """
import os
while not os.path.exists("seen"):
    pass
{}
os.kill(os.getpid(), {})
"""
"""Its machine, of course, ends it when it likes; here once the browser has seen that it runs."""


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    hub = DoorHub(tokens={OWN_TOKEN: ANA})
    with serving(hub), seated(tmp_path / "ana" / "home", hub) as running:
        yield running


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("memory.events", "low 0\noom 3\noom_kill 2\noom_group_kill 0\n", 2),
        ("memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n", 1),
        ("memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n", 0),
        ("something.else", "", 0),
    ],
)
def test_both_versions_of_control_groups_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, number: int
) -> None:
    monkeypatch.setattr(channels, "GROUP", tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    assert channels.ended() == number


def count(seat: Seat, number: int) -> str:
    """The machine ended so many programs; code that makes it one more."""
    file = seat.home.parent / "cgroup" / "memory.events"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"oom_kill {number}\n")
    return f"__import__('pathlib').Path({str(file)!r}).write_text('oom_kill {number + 1}')\n"


def ran(
    seat: Seat, *cells: str, between: Callable[[], object] | None = None
) -> list[tuple[str, str, str]]:
    """Run cells in a new kernel until it restarted: all asked for at once, or each when the last
    is done and something happened `between`. What came of them before: the number of the cell, the
    kind of message, and its text."""
    kernel = seat.ask("POST", "api/kernels").json()["id"]
    url = f"ws://127.0.0.1:{seat.port}{PREFIX}api/kernels/{kernel}/channels"
    show, told, asked = [f"Authorization: token {OWN_TOKEN}"], [], enumerate(cells)
    with closing(websocket.create_connection(url, timeout=60, header=show)) as peer:

        def ask(number: int, code: str) -> None:
            header = {"msg_id": str(number), "msg_type": "execute_request", "version": "5.3"}
            message: dict[str, Any] = {
                "header": {**header, "session": uuid.uuid4().hex, "username": ""},
                "content": {"code": code, "silent": False, "allow_stdin": False},
                "channel": "shell",
            }
            peer.send(json.dumps({**message, "parent_header": {}, "metadata": {}, "buffers": []}))

        for number, code in asked:
            ask(number, code)
            if between:
                break
        state = ""
        while state != "restarting":
            said = json.loads(peer.recv())
            content, kind = said["content"], said["header"]["msg_type"]
            state = content.get("execution_state", "")
            cell = said["parent_header"].get("msg_id", "")
            if kind == "execute_input" and "os.kill" in content["code"]:
                (seat.home / "seen").touch()
            told.append((cell, kind, content.get("text", state)))
            if kind == "execute_reply" and between:
                between()
                ask(*next(asked))
    eventually(lambda: seat.ask("DELETE", f"api/kernels/{kernel}").status_code == 204)
    return told


def test_the_cell_that_ran_says_why_before_the_kernel_is_said_to_restart(seat: Seat) -> None:
    runs = DIE.format(count(seat, 3), int(signal.SIGKILL))
    told = ran(seat, "print('fine')", runs, "print('never')")
    words = [one for one in told if one[1] == "stream"]
    assert words == [("0", "stream", "fine\n"), ("1", "stream", channels.SAY + "\n")]
    assert told[-2:] == [words[1], ("", "status", "restarting")]


def test_a_kernel_that_falls_over_for_another_reason_is_no_matter_of_memory(seat: Seat) -> None:
    told = ran(seat, f"{count(seat, 3)}print('fine')", DIE.format("", int(signal.SIGSEGV)))
    assert [one for one in told if one[1] == "stream"] == [("0", "stream", "fine\n")]


def test_what_was_ended_between_two_cells_is_no_matter_of_the_next(seat: Seat) -> None:
    count(seat, 3)
    cells = ("print('fine')", DIE.format("", int(signal.SIGSEGV)))
    told = ran(seat, *cells, between=lambda: count(seat, 4))
    assert [one for one in told if one[1] == "stream"] == [("0", "stream", "fine\n")]


def test_the_first_cell_is_told_too_though_its_kernel_was_gone_before_it_said_a_word(
    seat: Seat,
) -> None:
    told = ran(seat, f"{count(seat, 3)}import os; os.kill(os.getpid(), {int(signal.SIGKILL)})")
    assert [one for one in told if one[1] == "stream"] == [("0", "stream", channels.SAY + "\n")]
