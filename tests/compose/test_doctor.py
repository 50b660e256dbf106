"""The doctor names what a lesson lacks, looks at everything, and changes nothing."""

import contextlib
import socket

import pytest

from tests.compose.shell import Folder, Play

GB = 1024**3


class Machine:
    """A machine that is well until a test says otherwise; its engine is played."""

    def __init__(self, folder: Folder, play: Play) -> None:
        self._folder, self._play = folder, play
        self.facts = {
            "version": "26.1.5",
            "api": "1.45",
            "plugins": "compose buildx",
            "live": "true",
            "memory": str(16 * GB),
            "images": "homeroom/hub homeroom/course homeroom/proxy",
            "network": "true false",
            "wall": "Up 3 minutes (healthy)",
            "runs": "yes",
            "inside": "ok    The database is whole.",
        }
        self.room, self.synchronised = 50_000, "yes"

    def doctor(self, **environment: str) -> tuple[int, list[str]]:
        """Whether it fails, and its lines."""
        facts = "\n".join(f"{name}='{value}'" for name, value in self.facts.items())
        self._play.program("docker", facts + DOCKER)
        self._play.room(self.room)
        self._play.program("timedatectl", f"echo {self.synchronised}")
        result = self._folder.attempt("run_doctor", PATH=self._play.path, **environment)
        assert result.stderr == ""
        lines = result.stdout.splitlines()
        assert all(line[:6] in ("ok    ", "WARN  ", "FAIL  ") for line in lines)
        return result.returncode, lines


DOCKER = r"""
has() { case " $1 " in *" $2 "*) ;; *) exit 1 ;; esac; }
[ "$version" ] || exit 1
case "$*" in
    *APIVersion*) echo "$api" ;;
    version*) echo "$version" ;;
    *LiveRestore*) echo "$live" ;;
    *MemTotal*) echo "$memory" ;;
    *NCPU*) echo 4 ;;
    *RootDir*) echo /var/lib/docker ;;
    'compose version' | 'buildx version') has "$plugins" "$1" ;;
    'image inspect'*) has "$images" "$3" ;;
    'network inspect'*) [ "$network" ] && echo "$network" ;;
    'compose ps'*) [ "$runs" ] && echo id ;;
    *service=wall*) echo "$wall" ;;
    'compose exec'*) echo "$inside"; case $inside in *FAIL*) exit 1 ;; esac ;;
esac
"""


@pytest.fixture
def machine(folder: Folder, play: Play) -> Machine:
    return Machine(folder, play)


def marked(lines: list[str], mark: str) -> str:
    return "\n".join(line for line in lines if line.startswith(mark))


def test_a_sound_machine_is_all_well_and_nothing_is_written(
    machine: Machine, folder: Folder
) -> None:
    code, lines = machine.doctor()
    assert code == 0 and marked(lines, "WARN") == marked(lines, "FAIL") == ""
    said = "\n".join(lines)
    for word in (
        "26.1.5",
        "live-restore",
        "16384 MB",
        "are our own",
        "closed",
        "database is whole",
    ):
        assert word in said
    assert not folder.env_file.exists()


@pytest.mark.parametrize(
    ("fact", "value", "mark", "words"),
    [
        ("version", "25.0.3", "FAIL", ["25.0.3", "Upgrade"]),
        ("api", "1.44", "FAIL", ["1.44"]),
        ("plugins", "buildx", "FAIL", ["docker-compose", "Install"]),
        ("live", "false", "WARN", ["daemon.json"]),
        ("memory", str(4 * GB), "WARN", ["4096 MB", "HOMEROOM_MEMORY_MB"]),
        ("images", "homeroom/hub homeroom/proxy", "FAIL", ["homeroom/course", "./homeroom up"]),
        ("network", "false false", "FAIL", ["homeroom-seats", "docker network rm"]),
        ("network", "true true", "FAIL", ["is open"]),
        ("network", "", "FAIL", ["does not exist"]),
        ("wall", "Up 3 minutes (unhealthy)", "FAIL", ["wall"]),
        ("inside", "FAIL  The database is damaged.", "FAIL", ["damaged"]),
    ],
)
def test_each_fault_is_named_with_what_to_do_and_hides_no_other(
    machine: Machine, fact: str, value: str, mark: str, words: list[str]
) -> None:
    _, well = machine.doctor()
    machine.facts[fact] = value
    code, lines = machine.doctor()
    assert code == (mark == "FAIL")
    (line,) = marked(lines, mark).splitlines()
    assert all(word in line for word in words)
    assert len(lines) == len(well)


def test_an_engine_that_is_away_is_one_finding_and_the_clock_another(machine: Machine) -> None:
    machine.facts["version"] = ""
    code, lines = machine.doctor()
    assert code == 1 and len(lines) == 2 and "does not answer" in lines[0] and "clock" in lines[1]


@pytest.mark.parametrize(("room", "mark"), [(100, "FAIL"), (2000, "WARN"), (9000, "ok")])
def test_a_disk_that_fills_up_is_told_in_time(machine: Machine, room: int, mark: str) -> None:
    machine.room = room
    _, lines = machine.doctor()
    assert f"{room} MB free" in marked(lines, mark)


def test_a_clock_nobody_keeps_right_is_told(machine: Machine) -> None:
    machine.synchronised = "no"
    assert "Deadlines" in marked(machine.doctor()[1], "WARN")
    machine.synchronised = ""
    assert "cannot be seen" in marked(machine.doctor()[1], "ok")


def test_before_the_first_start_nothing_is_a_fault(machine: Machine) -> None:
    machine.facts |= {"runs": "", "wall": "", "images": "", "network": ""}
    code, lines = machine.doctor(HOMEROOM_PORT="7461", HOMEROOM_NOTEBOOK_PORTS="7462-7463")
    assert code == 0 and marked(lines, "WARN").count("./homeroom up") >= 4
    assert "7461, 17461 and 7462-7463" in "\n".join(lines)


def listener() -> socket.socket:
    """Another program at a port that could be ours."""
    for port in range(21_000, 22_000):
        with contextlib.suppress(OSError):
            return socket.create_server(("127.0.0.1", port))
    raise AssertionError("no port is free")


def test_a_port_of_another_program_is_named(machine: Machine) -> None:
    with listener() as other:
        port = other.getsockname()[1]
        machine.facts["runs"] = ""
        taken = {"HOMEROOM_NOTEBOOK_PORTS": f"{port}-{port}", "HOMEROOM_PORT": "7461"}
        code, lines = machine.doctor(**taken)
    assert code == 1 and f"Port {port} is used" in marked(lines, "FAIL")


def test_an_address_of_another_network_is_told(machine: Machine, folder: Folder) -> None:
    folder.env_file.write_text("HOMEROOM_ADDRESS=10.9.9.9 # detected\n")
    assert "10.9.9.9" in marked(machine.doctor()[1], "WARN")
    assert folder.env_file.read_text() == "HOMEROOM_ADDRESS=10.9.9.9 # detected\n"
