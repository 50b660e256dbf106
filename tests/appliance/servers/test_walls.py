"""What a student in a seat can and cannot do, tried inside real containers."""

import contextlib
import io
import secrets
import socket
import threading
import time
from typing import Any

import pytest

from appliance.errors import Unavailable
from appliance.servers.engine import Engine
from appliance.servers.spec import Seen
from appliance.words import spoken
from tests.appliance.servers.conftest import Real, eventually

pytestmark = pytest.mark.docker

LISTENER = (
    "perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Listen => 5, LocalPort => 8888,"
    ' ReuseAddr => 1); while ($c = $s->accept) { print $c "hello"; close $c }\''
)
CROWD = (
    "perl -e 'for (1..100) { $p = fork; defined $p or (print $_), exit;"
    " $p or close(STDOUT), close(STDERR), sleep(60), exit }'"
)
RAW = "perl -MSocket -e 'socket(S, PF_INET, SOCK_RAW, 1) or exit 1'"


def started(real: Real, seat: int = 1, **changes: object) -> Seen:
    return real.engine.start(real.bench().spec(seat, **changes))


def greeting(address: str | None, port: int = 8888) -> bytes:
    with socket.create_connection((str(address), port), timeout=5) as connection:
        return connection.recv(100)


def test_two_seats_cannot_talk_but_the_host_reaches_both(real: Real) -> None:
    first, second = started(real, 1), started(real, 2)
    listening = real.client.containers.get(f"{real.project}-seat-1")
    listening.exec_run(["bash", "-c", LISTENER], detach=True)
    eventually(lambda: "22B8" in real.run(1, "cat /proc/net/tcp"))
    assert greeting(first.address) == b"hello"
    knock = f"timeout 3 bash -c 'cat </dev/tcp/{first.address}/8888'; echo $?"
    assert real.run(1, knock).endswith("hello0"), "the knock itself works"
    assert real.run(2, knock) == "124", "packets vanish between seats"
    assert second.address != first.address


def test_seat_has_no_way_out(real: Real) -> None:
    started(real)
    routes = real.run(1, "cat /proc/net/route").splitlines()[1:]
    assert routes and not [line for line in routes if line.split()[1] == "00000000"]
    assert "unreachable" in real.run(1, "cat </dev/tcp/192.0.2.1/80")
    assert "unreachable" in real.run(1, "cat </dev/tcp/169.254.169.254/80")


def test_raw_sockets_are_refused(real: Real) -> None:
    started(real)
    assert real.run(1, f"{RAW}; echo $?") == "1"


def test_seat_has_no_privileges(real: Real) -> None:
    started(real)
    status = real.run(1, "cat /proc/1/status")
    found = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert {found[name] for name in ("CapEff", "CapPrm", "CapBnd", "CapInh")} == {"0" * 16}
    assert (found["NoNewPrivs"], found["Seccomp"]) == ("1", "2")
    assert found["Uid"].split() == ["20001"] * 4
    assert real.run(1, "unshare -Ur true; echo $?") != "0"
    assert real.run(1, "mount -t tmpfs none /tmp; echo $?") != "0"


def test_only_home_and_temporary_folders_can_be_written(real: Real) -> None:
    started(real)
    for folder in ("/", "/usr/local/bin", "/etc", "/var/tmp", "/home"):
        assert real.run(1, f"touch {folder}/mark 2>/dev/null; echo $?") == "1", folder
    assert "denied" in real.run(1, "echo x >>/etc/passwd") or "Read-only" in real.run(
        1, "echo x >>/etc/passwd"
    )
    for folder in ("$HOME", "/tmp"):
        assert real.run(1, f"touch {folder}/mark; echo $?") == "0", folder
    assert real.run(1, "find / -name 'docker*.sock' -o -name launcher.sock 2>/dev/null") == ""


def test_limits_stand_in_the_control_groups(real: Real) -> None:
    started(real)
    either = "cat /sys/fs/cgroup/{} 2>/dev/null || cat /sys/fs/cgroup/{}"
    assert real.run(1, either.format("pids.max", "pids/pids.max")) == "64"
    memory = either.format("memory.max", "memory/memory.limit_in_bytes")
    assert real.run(1, memory) == str(128 * 1024 * 1024)
    assert real.run(1, "ulimit -n; ulimit -c").split() == ["4096", "0"]
    assert real.run(1, "ulimit -f") == str(100 * 1024), "no file larger than a home may be"


