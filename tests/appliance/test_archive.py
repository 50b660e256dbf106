"""Archives: nothing is believed, and a bad one is refused whole with a sentence."""

import gzip
import io
import random
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance import archive
from appliance.archive import Limits, Member
from appliance.errors import Invalid
from appliance.words import spoken
from tests.appliance.homework.conftest import entry, tar, zipped

NOISE = random.Random(7).randbytes(300_000)


def read(members: Iterable[Member], limits: Limits | None = None) -> dict[str, bytes]:
    return {one.name: one.content.read() for one in archive.checked(members, limits or Limits())}


def read_tar(data: bytes, limits: Limits | None = None) -> dict[str, bytes]:
    limits = limits or Limits()
    return read(archive.tar_members(io.BytesIO(data), limits), limits)


def read_zip(data: bytes, limits: Limits | None = None) -> dict[str, bytes]:
    return read(archive.zip_members(io.BytesIO(data)), limits)


GOOD = {"p1.ipynb": b"{}", "data/Größe 50% #1?.csv": b"a,b", "ünï/.hidden": b""}


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_plain_files_come_out_as_they_went_in(mode: str) -> None:
    data = tar(*(entry(name, content) for name, content in GOOD.items()), mode=mode)
    assert read_tar(data) == GOOD
    assert read_zip(zipped(GOOD)) == GOOD


def test_what_pack_wrote_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"from disk")
    for compressed in (False, True):
        out = io.BytesIO()
        archive.pack([("a/x", tmp_path / "x"), ("b", b"bytes")], out, compressed=compressed)
        assert read_tar(out.getvalue()) == {"a/x": b"from disk", "b": b"bytes"}


def test_folders_and_a_leading_dot_are_passed_over() -> None:
    data = tar(entry("./", type=tarfile.DIRTYPE), entry("./p1.ipynb", b"{}"))
    assert read_tar(data) == {"p1.ipynb": b"{}"}


BAD_NAMES = [
    "../x", "a/../x", "/etc/x", "..", ".", "", "a//b", "a/./b", "a\\b", "..\\x", "C:\\x",
    "line\nbreak", "car\rriage", "nul\0here", "bell\x07", "x" * 300, "d/" + "x" * 256,
    "/".join(["d" * 100] * 11), "CON", "con.txt", "sub/NUL", "lpt1.ipynb", "AUX.", "dot.", "space ",
    "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_a_name_that_could_mean_something_else_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        archive.check_name(name)
    say = spoken(refusal.value.say)
    assert say.isprintable() and len(say) < 200


def test_a_refused_name_is_shown_as_it_reads_and_not_as_it_acts() -> None:
    with pytest.raises(Invalid) as refusal:
        archive.check_name("Übung \u202e1\n.ipynb ")
    assert r"“Übung \u202e1\n.ipynb ”" in spoken(refusal.value.say)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a\nb", "x" * 300, "CON", "a\\b"], ids=ascii)
def test_bad_names_are_refused_in_either_kind_of_archive(name: str) -> None:
    for data, reader in ((tar(entry(name, b"x")), read_tar), (zipped({name: b"x"}), read_zip)):
        with pytest.raises(Invalid):
            reader(data)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        (tarfile.SYMTYPE, "/etc/passwd"),
        (tarfile.SYMTYPE, "p1.ipynb"),
        (tarfile.LNKTYPE, "p1.ipynb"),
        (tarfile.FIFOTYPE, ""),
        (tarfile.CHRTYPE, ""),
        (tarfile.BLKTYPE, ""),
    ],
)
def test_links_pipes_and_devices_are_refused(kind: bytes, target: str) -> None:
    data = tar(entry("p1.ipynb", b"{}"), entry("odd", type=kind, linkname=target))
    with pytest.raises(Invalid, match="no regular file"):
        read_tar(data)


def test_writing_through_a_link_is_refused_at_the_link() -> None:
    data = tar(
        entry("out", type=tarfile.SYMTYPE, linkname="/tmp"), entry("out/x", b"through the link")
    )
    with pytest.raises(Invalid, match="no regular file"):
        read_tar(data)


def test_a_link_in_a_zip_is_only_a_file_with_a_path_in_it() -> None:
    assert read_zip(zipped({"link": b"/etc/passwd"})) == {"link": b"/etc/passwd"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "a"),
        ("Notes", "notes"),
        (unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")),
        ("straße", "STRASSE"),
    ],
)
def test_twins_are_refused(one: str, other: str) -> None:
    with pytest.raises(Invalid, match="two files named"):
        read_tar(tar(entry(one, b"1"), entry(other, b"2")))


