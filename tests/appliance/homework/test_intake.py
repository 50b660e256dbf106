"""Work that comes in: looked at, mended beside itself, and never turned away for our own faults."""

import io
import os
import threading
from collections.abc import Mapping

import pytest

from appliance.archive import Limits, Member
from appliance.homework import intake, notebooks
from appliance.homework.check import Checked
from appliance.homework.intake import Looked
from appliance.homework.store import Store, Tree
from tests.appliance.homework.books import Cell, book, cells_of, squares
from tests.conftest import eventually


def keep(store: Store, files: Mapping[str, bytes]) -> Tree:
    return store.keep((Member(n, io.BytesIO(each)) for n, each in files.items()), Limits())


def contents(store: Store, digest: str | None) -> dict[str, bytes]:
    assert digest is not None
    return {name: path.read_bytes() for name, path in store.files(digest)}


@pytest.fixture
def released(store: Store) -> str:
    return keep(store, {"squares.ipynb": book(squares()), "table.csv": b"a,b"}).digest


def broken() -> list[Cell]:
    cells = squares()
    cells[3]["source"] = "pass"
    return cells


def test_work_without_damage_has_no_second_form(store: Store, released: str) -> None:
    looked = intake.look(store, released, store.tree(released))
    assert [one.name for one in looked.findings] == ["check-answers-untouched"]
    assert looked.repaired_tree is None


def test_the_mended_form_stands_beside_the_work_as_it_came(store: Store, released: str) -> None:
    files = {"squares.ipynb": book(broken()), "table.csv": b"mine", "more/x.ipynb": b"{}"}
    came = keep(store, files)
    looked = intake.look(store, released, came)
    mended = contents(store, looked.repaired_tree)
    assert cells_of(mended.pop("squares.ipynb"))[3]["source"] == squares()[3]["source"]
    assert mended == {name: files[name] for name in ("table.csv", "more/x.ipynb")}
    assert contents(store, came.digest) == files


def test_a_renamed_notebook_is_added_and_the_original_stays(store: Store, released: str) -> None:
    work = book(squares())
    looked = intake.look(store, released, keep(store, {"squares (1).ipynb": work}))
    assert contents(store, looked.repaired_tree) == {
        "squares (1).ipynb": work,
        "squares.ipynb": work,
    }


def test_a_name_that_differs_only_in_case_takes_the_right_one(store: Store, released: str) -> None:
    came = keep(store, {"Squares.ipynb": book(squares())})
    looked = intake.look(store, released, came)
    assert list(contents(store, looked.repaired_tree)) == ["squares.ipynb"]


def test_a_folder_that_has_the_notebooks_name_is_left_alone(store: Store, released: str) -> None:
    came = keep(store, {"squares.ipynb/a": b"x", "squares (1).ipynb": book(squares())})
    looked = intake.look(store, released, came)
    assert [one.name for one in looked.findings] == ["check-notebook-missing"]
    assert looked.repaired_tree is None


def test_no_more_of_a_file_is_read_than_a_notebook_may_have(
    store: Store, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebooks, "LARGEST", 10)
    looked = intake.look(store, released, keep(store, {"squares.ipynb": b"[" * 1000}))
    assert [one.name for one in looked.findings] == ["check-notebook-large"]


def test_a_fault_of_ours_is_logged_and_turns_nothing_away(
    store: Store,
    released: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_: object) -> Tree:
        raise OSError(28, "No space left on device")

    came = keep(store, {"squares.ipynb": book(broken())})
    monkeypatch.setattr(Store, "amend", full)
    assert intake.look(store, released, came) == Looked()
    assert "could not be checked" in caplog.text
    assert intake.look(store, "0" * 64, came) == Looked()


def test_a_whole_class_at_once_is_looked_at_a_few_at_a_time(
    store: Store, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, go_on = [], threading.Event()

    def slow(*_: object) -> Checked:
        at_once.append(1)
        assert go_on.wait(10)
        return Checked((), {})

    monkeypatch.setattr(intake, "check", slow)
    tree = store.tree(released)
    crowd = [threading.Thread(target=intake.look, args=(store, released, tree)) for _ in range(20)]
    for one in crowd:
        one.start()
    room = os.cpu_count() or 1
    eventually(lambda: len(at_once) >= room)
    assert len(at_once) == room
    go_on.set()
    for one in crowd:
        one.join(10)
    assert len(at_once) == 20
