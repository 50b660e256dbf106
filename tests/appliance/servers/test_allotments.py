"""Homes that the file system itself keeps within bounds, on real ones that can."""

import errno
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from appliance import archive
from appliance.errors import Unavailable
from appliance.servers import projects
from appliance.servers.allotments import Allotments, allotted
from appliance.servers.erasure import erase, opened
from appliance.servers.filesystem import MOUNTS
from appliance.servers.folders import Folders
from appliance.servers.spec import Earlier, HandedOut, HandOut
from roster.sentence import sentence
from tests.appliance.servers.quotas import as_the_launcher, mounted
from tests.appliance.servers.test_container import ANA as SPEC

MB = 1024 * 1024
ANA, BEN = 20007, 20008
FULL = (errno.EDQUOT, errno.ENOSPC)
"""ext4 says the one, XFS the other."""


@pytest.fixture(scope="module", params=["ext4", "xfs"])
def disk(request: pytest.FixtureRequest) -> Iterator[Path]:
    yield from mounted(request.param, "prjquota")


@pytest.fixture
def homes(disk: Path) -> Iterator[Path]:
    made = disk / "homes"
    made.mkdir()
    (made / "project").mkdir()
    yield made
    with opened(disk) as folder:
        erase("homes", folder)


@pytest.fixture
def allotments(homes: Path) -> Allotments:
    return Allotments(homes / "project")


@pytest.fixture
def home(homes: Path) -> Path:
    return settled(homes / "7", ANA)


def settled(home: Path, uid: int) -> Path:
    home.mkdir(mode=0o700)
    os.chown(home, uid, uid)
    return home


def as_owner(work: Callable[[], object], uid: int = ANA) -> int:
    """What the kernel answers somebody without rights; 0 is yes."""
    child = os.fork()
    if not child:
        code = 255
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            work()
            code = 0
        except OSError as error:
            code = error.errno or 255
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fill(path: Path, mb: int) -> Callable[[], None]:
    """To write so many megabytes, and see them on the disk."""

    def work() -> None:
        with path.open("wb", buffering=0) as file:
            for _ in range(mb):
                if file.write(bytes(MB)) < MB:
                    file.write(b"1")
            os.fsync(file.fileno())

    return work


def give(path: Path, number: int, *, inherited: bool = False) -> Callable[[], None]:
    """To give an own file another project."""

    def work() -> None:
        handle = os.open(path, os.O_RDONLY)
        projects.assign(handle, number, inherited=inherited)

    return work


def number(path: Path) -> int:
    handle = os.open(path, os.O_RDONLY)
    try:
        return projects.project(handle)
    finally:
        os.close(handle)


def account(home: Path) -> projects.Account:
    with opened(home) as top:
        os.sync()
        return projects.account(top, projects.project(top))


def test_quotas_are_found_to_work(homes: Path) -> None:
    with opened(homes) as folder:
        projects.tried(folder)


def test_nobody_writes_beyond_the_limit(allotments: Allotments, home: Path) -> None:
    allotments.hold(7, home, 20)
    assert as_owner(fill(home / "fits", 10)) == 0
    assert as_owner(fill(home / "does not", 20)) in FULL
    assert 18 <= account(home).mb <= 20


def test_a_full_home_can_be_emptied_and_filled_again(allotments: Allotments, home: Path) -> None:
    allotments.hold(7, home, 10)
    assert as_owner(fill(home / "full", 20)) in FULL
    assert as_owner(lambda: os.rename(home / "full", home / "renamed")) == 0
    assert as_owner(lambda: os.unlink(home / "renamed")) == 0
    assert as_owner(fill(home / "fits", 8)) == 0


def test_nobody_makes_files_without_end(allotments: Allotments, home: Path) -> None:
    allotments.hold(7, home, 1)

    def many() -> None:
        for count in range(100):
            (home / str(count)).touch()

    assert as_owner(many) in FULL
    assert account(home).files == account(home).limit_files == 64


def test_one_home_takes_no_room_from_another(
    allotments: Allotments, homes: Path, home: Path
) -> None:
    other = settled(homes / "8", BEN)
    allotments.hold(7, home, 10)
    allotments.hold(8, other, 10)
    assert number(home) != number(other)
    assert as_owner(fill(home / "full", 20)) in FULL
    assert as_owner(fill(other / "fits", 8), BEN) == 0


def test_a_limit_is_raised_and_lowered(allotments: Allotments, home: Path) -> None:
    allotments.hold(7, home, 10)
    assert as_owner(fill(home / "large", 20)) in FULL
    allotments.hold(7, home, 30)
    assert as_owner(fill(home / "large", 20)) == 0
    allotments.hold(7, home, 10)
    assert account(home).limit_mb == 10
    assert as_owner(fill(home / "more", 1)) in FULL
    assert (home / "large").stat().st_size == 20 * MB


