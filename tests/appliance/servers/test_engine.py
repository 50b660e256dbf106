"""What every launcher promises, kept by the fake and by the real engine."""

import io
import queue
import threading
import zipfile
from typing import Any

import pytest

from appliance.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from appliance.servers.spec import LISTENING
from appliance.words import spoken
from tests.appliance.servers.conftest import ABSENT, Bench


class BrokenPipeSource:
    """Input that breaks off after its first piece."""

    def __init__(self) -> None:
        self._pieces = [b"half of "]

    def read(self, size: int, /) -> bytes:
        if self._pieces:
            return self._pieces.pop()
        raise EOFError("the body broke off")


def test_started_seat_is_seen_running_with_its_address(bench: Bench) -> None:
    spec = bench.spec()
    started = bench.engine.start(spec)
    assert (started.seat, started.start, started.state) == (1, spec.start, "running")
    assert started.address and started.address.startswith("10.")
    assert bench.engine.seen() == [started]


def test_starting_again_leaves_one_container_of_the_new_start(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    again = bench.engine.start(bench.spec())
    assert [seat.start for seat in bench.engine.seen()] == [again.start]


def test_teacher_starts_like_a_student(bench: Bench) -> None:
    assert bench.engine.start(bench.spec(role="teacher")).state == "running"


def test_stopped_seat_is_gone_and_stopping_again_is_success(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.engine.stop(1, grace_s=2)
    assert bench.engine.seen() == []
    bench.engine.stop(1)


def test_crashed_seat_is_reported_with_its_exit_code(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.crash(1, 3)
    (seat,) = bench.engine.seen()
    assert (seat.state, seat.address, seat.exit_code) == ("exited", None, 3)
    assert not seat.oom_killed


def test_crashed_seat_starts_anew(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.crash(1, 3)
    bench.engine.start(bench.spec())
    assert [seat.state for seat in bench.engine.seen()] == ["running"]


def test_what_running_seats_use_is_told_and_of_no_others(bench: Bench) -> None:
    spec = bench.spec(seat=2)
    bench.engine.start(bench.spec())
    bench.engine.start(spec)
    bench.crash(1, 3)
    (used,) = bench.engine.usage()
    assert (used.seat, used.start) == (2, spec.start)
    assert 0 <= used.memory_mb <= spec.memory_mb and used.cpu_s > 0


def test_a_seat_that_has_booted_is_let_work_and_one_that_is_gone_is_no_error(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.engine.let_work(1)
    bench.engine.let_work(2)
    assert [seat.state for seat in bench.engine.seen()] == ["running"]


def test_logs_answer_for_a_seat_that_ended(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.crash(1, 3)
    assert isinstance(bench.engine.logs(1), str)


def test_logs_of_an_unknown_seat_are_not_found(bench: Bench) -> None:
    with pytest.raises(NotFound):
        bench.engine.logs(77)


@pytest.mark.parametrize(
    "change",
    [
        {"image": "alpine"},
        {"image": ""},
        {"env": {"LD_PRELOAD": "/evil.so"}},
        {"env": {"JUPYTERHUB_X\n": "1"}},
        {"env": {"HOMEROOM_ROLE": "a\0b"}},
        {"env": {"HOMEROOM_ROLE": "a" * 40000}},
        {"uid": 0},
        {"uid": 19999},
        {"uid": 30001},
        {"name": "../root"},
        {"name": "-ana"},
        {"name": "ana\n"},
        {"name": "Ana"},
        {"name": ""},
        {"start": "not hex"},
        {"role": "admin"},
        {"seat": 0},
        {"seat": -1},
        {"classroom": 0},
        {"memory_mb": 2**40},
        {"memory_mb": 0},
        {"cpus": float("nan")},
        {"cpus": -1.0},
        {"pids": -1},
    ],
    ids=str,
)
def test_anything_outside_the_vocabulary_is_refused(bench: Bench, change: dict[str, Any]) -> None:
    with pytest.raises((Invalid, NotAllowed)):
        bench.engine.start(bench.spec(**change))
    assert bench.engine.seen() == []


@pytest.mark.parametrize(
    "change",
    [
        {"image": "alpine"},
        {"kind": "shell"},
        {"id": "x/../y"},
        {"course": "../bio"},
        {"classroom": -1},
        {"deadline_s": 0},
    ],
    ids=str,
)
def test_jobs_outside_the_vocabulary_are_refused(bench: Bench, change: dict[str, Any]) -> None:
    with pytest.raises((Invalid, NotAllowed)):
        bench.engine.run_job(bench.job(**change), io.BytesIO(), io.BytesIO())


def test_missing_image_is_named_and_what_to_do(bench: Bench) -> None:
    with pytest.raises(Unavailable) as refusal:
        bench.engine.start(bench.spec(image=ABSENT))
    say = spoken(refusal.value.say)
    assert ABSENT in say and "./homeroom up" in say
    assert bench.engine.seen() == []


def test_job_gives_back_what_it_made_and_its_log(bench: Bench) -> None:
    given, out = bytes(range(256)) * 20000, io.BytesIO()
    end = bench.engine.run_job(bench.job(), io.BytesIO(given), out)
    assert (end.exit_code, end.log) == (0, "job generate\n")
    assert out.getvalue() == given


def test_failed_job_tells_its_exit_code_and_the_last_of_its_log(bench: Bench) -> None:
    end = bench.engine.run_job(bench.job(kind="prepare"), io.BytesIO(b"tar"), io.BytesIO())
    assert end.exit_code == 3
    assert len(end.log) == 4096 and end.log.endswith("xend\n")


def test_job_past_its_deadline_has_no_exit_code(bench: Bench) -> None:
    job = bench.job(kind="score", deadline_s=2)
    end = bench.engine.run_job(job, io.BytesIO(), io.BytesIO())
    assert (end.exit_code, end.log) == (None, "waiting\n")


def test_job_that_writes_without_end_is_ended(bench: Bench) -> None:
    out = io.BytesIO()
    end = bench.engine.run_job(bench.job(kind="execute"), io.BytesIO(), out)
    assert end.exit_code == 137 and "more than it may" in end.log
    assert out.tell() <= 64 * 1024 * 1024


def test_job_whose_input_breaks_off_is_not_done(bench: Bench) -> None:
    with pytest.raises(Unavailable):
        bench.engine.run_job(bench.job(), BrokenPipeSource(), io.BytesIO())


def zipped(bench: Bench, seat: int = 1) -> dict[str, bytes]:
    """The files in the zip of a seat's home."""
    out = io.BytesIO()
    bench.engine.pack_home(seat, out)
    with zipfile.ZipFile(out) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_files_can_be_taken_along_also_while_the_seat_runs(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.put(1, "p1.ipynb", b"{}")
    assert zipped(bench)["p1.ipynb"] == b"{}"
    bench.engine.stop(1, grace_s=1)
    assert zipped(bench)["p1.ipynb"] == b"{}"
    bench.engine.erase_home(1)


def test_homes_are_measured_also_of_seats_that_do_not_run(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.put(1, "data.bin", bytes(range(256)) * 4 * 3000)
    bench.engine.stop(1, grace_s=0)
    (found,) = bench.engine.measure_homes([1, 99])
    assert found.seat == 1 and found.files >= 1 and 3 <= found.mb <= 4


def test_a_home_is_erased_only_without_its_container_and_then_for_good(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.put(1, "p1.ipynb", b"{}")
    with pytest.raises(Conflict) as refusal:
        bench.engine.erase_home(1)
    assert "Stop it first" in spoken(refusal.value.say)
    bench.crash(1, 3)
    with pytest.raises(Conflict):
        bench.engine.erase_home(1)
    bench.engine.stop(1)
    bench.engine.erase_home(1)
    with pytest.raises(NotFound):
        bench.engine.pack_home(1, io.BytesIO())
    bench.engine.erase_home(1)


def test_a_home_after_the_erased_one_is_empty(bench: Bench) -> None:
    bench.engine.start(bench.spec())
    bench.put(1, "p1.ipynb", b"{}")
    bench.engine.stop(1, grace_s=1)
    bench.engine.erase_home(1)
    bench.engine.start(bench.spec())
    assert zipped(bench) == {}


@pytest.mark.parametrize("seat", [0, -1, 2**31])
def test_homes_that_no_seat_can_have_are_refused(bench: Bench, seat: int) -> None:
    with pytest.raises(Invalid):
        bench.engine.pack_home(seat, io.BytesIO())
    with pytest.raises(Invalid):
        bench.engine.erase_home(seat)


def test_jobs_are_no_seats(bench: Bench) -> None:
    bench.engine.run_job(bench.job(), io.BytesIO(), io.BytesIO())
    assert bench.engine.seen() == []


def test_events_tell_of_starts_and_ends(bench: Bench) -> None:
    lines: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        for line in bench.engine.events():
            lines.put(line)

    threading.Thread(target=listen, daemon=True).start()
    assert lines.get(timeout=10) == LISTENING
    bench.engine.start(bench.spec())
    bench.engine.stop(1, grace_s=1)
    heard = [lines.get(timeout=10)]
    while heard[-1] != "destroy seat 1":
        heard.append(lines.get(timeout=10))
    assert "start seat 1" in heard


def test_engine_says_what_it_is_and_has_no_problems(bench: Bench) -> None:
    about = bench.engine.about()
    assert about.cpus >= 1 and about.memory_mb > 100
    assert about.problems == ()
    assert 0 < about.disk_free_mb <= about.disk_mb


def test_thirty_seats_start_at_once(bench: Bench) -> None:
    def start(seat: int) -> None:
        bench.engine.start(bench.spec(seat))

    threads = [threading.Thread(target=start, args=(seat,)) for seat in range(1, 31)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = bench.engine.seen()
    assert sorted(seat.seat for seat in seen) == list(range(1, 31))
    assert {seat.state for seat in seen} == {"running"}
    assert len({seat.address for seat in seen}) == 30
