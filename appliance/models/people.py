"""People, classes, and who is in which."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import ConfigDict
from sqlalchemy import ColumnElement, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlmodel import Field, SQLModel, col

from appliance.models.moments import Utc, now

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
    `home_mb` are what one seat of this class may use, None for what the settings say;
    `submission_mb` and `submission_files` are what may be handed in at once.
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
    submission_mb: int = 100
    submission_files: int = 2000
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
