"""The launcher as a process of its own, with the real engine."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from appliance.errors import Unavailable
from appliance.servers.engine import Engine
from appliance.servers.launcher import LauncherClient, check
from appliance.servers.post import Post, told
from appliance.servers.process import _stop_with_the_engine
from appliance.servers.serving import Server
from appliance.servers.spec import LISTENING
from tests.appliance.servers.conftest import Real, eventually


def launcher(post: Post, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "appliance.servers", *told(post)]
    return subprocess.Popen(
        command, env=os.environ | environment, stderr=subprocess.PIPE, text=True
    )


def test_why_it_cannot_start_is_said_in_one_sentence(tmp_path: Path) -> None:
    post = Post("homeroom", "", tmp_path, tmp_path, tmp_path / "launcher.sock")
    process = launcher(post, DOCKER_HOST=f"unix://{tmp_path}/nobody.sock")
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.count("\n") == 1 and said.startswith("The container engine does not")


@pytest.mark.parametrize(
    "error", [Unavailable("away"), RuntimeError("not JSON"), KeyError("Actor")]
)
def test_launcher_ends_however_the_engines_events_end(error: Exception) -> None:
    ended = threading.Event()

    class Goes:
        def events(self) -> Iterator[str]:
            yield LISTENING
            raise error

    class Serves:
        shutdown = staticmethod(ended.set)

    why = _stop_with_the_engine(cast(Server, Serves()), cast(Engine, Goes()))
    assert ended.wait(15) and why == [error]


@pytest.mark.docker
def test_launcher_clears_up_serves_and_ends_when_told(real: Real, tmp_path: Path) -> None:
    path = tmp_path / "launcher.sock"
    labels = {"homeroom.project": real.project, "homeroom.job": "dead"}
    real.client.containers.create(real.image, labels=labels)
    process = launcher(Post(real.project, real.image, real.homes, real.courses, path))
    try:
        eventually(lambda: answers(path))
        assert real.client.containers.list(all=True, filters={"label": "homeroom.job=dead"}) == []
        client = LauncherClient(path)
        started = client.start(real.bench().spec())
        assert client.seen() == [started]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()
    assert not path.exists()
    assert real.engine.seen() == [started], "seats outlive their launcher"


RELAY = """
import asyncio, sys

async def pump(source, target):
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    target.write_eof()

async def carry(source, target):
    far_source, far_target = await asyncio.open_unix_connection(sys.argv[1])
    await asyncio.gather(pump(source, far_target), pump(far_source, target))

async def main():
    async with await asyncio.start_unix_server(carry, sys.argv[2]) as server:
        await server.serve_forever()

asyncio.run(main())
"""
ENGINE = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")


@pytest.mark.docker
def test_launcher_ends_with_its_engine_so_that_the_next_one_starts_it_anew(
    real: Real, tmp_path: Path
) -> None:
    path, socket = tmp_path / "launcher.sock", tmp_path / "engine.sock"
    engine = subprocess.Popen([sys.executable, "-c", RELAY, ENGINE, socket])
    eventually(socket.exists)
    post = Post(real.project, real.image, real.homes, real.courses, path)
    process = launcher(post, DOCKER_HOST=f"unix://{socket}")
    try:
        eventually(lambda: answers(path))
        engine.kill()
        _, said = process.communicate(timeout=30)
    finally:
        for one in (engine, process):
            one.kill()
            one.wait()
    assert process.returncode == 1 and not path.exists()
    assert said.splitlines()[-1].startswith("The container engine does not")


def answers(path: Path) -> bool:
    try:
        return check(path).problems == ()
    except Unavailable:
        return False
