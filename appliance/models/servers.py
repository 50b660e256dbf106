"""Servers, homes, and the hours of a class."""

from datetime import date, datetime, time
from typing import ClassVar

from pydantic import ConfigDict
from sqlalchemy import ColumnElement
from sqlalchemy.ext.hybrid import hybrid_property
from sqlmodel import Field, SQLModel, col

from appliance.models.moments import Utc, now


class Server(SQLModel, table=True):
    """The wish for a seat's server, and what became of it.

    `state` is off, queued, starting, ready or stopped; `start` names the container wanted now and
    changes with every restart. It was `asked` for, `began` to boot with so much memory, was
    `ready`; `last_words` are the last lines a server wrote that fell over. `note` is what happened
    in it at `noted`, while it went on. It is `early` when it was wished for a whole class, and its
    owner has not come yet.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(ignored_types=(hybrid_property,))  # type: ignore[assignment]
    enrolment_id: int = Field(foreign_key="enrolment.id", primary_key=True)
    wanted: bool = False
    early: bool = False
    state: str = "off"
    reason: str = ""
    say: str = ""
    start: str = ""
    last_words: str = ""
    memory_mb: int = 0
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
