"""The tables, and nothing else."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, TypeDecorator, UniqueConstraint
from sqlmodel import Field, SQLModel


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


class Person(SQLModel, table=True):
    """Whoever signs in. A name is never given twice, so rows are archived, not deleted."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    display_name: str
    teacher: bool = False
    password_hash: str | None = None
    created: datetime = Field(default_factory=now, sa_type=Utc)


class Classroom(SQLModel, table=True):
    """One class: its people, its homework, its course folder."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    title: str
    code_part: str = Field(unique=True)
    roster_version: int = 0
    created: datetime = Field(default_factory=now, sa_type=Utc)


class Enrolment(SQLModel, table=True):
    """One person in one class: the seat. Its number names the home, the port and the container."""

    __table_args__ = (UniqueConstraint("classroom_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    classroom_id: int = Field(foreign_key="classroom.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    teaches: bool = False
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


class RosterDraft(SQLModel, table=True):
    """An uploaded roster that waits for Apply; one per class."""

    classroom_id: int = Field(foreign_key="classroom.id", primary_key=True)
    roster_version: int
    data: bytes


class SignIn(SQLModel, table=True):
    """A browser that is signed in. `session_id` is shown to notebooks, the cookie is not kept."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
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
    changes with every restart.
    """

    enrolment_id: int = Field(foreign_key="enrolment.id", primary_key=True)
    wanted: bool = False
    state: str = "off"
    reason: str = ""
    say: str = ""
    start: str = ""
    asked: datetime | None = Field(default=None, sa_type=Utc)
    ready: datetime | None = Field(default=None, sa_type=Utc)
    last_activity: datetime | None = Field(default=None, sa_type=Utc)


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
