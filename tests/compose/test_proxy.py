"""The proxy's static configuration, as its start script writes it."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.compose.shell import ROOT


@pytest.fixture
def configuration(tmp_path: Path) -> Any:
    """What Traefik would be started with; Traefik itself is a stand-in that does nothing."""
    stand_in = tmp_path / "traefik"
    stand_in.write_text("#!/bin/sh\n")
    stand_in.chmod(0o755)
    target = tmp_path / "traefik.yml"
    subprocess.run(
        ["sh", str(ROOT / "compose" / "proxy.sh"), str(target)],
        env={
            "PATH": f"{tmp_path}:/usr/bin:/bin",
            "HOMEROOM_PORT": "8000",
            "HOMEROOM_GATEWAY": "10.213.0.1",
            "HOMEROOM_API_PORT": "8081",
            "HOMEROOM_NOTEBOOK_PORTS": "8100-8102",
        },
        check=True,
    )
    return yaml.safe_load(target.read_text())


def test_every_seat_has_a_door_of_its_own(configuration: Any) -> None:
    doors = {name: door["address"] for name, door in configuration["entryPoints"].items()}
    assert doors == {
        "web": ":8000",
        "api": "10.213.0.1:8081",
        "seat-8100": ":8100",
        "seat-8101": ":8101",
        "seat-8102": ":8102",
    }


def test_encoded_slash_backslash_and_nul_pass_nowhere(configuration: Any) -> None:
    for door in configuration["entryPoints"].values():
        allowed = door["http"]["encodedCharacters"]
        for name in ("Slash", "BackSlash", "NullCharacter"):
            assert allowed[f"allowEncoded{name}"] is False


def test_a_notebook_may_have_percent_hash_and_question_mark_in_its_name(
    configuration: Any,
) -> None:
    allowed = configuration["entryPoints"]["seat-8100"]["http"]["encodedCharacters"]
    for name in ("Percent", "Hash", "QuestionMark", "Semicolon"):
        assert allowed[f"allowEncoded{name}"] is True


def test_headers_that_imitate_others_are_dropped(configuration: Any) -> None:
    for door in configuration["entryPoints"].values():
        assert door["http"]["aliasHeadersStrategy"] == "delete"


def test_no_dashboard_and_no_word_to_strangers(configuration: Any) -> None:
    assert "api" not in configuration
    assert configuration["global"] == {"checkNewVersion": False, "sendAnonymousUsage": False}
