"""Files handed out to homes whose owners may put anything in the way, at any moment."""

import errno
import hashlib
import io
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from appliance import archive
from appliance.errors import Conflict, Invalid, NotFound, Unavailable
from appliance.servers import placing
from appliance.servers.editions import OTHER, names
from appliance.servers.folders import Folders
from appliance.servers.spec import Earlier, HandedOut, HandOut
from appliance.servers.swap import swap
from appliance.words import spoken
from tests.appliance.homework.conftest import entry, tar
from tests.appliance.servers.test_container import ANA

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="the launcher is root, and only root")

OWN = b"what Ana wrote"
OLD, NEW = b"first edition", b"second edition"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    for name in ("homes", "courses", "outside"):
        (tmp_path / name).mkdir()
    made = Folders(tmp_path / "homes", tmp_path / "courses")
    made.ensure_seat(ANA)
    return made


@pytest.fixture
def home(folders: Folders, tmp_path: Path) -> Path:
    return tmp_path / "homes/home/7"


def earlier(*contents: bytes, given: bool = True) -> Earlier:
    return Earlier(tuple(hashlib.sha256(one).hexdigest() for one in contents), given)


def hand_out(
    folders: Folders,
    files: Mapping[str, bytes],
    mode: HandOut = "place",
    folder: str = "ps1",
    **known: Earlier,
) -> HandedOut:
    """Hand files out to Ana; what is `known` is told by names without their ending."""
    body = io.BytesIO()
    archive.pack(files.items(), body)
    body.seek(0)
    told = {f"{name}.txt": one for name, one in known.items()}
    return folders.hand_out(7, folder, mode, told, body)


