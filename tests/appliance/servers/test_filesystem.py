"""What the homes' file system can bear, after what the kernel says of it."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from appliance.servers import filesystem

ROOT = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard"
HOMES = "91 27 8:17 /volumes/x/_data /homes rw,relatime master:1 - xfs /dev/sdb1 rw,attr2,prjquota"
SPACE = r"92 27 8:18 / /my\040homes rw - ext4 /dev/sdb2 rw,pquota"


def statvfs(monkeypatch: pytest.MonkeyPatch, **facts: int) -> None:
    plain = {"f_frsize": 4096, "f_blocks": 512_000, "f_bavail": 256_000}
    plain |= {"f_files": 1_000_000, "f_favail": 900_000} | facts
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(**plain))


def test_room_is_told_in_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    statvfs(monkeypatch)
    assert filesystem.room(Path("/homes")) == (2000, 1000)


def test_a_disk_without_a_place_for_another_file_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    statvfs(monkeypatch, f_favail=640)
    assert filesystem.room(Path("/homes")) == (2000, 10)


def test_where_files_are_not_counted_none_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    statvfs(monkeypatch, f_files=0, f_favail=0)
    assert filesystem.room(Path("/homes")) == (2000, 1000)


@pytest.mark.parametrize(
    ("lines", "folder", "found"),
    [
        ([ROOT], "/homes", False),
        ([ROOT, HOMES], "/homes", True),
        ([ROOT, HOMES], "/homes/home", True),
        ([ROOT, HOMES], "/homes2", False),
        ([HOMES, ROOT], "/homes", True),
        ([ROOT, HOMES, HOMES.replace(",prjquota", "")], "/homes", False),
        ([ROOT, SPACE], "/my homes", True),
        ([], "/homes", False),
    ],
)
def test_project_quotas_are_found_where_the_homes_are(
    lines: list[str], folder: str, found: bool
) -> None:
    assert filesystem.keeps_projects(Path(folder), "\n".join(lines)) == found


def test_this_machines_own_list_is_understood(tmp_path: Path) -> None:
    assert filesystem.keeps_projects(tmp_path, filesystem.MOUNTS.read_text()) in (True, False)
