"""Folders for seats, made by root in homes whose owners may have put anything there."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from appliance.errors import Unavailable
from appliance.servers.folders import Folders
from tests.appliance.servers.test_container import ANA, RIVERA

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="the launcher is root, and only root")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    for name in ("homes", "courses"):
        (tmp_path / name).mkdir()
    return Folders(tmp_path / "homes", tmp_path / "courses")


def mode(path: Path) -> tuple[int, int, int]:
    found = path.lstat()
    return stat.S_IMODE(found.st_mode), found.st_uid, found.st_gid


def test_home_belongs_to_its_seat_alone(folders: Folders, tmp_path: Path) -> None:
    folders.ensure_seat(ANA)
    assert mode(tmp_path / "homes/home/7") == (0o700, 20001, 20001)
    assert mode(tmp_path / "homes/home") == (0o700, 0, 0)


def test_what_is_in_a_home_stays(folders: Folders, tmp_path: Path) -> None:
    folders.ensure_seat(ANA)
    (tmp_path / "homes/home/7/p1.ipynb").write_text("work")
    folders.ensure_seat(ANA)
    assert (tmp_path / "homes/home/7/p1.ipynb").read_text() == "work"


def test_names_files_name_root_nobody_and_the_seat(folders: Folders, tmp_path: Path) -> None:
    folders.ensure_seat(ANA)
    lines = (tmp_path / "homes/passwd/7").read_text().splitlines()
    assert [line.split(":")[0] for line in lines] == ["root", "nobody", "ana"]
    assert lines[-1] == "ana:x:20001:20001::/home/ana:/bin/bash"
    assert mode(tmp_path / "homes/passwd/7") == (0o644, 0, 0)
    assert "ana:x:20001:" in (tmp_path / "homes/group/7").read_text()


def test_course_folder_is_the_groups(folders: Folders, tmp_path: Path) -> None:
    folders.ensure_seat(RIVERA)
    assert mode(tmp_path / "courses/class-3") == (0o2770, 0, 30003)
    assert mode(tmp_path / "homes/home/8/course") == (0o700, 20002, 20002)
    assert "class-3:x:30003:ms-rivera" in (tmp_path / "homes/group/8").read_text()


def test_students_have_no_course_folder(folders: Folders, tmp_path: Path) -> None:
    folders.ensure_seat(ANA)
    assert not list((tmp_path / "courses").iterdir())


def test_link_in_the_way_is_moved_aside_and_not_followed(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    folders.ensure_seat(replace(RIVERA, role="student"))
    (tmp_path / "homes/home/8/course").symlink_to(tmp_path / "secret")
    (tmp_path / "homes/home/8/course-1").write_text("there already")
    folders.ensure_seat(RIVERA)
    assert mode(tmp_path / "secret")[1] == 0
    assert (tmp_path / "homes/home/8/course").is_dir()
    assert (tmp_path / "homes/home/8/course-2").is_symlink()
    assert (tmp_path / "homes/home/8/course-1").read_text() == "there already"


def test_disk_that_cannot_be_written_is_explained(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "homes/home").write_text("in the way")
    with pytest.raises(Unavailable) as refusal:
        folders.ensure_seat(ANA)
    assert "cannot be written" in refusal.value.say