@pytest.mark.parametrize(("one", "other"), [("a", "a/b"), ("A/b/c", "a/B"), ("ä", "a\u0308/b")])
def test_a_file_where_others_have_a_folder_is_refused(one: str, other: str) -> None:
    for names in ((one, other), (other, one)):
        with pytest.raises(Invalid, match="two files named"):
            read_tar(tar(*(entry(name, b"1") for name in names)))


def test_no_folder_is_too_deep_to_be_told_from_a_file() -> None:
    assert read_tar(tar(entry("a/" * 63 + "b", b"1")))
    with pytest.raises(Invalid, match="unsafe file name"):
        read_tar(tar(entry("a/" * 64 + "b", b"1")))


def test_too_many_files_are_refused() -> None:
    many = tar(*(entry(f"f{n}") for n in range(11)))
    assert len(read_tar(many, Limits(files=11))) == 11
    with pytest.raises(Invalid, match="more than 10 files"):
        read_tar(many, Limits(files=10))


def test_bytes_are_counted_as_they_are_read_over_all_files_together() -> None:
    two = {"a": bytes(60_000), "b": bytes(60_000)}
    tarred = tar(*(entry(name, content) for name, content in two.items()), mode="w:gz")
    for data, reader in ((tarred, read_tar), (zipped(two), read_zip)):
        assert reader(data, Limits(total_bytes=120_000)) == two
        with pytest.raises(Invalid, match="more than 100000 bytes"):
            reader(data, Limits(total_bytes=100_000))


def test_ten_gigabytes_in_a_small_file_are_refused_while_they_stream() -> None:
    bomb = io.BytesIO()
    info = tarfile.TarInfo("bomb")
    info.size = 10 << 30
    with gzip.GzipFile(fileobj=bomb, mode="wb", compresslevel=1) as packed:
        packed.write(info.tobuf())
        for _ in range(3):
            packed.write(bytes(1 << 20))
    with pytest.raises(Invalid, match="more than"):
        read_tar(bomb.getvalue(), Limits(total_bytes=1 << 20))


def test_a_header_as_large_as_the_memory_is_refused() -> None:
    for kind in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME):
        info = tarfile.TarInfo("header")
        info.type, info.size = kind, 10 << 20
        data = gzip.compress(info.tobuf() + bytes(10 << 20) + entry("a")[0].tobuf())
        with pytest.raises(Invalid, match="broken"):
            read_tar(data)


def test_folders_without_end_are_refused() -> None:
    folder = entry("d", type=tarfile.DIRTYPE)[0].tobuf()
    with pytest.raises(Invalid, match="more than 100 files"):
        read_tar(gzip.compress(folder * 100_000), Limits(files=100))


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_an_archive_that_was_cut_off_is_refused(kept: float, mode: str) -> None:
    whole = tar(entry("a", NOISE), entry("b", NOISE), mode=mode)
    with pytest.raises(Invalid, match="cut off"):
        read_tar(whole[: int(600_000 * kept)])


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_is_packed_as_zips_are_or_refused(method: int) -> None:
    """Python unpacks these other kinds in one go, gigabytes or not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        made.writestr("a", b"x")
    with pytest.raises(Invalid):
        read_zip(out.getvalue())


def test_a_zip_that_was_cut_off_or_damaged_is_refused() -> None:
    whole = zipped({"a": NOISE})
    with pytest.raises(Invalid, match="cut off"):
        read_zip(whole[:150_000])
    hurt = bytearray(whole)
    hurt[100_000:100_010] = bytes(10)
    with pytest.raises(Invalid, match="cut off"):
        read_zip(bytes(hurt))


@pytest.mark.parametrize("data", [b"x", b"\x1f\x8b\x08", NOISE, b"{}" * 600])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="cut off"):
        read_tar(data)


@given(st.binary(max_size=2000))
def test_no_bytes_at_all_are_anything_but_read_or_refused(noise: bytes) -> None:
    whole = tar(entry("a", b"x" * 700), mode="w:gz")
    for data in (noise, whole[:40] + noise, tar(entry("a", b"x"))[:600] + noise):
        for reader in (read_tar, read_zip):
            try:
                reader(data)
            except Invalid:
                continue


@given(st.text(max_size=300))
def test_a_name_is_refused_or_stays_inside(name: str) -> None:
    try:
        archive.check_name(name)
    except Invalid:
        return
    assert not Path(name).is_absolute() and ".." not in Path(name).parts
