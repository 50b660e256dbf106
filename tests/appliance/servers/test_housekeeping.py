"""Folders into homes and out of them, as every launcher promises: the fake and the real one."""

import hashlib
import io
import tarfile
from collections.abc import Mapping

import pytest

from appliance import archive
from appliance.errors import Invalid, NotFound
from appliance.servers.launcher import Launcher
from appliance.servers.spec import Earlier, FolderRead, HandedOut, HandOut
from appliance.words import spoken
from tests.appliance.homework.conftest import entry, tar
from tests.appliance.servers.conftest import Bench

AMPLE = (1_000_000, 100)
ELSEWHERE = [
    *("", "/", "/etc", "..", "ps1/..", "a//b", ".jupyter", "ps1/.git", "a\nb", "a\0"),
    *("x" * 256, "/".join("abcdefghi")),
]


@pytest.fixture
def begun(bench: Bench) -> Bench:
    """A launcher with an empty home for seat 1."""
    bench.engine.stop(1)
    bench.engine.erase_home(1)
    bench.engine.start(bench.spec())
    return bench


def hand_out(
    launcher: Launcher,
    files: Mapping[str, bytes],
    mode: HandOut = "place",
    known: Mapping[str, Earlier] | None = None,
) -> HandedOut:
    body = io.BytesIO()
    archive.pack(files.items(), body)
    body.seek(0)
    return launcher.hand_out(1, "ps1", mode, known or {}, body)


def read(launcher: Launcher, folder: str = "ps1") -> dict[str, bytes]:
    out = io.BytesIO()
    assert launcher.read_folder(1, folder, *AMPLE, out) == FolderRead((), ())
    with tarfile.open(fileobj=io.BytesIO(out.getvalue())) as made:
        found = {info.name: made.extractfile(info) for info in made}
    return {name: file.read() for name, file in found.items() if file}


def earlier(content: bytes, *, given: bool = True) -> Earlier:
    return Earlier((hashlib.sha256(content).hexdigest(),), given)


def test_what_is_handed_out_can_be_read_again(begun: Bench) -> None:
    files = {"p1.ipynb": b"{}", "data/a.csv": b"1,2"}
    assert set(hand_out(begun.engine, files).placed) == set(files)
    assert read(begun.engine) == files
    assert hand_out(begun.engine, files) == HandedOut()


def test_an_update_replaces_what_is_untouched_and_lies_beside_what_is_not(begun: Bench) -> None:
    hand_out(begun.engine, {"a.txt": b"1", "b.txt": b"1"})
    begun.put(1, "ps1/b.txt", b"own")
    known = {name: earlier(b"1") for name in ("a.txt", "b.txt", "gone.txt")}
    news = dict.fromkeys(("a.txt", "b.txt", "gone.txt", "c.txt"), b"2")
    done = hand_out(begun.engine, news, "update", known)
    assert set(done.placed) == {"a.txt", "b (new).txt", "c.txt"} and done.kept == ("b.txt",)
    assert read(begun.engine) == {
        "a.txt": b"2",
        "b.txt": b"own",
        "b (new).txt": b"2",
        "c.txt": b"2",
    }


def test_there_is_nothing_to_update_where_nothing_was_placed(begun: Bench) -> None:
    assert hand_out(begun.engine, {"a.txt": b"1"}, "update") == HandedOut(missing=True)
    with pytest.raises(NotFound) as missing:
        read(begun.engine)
    assert "ps1" in spoken(missing.value.say)


def test_a_seat_that_was_never_started_has_no_home(bench: Bench) -> None:
    bench.engine.erase_home(1)
    for ask in (lambda: hand_out(bench.engine, {"a": b"1"}), lambda: read(bench.engine)):
        with pytest.raises(NotFound):
            ask()


def test_more_than_was_asked_for_is_refused(begun: Bench) -> None:
    hand_out(begun.engine, {"a": bytes(2_000_000), "b": b""})
    for amount, words in (((1024 * 1024, 10), "larger than 1 MB"), ((10**8, 1), "more than 1")):
        with pytest.raises(Invalid) as refusal:
            begun.engine.read_folder(1, "ps1", *amount, io.BytesIO())
        assert words in spoken(refusal.value.say)


@pytest.mark.parametrize("folder", ELSEWHERE)
def test_folders_that_lead_elsewhere_are_not_in_the_vocabulary(bench: Bench, folder: str) -> None:
    with pytest.raises(Invalid):
        bench.engine.read_folder(1, folder, *AMPLE, io.BytesIO())
    with pytest.raises(Invalid):
        bench.engine.hand_out(1, folder, "place", {}, io.BytesIO())


def test_other_amounts_and_ways_are_not_in_the_vocabulary(bench: Bench) -> None:
    for amount in ((0, 10), (10, 0), (2**40, 10), (10, 10**6)):
        with pytest.raises(Invalid):
            bench.engine.read_folder(1, "ps1", *amount, io.BytesIO())
    with pytest.raises(Invalid):
        bench.engine.hand_out(1, "ps1", "replace", {}, io.BytesIO())  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        bench.engine.hand_out(0, "ps1", "place", {}, io.BytesIO())


def test_what_is_no_tar_of_plain_files_is_refused_whole(begun: Bench) -> None:
    for bad in (b"x" * 2000, tar(entry("a", b"1"), entry("../b", b"2"))):
        with pytest.raises(Invalid):
            begun.engine.hand_out(1, "ps1", "place", {}, io.BytesIO(bad))
    with pytest.raises(NotFound):
        read(begun.engine)
