"""nbgrader's own exchange factory with our classes, against a hub."""

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exchange_hub import ClassHub, contents, names, tar_gz
from homework import Seat, answer, source_notebook, write
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.abc import Exchange

Enter = Callable[[str], Seat]


@pytest.fixture
def released(hub: ClassHub, seat: Enter) -> ClassHub:
    """A hub where ps1 with p1.ipynb and data/table.csv is released."""
    teacher = seat("rivera")
    folder = teacher.home / "course" / "release" / "ps1"
    write(folder / "p1.ipynb", source_notebook())
    (folder / "data").mkdir()
    (folder / "data" / "table.csv").write_text("a,b\n")
    teacher.run("ReleaseAssignment", "ps1")
    return hub


def test_a_released_assignment_is_listed_with_its_due_date(released: ClassHub, seat: Enter) -> None:
    released.due["ps1"] = "2026-11-27T12:00:00Z"
    (entry,) = seat("ana").run("List")
    assert (entry["assignment_id"], entry["status"]) == ("ps1", "released")
    assert entry["duedate"] == "2026-11-27T12:00:00Z"


def test_releasing_twice_needs_force(released: ClassHub, seat: Enter) -> None:
    teacher = seat("rivera")
    with pytest.raises(ExchangeError, match="released already"):
        teacher.run("ReleaseAssignment", "ps1")
    teacher.run("ReleaseAssignment", "ps1", force=True)


def test_an_assignment_that_was_never_generated_says_so(hub: ClassHub, seat: Enter) -> None:
    teacher = seat("rivera")
    write(teacher.home / "course" / "source" / "ps9" / "p1.ipynb", source_notebook())
    with pytest.raises(ExchangeError, match="Generate it first"):
        teacher.run("ReleaseAssignment", "ps9")


