"""The launcher as a process of its own, with the real engine."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.errors import Unavailable
from appliance.servers.launcher import LauncherClient, check
from tests.appliance.servers.conftest import Real, eventually

PROGRAM = """\
import os, pathlib
from appliance.servers.process import run
from appliance.settings import read
run(read(), pathlib.Path(os.environ["PREPARED"]).touch)
"""


@pytest.mark.docker
def test_launcher_prepares_serves_and_ends_when_told(real: Real, tmp_path: Path) -> None:
    path = tmp_path / "launcher.sock"
    labels = {"homeroom.project": real.project, "homeroom.job": "dead"}
    real.client.containers.create(real.image, labels=labels)
    environment = {
        "HOMEROOM_PROJECT": real.project,
        "HOMEROOM_COURSE_IMAGE": real.image,
        "HOMEROOM_HOMES": str(real.homes),
        "HOMEROOM_COURSES": str(real.courses),
        "HOMEROOM_SOCKET": str(path),
        "PREPARED": str(tmp_path / "prepared"),
    }
    launcher = subprocess.Popen([sys.executable, "-c", PROGRAM], env=os.environ | environment)
    try:
        eventually(lambda: answers(path))
        assert (tmp_path / "prepared").exists()
        assert real.client.containers.list(all=True, filters={"label": "homeroom.job=dead"}) == []
        client = LauncherClient(path)
        started = client.start(real.bench().spec())
        assert client.seen() == [started]
        launcher.send_signal(signal.SIGTERM)
        assert launcher.wait(10) == 0
    finally:
        launcher.kill()
        launcher.wait()
    assert not path.exists()
    assert real.engine.seen() == [started], "seats outlive their launcher"


def answers(path: Path) -> bool:
    try:
        return check(path).problems == ()
    except Unavailable:
        return False
