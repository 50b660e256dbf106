"""The tables, and nothing else."""

from datetime import UTC, date, datetime, time
from typing import ClassVar

from pydantic import ConfigDict
from sqlalchemy import ColumnElement, DateTime, Dialect, TypeDecorator, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlmodel import Field, SQLModel, col


class Utc(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back when read."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


STAFF = ("teacher", "assistant")


class Person(SQLModel, table=True):
    """Whoever signs in. A name is never given twice, so rows are archived, not deleted.

    `teacher` opens the teachers' pages; with `assists_only` these show the classes of others, and
    none can be made. `pin_hash` is the second thing some classes ask of their students.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    display_name: str
    teacher: bool = False
    assists_only: bool = False
    password_hash: str | None = None
    pin_hash: str | None = None
    created: datetime = Field(default_factory=now, sa_type=Utc)


class Classroom(SQLModel, table=True):
    """One class: its people, its homework, its course folder.

    `ends` is the last day on which its codes work. `columns` is JSON, field → heading, once the
    teacher has corrected how rosters are read; `roster_name`, `roster_data` and `roster_reading`
    are the file applied last and how it was read. `join_digest` is the walk-in code's, good until
    `join_until`; it makes guests when `join_guests`, else students. `memory_mb`, `cpus`, `pids` and
    `home_mb` are what one seat of this class may use, None for what the settings say.
    """

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    title: str
    code_part: str = Field(unique=True)
    ends: date | None = None
    pin_required: bool = False
    archived: bool = False
    roster_version: int = 0
    columns: str = ""
    roster_name: str = ""
    roster_data: bytes | None = None
    roster_reading: str = ""
    join_digest: str | None = Field(default=None, unique=True, index=True)
    join_until: datetime | None = Field(default=None, sa_type=Utc)
    join_guests: bool = False
    memory_mb: int | None = None
    cpus: float | None = None
    pids: int | None = None
    home_mb: int | None = None
    created: datetime = Field(default_factory=now, sa_type=Utc)


class Enrolment(SQLModel, table=True):
    """One person in one class: the seat. Its number names the home, the port and the container.

    `role` is student, assistant, teacher or guest. A guest's seat ends at `until`; `erased` is
    when the home was.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(ignored_types=(hybrid_property,))  # type: ignore[assignment]
    __table_args__ = (UniqueConstraint("classroom_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    classroom_id: int = Field(foreign_key="classroom.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = "student"
    first_name: str = ""
    last_name: str = ""
    student_id: str = ""
    login: str = ""
    email: str = ""
    section: str = ""
    archived: bool = False
    port: int | None = Field(default=None, unique=True)
    code_digest: str | None = Field(default=None, unique=True)
    code_hash: str | None = None
    until: datetime | None = Field(default=None, sa_type=Utc)
    erased: datetime | None = Field(default=None, sa_type=Utc)

    @hybrid_property
    def teaches(self) -> bool:
        """Whether this is one of the class's staff: a teacher or an assistant."""
        return self.role in STAFF

    @teaches.inplace.expression
    @classmethod
    def _teaches(cls) -> ColumnElement[bool]:
        return col(cls.role).in_(STAFF)


class RosterDraft(SQLModel, table=True):
    """An uploaded roster that waits for Apply; one per class. `reading` is JSON: how to read it."""

    classroom_id: int = Field(foreign_key="classroom.id", primary_key=True)
    roster_version: int
    name: str = ""
    data: bytes
    reading: str = ""


class JoinRequest(SQLModel, table=True):
    """Somebody at the door with a join code: `state` is waiting, admitted or refused.

    The browser that asks holds a ticket, kept here as a digest.
    """

    id: int | None = Field(default=None, primary_key=True)
    classroom_id: int = Field(foreign_key="classroom.id", index=True)
    display_name: str
    guest: bool = False
    ticket_digest: str = Field(unique=True)
    state: str = "waiting"
    enrolment_id: int | None = Field(default=None, foreign_key="enrolment.id")
    created: datetime = Field(default_factory=now, sa_type=Utc)


class SignIn(SQLModel, table=True):
    """A browser that is signed in. `session_id` is shown to notebooks, the cookie is not kept.

    `enrolment_id` is the seat whose code opened it, None for a password; `device` describes the
    browser in a few words; while `pin_pending` it is not in yet.
    """

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    enrolment_id: int | None = Field(default=None, foreign_key="enrolment.id", index=True)
    device: str = ""
    pin_pending: bool = False
    cookie_digest: str = Field(unique=True)
    session_id: str = Field(unique=True)
    created: datetime = Field(default_factory=now, sa_type=Utc)
    expires: datetime = Field(sa_type=Utc)


class Token(SQLModel, table=True):
    """A bearer token, kept as a digest.

    `kind` is `server` (a notebook server's own), `oauth` (one browser at one server) or `api`.
    """

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    kind: str
    person_id: int = Field(foreign_key="person.id", index=True)
    enrolment_id: int | None = Field(default=None, foreign_key="enrolment.id", index=True)
    sign_in_id: int | None = Field(default=None, foreign_key="signin.id", index=True)
    expires: datetime | None = Field(default=None, sa_type=Utc)


class OauthCode(SQLModel, table=True):
    """A single-use code on its way from the hub to a notebook server."""

    digest: str = Field(primary_key=True)
    enrolment_id: int = Field(foreign_key="enrolment.id")
    person_id: int = Field(foreign_key="person.id")
    sign_in_id: int = Field(foreign_key="signin.id")
    redirect_uri: str
    challenge: str | None = None
    expires: datetime = Field(sa_type=Utc)


class OneTimeLink(SQLModel, table=True):
    """A link that lets a teacher set a password, once."""

    digest: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    expires: datetime = Field(sa_type=Utc)


class PasswordFailures(SQLModel, table=True):
    """Wrong passwords in a row for one account."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    count: int = 0
    last: datetime = Field(sa_type=Utc)


class Server(SQLModel, table=True):
    """The wish for a seat's server, and what became of it.

    `state` is off, queued, starting, ready or stopped; `start` names the container wanted now and
    changes with every restart. It was `asked` for, `began` to boot, was `ready`; `last_words` are
    the last lines a server wrote that fell over. `note` is what happened in it at `noted`, while it
    went on.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(ignored_types=(hybrid_property,))  # type: ignore[assignment]
    enrolment_id: int = Field(foreign_key="enrolment.id", primary_key=True)
    wanted: bool = False
    state: str = "off"
    reason: str = ""
    say: str = ""
    start: str = ""
    last_words: str = ""
    note: str = ""
    noted: datetime | None = Field(default=None, sa_type=Utc)
    asked: datetime | None = Field(default=None, sa_type=Utc)
    began: datetime | None = Field(default=None, sa_type=Utc)
    ready: datetime | None = Field(default=None, sa_type=Utc)
    last_activity: datetime | None = Field(default=None, sa_type=Utc)

    @hybrid_property
    def troubled(self) -> bool:
        """Whether it ended in a way that somebody should look at."""
        return self.state == "stopped" and self.reason != "idle" and self.say != ""

    @troubled.inplace.expression
    @classmethod
    def _troubled(cls) -> ColumnElement[bool]:
        ended = (col(cls.state) == "stopped") & (col(cls.reason) != "idle")
        return ended & (col(cls.say) != "")


class Home(SQLModel, table=True):
    """How much a seat's files take, as last measured.

    `rescued_mb` is what they took when the seat was last started: a home that is too full may be
    opened and emptied, but not grow.
    """

    enrolment_id: int = Field(foreign_key="enrolment.id", primary_key=True)
    mb: int = 0
    files: int = 0
    rescued_mb: int = 0
    measured: datetime = Field(default_factory=now, sa_type=Utc)


class Lesson(SQLModel, table=True):
    """An hour of a class: `weekday` counts from 0, Monday; times are in the zone of the box.

    `begun` and `ended` are the last days on which its seats were started and stopped.
    """

    id: int | None = Field(default=None, primary_key=True)
    classroom_id: int = Field(foreign_key="classroom.id", index=True)
    weekday: int
    starts: time
    ends: time
    begun: date | None = None
    ended: date | None = None


class Assignment(SQLModel, table=True):
    """A piece of homework: `source_tree` is what the teacher uploaded, `tree` what students get."""

    __table_args__ = (UniqueConstraint("classroom_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    classroom_id: int = Field(foreign_key="classroom.id", index=True)
    name: str
    due: datetime | None = Field(default=None, sa_type=Utc)
    source_tree: str | None = None
    tree: str | None = None
    released: datetime | None = Field(default=None, sa_type=Utc)


class Submission(SQLModel, table=True):
    """Work handed in, in one version; never changed and never deleted.

    `number` counts a student's versions. `frozen` marks the version that collect chose. Scores
    are what the gradebook said when it was last asked; `returned` lets the student see them.
    """

    __table_args__ = (
        UniqueConstraint("assignment_id", "enrolment_id", "number"),
        UniqueConstraint("assignment_id", "enrolment_id", "key"),
    )
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    enrolment_id: int = Field(foreign_key="enrolment.id", index=True)
    number: int
    key: str
    tree: str
    timestamp: datetime = Field(sa_type=Utc)
    late: bool = False
    frozen: bool = False
    score: float | None = None
    max_score: float | None = None
    needs_manual: bool = False
    feedback_tree: str | None = None
    returned: datetime | None = Field(default=None, sa_type=Utc)


class Job(SQLModel, table=True):
    """Long work done for a class: `state` is queued, running, done or failed."""

    id: int | None = Field(default=None, primary_key=True)
    classroom_id: int = Field(foreign_key="classroom.id", index=True)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id")
    kind: str
    state: str = "queued"
    done: int = 0
    total: int = 0
    problems: str = "[]"
    created: datetime = Field(default_factory=now, sa_type=Utc)
    ended: datetime | None = Field(default=None, sa_type=Utc)