def contents(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def own(home: Path, name: str, content: bytes = OWN) -> Path:
    """A file as Ana's notebook makes it."""
    path = home / name
    for folder in (path.parent, *path.parent.parents):
        if folder.is_relative_to(home):
            folder.mkdir(parents=True, exist_ok=True)
            os.chown(folder, 20001, 20001)
    path.write_bytes(content)
    os.chown(path, 20001, 20001)
    return path


def just_before(
    module: Any, name: str, change: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Do `change` once, at the last moment before a function does its work."""
    really, left = getattr(module, name), [change]

    def late(*args: Any, **more: Any) -> Any:
        if left:
            left.pop()()
        return really(*args, **more)

    monkeypatch.setattr(module, name, late)


def test_files_are_laid_as_the_owners_own(folders: Folders, home: Path) -> None:
    files = {"p1.ipynb": b"{}", "data/größe.csv": b"1"}
    assert hand_out(folders, files) == HandedOut(("p1.ipynb", "data/größe.csv"))
    assert contents(home) == {f"ps1/{name}": content for name, content in files.items()}
    for path, mode in (("ps1", 0o755), ("ps1/data", 0o755), ("ps1/p1.ipynb", 0o644)):
        facts = (home / path).stat()
        assert (stat.S_IMODE(facts.st_mode), facts.st_uid, facts.st_gid) == (mode, 20001, 20001)
    assert hand_out(folders, files) == HandedOut(), "once more changes nothing"


def test_what_the_owner_touched_stays_and_the_new_one_lies_beside_it(
    folders: Folders, home: Path
) -> None:
    own(home, "ps1/a.txt")
    own(home, "ps1/b.txt", OLD)
    done = hand_out(
        folders,
        {"a.txt": NEW, "b.txt": NEW, "c.txt": NEW},
        "update",
        a=earlier(OLD),
        b=earlier(OLD),
    )
    assert done == HandedOut(("a (new).txt", "b.txt", "c.txt"), ("a.txt",))
    assert contents(home / "ps1") == {
        "a.txt": OWN,
        "a (new).txt": NEW,
        "b.txt": NEW,
        "c.txt": NEW,
    }


def test_what_the_owner_deleted_stays_deleted_unless_it_is_placed_anew(
    folders: Folders, home: Path
) -> None:
    own(home, "ps1/own.txt")
    files = {"a.txt": NEW, "b.txt": NEW, "gone/a.txt": NEW}
    known = {"a.txt": earlier(OLD), "b.txt": earlier(OLD, given=False), "gone/a.txt": earlier(OLD)}
    body = io.BytesIO()
    archive.pack(files.items(), body)
    body.seek(0)
    assert folders.hand_out(7, "ps1", "update", known, body).placed == ("b.txt",)
    assert set(contents(home / "ps1")) == {"own.txt", "b.txt"} and not (home / "ps1/gone").exists()
    assert hand_out(folders, files, a=earlier(OLD)).placed == ("a.txt", "gone/a.txt")


def test_nothing_is_updated_where_the_folder_is_gone(folders: Folders, home: Path) -> None:
    assert hand_out(folders, {"a.txt": NEW}, "update") == HandedOut(missing=True)
    assert contents(home) == {}
    (home / "ps1").symlink_to(home / ".." / ".." / ".." / "outside")
    assert hand_out(folders, {"a.txt": NEW}, "update").missing


def test_there_is_no_home_before_the_first_start(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "homes/home/8").mkdir()  # made, and not yet anybody's
    for seat in (8, 9):
        with pytest.raises(NotFound):
            folders.hand_out(seat, "ps1", "place", {}, io.BytesIO())


def test_links_are_never_followed(folders: Folders, home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "a.txt").write_bytes(OLD)
    (home / "ps1").symlink_to(outside)
    hand_out(folders, {"a.txt": NEW})
    assert contents(home) == {"ps1 (new)/a.txt": NEW}
    (home / "ps2").mkdir()
    (home / "ps2/data").symlink_to(outside)
    (home / "ps2/a.txt").symlink_to(outside / "a.txt")
    (home / "ps2/b.txt").symlink_to(outside / "made")
    done = hand_out(
        folders,
        {"a.txt": NEW, "b.txt": NEW, "data/a.txt": NEW},
        folder="ps2",
        a=earlier(OLD),
    )
    assert done.kept == ("a.txt", "b.txt")
    assert contents(home / "ps2") == {
        "a (new).txt": NEW,
        "b (new).txt": NEW,
        "data (new)/a.txt": NEW,
    }
    assert contents(outside) == {"a.txt": OLD} and (outside / "a.txt").stat().st_uid == 0


def test_pipes_devices_and_folders_in_the_way_are_left_alone(folders: Folders, home: Path) -> None:
    (home / "ps1").mkdir()
    os.mkfifo(home / "ps1/a.txt")
    (home / "ps1/b.txt").mkdir()
    files = {"a.txt": NEW, "b.txt": NEW}
    assert hand_out(folders, files).kept == ("a.txt", "b.txt")
    assert contents(home / "ps1") == {"a (new).txt": NEW, "b (new).txt": NEW}


def test_a_file_with_a_second_name_keeps_its_content_there(folders: Folders, home: Path) -> None:
    os.link(own(home, "ps1/a.txt", OLD), home / "copy.txt")
    hand_out(folders, {"a.txt": NEW}, "update", a=earlier(OLD))
    assert contents(home) == {"ps1/a.txt": NEW, "copy.txt": OLD}


def test_a_huge_file_is_the_owners_and_is_not_read(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.truncate(own(home, "ps1/a.txt"), 1 << 40)
    assert hand_out(folders, {"a.txt": NEW}).placed == ("a (new).txt",)


def test_a_save_at_the_last_moment_wins(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own(home, "ps1/a.txt", OLD)
    just_before(placing, "swap", lambda: path.write_bytes(OWN), monkeypatch)
    done = hand_out(folders, {"a.txt": NEW}, "update", a=earlier(OLD))
    assert done == HandedOut(("a (new).txt",), ("a.txt",))
    assert contents(home / "ps1") == {"a.txt": OWN, "a (new).txt": NEW}


def test_a_save_that_replaces_the_file_at_the_last_moment_wins(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own(home, "ps1/a.txt", OLD)

    def save() -> None:
        own(home, "ps1/saving", OWN).rename(path)

    just_before(placing, "swap", save, monkeypatch)
    hand_out(folders, {"a.txt": NEW}, "update", a=earlier(OLD))
    assert contents(home / "ps1") == {"a.txt": OWN, "a (new).txt": NEW}


def test_a_file_that_comes_up_at_the_last_moment_is_not_overwritten(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "ps1").mkdir()
    just_before(os, "link", lambda: own(home, "ps1/a.txt"), monkeypatch)
    hand_out(folders, {"a.txt": NEW})
    assert contents(home / "ps1") == {"a.txt": OWN, "a (new).txt": NEW}


def test_who_saves_twice_meanwhile_loses_neither(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time it is the new edition that is written over, while places are changed."""
    path, saves = own(home, "ps1/a.txt", OLD), [OWN, b"and more"]

    def changing(*args: Any) -> None:
        if saves:
            path.unlink(missing_ok=True)
            own(home, "ps1/a.txt", saves.pop(0))
        swap(*args)

    monkeypatch.setattr(placing, "swap", changing)
    with pytest.raises(Conflict):
        hand_out(folders, {"a.txt": NEW}, "update", a=earlier(OLD))
    assert set(contents(home / "ps1").values()) == {OWN, b"and more"}


def test_a_file_that_goes_at_the_last_moment_is_taken_for_deleted(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own(home, "ps1/a.txt", OLD)
    just_before(placing, "swap", path.unlink, monkeypatch)
    assert hand_out(folders, {"a.txt": NEW}, "update", a=earlier(OLD)) == HandedOut()
    assert contents(home) == {}


def test_a_link_put_in_place_of_what_is_being_written_leads_nowhere(
    folders: Folders, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "outside" / "secret"
    secret.write_bytes(b"theirs")

    def change() -> None:
        (fresh,) = (home / "ps1").glob(".homeroom-*")
        fresh.unlink()
        fresh.symlink_to(secret)

    just_before(os, "link", change, monkeypatch)
    hand_out(folders, {"a.txt": NEW})
    assert secret.stat().st_nlink == 1 and secret.stat().st_uid == 0
    assert b"theirs" not in contents(home).values()


def test_a_folder_that_turns_into_a_link_takes_nothing_out(
    folders: Folders, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "ps1").mkdir()
    outside = tmp_path / "outside"

    def change() -> None:
        (home / "ps1").rename(home / "aside")
        (home / "ps1").symlink_to(outside)

    just_before(os, "link", change, monkeypatch)
    hand_out(folders, {"a.txt": NEW})
    assert contents(home) == {"aside/a.txt": NEW} and not list(outside.iterdir())


def test_where_names_cannot_be_swapped_nothing_is_replaced(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(*_: object) -> None:
        raise OSError(errno.EINVAL, "this file system does not know how")

    monkeypatch.setattr(placing, "swap", unable)
    own(home, "ps1/a.txt", OLD)
    hand_out(folders, {"a.txt": NEW}, "update", a=earlier(OLD))
    assert contents(home / "ps1") == {"a.txt": OLD, "a (new).txt": NEW}


def test_whoever_takes_every_name_is_told(folders: Folders, home: Path) -> None:
    for name in names("a.txt"):
        own(home, f"ps1/{name}")
    with pytest.raises(Conflict) as refusal:
        hand_out(folders, {"a.txt": NEW})
    assert "a.txt" in spoken(refusal.value.say)
    assert set(contents(home).values()) == {OWN}


@pytest.mark.parametrize("full", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_nothing_half(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch, full: int
) -> None:
    own(home, "ps1/a.txt", OLD)
    really, left = os.fsync, [1]

    def short(handle: int) -> None:
        if not left:
            raise OSError(full, "no room")
        left.pop()
        really(handle)

    monkeypatch.setattr(os, "fsync", short)
    files = {"b.txt": NEW, "a.txt": NEW}
    with pytest.raises(Unavailable) as refusal:
        hand_out(folders, files, "update", a=earlier(OLD))
    assert "disk is full" in spoken(refusal.value.say)
    assert contents(home / "ps1") == {"a.txt": OLD, "b.txt": NEW}
    monkeypatch.undo()
    hand_out(folders, files, "update", a=earlier(OLD))
    assert contents(home / "ps1") == {"a.txt": NEW, "b.txt": NEW}


def test_a_body_that_breaks_off_brings_nothing(folders: Folders, home: Path) -> None:
    whole = tar(entry("a.txt", NEW), entry("b.txt", bytes(100_000)))

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 65_000:
                raise EOFError("the body broke off")
            return super().read(size)

    with pytest.raises(EOFError):
        folders.hand_out(7, "ps1", "place", {}, Broken(whole))
    with pytest.raises(Invalid):
        folders.hand_out(7, "ps1", "place", {}, io.BytesIO(whole[:50_000]))
    assert not list(home.iterdir())


@pytest.mark.parametrize(
    "bad",
    [
        tar(entry("a.txt", NEW), entry("../x", NEW)),
        tar(entry("a.txt", NEW), entry("/etc/x", NEW)),
        tar(entry("a.txt", NEW), entry("two\nlines", NEW)),
        tar(entry("a.txt", NEW), entry("link", type=b"2", linkname="/etc")),
        tar(entry("a.txt", NEW), entry("zero", type=b"3")),
        tar(entry("a.txt", NEW), entry("A.TXT", NEW)),
    ],
)
def test_a_body_that_holds_anything_else_is_refused_whole(
    folders: Folders, home: Path, bad: bytes
) -> None:
    with pytest.raises(Invalid):
        folders.hand_out(7, "ps1", "place", {}, io.BytesIO(bad))
    assert not list(home.iterdir())


def test_a_folder_that_a_killed_launcher_left_half_made_becomes_the_owners(
    folders: Folders, home: Path
) -> None:
    (home / "ps1").mkdir(mode=0o700)
    hand_out(folders, {"a.txt": NEW})
    assert (home / "ps1").stat().st_uid == 20001


def test_no_handle_is_left_open_and_nothing_but_the_files(folders: Folders, home: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(2):
        hand_out(folders, {f"{n}/{n}/a.txt": NEW for n in range(20)})
    assert len(os.listdir("/proc/self/fd")) == before
    assert len(contents(home)) == 20


def test_files_that_are_long_for_nothing_do_not_keep_the_launcher_busy(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = placing.LARGEST
    for name in list(names("a.txt"))[:90]:
        os.truncate(own(home, f"ps1/{name}", b""), long)
    read = list[int]()
    hashed = placing._hashed

    def counted(file: Any, size: int) -> str:
        read.append(size)
        return OTHER if size == long else hashed(file, size)

    monkeypatch.setattr(placing, "_hashed", counted)
    hand_out(folders, {"a.txt": NEW}, a=earlier(OLD))
    assert sum(read) <= placing.MOST_READ + 3 * len(NEW)


def test_impatience_takes_everything_for_the_owners_own(
    folders: Folders, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(home, "ps1/a.txt", OLD)
    monkeypatch.setattr(placing, "MOST_READ", 1)
    assert hand_out(folders, {"a.txt": NEW}, a=earlier(OLD)).kept == ("a.txt",)
    assert contents(home) == {"ps1/a.txt": OLD, "ps1/a (new).txt": NEW}
