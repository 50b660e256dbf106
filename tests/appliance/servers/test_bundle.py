"""Folders read out of homes: the owner's plain files, and a tar that is always whole."""

import io
import os
import random
import socket
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from appliance import archive
from appliance.errors import Invalid
from appliance.servers import bundle, erasure, plain
from appliance.servers.bundle import Bundle
from appliance.servers.spec import FolderRead
from appliance.words import spoken
from tests.appliance.servers.test_parcel import SECRET, before_opening, swapped

NOISE = random.Random(5).randbytes(300_000)
AMPLE = plain.Bounds(10_000_000, "files-too-large", 1000, "files-too-many")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_bytes(SECRET)
    made = tmp_path / "ps1"
    made.mkdir()
    return made


def read(
    folder: Path,
    bounds: plain.Bounds = AMPLE,
    meanwhile: Callable[[], object] = lambda: None,
) -> tuple[dict[str, bytes], FolderRead]:
    """What is in the tar, as the store would read it, and what was said of it."""
    out = io.BytesIO()
    with erasure.opened(folder) as top:
        made = Bundle(top, os.geteuid(), bounds)
        for piece in made.pieces():
            out.write(piece)
            meanwhile()
    limits = archive.Limits()
    out.seek(0)
    members = archive.checked(archive.tar_members(out, limits), limits)
    return {member.name: member.content.read() for member in members}, made.told()


def test_files_come_with_their_names_and_folders(home: Path) -> None:
    (home / "data" / "Übung").mkdir(parents=True)
    files = {"p1.ipynb": b"{}", "data/Übung/größe.csv": NOISE, "empty": b"", "x" * 200: b"1"}
    for name, content in files.items():
        (home / name).write_bytes(content)
    assert read(home) == (files, FolderRead((), ()))


def test_what_programs_put_there_is_nobodys_work(home: Path) -> None:
    for folder in (".ipynb_checkpoints", "feedback", "data/.ipynb_checkpoints", "data/feedback"):
        (home / folder).mkdir(parents=True)
        (home / folder / "x").write_bytes(b"1")
    for name in ("receipts.txt", "timestamp.txt", "submission_id.txt", "data/receipts.txt"):
        (home / name).write_bytes(b"1")
    (home / f".homeroom-{'0' * 16}").write_bytes(b"half")
    found, told = read(home)
    assert set(found) == {"data/feedback/x", "data/receipts.txt"}
    assert told == FolderRead((), ())


