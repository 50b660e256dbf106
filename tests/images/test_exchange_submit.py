"""Handing in: nothing counts before its receipt, and nothing counts twice."""

import io
import json
from pathlib import Path

import pytest
from homeroom_exchange import archive
from nbgrader.exchange import ExchangeError

from tests.images.exchange_hub import ClassHub, lose_the_next_receipt, names
from tests.images.homework import Enter, answer


def test_submit_ends_with_a_receipt_that_the_panel_shows(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    ana.run("Submit", "ps1")
    assert "Receipt ABCD-0001" in (ana.home / "ps1" / "receipts.txt").read_text()
    (entry,) = ana.run("List", cached=True)
    (submission,) = entry["submissions"]
    assert submission["timestamp"] == "2026-11-23 10:15:01 UTC · receipt ABCD-0001"
    assert submission["local_feedback_path"] is None


def test_submit_leaves_server_owned_files_at_home(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    work = ana.home / "ps1"
    for name in ("timestamp.txt", "feedback/x/p1.html", ".ipynb_checkpoints/p1.ipynb"):
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text("1999-01-01 00:00:00 UTC")
    ana.run("Submit", "ps1")
    ana.run("Submit", "ps1")
    assert names(released.handins[1].body) == ["data/table.csv", "p1.ipynb"]


def test_a_retry_after_a_lost_answer_is_counted_once(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    released.instead = (502, b"")
    # The first request of a submit is the list, which may fail without harm.
    with pytest.raises(ExchangeError, match="NOT confirmed as handed in"):
        ana.run("Submit", "ps1")
    assert not released.handins
    lose_the_next_receipt(released)
    with pytest.raises(ExchangeError, match="NOT confirmed as handed in"):
        ana.run("Submit", "ps1")
    assert not (ana.home / "ps1" / "receipts.txt").exists()
    ana.run("Submit", "ps1")
    assert [each.number for each in released.handins] == [1]
    assert "ABCD-0001" in (ana.home / "ps1" / "receipts.txt").read_text()


def test_changed_work_gets_a_key_of_its_own(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    lose_the_next_receipt(released)
    with pytest.raises(ExchangeError):
        ana.run("Submit", "ps1")
    answer(ana.home / "ps1" / "p1.ipynb", "something else")
    ana.run("Submit", "ps1")
    assert [each.number for each in released.handins] == [1, 2]


@pytest.mark.parametrize("reply", [b"", b"[]", b"{}", b'{"receipt": ""}', b"<html>"])
def test_a_strange_answer_is_not_a_receipt(released: ClassHub, seat: Enter, reply: bytes) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    lose_the_next_receipt(released, 201, reply)
    with pytest.raises(ExchangeError, match="NOT confirmed as handed in"):
        ana.run("Submit", "ps1")
    assert not (ana.home / "ps1" / "receipts.txt").exists()


def test_submit_in_somebody_elses_name_is_refused(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    with pytest.raises(ExchangeError, match="Leave out --student"):
        ana.run("Submit", "ps1", student="ben")


def test_a_missing_notebook_stops_a_strict_submit(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    (ana.home / "ps1" / "p1.ipynb").rename(ana.home / "ps1" / "mine.ipynb")
    with pytest.raises(ExchangeError, match=r"p1\.ipynb is missing"):
        ana.run("Submit", "ps1", strict=True)
    ana.run("Submit", "ps1")
    assert "mine.ipynb" in names(released.handins[0].body)


def test_a_link_in_the_work_is_refused_by_name(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    (ana.home / "ps1" / "notes").symlink_to("/etc/passwd")
    with pytest.raises(ExchangeError, match="notes is a link"):
        ana.run("Submit", "ps1")
    assert not released.handins


def test_too_big_a_file_is_refused_and_never_left_out_silently(
    released: ClassHub, seat: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    with (ana.home / "ps1" / "big.bin").open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(ExchangeError, match=r"big\.bin has 100\.0 MB"):
        ana.run("Submit", "ps1")


def test_the_same_folder_always_packs_to_the_same_bytes(tmp_path: Path) -> None:

    def packed() -> bytes:
        file = io.BytesIO()
        archive.pack(tmp_path / "ps1", file, lambda path: False, archive.Limits())
        return file.getvalue()

    (tmp_path / "ps1").mkdir()
    for name in ("b", "a"):
        (tmp_path / "ps1" / name).write_text(name)
    first = packed()
    (tmp_path / "ps1" / "a").touch()
    assert packed() == first


def test_the_pending_key_is_kept_in_the_home(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    lose_the_next_receipt(released)
    with pytest.raises(ExchangeError):
        ana.run("Submit", "ps1")
    kept = ana.home / ".homeroom" / "submit" / "bio1" / "ps1.json"
    assert json.loads(kept.read_text())["key"] == released.handins[0].key
    ana.run("Submit", "ps1")
    assert not kept.exists()


def test_the_command_line_sends_what_the_server_keeps_under_the_same_key(
    released: ClassHub, seat: Enter
) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    ana.run("Submit", "ps1", keeps=True)
    (kept,) = (ana.home / ".homeroom" / "submit" / "bio1").glob("*.work")
    assert not released.handins
    ana.run("Submit", "ps1")
    assert kept.name == f"ps1.{released.handins[0].key}.work"
    assert not kept.exists()


def test_what_the_check_found_is_told_at_once(
    released: ClassHub, seat: Enter, caplog: pytest.LogCaptureFixture
) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    released.findings = ("The cell visible is missing.",)
    ana.run("Submit", "ps1")
    assert "The cell visible is missing." in caplog.text


def test_without_room_for_notes_work_is_handed_in_all_the_same(
    released: ClassHub, seat: Enter
) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    (ana.home / ".homeroom").write_text("no folder can be made here")
    ana.run("Submit", "ps1", keeps=True)
    assert [each.number for each in released.handins] == [1]
