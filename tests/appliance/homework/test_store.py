"""The store: whole or not at all, on disk before anyone is told, the same for the same content."""

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.archive import Limits, Member
from appliance.errors import Invalid
from appliance.homework.store import Store, Tree


def members(**files: bytes) -> Iterator[Member]:
    return (Member(name, io.BytesIO(content)) for name, content in files.items())


def kept(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def contents(store: Store, tree: Tree) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in store.files(tree.digest)}


def test_what_was_kept_comes_back(store: Store) -> None:
    files = {"p1.ipynb": b"{}", "data/x": b"1", "empty": b""}
    tree = store.keep(members(**files), Limits())
    assert contents(store, tree) == files
    assert store.tree(tree.digest) == tree


def test_the_digest_depends_on_names_and_content_and_not_on_the_order(store: Store) -> None:
    tree = store.keep(members(a=b"1", b=b"2"), Limits())
    assert store.keep(members(b=b"2", a=b"1"), Limits()) == tree
    assert store.keep(members(a=b"1", c=b"2"), Limits()).digest != tree.digest
    assert store.keep(members(a=b"1", b=b"3"), Limits()).digest != tree.digest


def test_the_same_content_lies_on_the_disk_once(store: Store, tmp_path: Path) -> None:
    store.keep(members(a=b"same"), Limits())
    before = kept(tmp_path)
    store.keep(members(a=b"same"), Limits())
    assert kept(tmp_path) == before


def test_every_blob_is_named_by_its_content(store: Store, tmp_path: Path) -> None:
    store.keep(members(a=b"1", b=b"2"), Limits())
    for path in kept(tmp_path / "data" / "store" / "blobs"):
        assert path.parent.name + path.name == hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_amended_tree_shares_the_rest_and_leaves_the_first_as_it_was(store: Store) -> None:
    first = store.keep(members(a=b"1", B=b"2", c=b"3"), Limits())
    amended = store.amend(first, {"b": b"new", "d": b"4"})
    assert contents(store, amended) == {"a": b"1", "b": b"new", "c": b"3", "d": b"4"}
    assert store.keep(members(a=b"1", b=b"new", c=b"3", d=b"4"), Limits()) == amended
    assert contents(store, first) == {"a": b"1", "B": b"2", "c": b"3"}


def test_a_refused_upload_leaves_nothing_at_all(store: Store, tmp_path: Path) -> None:
    before = kept(tmp_path)
    for bad in (
        members(**{"good": b"1", "../bad": b"2"}),
        members(a=b"1", A=b"2"),
        members(a=bytes(100), b=bytes(100)),
    ):
        with pytest.raises(Invalid):
            store.keep(bad, Limits(total_bytes=150))
    assert kept(tmp_path) == before
    assert list((tmp_path / "data" / "store" / "fresh").iterdir()) == []


def test_what_broke_off_leaves_nothing_at_all(store: Store, tmp_path: Path) -> None:
    def breaking() -> Iterator[Member]:
        yield from members(a=b"1")
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.keep(breaking(), Limits())
    assert kept(tmp_path) == set()


def test_files_and_their_names_are_on_disk_before_anyone_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    really = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        really(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    tree = store.keep(members(a=b"1"), Limits())
    places = [path for _, path in store.files(tree.digest)]
    assert [name for name in synced if name.endswith(("/0", "/tree"))]
    assert {str(path.parent) for path in places} | {str(places[0].parents[1])} <= set(synced)


def test_wherever_the_power_fails_a_tree_that_is_there_is_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    really_sync, really_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        really_sync(descriptor)
        steps.append(f"sync {os.readlink(f'/proc/self/fd/{descriptor}')}")

    def replace(source: Path, target: Path) -> Path:
        steps.extend([f"move {source}", f"to {target}"])
        return really_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    tree = store.keep(members(a=b"1", b=b"2"), Limits())
    listed = next(iter(store.files(tree.digest)))[1].parents[1] / tree.digest[:2] / tree.digest[2:]
    for place in [*(path for _, path in store.files(tree.digest)), listed]:
        moved = steps.index(f"to {place}")
        assert f"sync {steps[moved - 1].removeprefix('move ')}" in steps[:moved]
        assert f"sync {place.parent}" in steps[moved:]
        if place != listed:
            assert f"sync {place.parent}" in steps[moved : steps.index(f"to {listed}")]


def test_scratch_of_an_earlier_run_is_cleared(store: Store, tmp_path: Path) -> None:
    left = tmp_path / "data" / "store" / "fresh" / "left"
    left.mkdir()
    (left / "half").write_bytes(b"half")
    store.clear_scratch()
    assert not left.exists()


def test_notebooks_are_those_at_the_top() -> None:
    names = ("b.ipynb", "a.ipynb", "data/c.ipynb", "x.py")
    assert Tree("d", tuple((name, "sha", 0) for name in names)).notebooks == ["a", "b"]


def test_a_blob_that_lost_its_end_is_noticed_and_made_whole_by_the_next_of_its_kind(
    store: Store,
) -> None:
    tree = store.keep(members(a=b"12", b=b"3"), Limits())
    assert store.check(tree.digest) == []
    (place,) = (path for name, path in store.files(tree.digest) if name == "a")
    place.write_bytes(b"1")
    assert store.check(tree.digest) == ["a"]
    store.keep(members(other=b"12"), Limits())
    assert store.check(tree.digest) == [] and contents(store, tree) == {"a": b"12", "b": b"3"}


def test_what_is_damaged_or_gone_is_named(store: Store) -> None:
    tree = store.keep(members(a=b"12", b=b"3"), Limits())
    for name, path in store.files(tree.digest):
        if name == "a":
            path.write_bytes(b"21")
        else:
            path.unlink()
    assert store.check(tree.digest) == ["a", "b"]
    assert store.check("0" * 64) == ["0" * 64]


def test_a_scratch_file_that_could_not_be_made_whole_is_gone(store: Store, tmp_path: Path) -> None:
    def half_written() -> None:
        with store.scratch_file() as file:
            file.write(b"half")
            raise ConnectionError

    with pytest.raises(ConnectionError):
        half_written()
    assert kept(tmp_path) == set()
    with store.scratch_file() as file:
        file.write(b"whole")
    assert Path(file.name).read_bytes() == b"whole"
