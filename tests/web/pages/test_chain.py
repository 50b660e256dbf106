"""Steps of homework: what is past, what is now, and in which words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from appliance.models import Assignment, Job
from web.pages import chain
from web.pages.lesson import Task

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
OUT: dict[str, Any] = {"released": NOON, "source_tree": "a", "released_source": "a", "tree": "b"}


def task(counts: dict[str, Any], job: Job | None = None, **facts: Any) -> Task:
    one = Assignment(id=1, classroom_id=1, name="squares", **{**OUT, **facts})
    return Task(assignment=one, job=job, **counts)


def states(one: Task) -> list[str]:
    return [link.state for link in chain.links(one, 10, NOON)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, "past past later later later"),
        ({"handed_in": 8}, "past past now later later"),
        ({"handed_in": 8, "collected": 8}, "past past past now later"),
        ({"handed_in": 8, "collected": 8, "graded": 8}, "past past past past now"),
        ({"handed_in": 8, "collected": 8, "graded": 8, "to_mark": 2}, "past past past now later"),
        ({"handed_in": 8, "collected": 8, "graded": 8, "returned": 8}, "past past past past past"),
    ],
)
def test_one_step_at_a_time_is_the_next(counts: dict[str, int], expected: str) -> None:
    assert states(task(counts)) == expected.split()


def test_what_is_not_due_yet_is_not_to_be_collected() -> None:
    assert "now" not in states(task({"handed_in": 8}, due=NOON + timedelta(days=1)))


def test_while_a_job_is_at_work_nothing_is_next() -> None:
    assert "now" not in states(task({"handed_in": 8}, job=Job(classroom_id=1, kind="collect")))


def test_a_folder_is_only_released_and_collected() -> None:
    folder = task({"handed_in": 3, "collected": 3}, kind="folder", source_tree=None)
    assert [link.name for link in chain.links(folder, 10, NOON)] == ["release", "collect"]


def test_a_correction_is_to_be_released_whatever_came_before() -> None:
    corrected = task({"handed_in": 8, "collected": 8}, source_tree="c")
    assert states(corrected)[1] == "now"
