"""Homes are counted as the disk counts them, whatever their owners put into them."""

import os
from pathlib import Path

import pytest

from appliance.servers import sizes
from appliance.servers.spec import HomeSize

MB = 1024 * 1024


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Seat 7's."""
    made = tmp_path / "7"
    made.mkdir()
    return made


def measured(home: Path) -> HomeSize:
    (found,) = sizes.homes(home.parent, [7])
    return found


def write(path: Path, mb: int) -> None:
    path.write_bytes(os.urandom(mb * MB))


def test_what_lies_in_folders_counts_and_so_does_every_name(home: Path) -> None:
    (home / "data" / "deep").mkdir(parents=True)
    write(home / "data" / "deep" / "big", 3)
    found = measured(home)
    assert (found.seat, found.files) == (7, 3)
    assert 3 <= found.mb <= 4


def test_a_file_of_two_names_is_on_the_disk_once(home: Path) -> None:
    write(home / "one", 3)
    os.link(home / "one", home / "two")
    assert measured(home).mb <= 4


def test_a_hole_is_no_weight(home: Path) -> None:
    with (home / "sparse").open("wb") as file:
        file.truncate(500 * MB)
    assert measured(home).mb <= 1


def test_no_link_leads_out(home: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", 3)
    (home / "link").symlink_to(tmp_path / "elsewhere")
    (home / "folder").symlink_to(tmp_path)
    assert measured(home) == HomeSize(7, measured(home).mb, 2)
    assert measured(home).mb <= 1


def test_a_home_that_is_not_there_or_is_a_link_is_left_out(home: Path, tmp_path: Path) -> None:
    (tmp_path / "8").symlink_to(home)
    assert [one.seat for one in sizes.homes(tmp_path, [7, 8, 9])] == [7]


def test_counting_ends_at_a_depth_nobody_needs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "DEEPEST", 2)
    (home / "1" / "2").mkdir(parents=True)
    assert measured(home).whole
    (home / "1" / "2" / "3").mkdir()
    assert not measured(home).whole


def test_counting_ends_at_a_number_nobody_needs(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "MOST_ENTRIES", 10)
    for number in range(20):
        (home / str(number)).touch()
    assert (measured(home).files, measured(home).whole) == (10, False)