def test_a_home_of_before_is_held_as_a_whole(allotments: Allotments, home: Path) -> None:
    as_owner(lambda: (home / "data" / "inner").mkdir(parents=True))
    as_owner(fill(home / "data" / "inner" / "old", 15))
    as_owner(lambda: (home / "data" / "link").symlink_to("inner"))
    os.mkfifo(home / "pipe")
    before = (home / "data" / "link").lstat()
    allotments.hold(7, home, 10)
    assert account(home).mb >= 15
    assert as_owner(fill(home / "more", 1)) in FULL
    after = (home / "data" / "link").lstat()
    assert (after.st_uid, after.st_mtime_ns) == (before.st_uid, before.st_mtime_ns)
    assert os.readlink(home / "data" / "link") == "inner"


def test_what_was_there_before_can_be_renamed_and_replaced(
    allotments: Allotments, home: Path
) -> None:
    as_owner(lambda: (home / "data").mkdir())
    as_owner((home / "old").touch)
    as_owner(lambda: (home / "link").symlink_to("old"))
    allotments.hold(7, home, 10)
    for name in ("old", "link", "data"):
        assert as_owner(lambda name=name: os.rename(home / name, home / f"{name}-2")) == 0  # type: ignore[misc]
    as_owner((home / "new").touch)
    assert as_owner(lambda: os.replace(home / "new", home / "old-2")) == 0
    assert as_owner(lambda: os.replace(home / "link-2", home / "data-2" / "link")) == 0


def test_a_link_is_not_followed_and_gives_nothing_away(
    allotments: Allotments, homes: Path, home: Path
) -> None:
    outside = homes / "outside"
    outside.mkdir()
    (outside / "file").touch()
    (home / "folder").symlink_to(outside)
    (home / "file").symlink_to(outside / "file")
    allotments.hold(7, home, 10)
    assert number(outside) == number(outside / "file") == 0


def test_an_owner_who_lets_the_home_go_finds_it_held_again(
    allotments: Allotments, home: Path
) -> None:
    allotments.hold(7, home, 10)
    assert as_owner(give(home, 0)) == 0
    assert as_owner(fill(home / "escaped", 20)) == 0
    allotments.hold(7, home, 10)
    assert account(home).mb >= 20
    assert as_owner(fill(home / "more", 1)) in FULL


def test_an_owner_who_takes_anothers_number_changes_nothing_for_the_other(
    allotments: Allotments, homes: Path, home: Path
) -> None:
    other = settled(homes / "8", BEN)
    allotments.hold(7, home, 10)
    allotments.hold(8, other, 10)
    as_owner(give(home, number(other)))
    allotments.hold(7, home, 30)
    assert number(home) != number(other)
    assert account(other).limit_mb == 10


def test_nobody_without_rights_sets_or_lifts_a_limit(allotments: Allotments, home: Path) -> None:
    allotments.hold(7, home, 10)

    def lift() -> None:
        with opened(home) as top:
            projects.limit(top, projects.project(top), 0, 0)

    assert as_owner(lift) == errno.EPERM
    assert account(home).limit_mb == 10


def test_a_home_is_erased_whatever_projects_its_folders_carry(
    allotments: Allotments, homes: Path, home: Path
) -> None:
    allotments.hold(7, home, 10)
    held = number(home)
    as_owner(lambda: (home / "a" / "b" / "c").mkdir(parents=True))
    as_owner((home / "a" / "b" / "file").touch)
    assert as_owner(give(home / "a" / "b" / "file", 4713)) == 0
    assert as_owner(give(home / "a" / "b" / "c", 4712, inherited=True)) == 0
    assert as_owner(give(home / "a" / "b", 4711, inherited=True)) == 0
    with opened(homes) as folder:
        erase("7", folder)
        allotments.forget(7)
        left = projects.account(folder, held)
    assert (left.limit_mb, left.limit_files) == (0, 0)
    assert sorted(os.listdir(homes)) == ["project"] and not os.listdir(homes / "project")


def test_forgetting_what_was_never_held_is_success(allotments: Allotments) -> None:
    allotments.forget(7)


def test_a_home_shows_its_own_limit_as_the_size_of_its_disk(
    allotments: Allotments, home: Path
) -> None:
    allotments.hold(7, home, 20)
    as_owner(fill(home / "half", 10))
    os.sync()
    seen = os.statvfs(home)
    assert seen.f_blocks * seen.f_frsize == 20 * MB
    assert 9 * MB <= seen.f_bavail * seen.f_frsize <= 10 * MB


def test_a_file_system_that_only_counts_is_not_taken_for_one_that_holds() -> None:
    for at in mounted("ext4"):
        with opened(at) as folder, pytest.raises(OSError, match="not enforced"):
            projects.tried(folder)