def test_too_many_processes_are_refused_and_the_neighbour_is_unaffected(real: Real) -> None:
    started(real, 1)
    started(real, 2)
    assert 50 < int(real.run(1, CROWD)) < 64
    assert real.run(2, "echo fine") == "fine"


def test_seat_that_takes_too_much_memory_is_reported(real: Real) -> None:
    started(real)
    (real.homes / "home" / "1" / ".greedy").touch()
    real.wait_for_exit(1)
    (real.homes / "home" / "1" / ".greedy").unlink()
    (seat,) = real.engine.seen()
    assert (seat.state, seat.exit_code, seat.oom_killed) == ("exited", 137, True)


def test_program_that_takes_too_much_memory_is_told_and_the_seat_goes_on(real: Real) -> None:
    started(real, memory_mb=64)
    heard: list[str] = []

    def listen() -> None:
        with contextlib.suppress(Unavailable):
            for line in real.engine.events():
                heard.append(line)

    def told() -> bool:
        real.run(1, "tail /dev/zero")  # the listener may still be on its way to the engine
        return "oom seat 1" in heard

    threading.Thread(target=listen, daemon=True).start()
    eventually(told)
    assert [seat.state for seat in real.engine.seen()] == ["running"]


def test_seat_knows_its_own_name(real: Real) -> None:
    started(real)
    assert real.run(1, "id -un; id -gn; echo $HOME; pwd; whoami").split() == [
        *("ana1", "ana1", "/home/ana1", "/home/ana1", "ana1")
    ]


def test_home_stays_over_restarts_and_belongs_to_its_seat(real: Real) -> None:
    started(real)
    real.run(1, "echo work >$HOME/p1.ipynb")
    real.engine.stop(1, grace_s=1)
    started(real)
    assert real.run(1, "cat $HOME/p1.ipynb; stat -c '%u:%g %a' $HOME").split("\n") == [
        *("work", "20001:20001 700")
    ]


def test_seat_sees_no_other_home(real: Real) -> None:
    started(real, 1)
    started(real, 2)
    assert real.run(2, "ls /home") == "ana2"


def test_teachers_of_a_class_share_its_course_folder_and_students_do_not(real: Real) -> None:
    for seat in (1, 2):
        started(real, seat, role="teacher")
    started(real, 3)
    # The server itself is asked, since a command run beside it need not have its groups.
    groups = real.run(1, "grep ^Groups /proc/1/status").split()[1:]
    assert "30001" in groups
    assert "30001" not in real.run(3, "grep ^Groups /proc/1/status")
    real.run(1, "umask 002; echo plan >$HOME/course/plan", user="20001:30001")
    assert real.run(2, "cat $HOME/course/plan", user="20002:30001") == "plan"
    assert (real.courses / "class-1" / "plan").stat().st_gid == 30001
    assert real.run(3, "ls $HOME") == ""


def test_logs_are_what_the_server_printed(real: Real) -> None:
    started(real)
    eventually(lambda: real.engine.logs(1) == "seat of ana1\n")


def test_server_that_obeys_ends_long_before_its_grace(real: Real) -> None:
    started(real)
    before = time.monotonic()
    real.engine.stop(1, grace_s=60)
    assert time.monotonic() - before < 20
    assert real.engine.seen() == []


def test_deaf_server_is_killed_after_its_grace(real: Real) -> None:
    started(real)
    real.run(1, "kill -STOP -1")
    real.engine.stop(1, grace_s=1)
    assert real.engine.seen() == []


def test_trusted_job_has_the_course_folder_and_no_network(real: Real) -> None:
    out = io.BytesIO()
    job = real.bench().job(kind="grades")
    assert real.engine.run_job(job, io.BytesIO(), out).exit_code == 0
    assert out.getvalue().decode().split("\n") == [
        *("19999", "30001", "CapEff:\t0000000000000000", "NoNewPrivs:\t1", "lo"),
        *("/course is writable", "HOME", "HOMEROOM_COURSE", "HOSTNAME", "PATH", "PWD", ""),
    ]
    assert (real.courses / "class-1" / "mark").stat().st_gid == 30001