def test_a_student_cannot_release(hub: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    write(ana.home / "release" / "ps1" / "p1.ipynb", source_notebook())
    with pytest.raises(ExchangeError, match="Only a teacher"):
        ana.run("ReleaseAssignment", "ps1")


def test_fetch_brings_every_file_and_shows_as_fetched(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    assert (ana.home / "ps1" / "data" / "table.csv").read_text() == "a,b\n"
    (entry,) = ana.run("List")
    assert entry["status"] == "fetched"
    assert entry["notebooks"] == [{"notebook_id": "p1", "path": str(ana.home / "ps1" / "p1.ipynb")}]


def test_fetch_never_overwrites(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    (ana.home / "ps1" / "p1.ipynb").write_text("mine")
    (ana.home / "ps1" / "data" / "table.csv").unlink()
    with pytest.raises(ExchangeError, match="You have ps1 already"):
        ana.run("FetchAssignment", "ps1")
    ana.run("FetchAssignment", "ps1", replace_missing_files=True)
    assert (ana.home / "ps1" / "p1.ipynb").read_text() == "mine"
    assert (ana.home / "ps1" / "data" / "table.csv").exists()


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
    _lose_the_answer_to_the_next_post(released)
    with pytest.raises(ExchangeError, match="NOT confirmed as handed in"):
        ana.run("Submit", "ps1")
    assert not (ana.home / "ps1" / "receipts.txt").exists()
    ana.run("Submit", "ps1")
    assert [each.number for each in released.handins] == [1]
    assert "ABCD-0001" in (ana.home / "ps1" / "receipts.txt").read_text()


def test_changed_work_gets_a_key_of_its_own(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    _lose_the_answer_to_the_next_post(released)
    with pytest.raises(ExchangeError):
        ana.run("Submit", "ps1")
    answer(ana.home / "ps1" / "p1.ipynb", "something else")
    ana.run("Submit", "ps1")
    assert [each.number for each in released.handins] == [1, 2]


@pytest.mark.parametrize("reply", [b"", b"[]", b"{}", b'{"receipt": ""}', b"<html>"])
def test_a_strange_answer_is_not_a_receipt(released: ClassHub, seat: Enter, reply: bytes) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    _lose_the_answer_to_the_next_post(released, 201, reply)
    with pytest.raises(ExchangeError, match="NOT confirmed as handed in"):
        ana.run("Submit", "ps1")
    assert not (ana.home / "ps1" / "receipts.txt").exists()


@pytest.mark.parametrize(
    ("action", "options"),
    [
        ("List", {}),
        ("List", {"cached": True}),
        ("FetchAssignment", {}),
        ("Submit", {}),
        ("FetchFeedback", {}),
        ("ReleaseAssignment", {}),
        ("Collect", {}),
    ],
)
def test_without_a_hub_every_action_fails_with_a_sentence(
    seat: Enter, monkeypatch: pytest.MonkeyPatch, action: str, options: Any
) -> None:
    teacher = seat("rivera")
    write(teacher.home / "course" / "release" / "ps1" / "p1.ipynb", source_notebook())
    if action == "Submit":
        write(teacher.home / "ps1" / "p1.ipynb", source_notebook())
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:9/hub/api")
    with pytest.raises(ExchangeError, match=r"^The hub cannot be reached\. .*\.$") as caught:
        teacher.run(action, "ps1", **options)
    # nbgrader shows the whole traceback: ours ends with the sentence and has no inner part.
    assert caught.value.__context__ is None


def test_outside_a_seat_the_missing_setting_is_named(
    seat: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = seat("ana")
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN")
    with pytest.raises(ExchangeError, match="JUPYTERHUB_API_TOKEN is not set"):
        ana.run("List")


def test_classes_can_be_made_without_a_course_directory(seat: Enter) -> None:
    config = seat("ana").config()
    from nbgrader.exchange import ExchangeFactory

    lister = ExchangeFactory(config=config).List(config=config)
    assert isinstance(lister, Exchange)
    with pytest.raises(ExchangeError, match="No course directory"):
        lister.start()


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


@pytest.mark.parametrize("name", ["../up", "/etc", "a+b", "", ".hidden", "x" * 65])
def test_names_that_could_lead_elsewhere_are_refused(seat: Enter, name: str) -> None:
    from homeroom_exchange.archive import Refused
    from homeroom_exchange.exchange import checked

    with pytest.raises(Refused):
        checked(name)


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


def _special(kind: bytes, name: str = "x") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "p1.ipynb"
    return info


@pytest.mark.parametrize(
    "body",
    [
        tar_gz({"../x": b""}),
        tar_gz({"/etc/x": b""}),
        tar_gz({"a/../../x": b""}),
        tar_gz({"a\nb": b""}),
        tar_gz({"x" * 256: b""}),
        tar_gz({"p1.ipynb": b"", "x": _special(tarfile.SYMTYPE)}),
        tar_gz({"p1.ipynb": b"", "x": _special(tarfile.LNKTYPE)}),
        tar_gz({"x": _special(tarfile.FIFOTYPE)}),
        tar_gz({"x": _special(tarfile.CHRTYPE)}),
        tar_gz({f"f{n}": b"" for n in range(2001)}),
        tar_gz({"p1.ipynb": b"0" * 5_000})[:60],
        b"not a tar",
    ],
)
def test_a_bad_archive_leaves_nothing_behind(released: ClassHub, seat: Enter, body: bytes) -> None:
    ana = seat("ana")
    released.released["ps1"] = tar_gz({"p1.ipynb": b"{}"})
    released.instead = (200, body)
    with pytest.raises(ExchangeError):
        ana.run("FetchAssignment", "ps1")
    assert list(ana.home.iterdir()) == []


def test_collect_takes_the_newest_and_names_it(released: ClassHub, seat: Enter) -> None:
    for name in ("ana", "ben"):
        _hand_in(seat(name), "first")
    _hand_in(seat("ana"), "second")
    teacher = seat("rivera")
    teacher.run("Collect", "ps1")
    folder = teacher.home / "course" / "submitted" / "ana" / "ps1"
    assert "second" in (folder / "p1.ipynb").read_text()
    assert (folder / "timestamp.txt").read_text() == "2026-11-23 10:15:03.123456 UTC"
    assert (folder / "submission_id.txt").read_text() == "103"
    assert (teacher.home / "course" / "submitted" / "ben" / "ps1").is_dir()


def test_collect_replaces_work_only_when_asked(released: ClassHub, seat: Enter) -> None:
    _hand_in(seat("ana"), "first")
    seat("rivera").run("Collect", "ps1")
    _hand_in(seat("ana"), "second")
    teacher = seat("rivera")
    file = teacher.home / "course" / "submitted" / "ana" / "ps1" / "p1.ipynb"
    teacher.run("Collect", "ps1")
    assert "first" in file.read_text()
    teacher.run("Collect", "ps1", update=True)
    assert "second" in file.read_text()


def test_collect_before_the_due_date_believes_the_hub(released: ClassHub, seat: Enter) -> None:
    _hand_in(seat("ana"), "on time")
    _hand_in(seat("ana"), "too late")
    released.handins[1].late = True
    teacher = seat("rivera")
    teacher.run("Collect", "ps1", before_duedate=True)
    file = teacher.home / "course" / "submitted" / "ana" / "ps1" / "p1.ipynb"
    assert "on time" in file.read_text()


def test_a_teacher_sees_all_submissions_and_a_student_only_their_own(
    released: ClassHub, seat: Enter
) -> None:
    for name in ("ana", "ben"):
        _hand_in(seat(name), "x")
    mine = seat("ana").run("List", inbound=True)
    all_of_them = seat("rivera").run("List", inbound=True)
    assert [each["student_id"] for each in mine] == ["ana"]
    assert [each["student_id"] for each in all_of_them] == ["ana", "ben"]
    # Scripts parse this one; only the panel's list has the receipt in it.
    assert all_of_them[0]["submissions"][0]["timestamp"] == "2026-11-23 10:15:01.123456 UTC"


def test_taking_an_assignment_back_keeps_the_submissions(released: ClassHub, seat: Enter) -> None:
    _hand_in(seat("ana"), "x")
    (entry,) = seat("rivera").run("List", "ps1", remove=True)
    assert entry["status"] == "removed"
    assert not released.released
    assert released.handins


@pytest.mark.parametrize("known_by", ["submission_id.txt", "timestamp.txt"])
def test_feedback_goes_to_the_graded_version(
    released: ClassHub, seat: Enter, known_by: str
) -> None:
    _hand_in(seat("ana"), "graded")
    _hand_in(seat("ana"), "newer")
    graded = released.handins[0]
    teacher = seat("rivera")
    folder = teacher.home / "course" / "feedback" / "ana" / "ps1"
    folder.mkdir(parents=True)
    (folder / "p1.html").write_text("well done")
    known = {"submission_id.txt": str(graded.id), "timestamp.txt": graded.timestamp}
    (folder / known_by).write_text(known[known_by])
    teacher.run("ReleaseFeedback", "ps1")
    assert contents(graded.feedback) == {"p1.html": b"well done"}

    ana = seat("ana")
    first = ana.run("List", cached=True)[0]["submissions"][0]
    assert (first["has_exchange_feedback"], first["has_local_feedback"]) == (True, False)
    ana.run("FetchFeedback", "ps1")
    page = ana.home / "ps1" / "feedback" / graded.timestamp / "p1.html"
    assert page.read_text() == "well done"
    first = ana.run("List", cached=True)[0]["submissions"][0]
    assert (first["has_local_feedback"], first["feedback_updated"]) == (True, False)
    assert first["local_feedback_path"] == str(page.parent)


def test_feedback_that_was_not_generated_is_said(released: ClassHub, seat: Enter) -> None:
    with pytest.raises(ExchangeError, match="Generate it first"):
        seat("rivera").run("ReleaseFeedback", "ps1")


def test_every_list_is_one_request(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    released.requests.clear()
    ana.run("List")
    assert released.requests == ["GET /hub/api/exchange/bio1"]


def test_the_same_folder_always_packs_to_the_same_bytes(tmp_path: Path) -> None:
    import io

    from homeroom_exchange import archive

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


def _hand_in(student: Seat, text: str) -> None:
    if not (student.home / "ps1").exists():
        student.run("FetchAssignment", "ps1")
    answer(student.home / "ps1" / "p1.ipynb", text)
    student.run("Submit", "ps1")


def _lose_the_answer_to_the_next_post(hub: ClassHub, status: int = 502, reply: bytes = b"") -> None:
    carry_out = hub._post_submissions

    def and_lose(*arguments: Any) -> Any:
        answered = carry_out(*arguments)
        hub.instead = (status, reply)
        del hub._post_submissions  # type: ignore[attr-defined]
        return answered

    hub._post_submissions = and_lose  # type: ignore[method-assign]


def test_the_pending_key_is_kept_in_the_home(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    ana.run("FetchAssignment", "ps1")
    _lose_the_answer_to_the_next_post(released)
    with pytest.raises(ExchangeError):
        ana.run("Submit", "ps1")
    kept = ana.home / ".homeroom" / "submit" / "bio1" / "ps1.json"
    assert json.loads(kept.read_text())["key"] == released.handins[0].key
    ana.run("Submit", "ps1")
    assert not kept.exists()
