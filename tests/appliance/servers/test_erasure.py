"""Erasing: all that is below a name goes, whatever it is; nothing that it points to does."""

import os
from pathlib import Path
from typing import Any

import pytest

from appliance.servers import erasure


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    made = tmp_path / "outside"
    made.mkdir()
    (made / "kept").write_bytes(b"1")
    return made


def erase(home: Path) -> None:
    with erasure.opened(home.parent) as folder:
        erasure.erase(home.name, folder)


def test_everything_goes_and_what_links_point_to_stays(tmp_path: Path, outside: Path) -> None:
    home = tmp_path / "home"
    (home / "data" / "inner").mkdir(parents=True)
    (home / "data" / "inner" / "file").write_bytes(b"1")
    (home / "data" / "link").symlink_to(outside)
    (home / "link").symlink_to(outside / "kept")
    (home / "locked").mkdir(mode=0o500)
    os.link(outside / "kept", home / "hard link")
    os.mkfifo(home / "pipe")
    (Path(os.fsdecode(os.fsencode(home) + b"/caf\xe9\n"))).write_bytes(b"1")
    erase(home)
    assert os.listdir(tmp_path) == ["outside"]
    assert (outside / "kept").read_bytes() == b"1"


def test_gone_already_is_success(tmp_path: Path) -> None:
    erase(tmp_path / "home")


def test_no_depth_is_too_deep(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    handle = os.open(home, erasure.FOLDER)
    for _ in range(3000):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", erasure.FOLDER, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    erase(home)
    assert os.listdir(tmp_path) == []


def test_a_link_in_its_place_is_not_followed(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "home").symlink_to(outside)
    with pytest.raises(NotADirectoryError):
        erase(tmp_path / "home")
    assert (outside / "kept").exists()


def test_a_folder_that_turns_into_a_link_is_not_followed(
    tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True)
    really = os.open

    def late(path: Any, *rest: Any, **more: Any) -> int:
        if path == "data":
            (tmp_path / "home" / "data").rename(tmp_path / "home" / "aside")
            (tmp_path / "home" / "data").symlink_to(outside)
        return really(path, *rest, **more)

    monkeypatch.setattr(os, "open", late)
    with pytest.raises(NotADirectoryError):
        erase(tmp_path / "home")
    assert (outside / "kept").exists()


def test_two_at_once_do_not_disturb_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, really, todo = tmp_path / "home", os.unlink, ["once"]
    (home / "data").mkdir(parents=True)
    for name in ("a", "b", "data/c"):
        (home / name).write_bytes(b"1")

    def late(path: Any, *rest: Any, **more: Any) -> None:
        if todo:
            todo.pop()
            erase(home)
        really(path, *rest, **more)

    monkeypatch.setattr(os, "unlink", late)
    erase(home)
    assert os.listdir(tmp_path) == []
