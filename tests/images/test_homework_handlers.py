"""Homework through the notebook server's REST: what nbgrader's panel and ours ask for."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.conftest import eventually
from tests.images.exchange_hub import (
    COURSE,
    ClassHub,
    contents,
    lose_the_next_receipt,
    serving,
    tar_gz,
)
from tests.images.homework import source_notebook
from tests.images.notebook import Server, opened

PS1 = {"course_id": COURSE, "assignment_id": "ps1"}
UNREACHABLE = "The hub cannot be reached."


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Ana's running server."""
    home = tmp_path_factory.mktemp("ana") / "home"
    with serving(ClassHub()) as hub, opened("student", "ana", home, hub) as server:
        yield server


@pytest.fixture
def seat(ana: Server) -> Iterator[Server]:
    """Her server, and a hub where ps1 is released and nothing else happened yet."""
    fresh = ClassHub()
    for name, value in vars(fresh).items():
        if name != "url":
            setattr(ana.hub, name, value)
    release(ana.hub)
    ana.run("rm", "-rf", "ps1", ".homeroom")
    yield ana
    ana.hub.away, ana.hub.slow_s = False, 0


def release(hub: ClassHub) -> None:
    hub.released["ps1"] = tar_gz({"p1.ipynb": nbformat.writes(source_notebook()).encode()})


def panel(server: Server) -> Any:
    """What the Homework panel is told of ps1."""
    answer = server.ask("GET", "homeroom/homework").json()
    assert answer["success"], answer
    (piece,) = answer["value"]
    return piece


def test_a_list_that_fails_says_why(seat: Server) -> None:
    seat.hub.away = True
    assert seat.list() == {"success": False, "value": f"{UNREACHABLE} Try again in a moment."}


def test_a_fetch_that_fails_says_why(seat: Server) -> None:
    assert seat.ask("POST", "assignments/fetch", **PS1).json()["success"]
    reply = seat.ask("POST", "assignments/fetch", **PS1).json()
    assert reply["success"] is False
    assert reply["value"].startswith("You have ps1 already.")
    assert "newer version" not in reply["value"]


