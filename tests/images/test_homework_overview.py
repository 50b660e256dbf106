"""What the Homework panel is told of each assignment, from what the hub said and the home knows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from homeroom_exchange import answers
from homeroom_exchange.outbox import Work
from homeroom_homework.overview import here, overview

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def assignment(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "due": None, "late_policy": "", "notebooks": [name], **more}


def told(*assignments: dict[str, Any], **local: Any) -> list[dict[str, Any]]:
    course = answers.course({"assignments": assignments, "submissions": []})
    entries = [
        {"assignment_id": each["name"], "status": "released", "notebooks": [], "path": ""}
        for each in assignments
    ]
    return overview(course, entries, local, NOW)


def test_what_is_to_be_done_next_comes_first_and_what_is_past_last() -> None:
    pieces = told(
        assignment("past", due="2026-11-20T08:00:00Z"),
        assignment("undated"),
        assignment("later", due="2026-12-04T08:00:00Z"),
        assignment("next", due="2026-11-26T08:00:00Z"),
    )
    assert [each["name"] for each in pieces] == ["next", "later", "undated", "past"]


def test_nothing_is_late_before_its_grace_is_over() -> None:
    (grace, over) = told(
        assignment("a", due="2026-11-25T11:55:00Z", grace_minutes=10),
        assignment("b", due="2026-11-25T11:55:00Z", grace_minutes=4),
    )
    assert (grace["late"], over["late"]) == (False, True)


def test_work_on_its_way_and_a_refusal_are_the_homes_own_knowledge() -> None:
    work = Work("bio1", "ps1", "0" * 32, Path("ps1.work"))
    known = here([work], {"ps2": "It is closed."}, lambda key: "The hub cannot be reached.")
    ps1, ps2 = told(assignment("ps1"), assignment("ps2"), **known)
    assert ps1["pending"] == {"trouble": "The hub cannot be reached."} and ps1["refused"] == ""
    assert ps2["pending"] is None and ps2["refused"] == "It is closed."
