"""Homes that are files, on real loop devices: what fits, what grows, what is damaged."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from appliance.errors import Unavailable
from appliance.servers import devices
from appliance.servers.home_files import HomeFiles
from appliance.servers.spec import HomeSize
from appliance.words import spoken
from tests.appliance.servers import mountable

MB = 1024 * 1024
ANA = 20007

pytestmark = [pytest.mark.docker, mountable.needed]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "files"
    assert not attached_in(tmp_path), "nothing stays attached"


@pytest.fixture
def files(folder: Path) -> HomeFiles:
    made = HomeFiles(folder, wanted=True)
    made.make(7, ANA, 60)
    return made


def attached_in(folder: Path) -> list[str]:
    """What of this folder is attached to a device."""
    known = devices.KNOWN.glob("loop*/loop/backing_file")
    return [text for one in known if (text := read(one)).startswith(str(folder))]


def read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""


def fill(files: HomeFiles, seat: int, name: str, mb: int) -> int:
    """Write so many megabytes; how many there was room for."""
    with files.opened(seat) as home:
        handle = os.open(name, os.O_CREAT | os.O_WRONLY, dir_fd=home.top)
        try:
            for done in range(mb):
                if os.write(handle, bytes(MB)) < MB:
                    return done
            os.fsync(handle)
        except OSError:
            return done
        finally:
            os.close(handle)
    return mb


def listed(files: HomeFiles, seat: int = 7) -> list[str]:
    with files.opened(seat) as home:
        return sorted(os.listdir(home.top))


def held(files: HomeFiles, *seats: int) -> dict[int, HomeSize]:
    return {one.seat: one for one in files.sizes(seats)}


def test_a_new_home_is_empty_and_its_owners(files: HomeFiles) -> None:
    with files.opened(7) as home:
        assert os.listdir(home.top) == []
        assert os.fstat(home.top).st_uid == ANA


def test_a_home_takes_all_its_room_at_once(files: HomeFiles, folder: Path) -> None:
    facts = (folder / "7.ext4").stat()
    assert facts.st_blocks * 512 >= facts.st_size >= 60 * MB


def test_it_holds_what_it_may_and_no_more(files: HomeFiles) -> None:
    assert 57 <= fill(files, 7, "large", 70) <= 60
    found = held(files, 7)[7]
    assert 57 <= found.mb <= 60 and found.files == 1 and found.bounded


def test_what_is_in_it_stays_when_it_is_made_again(files: HomeFiles) -> None:
    fill(files, 7, "work", 1)
    files.make(7, ANA, 60)
    assert listed(files) == ["work"]


def test_a_raised_limit_gives_more_room_and_a_lowered_takes_none(files: HomeFiles) -> None:
    fill(files, 7, "large", 70)
    files.make(7, ANA, 120)
    assert fill(files, 7, "more", 40) == 40
    files.make(7, ANA, 60)
    assert listed(files) == ["large", "more"]


def test_a_home_that_is_in_use_grows_at_a_later_start(files: HomeFiles) -> None:
    with files.opened(7):
        files.make(7, ANA, 120)
    files.make(7, ANA, 120)
    assert fill(files, 7, "large", 100) == 100


def test_two_who_use_a_home_at_once_see_the_same(files: HomeFiles, folder: Path) -> None:
    with files.opened(7) as home:
        fill(files, 7, "work", 1)
        assert os.stat("work", dir_fd=home.top).st_size == MB
        assert len(attached_in(folder)) == 1


def test_a_whole_class_at_once_gets_homes_of_their_own(files: HomeFiles, folder: Path) -> None:
    def use(turn: int) -> None:
        seat = 20 + turn % 10
        files.make(seat, ANA, 50)
        fill(files, seat, f"{seat}-{turn}", 1)

    with ThreadPoolExecutor(10) as crowd:
        list(crowd.map(use, range(40)))
    for seat in range(20, 30):
        assert listed(files, seat) == sorted(f"{seat}-{turn}" for turn in range(seat - 20, 40, 10))


def test_holes_in_a_file_are_filled_again(files: HomeFiles, folder: Path) -> None:
    sparse = folder / "sparse"
    sparse.touch()
    os.truncate(sparse, (folder / "7.ext4").stat().st_size)
    with (folder / "7.ext4").open("rb") as old, sparse.open("rb+") as new:
        new.write(old.read(MB))
    sparse.replace(folder / "8.ext4")
    files.make(8, ANA, 60)
    facts = (folder / "8.ext4").stat()
    assert facts.st_blocks * 512 >= facts.st_size


def test_a_file_that_was_half_made_is_made_again(files: HomeFiles, folder: Path) -> None:
    (folder / ".8.ext4").write_bytes(bytes(MB))
    assert not files.has(8)
    files.make(8, ANA, 50)
    assert listed(files, 8) == [] and not (folder / ".8.ext4").exists()


def test_no_home_is_made_that_would_touch_the_reserve(files: HomeFiles, folder: Path) -> None:
    careful = HomeFiles(folder, wanted=True, reserve_mb=2**40)
    with pytest.raises(OSError, match="reserve"):
        careful.make(8, ANA, 50)
    assert sorted(os.listdir(folder)) == ["7.ext4"]


def test_a_home_is_used_though_there_is_no_room_for_it_to_grow(
    files: HomeFiles, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = (folder / "7.ext4").stat().st_size
    HomeFiles(folder, wanted=True, reserve_mb=2**40).make(7, ANA, 120)
    assert listed(files) == [] and (folder / "7.ext4").stat().st_size == before
    assert "stays as large as it is" in caplog.text


def test_a_damaged_home_is_told_and_keeps_nobody_else_from_theirs(
    files: HomeFiles, folder: Path
) -> None:
    files.make(8, ANA, 50)
    with (folder / "8.ext4").open("rb+") as image:
        image.write(os.urandom(20 * MB))
    with pytest.raises(Unavailable) as refusal:
        files.make(8, ANA, 50)
    assert "files/8.ext4" in spoken(refusal.value.say)
    assert listed(files) == [] and held(files, 7, 8).keys() == {7}


def test_a_power_cut_costs_nothing_that_was_on_the_disk(files: HomeFiles, folder: Path) -> None:
    with files.opened(7):
        fill(files, 7, "work", 1)
        # As the disk is at this moment, in the middle of it.
        shutil.copyfile(folder / "7.ext4", folder / "8.ext4")
    assert listed(files, 8) == ["work"]


def test_what_a_look_can_mend_is_mended(files: HomeFiles, folder: Path) -> None:
    fill(files, 7, "work", 1)
    for wrong in ("state 2", "free_inodes_count 1"):
        command = ("debugfs", "-w", "-R", f"ssv {wrong}", str(folder / "7.ext4"))
        subprocess.run(command, check=True, capture_output=True)
    assert "work" in listed(files)


def test_who_has_not_the_rights_is_told_before_any_home_is_made(files: HomeFiles) -> None:
    asked = "from pathlib import Path; from appliance.servers.home_files import HomeFiles; "
    asked += "print(HomeFiles(Path('/none')).refused())"
    without = ("setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin", sys.executable, "-c")
    told = subprocess.run((*without, asked), check=True, capture_output=True, text=True)
    assert "Operation not permitted" in told.stdout
    assert files.refused() is None


def test_an_erased_home_gives_its_room_back(files: HomeFiles, folder: Path) -> None:
    files.erase(7)
    files.erase(7)
    assert os.listdir(folder) == [] and not files.has(7)
    with pytest.raises(FileNotFoundError), files.opened(7):
        pass
