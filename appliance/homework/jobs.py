"""Long work as rows: asked for, claimed by one worker, followed by whoever asked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from appliance.errors import NotFound
from appliance.models import Assignment, Job
from roster.sentence import Sentence, all_from_json, all_to_json, sentence

KINDS = ("check", "release", "collect", "autograde", "release-feedback")
PROMPT = ("release", "collect", "sweep")
"""Short work with an hour of its own: it does not wait behind another class's grading."""


def ask(db: Session, assignment: Assignment, kind: str) -> Job:
    """Queue this work; the same work that still waits or runs is not queued twice."""
    job = db.exec(_going(assignment, kind)).first()
    if not job:
        job = Job(classroom_id=assignment.classroom_id, assignment_id=assignment.id, kind=kind)
        db.add(job)
        db.flush()
    return job


def _going(assignment: Assignment, kind: str) -> SelectOfScalar[Job]:
    return select(Job).where(
        col(Job.assignment_id) == assignment.id,
        col(Job.kind) == kind,
        col(Job.state).in_(("queued", "running")),
    )


def call_off(db: Session, assignment: Assignment, kind: str, say: Sentence, now: datetime) -> None:
    """Whatever waits or runs of this kind is no longer wanted, and why."""
    for job in db.exec(_going(assignment, kind)):
        fail(job, say, now)


def wanted(db: Session, job: Job) -> bool:
    """Whether nobody called off this job, which runs; to be asked where its outcome is written."""
    return find(db, job.id or 0).state == "running"


def find(db: Session, job_id: int) -> Job:
    """The job of this number."""
    job = db.get(Job, job_id)
    if not job:
        raise NotFound(f"no job {job_id}", say=sentence("job-none"))
    return job


def latest(db: Session, assignment_id: int) -> Job | None:
    """The newest job for an assignment."""
    mine = select(Job).where(col(Job.assignment_id) == assignment_id)
    return db.exec(mine.order_by(col(Job.id).desc())).first()


def latest_of_class(db: Session, classroom_id: int) -> Mapping[int | None, Job]:
    """The newest job for each assignment of a class."""
    mine = col(Job.classroom_id) == classroom_id
    newest = select(func.max(Job.id)).where(mine).group_by(col(Job.assignment_id))
    found = db.exec(select(Job).where(col(Job.id).in_(newest)))
    return {job.assignment_id: job for job in found}


def claim(db: Session, kinds: Collection[str] | None = None) -> Job | None:
    """Take the oldest queued job, checks last: nobody waits for those. Two workers may look; one
    wins. Of a class for which one is at work no other is taken: both would write one gradebook.

    `kinds` are those this worker does; None for all.
    """
    for job in db.exec(_ready(kinds).order_by(col(Job.kind) == "check", col(Job.id))):
        won = update(Job).where(col(Job.id) == job.id, col(Job.state) == "queued")
        if db.exec(won.values(state="running")).rowcount == 1:
            db.refresh(job)
            return job
    return None


def waits(db: Session, kinds: Collection[str] | None = None) -> bool:
    """Whether there is a job to be claimed."""
    return db.exec(_ready(kinds).limit(1)).first() is not None


def _ready(kinds: Collection[str] | None) -> SelectOfScalar[Job]:
    running = select(Job.classroom_id).where(col(Job.state) == "running")
    queued = select(Job).where(col(Job.state) == "queued", col(Job.classroom_id).not_in(running))
    return queued if kinds is None else queued.where(col(Job.kind).in_(kinds))


def requeue_lost(db: Session) -> None:
    """What ran when the hub went away starts again from the beginning."""
    lost = update(Job).where(col(Job.state) == "running")
    db.exec(lost.values(state="queued", done=0, total=0, problems="[]"))


def progress(job: Job, done: int, total: int) -> None:
    job.done, job.total = done, total


def finish(job: Job, problems: Iterable[Sentence], now: datetime) -> None:
    """The work is done; `problems` tell of parts that were not."""
    job.state, job.ended = "done", now
    job.done = job.total
    job.problems = all_to_json(problems)


def fail(job: Job, say: Sentence, now: datetime) -> None:
    """The work could not be done."""
    job.state, job.ended = "failed", now
    job.problems = all_to_json([say])


def problems(job: Job) -> list[Sentence]:
    """What went wrong."""
    return all_from_json(job.problems)
