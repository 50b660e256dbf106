"""Homes as zips: all of the owner's plain files, and nothing that only looks like one."""

import io
import os
import random
import socket
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.errors import Invalid
from appliance.servers import erasure, parcel, plain
from appliance.words import spoken

NOISE = random.Random(3).randbytes(700_000)
SECRET = b"what somebody else keeps"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_bytes(SECRET)
    return made


def pieces(home: Path) -> Iterator[bytes]:
    with erasure.opened(home) as folder:
        yield from parcel.packed(folder)


def unpacked(home: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces(home)))) as made:
        assert made.testzip() is None
        return {name: made.read(name) for name in made.namelist()}


def before_opening(
    name: str, change: Callable[[], object], monkeypatch: pytest.MonkeyPatch, *, nth: int = 1
) -> None:
    """Do `change` at the last moment: the name is known, and is opened next for the nth time."""
    really, opens = os.open, iter(range(1, 100))

    def late(path: Any, *rest: Any, **more: Any) -> int:
        if path == name and next(opens) == nth:
            change()
        return really(path, *rest, **more)

    monkeypatch.setattr(os, "open", late)


def swapped(path: Path, target: Path) -> None:
    path.rename(path.with_name("aside"))
    path.symlink_to(target)


def test_files_come_back_with_their_names_and_folders(home: Path) -> None:
    (home / "data" / "Übung 1").mkdir(parents=True)
    files = {
        "p1.ipynb": b"{}",
        ".bashrc": b"alias",
        "data/Übung 1/größe.csv": b"a;b",
        "empty": b"",
        "50% #1?.txt": NOISE,
    }
    for name, content in files.items():
        (home / name).write_bytes(content)
    assert unpacked(home) == files


def test_an_empty_home_is_an_empty_zip(home: Path) -> None:
    assert unpacked(home) == {}


def test_only_plain_files_are_taken_along(home: Path) -> None:
    (home / "mine").write_bytes(b"1")
    (home / "link").symlink_to("../outside/secret")
    (home / "own link").symlink_to("mine")
    (home / "folder link").symlink_to("../outside")
    os.mkfifo(home / "pipe")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(home / "socket"))
        assert unpacked(home) == {"mine": b"1"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_devices_are_passed_over(home: Path) -> None:
    try:
        os.mknod(home / "zero", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("no devices can be made here")
    assert unpacked(home) == {}


COUNTING_OR_PACKING = pytest.mark.parametrize("nth", [1, 2], ids=["counting", "packing"])


@COUNTING_OR_PACKING
def test_a_file_that_turns_into_a_link_is_passed_over(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    (home / "work").write_bytes(b"1")
    secret = tmp_path / "outside" / "secret"
    before_opening("work", lambda: swapped(home / "work", secret), monkeypatch, nth=nth)
    assert SECRET not in unpacked(home).values()


@COUNTING_OR_PACKING
def test_a_folder_that_turns_into_a_link_is_passed_over(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    (home / "data").mkdir()
    (home / "data" / "own").write_bytes(b"1")
    outside = tmp_path / "outside"
    before_opening("data", lambda: swapped(home / "data", outside), monkeypatch, nth=nth)
    assert SECRET not in unpacked(home).values()


def test_a_file_that_turns_into_a_pipe_keeps_nobody_waiting(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "work").write_bytes(b"1")

    def change() -> None:
        (home / "work").unlink()
        os.mkfifo(home / "work")

    before_opening("work", change, monkeypatch)
    assert unpacked(home) == {}


def test_what_is_removed_meanwhile_stops_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("going", "staying"):
        (home / name).write_bytes(b"1")
    before_opening("going", (home / "going").unlink, monkeypatch)
    assert unpacked(home) == {"staying": b"1"}


def test_a_file_that_grows_without_end_ends_where_it_was_opened(home: Path) -> None:
    with (home / "log").open("wb") as growing:
        growing.write(NOISE)
        growing.flush()
        got = []
        for piece in pieces(home):
            got.append(piece)
            growing.write(NOISE)
            growing.flush()
    with zipfile.ZipFile(io.BytesIO(b"".join(got))) as made:
        assert 0 < made.getinfo("log").file_size <= 2 * len(NOISE)


def test_pieces_come_while_it_is_read(home: Path) -> None:
    (home / "big").write_bytes(NOISE * 4)
    assert max(map(len, pieces(home))) < 4 * plain.CHUNK


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MOST_ENTRIES", 3, "more than 3 files and folders"),
        ("MOST_MB", 1, "larger than 1 MB"),
        ("DEEPEST", 2, "nested more than 2 deep"),
    ],
)
def test_too_much_is_refused_before_the_first_piece(
    home: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str
) -> None:
    (home / "a" / "b").mkdir(parents=True)
    (home / "a" / "b" / "c").write_bytes(NOISE)
    (home / "d").write_bytes(NOISE)
    monkeypatch.setattr(parcel, limit, value)
    with pytest.raises(Invalid) as refusal:
        next(pieces(home))
    assert words in spoken(refusal.value.say)


def test_a_file_with_a_hole_counts_as_large_as_it_says(home: Path) -> None:
    (home / "hole").touch()
    os.truncate(home / "hole", 1 << 40)
    with pytest.raises(Invalid, match="too-large"):
        next(pieces(home))


def test_what_grew_too_large_meanwhile_is_no_whole_zip(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcel, "MOST_MB", 1)
    (home / "first").write_bytes(NOISE)
    (home / "later").mkdir()
    got: list[bytes] = []

    def take() -> None:
        for piece in pieces(home):
            got.append(piece)
            (home / "later" / "more").write_bytes(NOISE)

    with pytest.raises(Invalid):
        take()
    assert got and not zipfile.is_zipfile(io.BytesIO(b"".join(got)))


def test_no_handle_is_left_open(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = home.joinpath(*["d"] * parcel.DEEPEST)
    deep.parent.mkdir(parents=True)
    deep.write_bytes(NOISE)
    before = len(os.listdir("/proc/self/fd"))
    taking = pieces(home)
    next(taking)
    assert len(os.listdir("/proc/self/fd")) < before + 6, "however deep it is"
    taking.close()  # type: ignore[attr-defined]
    assert len(os.listdir("/proc/self/fd")) == before


def test_names_that_mean_something_elsewhere_are_made_harmless_and_none_is_lost(
    home: Path,
) -> None:
    names = {b"..\\x", b".._x", b"caf\xe9", b"caf\xe8", "café".encode()}
    for name in names:
        Path(os.fsdecode(os.fsencode(home) + b"/" + name)).write_bytes(name)
    found = unpacked(home)
    assert set(found.values()) == names and not [name for name in found if "\\" in name]
    assert {".._x", "caf\ufffd", "café"} < set(found)


@pytest.mark.parametrize("moment", [0, -(10**9), 10**11])
def test_times_that_no_zip_can_tell_do_no_harm(home: Path, moment: int) -> None:
    (home / "old").write_bytes(b"1")
    os.utime(home / "old", (moment, moment))
    assert unpacked(home) == {"old": b"1"}


def test_files_past_the_old_limit_of_zips_come_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    (home / "big").write_bytes(NOISE)
    (home / "more").write_bytes(NOISE)
    assert unpacked(home) == {"big": NOISE, "more": NOISE}
