"""The vocabulary over the socket: real sockets, threads and bytes, and a fake engine behind."""

import io
import os
import queue
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appliance import archive
from appliance.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from appliance.servers.attached import Sink
from appliance.servers.launcher import LauncherClient, check
from appliance.servers.spec import LISTENING, Earlier, FolderRead, JobEnd, Seen
from appliance.words import spoken
from roster.sentence import sentence
from tests.appliance.servers.conftest import BENCH, eventually, recorded, served
from tests.fakes import Done, FakeEngine


@pytest.fixture
def client(path: Path) -> LauncherClient:
    return LauncherClient(path)


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


def test_errors_arrive_as_the_class_they_were(client: LauncherClient, engine: FakeEngine) -> None:
    with pytest.raises(NotFound, match="no container") as missing:
        client.logs(3)
    assert missing.value.say == sentence("server-none")
    with pytest.raises(NotAllowed):
        client.start(BENCH.spec(image="alpine"))
    with pytest.raises(Invalid):
        client.start(BENCH.spec(uid=0))
    engine.away = True
    with pytest.raises(Unavailable):
        client.seen()


def test_job_streams_in_and_out(client: LauncherClient, engine: FakeEngine) -> None:
    given, out = os.urandom(5_000_000), io.BytesIO()
    engine.work["generate"] = lambda job, body: Done(body[::-1], "done\n")
    job = BENCH.job()
    assert client.run_job(job, io.BytesIO(given), out) == JobEnd(0, "done\n")
    assert out.getvalue() == given[::-1] and engine.jobs == [job]


def test_homes_are_packed_and_erased(client: LauncherClient, engine: FakeEngine) -> None:
    client.start(BENCH.spec(seat=5))
    engine.homes[5]["big"] = os.urandom(1_000_000)
    here, there = io.BytesIO(), io.BytesIO()
    client.pack_home(5, there)
    engine.pack_home(5, here)
    assert there.getvalue() == here.getvalue()
    with pytest.raises(Conflict):
        client.erase_home(5)
    client.stop(5)
    client.erase_home(5)
    with pytest.raises(NotFound) as missing:
        client.pack_home(5, io.BytesIO())
    assert missing.value.say == sentence("home-none")


def test_a_zip_that_is_refused_half_way_is_no_success(
    client: LauncherClient, engine: FakeEngine
) -> None:
    def growing(seat: int, out: Sink) -> None:
        out.write(b"half of ")
        raise Invalid("too large", say=sentence("home-too-large", most=2048))

    engine.pack_home = growing  # type: ignore[method-assign]
    out = io.BytesIO()
    with pytest.raises(Invalid) as refusal:
        client.pack_home(5, out)
    assert refusal.value.say == sentence("home-too-large", most=2048)
    assert out.getvalue() == b"half of "


def test_problems_of_the_machine_arrive_as_sentences(
    client: LauncherClient, engine: FakeEngine
) -> None:
    problem = sentence("network-open", network="homeroom-seats")
    whole = replace(engine.about(), problems=(problem,))
    engine.about = lambda: whole  # type: ignore[method-assign]
    assert client.about() == whole


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

    done = recorded(engine)
    with pytest.raises(OSError, match="disk gone"):
        client.run_job(BENCH.job(), Failing(), io.BytesIO())
    eventually(lambda: "input broke off" in caplog.text)
    assert done == []


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
    assert heard.get(timeout=5) == LISTENING
    client.start(BENCH.spec())
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


def test_conflicts_cross_the_border_too(path: Path, engine: FakeEngine) -> None:
    def taken(spec: Any) -> Seen:
        raise Conflict("name taken", say=sentence("engine-is-at-it"))

    engine.start = taken  # type: ignore[method-assign]
    with pytest.raises(Conflict, match="name taken"):
        LauncherClient(path).start(BENCH.spec())


def test_launcher_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as silence:
        check(tmp_path / "nothing.sock")
    assert "./homeroom" in spoken(silence.value.say)


def test_folders_go_in_and_out(client: LauncherClient, engine: FakeEngine) -> None:
    client.start(BENCH.spec(seat=5))
    files = {f"{n:04}-{'ü' * 30}.csv": os.urandom(1000) for n in range(1500)}
    sent, got = io.BytesIO(), io.BytesIO()
    archive.pack(files.items(), sent)
    sent.seek(0)
    known = {name: Earlier(("0" * 64,) * 5, given=True) for name in files}
    done = client.hand_out(5, "ps1/data", "place", known, sent)
    assert len(done.placed) == len(files) and not done.missing
    assert client.read_folder(5, "ps1/data", 10**8, 2000, got) == FolderRead((), ())
    got.seek(0)
    limits = archive.Limits()
    assert {m.name: m.content.read() for m in archive.tar_members(got, limits)} == files
    with pytest.raises(NotFound):
        client.read_folder(6, "ps1", 1000, 10, io.BytesIO())
    with pytest.raises(Invalid):
        client.hand_out(5, "../6", "place", {}, sent)


def test_files_that_break_off_at_the_hub_are_not_laid(
    client: LauncherClient, engine: FakeEngine
) -> None:
    class Failing:
        def __init__(self) -> None:
            self.pieces = [bytes(100_000)]

        def read(self, size: int, /) -> bytes:
            if self.pieces:
                return self.pieces.pop()
            raise OSError("disk gone")

    client.start(BENCH.spec(seat=5))
    with pytest.raises(OSError, match="disk gone"):
        client.hand_out(5, "ps1", "place", {}, Failing())
    assert engine.homes[5] == {}
