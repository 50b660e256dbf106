"""The compose file, as compose itself reads it."""

import json
import os
import subprocess
from functools import cache
from typing import Any

import pytest

from tests.compose.shell import ROOT

pytestmark = pytest.mark.docker


@cache
def compose_file(*files: str) -> Any:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HOMEROOM_")}
    text = subprocess.run(
        ["docker", "compose", *(f"--file={file}" for file in files), "config", "--format=json"],
        cwd=ROOT,
        env=environment | {"COMPOSE_ENV_FILES": os.devnull},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return json.loads(text)


def sources(service: str) -> set[str]:
    return {mount["source"] for mount in compose_file()["services"][service].get("volumes", [])}


def test_only_the_launcher_mounts_the_engine_socket() -> None:
    holders = [s for s in compose_file()["services"] if "/var/run/docker.sock" in sources(s)]
    assert holders == ["launcher"]


def test_only_the_launcher_mounts_homes_and_only_the_hub_the_data() -> None:
    assert [s for s in compose_file()["services"] if "homes" in sources(s)] == ["launcher"]
    assert [s for s in compose_file()["services"] if "data" in sources(s)] == ["hub"]


def test_every_service_is_hardened() -> None:
    for name, service in compose_file()["services"].items():
        assert service["read_only"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert name == "launcher" or service["cap_drop"] == ["ALL"], name
        assert not service.get("privileged"), name


def test_the_launcher_has_no_network() -> None:
    assert compose_file()["services"]["launcher"]["network_mode"] == "none"


def test_home_files_give_the_launcher_more_rights_and_nobody_else() -> None:
    plain = compose_file()["services"]
    added = compose_file("docker-compose.yml", "compose/home-files.yml")["services"]
    assert [name for name in plain if added[name] != plain[name]] == ["launcher"]
    assert not added["launcher"].get("privileged")
    assert "device_cgroup_rules" not in plain["launcher"]
    assert "no-new-privileges:true" in added["launcher"]["security_opt"]


def test_only_the_wall_may_change_the_machines_network() -> None:
    services = compose_file()["services"]
    holders = [name for name, one in services.items() if "NET_ADMIN" in one.get("cap_add", [])]
    assert holders == ["wall"]
    assert services["hub"]["depends_on"]["wall"]["condition"] == "service_healthy"


def test_seats_have_no_way_out_and_none_to_each_other() -> None:
    seats = compose_file()["networks"]["seats"]
    assert seats["internal"]
    assert seats["driver_opts"]["com.docker.network.bridge.enable_icc"] == "false"


def test_no_secret_is_needed_for_a_build() -> None:
    assert {s["file"] for s in compose_file()["secrets"].values()} == {os.devnull}
