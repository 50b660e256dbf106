"""A launcher to test: the fake one, and the real engine with a network, volumes and an image."""

import io
import os
import secrets
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docker
import docker.errors
import pytest
from docker.types import IPAMConfig, IPAMPool

from appliance.servers.engine import Engine, connect
from appliance.servers.launcher import Launcher
from appliance.servers.serving import Server
from appliance.servers.spec import JobSpec, Spec
from tests.fakes import Done, FakeEngine

ABSENT = "homeroom/never-built"
DOCKERFILE = """\
FROM homeroom/base
COPY jupyterhub-singleuser python /usr/local/bin/
"""
# A seat that waits to be told how to end, and prints a line first.
SEAT = """\
#!/bin/sh
echo "seat of $USER"
trap 'exit 0' TERM
while sleep 0.1; do
    [ ! -f "$HOME/.exit" ] || exit "$(cat "$HOME/.exit")"
    [ ! -f "$HOME/.greedy" ] || exec tail /dev/zero
done
"""
# Jobs by kind: $3 in `python -m homeroom_grading KIND`. A sealed one told "facts" tells its walls.
JOBS = """\
#!/bin/sh
facts() {
    id -u; id -G; grep -E '^(CapEff|NoNewPrivs):' /proc/self/status; ls /sys/class/net
    touch /mark 2>/dev/null && echo "root is writable"
    touch "$1/mark" && echo "$1 is writable"
    env | cut -d= -f1 | sort
}
case "$3" in
generate) echo "job $3" >&2; exec cat ;;
prepare) cat >/dev/null; head -c 10000 /dev/zero | tr '\\0' x >&2; echo end >&2; exit 3 ;;
score) cat >/dev/null; echo waiting >&2; exec sleep 600 ;;
execute) [ "$(cat)" = facts ] && facts /work || exec head -c 80000000 /dev/zero ;;
feedback) cat >/dev/null; exec tail /dev/zero ;;
grades) cat >/dev/null; facts /course ;;
esac
"""
WORK: dict[Any, Callable[[JobSpec, bytes], Done]] = {
    "generate": lambda job, given: Done(given, f"job {job.kind}\n"),
    "prepare": lambda job, given: Done(b"", "x" * 10000 + "end\n", 3),
    "score": lambda job, given: Done(b"", "waiting\n", None),
    "execute": lambda job, given: Done(bytes(80000000)),
}


@dataclass(frozen=True)
class Bench:
    """A launcher under test, and what the tests need to know and do besides."""

    engine: Launcher
    image: str
    crash: Callable[[int, int], None]
    put: Callable[[int, str, bytes], None]
    """Lay a file of this name and content into a seat's home."""

    def spec(self, seat: int = 1, **changes: Any) -> Spec:
        """Ana's seat, or another's."""
        plain = Spec(
            seat=seat,
            start=secrets.token_hex(8),
            classroom=1,
            name=f"ana{seat}",
            role="student",
            uid=20000 + seat,
            image=self.image,
            memory_mb=128,
            cpus=0.5,
            pids=64,
            home_mb=100,
            env={"JUPYTERHUB_USER": "ana"},
        )
        return replace(plain, **changes)

    def job(self, **changes: Any) -> JobSpec:
        """A job that gives its input back."""
        plain = JobSpec(secrets.token_hex(8), "generate", 1, "bio", self.image, 30)
        return replace(plain, **changes)


def fake_bench(fake: FakeEngine) -> Bench:
    """The bench of a fake."""

    def put(seat: int, name: str, content: bytes) -> None:
        fake.homes[seat][name] = content

    return Bench(fake, "homeroom/course", fake.crash, put)


BENCH = fake_bench(FakeEngine())


@dataclass(frozen=True)
class Real:
    """A corner of the real engine of our own."""

    project: str
    client: docker.DockerClient
    engine: Engine
    homes: Path
    courses: Path
    image: str

    def run(self, seat: int, command: str, user: str = "") -> str:
        """What a shell inside a seat prints for `command`."""
        container = self.client.containers.get(f"{self.project}-seat-{seat}")
        output = container.exec_run(["bash", "-c", command], user=user).output
        assert isinstance(output, bytes)
        return output.decode().strip()

    def crash(self, seat: int, exit_code: int) -> None:
        (self.homes / "home" / str(seat) / ".exit").write_text(str(exit_code))
        self.wait_for_exit(seat)
        (self.homes / "home" / str(seat) / ".exit").unlink()

    def put(self, seat: int, name: str, content: bytes) -> None:
        (self.homes / "home" / str(seat) / name).write_bytes(content)

    def wait_for_exit(self, seat: int) -> None:
        """Until the engine reports that the seat ended."""
        eventually(lambda: [s.seat for s in self.engine.seen() if s.state == "exited"] == [seat])

    def bench(self) -> Bench:
        return Bench(self.engine, self.image, self.crash, self.put)


