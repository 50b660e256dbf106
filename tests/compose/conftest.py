"""A fresh project folder for each test of the shell's parts."""

from pathlib import Path

import pytest

from tests.compose.shell import Folder, Play


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Programs that are played."""
    return Play(tmp_path / "played")
