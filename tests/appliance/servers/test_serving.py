"""The launcher's side of the socket: what it refuses, and what it does when the hub breaks off."""

import json
import logging
import os
import socket
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from appliance.errors import Invalid, Unavailable
from appliance.servers.attached import Sink, Source
from appliance.servers.launcher import LauncherClient, check
from appliance.servers.spec import JobEnd, JobSpec
from appliance.servers.wire import LENGTH, encode
from tests.appliance.servers.conftest import BENCH, recorded, served
from tests.fakes import FakeEngine


class SlowEngine(FakeEngine):
    """A job that waits for its receiver to leave, as the real one does twice a second."""

    def __init__(self) -> None:
        super().__init__()
        self.left = threading.Event()
        self.working = threading.Event()

    def run_job(self, job: JobSpec, body: Source, out: Sink) -> JobEnd:
        while body.read(1000):
            pass
        self.working.set()
        for _ in range(1000):
            try:
                out.flush()
            except BrokenPipeError:
                self.left.set()
                raise
            threading.Event().wait(0.01)
        return JobEnd(0, "")


def said(path: Path, raw: bytes) -> dict[str, Any]:
    """What the launcher answers to these bytes."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as answers:
            answer: dict[str, Any] = json.loads(answers.readline())
    return answer


def test_only_root_and_the_hubs_group_may_open_the_socket(path: Path) -> None:
    found = path.stat()
    assert stat.S_IMODE(found.st_mode) == 0o660
    assert found.st_gid == os.getgid()


def test_socket_left_by_a_killed_launcher_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as old:
        old.bind(str(tmp_path / "launcher.sock"))
    for path in served(FakeEngine(), tmp_path):
        assert check(path).problems == ()
    assert not (tmp_path / "launcher.sock").exists()


def test_refusals_are_logged_in_bounded_lines(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Invalid):
        LauncherClient(path).start(BENCH.spec(name="ana\n" * 10000))
    (line,) = [r.getMessage() for r in caplog.records]
    assert "refused 'start'" in line and len(line) < 1000 and "\n" not in line


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"GET / HTTP/1.1\r\n",
        b"[]\n",
        b"{}\n",
        b'{"verb": "exec", "seat": 1}\n',
        b'{"verb": ["seen"]}\n',
        b'{"verb": "seen", "more": 1}\n',
        b'{"verb": "stop", "seat": "1", "grace_s": 5}\n',
        b'{"verb": "stop", "seat": true, "grace_s": 5}\n',
        b'{"verb": "stop", "seat": 1}\n',
        b'{"verb": "stop", "seat": 1, "grace_s": 1e999}\n',
        b'{"verb": "start", "spec": {"seat": 1}}\n',
        b'{"verb": "start", "spec": null}\n',
        b'{"verb": "seen"',
        b"x" * 1000000 + b"\n",
        b"\xff\xfe\n",
        b"[" * 100000 + b"\n",
    ],
    ids=lambda line: repr(line[:40]),
)
def test_malformed_requests_are_refused(path: Path, line: bytes) -> None:
    try:
        answer = said(path, line)
    except (BrokenPipeError, ConnectionResetError):
        assert len(line) > 256 * 1024
    else:
        assert answer["error"]["kind"] == "Invalid"
    assert LauncherClient(path).seen() == []


def test_privileges_and_mounts_cannot_be_asked_for(path: Path) -> None:
    for extra in ({"privileged": True}, {"mounts": ["/:/host"]}, {"network": "host"}):
        request = {"verb": "start", "spec": encode(BENCH.spec()) | extra}
        answer = said(path, json.dumps(request).encode() + b"\n")
        assert answer["error"]["kind"] == "Invalid"
    assert LauncherClient(path).seen() == []


def test_half_a_body_is_never_a_whole_one(path: Path, engine: FakeEngine) -> None:
    request = json.dumps({"verb": "run_job", "job": encode(BENCH.job())}).encode() + b"\n"
    done = recorded(engine)
    for body in (b"", LENGTH.pack(10) + b"half", LENGTH.pack(4) + b"half", b"\0\0"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(request + body)
            connection.shutdown(socket.SHUT_WR)
            with connection.makefile("rb") as answers:
                assert b"broke off" in answers.read() or not engine.jobs
    assert done == []


def test_job_whose_client_left_is_given_up(tmp_path: Path) -> None:
    engine = SlowEngine()
    for path in served(engine, tmp_path):
        request = json.dumps({"verb": "run_job", "job": encode(BENCH.job())}).encode()
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(request + b"\n" + LENGTH.pack(0))
            assert engine.working.wait(5)
            assert not engine.left.is_set()
        assert engine.left.wait(5)


def test_bug_in_the_launcher_is_logged_and_told_shortly(
    path: Path, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.seen = lambda: 1 / 0  # type: ignore[method-assign,return-value,assignment]
    with pytest.raises(Unavailable, match="a fault in the launcher"):
        LauncherClient(path).seen()
    assert "ZeroDivisionError" in caplog.text