def eventually(holds: Callable[[], bool], within_s: float = 15) -> None:
    """Ask again until it holds; fail when it does not in time."""
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, f"not within {within_s} s"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def corner() -> Iterator[Real]:
    """The real engine with volumes, a seats network and a tiny image; removed afterwards."""
    client, project = connect(), f"hrtest-{secrets.token_hex(3)}"
    images = frozenset({f"{project}/engine-test", ABSENT})
    try:
        volumes = [client.volumes.create(f"{project}-{kind}") for kind in ("homes", "courses")]
        homes, courses = (Path(volume.attrs["Mountpoint"]) for volume in volumes)
        _make_network(client, f"{project}-seats")
        _build(client, f"{project}/engine-test")
        engine = Engine(project, images, homes, courses, client)
        yield Real(project, client, engine, homes, courses, f"{project}/engine-test")
    finally:
        _clear(client, project)
        client.close()


@pytest.fixture
def real(corner: Real) -> Iterator[Real]:
    """The real engine; no seat outlives a test."""
    yield corner
    _remove_containers(corner.client, corner.project)


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.docker)])
def bench(request: pytest.FixtureRequest) -> Bench:
    """Each test runs with the fake and with the real engine: they promise the same."""
    if request.param == "real":
        real: Real = request.getfixturevalue("real")
        return real.bench()
    fake = FakeEngine(frozenset({"homeroom/course", ABSENT}))
    fake.absent, fake.work = {ABSENT}, dict(WORK)
    return fake_bench(fake)


def _make_network(client: docker.DockerClient, name: str) -> None:
    """Closed like the one compose makes, in the first free corner of a private range."""
    for third in range(256):
        pool = IPAMPool(subnet=f"10.254.{third}.0/24", gateway=f"10.254.{third}.1")
        try:
            client.networks.create(
                name,
                driver="bridge",
                internal=True,
                options={"com.docker.network.bridge.enable_icc": "false"},
                ipam=IPAMConfig(pool_configs=[pool]),
            )
            return
        except docker.errors.APIError as error:
            if "overlap" not in str(error):
                raise


def _build(client: docker.DockerClient, tag: str) -> None:
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as archive:
        files = {"Dockerfile": DOCKERFILE, "jupyterhub-singleuser": SEAT, "python": JOBS}
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(text), 0o755
            archive.addfile(entry, io.BytesIO(text.encode()))
    context.seek(0)
    client.images.build(fileobj=context, custom_context=True, tag=tag, rm=True)


def _remove_containers(client: docker.DockerClient, project: str) -> None:
    filters: dict[str, Any] = {"label": f"homeroom.project={project}"}
    for container in client.containers.list(all=True, filters=filters, ignore_removed=True):
        container.remove(force=True)


def _clear(client: docker.DockerClient, project: str) -> None:
    _remove_containers(client, project)
    for network in client.networks.list(names=[f"{project}-seats"]):
        network.remove()
    for volume in client.volumes.list(filters={"name": project}):
        volume.remove(force=True)
    for image in client.images.list(f"{project}/engine-test"):
        client.images.remove(str(image.id), force=True)


def served(engine: FakeEngine, folder: Path) -> Iterator[Path]:
    """Serve on a real socket in this folder, for as long as the loop body lasts."""
    with Server(folder / "launcher.sock", engine, gid=os.getgid()) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield folder / "launcher.sock"
        server.shutdown()
        thread.join()


@pytest.fixture
def engine() -> FakeEngine:
    """The fake behind the socket."""
    return FakeEngine()


@pytest.fixture
def path(engine: FakeEngine, tmp_path: Path) -> Iterator[Path]:
    """A socket at which the fake is served."""
    yield from served(engine, tmp_path)


def recorded(engine: FakeEngine) -> list[bytes]:
    """The inputs of jobs that were really done."""
    done: list[bytes] = []

    def work(job: JobSpec, given: bytes) -> Done:
        done.append(given)
        return Done()

    engine.work["generate"] = work
    return done
