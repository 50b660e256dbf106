"""Folders for seats, made by root in homes whose owners may have put anything there."""

import io
import os
import stat
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from appliance.errors import NotFound, Unavailable
from appliance.servers.folders import Folders
from appliance.words import spoken
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


def test_home_is_packed_where_the_seat_has_one(folders: Folders, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        folders.pack_home(7, io.BytesIO())
    folders.ensure_seat(ANA)
    (tmp_path / "homes/home/7/p1.ipynb").write_text("work")
    folders.pack_home(7, out := io.BytesIO())
    with zipfile.ZipFile(out) as made:
        assert made.namelist() == ["p1.ipynb"]


def test_receiver_who_leaves_is_no_fault_of_the_disk(folders: Folders, tmp_path: Path) -> None:
    class Leaving(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise BrokenPipeError("left")

    folders.ensure_seat(ANA)
    with pytest.raises(BrokenPipeError):
        folders.pack_home(7, Leaving())


def test_erased_seat_leaves_nothing_and_its_neighbour_is_unaffected(
    folders: Folders, tmp_path: Path
) -> None:
    folders.ensure_seat(ANA)
    folders.ensure_seat(RIVERA)
    (tmp_path / "homes/home/7/link").symlink_to("../8")
    (tmp_path / "homes/home/8/course/plan").write_text("work")
    for _ in range(2):
        folders.erase_home(7)
        assert {path.name for path in (tmp_path / "homes").glob("*/*")} == {"8"}
    assert (tmp_path / "homes/home/8/course/plan").exists()


def test_what_killed_jobs_left_is_removed_and_all_else_stays(
    folders: Folders, tmp_path: Path
) -> None:
    folders.ensure_course(3)
    folders.ensure_course(4)
    course, secret = tmp_path / "courses/class-3", tmp_path / "secret"
    (secret / "inner").mkdir(parents=True)
    for left in (course / ".job-ab12_xyz", tmp_path / "courses/class-4/.job-00000000"):
        (left / "submitted/ana").mkdir(parents=True)
        (left / "out").symlink_to(secret)
    (course / ".job-notes").mkdir()
    (course / ".job-linkedxx").symlink_to(secret)
    (course / ".job-filename").write_text("mine")
    (course / "gradebook.db").touch()
    folders.erase_job_folders()
    assert {path.name for path in course.iterdir()} == {
        *(".job-notes", ".job-linkedxx", ".job-filename", "gradebook.db")
    }
    assert not list((tmp_path / "courses/class-4").iterdir())
    assert (secret / "inner").is_dir()


def test_scratch_that_cannot_be_removed_keeps_nothing_else_from_it(
    folders: Folders, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "courses/class-2").write_text("in the way")
    folders.ensure_course(3)
    (tmp_path / "courses/class-3/.job-ab12_xyz").mkdir()
    folders.erase_job_folders()
    assert "class-2" in caplog.text
    assert not list((tmp_path / "courses/class-3").iterdir())


def test_disk_that_cannot_be_written_is_explained(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "homes/home").write_text("in the way")
    with pytest.raises(Unavailable) as refusal:
        folders.ensure_seat(ANA)
    assert "cannot be used" in spoken(refusal.value.say)


def test_a_folder_is_read_where_there_is_one(folders: Folders, tmp_path: Path) -> None:
    def read(folder: str) -> dict[str, bytes]:
        out = io.BytesIO()
        folders.read_folder(7, folder, 1000, 10, out)
        with tarfile.open(fileobj=io.BytesIO(out.getvalue())) as tar:
            found = {info.name: tar.extractfile(info) for info in tar}
        return {name: file.read() for name, file in found.items() if file}

    home, secret = tmp_path / "homes/home/7", tmp_path / "secret"
    with pytest.raises(NotFound):
        read("ps1")
    folders.ensure_seat(ANA)
    secret.mkdir()
    (secret / "theirs").write_text("secret")
    (home / "own").mkdir()
    (home / "own/p1.ipynb").write_text("work")
    os.chown(home / "own/p1.ipynb", 20001, 20001)
    (home / "file").write_text("no folder")
    (home / "link").symlink_to(secret)
    (home / "own/link").symlink_to(secret)
    assert read("own") == {"p1.ipynb": b"work"}
    for none in ("ps1", "file", "link", "own/link", "own/none"):
        with pytest.raises(NotFound):
            read(none)


def test_who_leaves_while_a_folder_is_read_is_no_fault_of_the_disk(
    folders: Folders, tmp_path: Path
) -> None:
    class Leaving(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise BrokenPipeError("left")

    folders.ensure_seat(ANA)
    (tmp_path / "homes/home/7/ps1").mkdir()
    with pytest.raises(BrokenPipeError):
        folders.read_folder(7, "ps1", 1000, 10, Leaving())
