"""Listing and fetching, and what every exchange class does when it fails."""

import tarfile
from typing import Any

import pytest
from homeroom_exchange.archive import Refused
from homeroom_exchange.names import checked
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.exchange.abc import Exchange

from tests.images.exchange_hub import ClassHub, tar_gz
from tests.images.homework import Enter, source_notebook, write


def test_a_released_assignment_is_listed_with_its_due_date(released: ClassHub, seat: Enter) -> None:
    released.due["ps1"] = "2026-11-27T12:00:00Z"
    (entry,) = seat("ana").run("List")
    assert (entry["assignment_id"], entry["status"]) == ("ps1", "released")
    assert entry["duedate"] == "2026-11-27T12:00:00Z"


def test_the_list_says_when_it_is_due_and_what_lateness_costs(
    released: ClassHub, seat: Enter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    released.due["ps1"] = "2026-11-27T12:00:00Z"
    released.about["ps1"] = {
        "late_policy": "2 marks off for each day late",
        "grace_minutes": 5,
        "extended": True,
    }
    seat("ana").run("List")
    assert (
        "bio1 ps1, due 2026-11-27 12:00 UTC (extended for you), 5 minutes of grace, "
        "2 marks off for each day late" in caplog.text
    )


def test_a_hub_that_says_less_is_understood(released: ClassHub, seat: Enter) -> None:
    released.about["ps1"] = {"version": None, "late_policy": "none"}
    (entry,) = seat("ana").run("List")
    assert (entry["late_policy"], entry["closed"], entry["renewed"]) == ("", False, False)


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

    lister = ExchangeFactory(config=config).List(config=config)
    assert isinstance(lister, Exchange)
    with pytest.raises(ExchangeError, match="No course directory"):
        lister.start()


@pytest.mark.parametrize("name", ["../up", "/etc", "a+b", "", ".hidden", "x" * 65])
def test_names_that_could_lead_elsewhere_are_refused(seat: Enter, name: str) -> None:

    with pytest.raises(Refused):
        checked(name)


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


def test_every_list_is_one_request(released: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    released.requests.clear()
    ana.run("List")
    assert released.requests == ["GET /hub/api/exchange/bio1"]
