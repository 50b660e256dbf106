"""The launcher's health check, as the engine runs it."""

import subprocess
import sys
from pathlib import Path

from tests.fakes import FakeEngine


def asked(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "appliance.servers.check", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


def test_a_launcher_that_answers_is_healthy(path: Path, engine: FakeEngine) -> None:
    assert asked(path).returncode == 0


def test_a_launcher_that_is_silent_is_not(tmp_path: Path) -> None:
    silent = asked(tmp_path / "nobody.sock")
    assert silent.returncode == 1 and silent.stderr.startswith("launcher: ")