def test_sealed_job_has_nothing(real: Real) -> None:
    out = io.BytesIO()
    job = real.bench().job(kind="execute")
    assert real.engine.run_job(job, io.BytesIO(b"facts"), out).exit_code == 0
    assert out.getvalue().decode().split("\n") == [
        *("65534", "65534", "CapEff:\t0000000000000000", "NoNewPrivs:\t1", "lo"),
        *("/work is writable", "HOME", "HOSTNAME", "PATH", "PWD", ""),
    ]


def test_job_that_takes_too_much_memory_says_so(real: Real) -> None:
    end = real.engine.run_job(real.bench().job(kind="feedback"), io.BytesIO(), io.BytesIO())
    assert end.exit_code == 137 and "memory" in end.log


def jobs_left(real: Real) -> int:
    filters: dict[str, Any] = {"label": [f"homeroom.project={real.project}", "homeroom.job"]}
    return len(real.client.containers.list(all=True, filters=filters))


def test_no_job_outlives_its_deadline(real: Real) -> None:
    job = real.bench().job(kind="score", deadline_s=1)
    assert real.engine.run_job(job, io.BytesIO(), io.BytesIO()).exit_code is None
    assert jobs_left(real) == 0


def test_job_is_removed_when_its_receiver_leaves(real: Real) -> None:
    class Leaving(io.BytesIO):
        def flush(self) -> None:
            if jobs_left(real):
                raise BrokenPipeError("left")

    with pytest.raises(BrokenPipeError):
        real.engine.run_job(real.bench().job(kind="score"), io.BytesIO(), Leaving())
    assert jobs_left(real) == 0


def test_many_jobs_run_at_once_and_keep_their_outputs_apart(real: Real) -> None:
    made: dict[int, bytes] = {}

    def run(number: int) -> None:
        out = io.BytesIO()
        real.engine.run_job(real.bench().job(), io.BytesIO(b"%d" % number * 9999), out)
        made[number] = out.getvalue()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == {number: b"%d" % number * 9999 for number in range(8)}


def test_leftover_jobs_are_removed_and_seats_stay(real: Real) -> None:
    started(real)
    labels = {"homeroom.project": real.project, "homeroom.job": "dead"}
    real.client.containers.create(real.image, labels=labels)
    scratch = real.courses / "class-1" / ".job-ab12_xyz"
    (scratch / "submitted").mkdir(parents=True)
    real.engine.remove_leftover_jobs()
    assert jobs_left(real) == 0 and not scratch.exists()
    assert [seat.seat for seat in real.engine.seen()] == [1]


def test_start_that_fails_leaves_nothing_and_is_explained(real: Real) -> None:
    project = f"none-{secrets.token_hex(3)}"
    engine = Engine(project, frozenset({real.image}), real.homes, real.courses, real.client)
    try:
        with pytest.raises(Unavailable) as refusal:
            engine.start(real.bench().spec())
        assert "./homeroom" in spoken(refusal.value.say)
        assert engine.seen() == []
    finally:
        # Naming a volume makes it; a container without a network gets as far as that.
        for volume in real.client.volumes.list(filters={"name": project}):
            volume.remove()


def test_other_projects_containers_are_not_ours(real: Real) -> None:
    labels = {"homeroom.project": "other", "homeroom.seat": "9", "homeroom.start": "ab"}
    foreign = real.client.containers.create(real.image, labels=labels)
    try:
        assert real.engine.seen() == []
    finally:
        foreign.remove(force=True)


def test_absent_network_is_a_problem_with_a_sentence(real: Real) -> None:
    project = f"none-{secrets.token_hex(3)}"
    engine = Engine(project, frozenset({real.image}), real.homes, real.courses, real.client)
    (problem,) = engine.about().problems
    assert f"{project}-seats" in spoken(problem) and "./homeroom up" in spoken(problem)