def test_only_plain_files_are_read_and_all_else_is_named(home: Path) -> None:
    (home / "mine").write_bytes(b"1")
    (home / "link").symlink_to("../outside/secret")
    (home / "folder link").symlink_to("../outside")
    os.mkfifo(home / "pipe")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(home / "socket"))
        found, told = read(home)
    assert found == {"mine": b"1"}
    assert set(told.left_out) == {"link", "folder link", "pipe", "socket"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_devices_are_named_and_not_read(home: Path) -> None:
    try:
        os.mknod(home / "zero", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("no devices can be made here")
    assert read(home) == ({}, FolderRead(("zero",), ()))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_second_name_for_somebody_elses_file_gives_nothing_of_it_away(
    home: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "outside" / "secret"
    os.chown(secret, 20002, 20002)
    os.link(secret, home / "theirs")
    (home / "mine").write_bytes(b"1")
    os.link(home / "mine", home / "mine too")
    found, told = read(home)
    assert found == {"mine": b"1", "mine too": b"1"}
    assert told.left_out == ("theirs",)


@pytest.mark.parametrize("nth", [1, 2], ids=["counting", "reading"])
@pytest.mark.parametrize("name", ["work", "data"])
def test_what_turns_into_a_link_is_passed_over(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, nth: int
) -> None:
    (home / "work").write_bytes(b"1")
    (home / "data").mkdir()
    (home / "data" / "secret").write_bytes(b"own")
    target = tmp_path / "outside" / ("secret" if name == "work" else "")
    before_opening(name, lambda: swapped(home / name, target), monkeypatch, nth=nth)
    found, told = read(home)
    assert SECRET not in found.values()
    assert name in told.left_out


def test_a_file_that_turns_into_a_pipe_keeps_nobody_waiting(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "work").write_bytes(b"1")

    def change() -> None:
        (home / "work").unlink()
        os.mkfifo(home / "work")

    before_opening("work", change, monkeypatch, nth=2)
    assert read(home) == ({}, FolderRead(("work",), ()))


@pytest.mark.parametrize("size", [0, 5, len(NOISE) - 1, len(NOISE) + 512])
def test_a_file_that_is_written_to_meanwhile_is_as_long_as_was_announced(
    home: Path, size: int
) -> None:
    (home / "work").write_bytes(NOISE)
    (home / "also").write_bytes(b"whole")
    found, told = read(home, meanwhile=lambda: os.truncate(home / "work", size))
    assert len(found["work"]) in (len(NOISE), size) and found["also"] == b"whole"
    assert told.changed in (("work",), ())
    assert told.changed or found["work"] in (NOISE, NOISE[:size] + bytes(size - len(NOISE)))


def test_a_file_that_grows_without_end_has_an_end(home: Path) -> None:
    with (home / "log").open("ab", buffering=0) as growing:
        growing.write(NOISE)
        found, told = read(home, meanwhile=lambda: growing.write(b"more"))
    assert found["log"][: len(NOISE)] == NOISE and len(found["log"]) < len(NOISE) + 100
    assert told.changed == ("log",)


def test_names_that_cannot_be_kept_are_named_as_far_as_they_can_be_read(home: Path) -> None:
    for name in (b"caf\xe9", b"two\nlines", b"back\\slash", b"CON", b"dot.", b"fine"):
        Path(os.fsdecode(os.fsencode(home) + b"/" + name)).write_bytes(b"1")
    found, told = read(home)
    assert set(found) == {"fine"}
    assert set(told.left_out) == {"caf\ufffd", "two\ufffdlines", "back\\slash", "CON", "dot."}


def test_of_names_that_some_systems_take_for_one_the_second_is_left_out(home: Path) -> None:
    (home / "a.txt").write_bytes(b"1")
    (home / "A.txt").write_bytes(b"2")
    found, told = read(home)
    assert sorted([*found, *told.left_out]) == ["A.txt", "a.txt"]


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (plain.Bounds(1024 * 1024, "files-too-large"), "larger than 1 MB"),
        (plain.Bounds(10**9, "files-too-large", 3, "files-too-many"), "more than 3 files"),
        (plain.Bounds(10**9, "files-too-large", entries=4), "more than 4 files and folders"),
        (plain.Bounds(10**9, "files-too-large", deepest=2), "more than 2 deep"),
    ],
)
def test_too_much_is_refused_before_the_first_piece(
    home: Path, bounds: plain.Bounds, words: str
) -> None:
    (home / "a" / "b").mkdir(parents=True)
    for number in range(4):
        (home / "a" / "b" / str(number)).write_bytes(NOISE)
    with erasure.opened(home) as top, pytest.raises(Invalid) as refusal:
        next(Bundle(top, os.geteuid(), bounds).pieces())
    assert words in spoken(refusal.value.say)


def test_a_file_with_a_hole_counts_as_large_as_it_says(home: Path) -> None:
    (home / "hole").touch()
    os.truncate(home / "hole", 1 << 40)
    with pytest.raises(Invalid, match="too-large"):
        read(home)


def test_a_folder_of_many_links_has_a_short_answer(home: Path) -> None:
    for number in range(300):
        (home / f"{number:0200}").symlink_to("nowhere")
    _, told = read(home)
    assert len(told.left_out) == 200


def test_no_handle_is_left_open(home: Path) -> None:
    deep = home.joinpath(*["d"] * plain.DEEPEST)
    deep.parent.mkdir(parents=True)
    deep.write_bytes(NOISE)
    before = len(os.listdir("/proc/self/fd"))
    with erasure.opened(home) as top:
        taking = Bundle(top, os.geteuid(), AMPLE).pieces()
        next(taking)
        assert len(os.listdir("/proc/self/fd")) < before + 6, "however deep it is"
        taking.close()
    assert len(os.listdir("/proc/self/fd")) == before


def test_an_empty_folder_is_an_empty_tar(home: Path) -> None:
    with erasure.opened(home) as top:
        made = b"".join(Bundle(top, os.geteuid(), AMPLE).pieces())
    with tarfile.open(fileobj=io.BytesIO(made)) as tar:
        assert tar.getnames() == []
    assert len(made) == 2 * bundle.BLOCK


def test_of_a_file_and_a_folder_that_some_systems_confuse_one_is_left_out(home: Path) -> None:
    (home / "Data").write_bytes(b"1")
    (home / "data").mkdir()
    (home / "data" / "a.csv").write_bytes(b"2")
    files, told = read(home)
    assert len(files) == len(told.left_out) == 1
