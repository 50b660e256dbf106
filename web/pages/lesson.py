"""The lesson at this moment: who is in, how far the homework is, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from appliance.homework import assignments, jobs
from appliance.models import Assignment, Classroom, Job, Server, Submission
from appliance.people import enrolment, sessions
from appliance.servers import wishes
from roster.sentence import Sentence

LATELY = timedelta(hours=16)
"""A class that was started within this time has had its lesson today; homework is next then."""


@dataclass(frozen=True)
class Row:
    """A student and the own server."""

    member: enrolment.Member
    server: Server
    signed_in: bool

    @property
    def trouble(self) -> Sentence | None:
        """What went wrong with the server, when somebody should look."""
        made_room = self.server.reason == "idle"
        return (
            wishes.said(self.server) if self.server.state == "stopped" and not made_room else None
        )

    def note(self, now: datetime) -> Sentence | None:
        """What happened lately in a server that goes on."""
        return wishes.noted(self.server, now)


@dataclass(frozen=True)
class Counts:
    """The class in numbers."""

    students: int
    signed_in: int
    ready: int
    starting: int
    queued: int
    short: int
    """Of the queued, those that wait for memory."""
    trouble: int

    @property
    def moving(self) -> bool:
        """Whether another look will soon show something else."""
        return bool(self.starting or self.queued)


@dataclass(frozen=True)
class Task:
    """An assignment as the class page shows it."""

    assignment: Assignment
    handed_in: int
    collected: int
    graded: int
    to_mark: int
    returned: int
    returned_last: datetime | None
    job: Job | None

    @property
    def working(self) -> bool:
        return self.job is not None and self.job.state in ("queued", "running")

    def wants(self, now: datetime) -> str:
        """The step it is ready for, or nothing."""
        due = self.assignment.due
        if self.working:
            return ""
        if not self.collected and not self.assignment.released:
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


def rows(db: Session, classroom: Classroom, now: datetime) -> list[Row]:
    """The class's students with their servers."""
    class_id = classroom.id or 0
    present = sessions.present(db, class_id, now)
    here = {one.enrolment.id for one in present if not one.sign_in.pin_pending}
    people = enrolment.members(db, class_id)
    return [Row(one, wishes.find(db, one.id), one.id in here) for one in people]


def counts(people: Sequence[Row]) -> Counts:
    states = [row.server.state for row in people]
    return Counts(
        students=len(people),
        signed_in=sum(row.signed_in for row in people),
        ready=states.count("ready"),
        starting=states.count("starting"),
        queued=states.count("queued"),
        short=sum(row.server.reason == wishes.FOR_MEMORY for row in people),
        trouble=sum(row.trouble is not None for row in people),
    )


def tasks(db: Session, classroom: Classroom) -> list[Task]:
    """The class's assignments with how far they are, the newest first."""
    class_id = classroom.id or 0
    by_id: dict[int | None, list[Submission]] = {}
    for one in assignments.handed_in(db, class_id):
        by_id.setdefault(one.assignment.id, []).append(one.submission)
    found = [
        _task(one, by_id.get(one.id, []), jobs.latest(db, one.id or 0))
        for one in assignments.all_of(db, class_id)
    ]
    return found[::-1]


def _task(assignment: Assignment, versions: Sequence[Submission], job: Job | None) -> Task:
    frozen = [version for version in versions if version.frozen]
    returned = [version.returned for version in frozen if version.returned]
    return Task(
        assignment=assignment,
        handed_in=len({version.enrolment_id for version in versions}),
        collected=len(frozen),
        graded=sum(version.score is not None for version in frozen),
        to_mark=sum(version.needs_manual for version in frozen),
        returned=len(returned),
        returned_last=max(returned, default=None),
        job=job,
    )


def next_step(people: Sequence[Row], homework: Iterable[Task], now: datetime) -> Step:
    """What a teacher most likely wants now: the order of a school day, from roster to export.

    Before a lesson that is Start, whatever was left from yesterday; homework comes first again
    once the class has been at work. One student at home late at night makes no lesson.
    """
    homework = list(homework)
    students = [row.member.enrolment for row in people if row.member.enrolment.role == "student"]
    on = _most(row.server.state in wishes.GOING for row in people)
    if not people:
        return Step("roster")
    if not on and any(one.code_digest is None for one in students):
        return Step("cards")
    if not on and not _most(_within(row.server.asked, now) for row in people):
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


def _most(claims: Iterable[bool]) -> bool:
    found = list(claims)
    return 2 * sum(found) >= len(found) > 0


def _within(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - moment < LATELY
