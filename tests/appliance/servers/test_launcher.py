"""The vocabulary over the socket: real sockets, threads and bytes, and a fake engine behind."""

import io
import json
import logging
import os
import queue
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from appliance.servers.attached import Sink, Source
from appliance.servers.launcher import LauncherClient, check
from appliance.servers.serving import Server
from appliance.servers.spec import JobEnd, JobSpec, Seen
from appliance.servers.wire import LENGTH, encode
from tests.appliance.servers.conftest import Bench, eventually
from tests.fakes import Done, FakeEngine

BENCH = Bench(FakeEngine(), "homeroom/course", lambda seat, code: None)


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


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def path(engine: FakeEngine, tmp_path: Path) -> Iterator[Path]:
    yield from served(engine, tmp_path)


@pytest.fixture
def client(path: Path) -> LauncherClient:
    return LauncherClient(path)


def served(engine: FakeEngine, folder: Path) -> Iterator[Path]:
    with Server(folder / "launcher.sock", engine, gid=os.getgid()) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield folder / "launcher.sock"
        server.shutdown()
        thread.join()


def said(path: Path, raw: bytes) -> dict[str, Any]:
    """What the launcher answers to these bytes."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as answers:
            answer: dict[str, Any] = json.loads(answers.readline())
    return answer


def test_values_arrive_as_they_were(client: LauncherClient, engine: FakeEngine) -> None:
    spec = BENCH.spec(seat=5, env={"JUPYTERHUB_USER": "añ\n a"})
    started = client.start(spec)
    assert isinstance(started, Seen) and engine.started == [spec]
    assert client.seen() == [started] == engine.seen()
    engine.crash(5, 9, oom_killed=True)
    assert client.seen() == engine.seen()
    engine.lines[5] = "Traceback: no\n"
    assert client.logs(5) == "Traceback: no\n"
    client.stop(5)
    assert client.seen() == []
    assert client.about() == engine.about()


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


def test_errors_arrive_as_the_class_they_were(client: LauncherClient, engine: FakeEngine) -> None:
    with pytest.raises(NotFound, match="no container") as missing:
        client.logs(3)
    assert missing.value.say == "It has no server."
    with pytest.raises(NotAllowed):
        client.start(BENCH.spec(image="alpine"))
    with pytest.raises(Invalid):
        client.start(BENCH.spec(uid=0))
    engine.away = True
    with pytest.raises(Unavailable):
        client.seen()


def test_refusals_are_logged_in_bounded_lines(
    client: LauncherClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Invalid):
        client.start(BENCH.spec(name="ana\n" * 10000))
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


def test_job_streams_in_and_out(client: LauncherClient, engine: FakeEngine) -> None:
    given, out = os.urandom(5_000_000), io.BytesIO()
    engine.work["generate"] = lambda job, body: Done(body[::-1], "done\n")
    job = BENCH.job()
    assert client.run_job(job, io.BytesIO(given), out) == JobEnd(0, "done\n")
    assert out.getvalue() == given[::-1] and engine.jobs == [job]


def test_refused_job_raises_also_with_much_input(client: LauncherClient) -> None:
    with pytest.raises(NotAllowed):
        client.run_job(BENCH.job(image="alpine"), io.BytesIO(bytes(10_000_000)), io.BytesIO())


def test_input_that_fails_at_the_hub_reaches_the_job_as_broken(
    client: LauncherClient, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing:
        def __init__(self) -> None:
            self.pieces = [b"half"]

        def read(self, size: int, /) -> bytes:
            if self.pieces:
                return self.pieces.pop()
            raise OSError("disk gone")

    done: list[bytes] = []
    engine.work["generate"] = lambda job, body: Done(done.append(body) or b"")
    with pytest.raises(OSError, match="disk gone"):
        client.run_job(BENCH.job(), Failing(), io.BytesIO())
    eventually(lambda: "input broke off" in caplog.text)
    assert done == []


def test_half_a_body_is_never_a_whole_one(path: Path, engine: FakeEngine) -> None:
    request = json.dumps({"verb": "run_job", "job": encode(BENCH.job())}).encode() + b"\n"
    done: list[bytes] = []
    engine.work["generate"] = lambda job, body: Done(done.append(body) or b"")
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


def test_events_come_one_by_one_and_end_with_the_engine(
    client: LauncherClient, engine: FakeEngine
) -> None:
    heard: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        try:
            for line in client.events():
                heard.put(line)
        except Unavailable as end:
            heard.put(str(end))

    thread = threading.Thread(target=listen)
    thread.start()
    eventually(lambda: not heard.empty() or bool(client.start(BENCH.spec())) and not heard.empty())
    assert heard.get(timeout=5) == "start seat 1"
    engine.leave()
    thread.join(5)
    assert "away" in list(heard.queue)[-1]


def test_thirty_requests_are_answered_side_by_side(tmp_path: Path) -> None:
    class Together(FakeEngine):
        meeting = threading.Barrier(30)

        def start(self, spec: Any) -> Seen:
            self.meeting.wait(10)
            return super().start(spec)

    for path in served(Together(), tmp_path):
        client = LauncherClient(path)
        starts = [
            threading.Thread(target=client.start, args=(BENCH.spec(n),)) for n in range(1, 31)
        ]
        for thread in starts:
            thread.start()
        for thread in starts:
            thread.join()
        assert len(client.seen()) == 30


def test_bug_in_the_launcher_is_logged_and_told_shortly(
    path: Path, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.seen = lambda: 1 / 0  # type: ignore[method-assign,return-value,assignment]
    with pytest.raises(Unavailable, match="a fault in the launcher"):
        LauncherClient(path).seen()
    assert "ZeroDivisionError" in caplog.text


def test_conflicts_cross_the_border_too(path: Path, engine: FakeEngine) -> None:
    def taken(spec: Any) -> Seen:
        raise Conflict("name taken", say="Wait a moment and try again.")

    engine.start = taken  # type: ignore[method-assign]
    with pytest.raises(Conflict, match="name taken"):
        LauncherClient(path).start(BENCH.spec())


def test_launcher_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as silence:
        check(tmp_path / "nothing.sock")
    assert "./homeroom" in silence.value.say
