"""Homework, what came of it, and the work that takes long."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from appliance.models.moments import Utc, now


class Assignment(SQLModel, table=True):
    """A piece of homework: `source_tree` is what the teacher uploaded, `tree` what students get,
    made from the upload `released_source`.

    `kind` is notebook (nbgrader's) or folder: what lies in `folder` of each home is collected, and
    nothing is graded. Once `released`, students see it from `opens` on; `into_homes` puts it into
    every home. Dates are typed and read in `zone`, empty for the zone of the box. It is late
    `grace_minutes` after it is due, and then `late_policy` is none, marks (`late_marks` off for
    each day begun) or cutoff: no longer taken in. `report` is JSON, what checking `report_tree`
    found.
    """

    __table_args__ = (UniqueConstraint("classroom_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    classroom_id: int = Field(foreign_key="classroom.id", index=True)
    name: str
    kind: str = "notebook"
    folder: str = ""
    zone: str = ""
    due: datetime | None = Field(default=None, sa_type=Utc)
    opens: datetime | None = Field(default=None, sa_type=Utc)
    grace_minutes: int = 0
    late_policy: str = "none"
    late_marks: float = 0
    into_homes: bool = False
    source_tree: str | None = None
    report: str = ""
    report_tree: str | None = None
    released_source: str | None = None
    tree: str | None = None
    released: datetime | None = Field(default=None, sa_type=Utc)


class OtherDue(SQLModel, table=True):
    """Another due date for a section, or an extension for one student; one of the two is set."""

    __table_args__ = (
        UniqueConstraint("assignment_id", "section"),
        UniqueConstraint("assignment_id", "enrolment_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    section: str | None = None
    enrolment_id: int | None = Field(default=None, foreign_key="enrolment.id")
    due: datetime = Field(sa_type=Utc)
    given: datetime = Field(default_factory=now, sa_type=Utc)


class Edition(SQLModel, table=True):
    """A students' version as it was once handed out; what is untouched since can be replaced."""

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    tree: str
    released: datetime = Field(default_factory=now, sa_type=Utc)


class Handout(SQLModel, table=True):
    """Files without marks, for the folder `name` of every home."""

    __table_args__ = (UniqueConstraint("classroom_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    classroom_id: int = Field(foreign_key="classroom.id", index=True)
    name: str
    tree: str
    given: datetime = Field(default_factory=now, sa_type=Utc)


class Delivery(SQLModel, table=True):
    """The version of an assignment or a hand-out that a home got last, by fetch or from us.

    `kept` is JSON: names of files that were the student's own by then, and stayed; what is new
    lies beside them. `say` is why the last try failed, and then `tree` is what came before it.
    """

    __table_args__ = (
        UniqueConstraint("enrolment_id", "assignment_id"),
        UniqueConstraint("enrolment_id", "handout_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    enrolment_id: int = Field(foreign_key="enrolment.id", index=True)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)
    handout_id: int | None = Field(default=None, foreign_key="handout.id", index=True)
    tree: str | None = None
    updated: bool = False
    kept: str = "[]"
    say: str = ""
    at: datetime = Field(default_factory=now, sa_type=Utc)


class Submission(SQLModel, table=True):
    """Work in one version, handed in or (`source`) collected from the folder; never deleted.

    `number` counts a student's versions. `chosen` is the teacher's word on which one counts,
    `frozen` marks the one that collect settled on. `findings` is JSON, what was wrong with it as
    it came; where that could be mended, `repaired_tree` is the mended form, and it is graded.
    Scores are what the gradebook said when it was last asked, with `penalty` for lateness taken
    off; `returned` lets the student see them.
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
    source: str = "submitted"
    tree: str
    repaired_tree: str | None = None
    findings: str = "[]"
    timestamp: datetime = Field(sa_type=Utc)
    late: bool = False
    chosen: bool = False
    frozen: bool = False
    score: float | None = None
    max_score: float | None = None
    penalty: float = 0
    needs_manual: bool = False
    feedback_tree: str | None = None
    returned: datetime | None = Field(default=None, sa_type=Utc)


class Sweep(SQLModel, table=True):
    """When a student who had handed in nothing was looked after, and whether there was work."""

    assignment_id: int = Field(foreign_key="assignment.id", primary_key=True)
    enrolment_id: int = Field(foreign_key="enrolment.id", primary_key=True)
    found: bool = False
    at: datetime = Field(default_factory=now, sa_type=Utc)


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
