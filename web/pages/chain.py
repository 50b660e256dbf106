"""Homework as a chain of steps: write, release, collect, grade, return."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from appliance.homework import report
from appliance.models import Assignment, OtherDue
from roster.sentence import Sentence, sentence
from web.pages.lesson import Task

State = Literal["past", "now", "later"]


@dataclass(frozen=True)
class Link:
    """One step: how far it is, in words, and the count that says so."""

    name: str
    state: State
    say: Sentence


@dataclass(frozen=True)
class Row:
    """An assignment with its steps, the one to take now, and how many have dates of their own."""

    task: Task
    links: Sequence[Link]
    wanted: str
    hidden: bool
    sections: Sequence[OtherDue]
    extensions: int


def row(task: Task, others: Iterable[OtherDue], students: int, now: datetime) -> Row:
    """What the page shows of an assignment."""
    mine = [one for one in others if one.assignment_id == task.assignment.id]
    opens = task.assignment.opens
    return Row(
        task=task,
        links=links(task, students, now),
        wanted=task.wants(now),
        hidden=opens is not None and opens > now,
        sections=[one for one in mine if one.section is not None],
        extensions=sum(one.enrolment_id is not None for one in mine),
    )


def links(task: Task, students: int, now: datetime) -> list[Link]:
    """The steps of an assignment, in their order."""
    wanted = task.wants(now)
    found = [
        Link(name, _state(name, wanted, done), say) for name, done, say in _facts(task, students)
    ]
    return found if task.assignment.kind == "notebook" else found[1:3]


def _facts(task: Task, students: int) -> list[tuple[str, bool, Sentence]]:
    one, n = task.assignment, task.collected
    return [
        ("write", True, _written(one)),
        ("release", one.released is not None, _released(task)),
        ("collect", n > 0, sentence("chain-handed-in", count=task.handed_in, all=students)),
        ("autograde", 0 < n == task.graded, sentence("chain-of", count=task.graded, all=n)),
        (
            "release-feedback",
            0 < n == task.returned,
            sentence("chain-of", count=task.returned, all=n),
        ),
    ]


def _state(name: str, wanted: str, done: bool) -> State:
    if wanted == name or (wanted == "mark" and name == "autograde"):
        return "now"
    return "past" if done else "later"


def _written(one: Assignment) -> Sentence:
    if report.is_current(one):
        wrong = sum(found.level == "wrong" for found in report.read(one))
        return sentence("chain-wrong", count=wrong) if wrong else sentence("chain-checked")
    return sentence("chain-uploaded" if one.source_tree else "chain-own-server")


def _released(task: Task) -> Sentence:
    if task.corrected:
        return sentence("chain-corrected")
    return sentence("chain-out" if task.assignment.released else "chain-not-out")
