"""The lesson at this moment: how far the homework is, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from appliance.homework import assignments, jobs
from appliance.models import Assignment, Classroom, Job, Submission
from web.pages.census import LATELY, Counts


@dataclass(frozen=True)
class Task:
    """An assignment as the class page shows it."""

    assignment: Assignment
    handed_in: int = 0
    collected: int = 0
    graded: int = 0
    to_mark: int = 0
    returned: int = 0
    returned_last: datetime | None = None
    job: Job | None = None

    @property
    def working(self) -> bool:
        return self.job is not None and self.job.state in ("queued", "running")

    @property
    def corrected(self) -> bool:
        """Whether students have an earlier form than the teacher uploaded last."""
        one = self.assignment
        return one.released is not None and one.source_tree != one.released_source

    def wants(self, now: datetime) -> str:
        """The step it is ready for, or nothing."""
        due = self.assignment.due
        if self.working:
            return ""
        if self.assignment.kind == "folder" and self.collected == self.handed_in > 0:
            return ""  # it is for people to look at, not to be graded
        if (not self.collected and not self.assignment.released) or self.corrected:
            return "release"
        if self.handed_in > self.collected and (due is None or due <= now):
            return "collect"
        if self.collected > self.graded:
            return "autograde"
        if self.to_mark:
            return "mark"
        return "release-feedback" if self.graded > self.returned else ""


@dataclass(frozen=True)
class Step:
    """What the one main button does; for a piece of homework, with its name."""

    do: str
    name: str = ""


def tasks(db: Session, classroom: Classroom) -> list[Task]:
    """The class's assignments with how far they are, the newest first."""
    class_id = classroom.id or 0
    handed, job = _progress(db, class_id), jobs.latest_of_class(db, class_id)
    return [
        Task(assignment=one, job=job.get(one.id), **handed.get(one.id, {}))
        for one in reversed(assignments.all_of(db, class_id))
    ]


def _progress(db: Session, class_id: int) -> dict[int | None, dict[str, Any]]:
    frozen, which = col(Submission.frozen), col(Submission.assignment_id)
    came_back = frozen & col(Submission.returned).is_not(None)
    facts: dict[str, Any] = {
        "handed_in": func.count(func.distinct(Submission.enrolment_id)),
        "collected": func.count().filter(frozen),
        "graded": func.count().filter(frozen, col(Submission.score).is_not(None)),
        "to_mark": func.count().filter(frozen, col(Submission.needs_manual)),
        "returned": func.count().filter(came_back),
        "returned_last": func.max(Submission.returned).filter(came_back),
    }
    columns: Any = select(which, *(fact.label(name) for name, fact in facts.items()))
    of_class = columns.join(Assignment).where(col(Assignment.classroom_id) == class_id)
    found = db.exec(of_class.group_by(which)).mappings()
    return {row.pop("assignment_id"): row for row in map(dict, found)}


def next_step(
    people: Counts, homework: Iterable[Task], now: datetime, *, archived: bool = False
) -> Step:
    """What a teacher most likely wants now: the order of a school day, from roster to export.

    Before a lesson that is Start, whatever was left from yesterday; homework comes first again
    once the class has been at work. One student at home late at night makes no lesson.
    """
    if archived:
        return Step("restore")
    homework = list(homework)
    on = 2 * people.going >= people.students
    if not people.students:
        return Step("roster")
    if not on and people.cardless:
        return Step("cards")
    if not on and 2 * people.lately < people.students:
        return Step("start")
    for kind in ("collect", "autograde", "mark", "release-feedback"):
        for task in homework:
            if task.wants(now) == kind:
                return Step(kind, task.assignment.name)
    if on:
        return Step("board")
    if any(_within(task.returned_last, now) for task in homework):
        return Step("export")
    return Step("start")


def _within(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - moment < LATELY