def test_a_newer_version_is_named_and_comes_by_itself(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.released["ps1"] = tar_gz({"p1.ipynb": b"{}"})
    reply = seat.ask("POST", "assignments/fetch", **PS1).json()
    assert (
        "There is a newer version, which the hub puts into your folder by itself"
        in (reply["value"])
    )
    assert panel(seat)["renewed"] is True


def test_feedback_that_cannot_be_fetched_says_why(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.away = True
    reply = seat.ask("POST", "assignments/fetch_feedback", **PS1).json()
    assert reply == {"success": False, "value": f"{UNREACHABLE} Try again in a moment."}


def test_a_hand_in_that_fails_is_one_sentence(seat: Server) -> None:
    reply = seat.ask("POST", "assignments/submit", **PS1).json()
    assert reply["success"] is False
    assert reply["value"].endswith("ps1. Fetch the assignment first.")
    assert "\n" not in reply["value"]


def test_what_is_no_name_is_refused(seat: Server) -> None:
    reply = seat.ask("POST", "assignments/submit", course_id=COURSE, assignment_id="../ps1").json()
    assert "is not a name we can use" in reply["value"]


def test_the_receipt_and_the_findings_come_with_the_answer(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.findings = ("The cell test-square is missing.",)
    reply = seat.ask("POST", "assignments/submit", **PS1).json()
    assert reply["success"] is True
    assert reply["receipt"].startswith("Receipt ABCD-0001: submission 1 arrived at")
    assert reply["findings"] == ["The cell test-square is missing."]
    (shown,) = reply["value"][1]["submissions"]
    assert shown["timestamp"].endswith("receipt ABCD-0001 · to look at: 1")
    assert reply["receipt"] in (seat.home / "ps1" / "receipts.txt").read_text()
    assert seat.kept() == []


def test_a_list_lost_after_a_hand_in_does_not_look_like_a_lost_hand_in(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.instead, seat.hub.instead_of = (502, b""), "GET"
    reply = seat.ask("POST", "assignments/submit", **PS1).json()
    assert reply["value"].startswith("It IS handed in. Receipt ABCD-0001")


@pytest.mark.parametrize("lost", ["before", "after"])
def test_a_hand_in_without_answer_is_loud_and_goes_on_by_itself(seat: Server, lost: str) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    if lost == "before":
        seat.hub.away = True
    else:
        lose_the_next_receipt(seat.hub)
    reply = seat.ask("POST", "assignments/submit", **PS1).json()
    assert reply["success"] is False and reply["pending"] is True
    assert reply["value"].startswith("ps1 is NOT handed in yet.")
    assert not (seat.home / "ps1" / "receipts.txt").exists()
    waiting = seat.ask("GET", "homeroom/homework").json()
    assert waiting["here"]["ps1"]["pending"]["trouble"] == UNREACHABLE

    seat.hub.away = False
    eventually(lambda: panel(seat)["pending"] is None)
    (submission,) = panel(seat)["submissions"]
    assert submission["receipt"] == "ABCD-0001"
    assert [each.number for each in seat.hub.handins] == [1]
    assert "ABCD-0001" in (seat.home / "ps1" / "receipts.txt").read_text()
    assert seat.kept() == []


def test_pressing_submit_again_counts_the_same_work_once(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.away = True
    for _ in range(2):
        assert seat.ask("POST", "assignments/submit", **PS1).json()["pending"]
    assert len(seat.kept()) == 1
    seat.hub.away = False
    reply = seat.ask("POST", "assignments/submit", **PS1).json()
    assert reply["receipt"].startswith("Receipt ABCD-0001: submission 1")
    eventually(lambda: panel(seat)["pending"] is None)
    assert len(seat.hub.handins) == 1


def test_newer_work_takes_the_place_of_what_was_not_sent_yet(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.away = True
    seat.ask("POST", "assignments/submit", **PS1)
    (seat.home / "ps1" / "more.txt").write_text("more")
    seat.ask("POST", "assignments/submit", **PS1)
    assert len(seat.kept()) == 1
    seat.hub.away = False
    eventually(lambda: panel(seat)["pending"] is None)
    (only,) = seat.hub.handins
    assert b"more" in contents(only.body)["more.txt"]


def test_a_refusal_ends_the_tries_and_is_shown_until_the_next(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.away = True
    seat.ask("POST", "assignments/submit", **PS1)
    seat.hub.instead, seat.hub.instead_of = (409, b'{"message": "It is closed."}'), "POST"
    seat.hub.away = False
    eventually(lambda: panel(seat)["refused"] == "It is closed.")
    assert panel(seat)["pending"] is None and seat.kept() == []
    seat.hub.handins.clear()
    assert seat.ask("POST", "assignments/submit", **PS1).json()["success"]
    assert panel(seat)["refused"] == ""


def test_a_slow_hub_holds_nothing_else_up(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.slow_s = 3
    with ThreadPoolExecutor(3) as people:
        slow = [
            people.submit(seat.list),
            people.submit(seat.ask, "GET", "homeroom/homework"),
            people.submit(seat.ask, "POST", "assignments/submit", **PS1),
        ]
        longest = 0.0
        while not all(each.done() for each in slow):
            began = time.monotonic()
            assert seat.ask("GET", "api/status").ok
            longest = max(longest, time.monotonic() - began)
    assert longest < 1
    assert len(seat.hub.handins) == 1


def test_a_hand_in_is_answered_in_time_though_the_hub_says_nothing(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    seat.hub.slow_s = 12
    began = time.monotonic()
    reply = seat.ask("POST", "assignments/submit", **PS1).json()
    assert time.monotonic() - began < 11.5
    assert reply["pending"] and "The hub has not answered so far." in reply["value"]
    seat.hub.slow_s = 0
    eventually(lambda: panel(seat)["pending"] is None)
    assert len(seat.hub.handins) == 1


def test_a_server_that_stopped_meanwhile_goes_on_when_it_starts_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with serving(ClassHub()) as hub:
        release(hub)
        with opened("student", "ana", home, hub) as seat:
            seat.ask("POST", "assignments/fetch", **PS1)
            hub.away = True
            assert seat.ask("POST", "assignments/submit", **PS1).json()["pending"]
            assert len(seat.kept()) == 1
        hub.away = False
        with opened("student", "ana", home, hub) as seat:
            # Nobody asks it for anything.
            eventually(lambda: not seat.kept())
            assert "ps1 was not confirmed as handed in; trying again." in seat.said()
        assert "ABCD-0001" in (home / "ps1" / "receipts.txt").read_text()
    assert [each.number for each in hub.handins] == [1]


def test_nbgraders_validation_stands_beside_it(seat: Server) -> None:
    seat.ask("POST", "assignments/fetch", **PS1)
    reply = seat.ask("POST", "assignments/validate", path="ps1/p1.ipynb").json()
    assert reply == {"success": True, "value": {}}