@pytest.fixture
def folders(homes: Path) -> Folders:
    (homes / "courses").mkdir()
    return Folders(homes, homes / "courses")


def test_a_seats_home_is_held_from_its_start_until_it_is_erased(
    folders: Folders, homes: Path
) -> None:
    assert folders.quota() == "project" and folders.quota_refused() is None
    folders.ensure_seat(replace(SPEC, home_mb=50))
    home = homes / "home" / str(SPEC.seat)
    assert account(home).limit_mb == 50
    folders.ensure_seat(replace(SPEC, home_mb=80))
    assert account(home).limit_mb == 80
    folders.erase_home(SPEC.seat)
    folders.erase_home(SPEC.seat)
    assert not home.exists() and not os.listdir(homes / "project")


def test_a_seat_starts_though_its_home_cannot_be_held(
    folders: Folders, homes: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (homes / "project").rmdir()
    folders.ensure_seat(SPEC)
    assert (homes / "home" / str(SPEC.seat)).is_dir()
    assert "no limit of the disk's own" in caplog.text
    assert folders.quota() == "watched"


def test_a_home_is_erased_though_its_limit_cannot_be_lifted(
    folders: Folders, homes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.ensure_seat(SPEC)

    def refuse(*_: object) -> None:
        raise OSError(errno.ESRCH, "switched off")

    monkeypatch.setattr(projects, "limit", refuse)
    folders.erase_home(SPEC.seat)
    assert not os.listdir(homes / "home") and not os.listdir(homes / "project")


def test_who_may_set_no_quotas_is_told(homes: Path) -> None:
    def ask() -> None:
        held, why = allotted(homes, MOUNTS.read_text())
        if held is None and why == sentence("quotas-forbidden"):
            raise OSError(errno.EPERM, "as it should be")

    assert as_owner(ask) == errno.EPERM


def test_where_there_are_no_quotas_nothing_is_refused(tmp_path: Path) -> None:
    assert allotted(tmp_path, "") == (None, None)


def hand_out(
    home: Path, mode: HandOut = "place", earlier: bytes = b"", **files: bytes
) -> HandedOut:
    """Hand out to Ana, as it is done while she works."""
    body = io.BytesIO()
    archive.pack(((f"{name}.txt", content) for name, content in files.items()), body)
    body.seek(0)
    given = Earlier((hashlib.sha256(earlier).hexdigest(),), given=True)
    known = dict.fromkeys((f"{name}.txt" for name in files), given) if earlier else {}
    return Folders(home.parents[1], home.parents[1]).hand_out(7, "ps1", mode, known, body)


@pytest.fixture
def lived_in(homes: Path) -> Path:
    (homes / "home").mkdir()
    return settled(homes / "home" / "7", ANA)


def test_what_is_handed_out_counts_as_the_owners(allotments: Allotments, lived_in: Path) -> None:
    allotments.hold(7, lived_in, 10)
    hand_out(lived_in, a=b"old")
    hand_out(lived_in, "update", b"old", a=b"new")
    assert (lived_in / "ps1" / "a.txt").read_bytes() == b"new"
    assert number(lived_in / "ps1" / "a.txt") == number(lived_in)


def test_a_full_home_gets_nothing_half_and_says_so(allotments: Allotments, lived_in: Path) -> None:
    allotments.hold(7, lived_in, 10)
    as_owner(fill(lived_in / "full", 20))
    with as_the_launcher(), pytest.raises(Unavailable) as refusal:
        hand_out(lived_in, a=bytes(MB))
    assert refusal.value.say.name == "home-full"
    assert not [*lived_in.rglob("*.txt"), *lived_in.rglob(".homeroom*")]


def test_an_edition_that_was_given_another_project_keeps_no_new_one_away(
    allotments: Allotments, lived_in: Path
) -> None:
    allotments.hold(7, lived_in, 10)
    hand_out(lived_in, a=b"old")
    assert as_owner(give(lived_in / "ps1" / "a.txt", 4711)) == 0
    hand_out(lived_in, "update", b"old", a=b"new")
    # XFS swaps the two all the same; where that can't be, the new one lies beside the old.
    found = {path.name: path.read_bytes() for path in (lived_in / "ps1").iterdir()}
    assert found in ({"a.txt": b"new"}, {"a.txt": b"old", "a (new).txt": b"new"})


def test_a_folder_that_was_given_another_project_takes_what_is_handed_out(
    allotments: Allotments, lived_in: Path
) -> None:
    allotments.hold(7, lived_in, 10)
    hand_out(lived_in, a=b"old")
    assert as_owner(give(lived_in / "ps1", 4711, inherited=True)) == 0
    hand_out(lived_in, b=b"new")
    assert (lived_in / "ps1" / "b.txt").read_bytes() == b"new"
