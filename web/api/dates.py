"""When homework is due and what lateness costs, for everybody and for some, in JSON."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict

from appliance.errors import Invalid
from appliance.homework import assignments, deadlines
from appliance.people import enrolment
from roster.sentence import sentence
from web.api import PREFIX
from web.api.assignments import shown
from web.deps import ApiClass, Db
from web.uploads import moment

router = APIRouter(prefix=PREFIX + "/classes/{slug}/assignments/{name}")

Due = Annotated[str, Body(embed=True)]


class Dates(BaseModel):
    """What a script says of an assignment; what it leaves out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    zone: str = ""
    due: str | None = None
    opens: str | None = None
    grace_minutes: int = 0
    late_policy: str = "none"
    late_marks: float = 0
    into_homes: bool = False


@router.patch("")
def change(one: ApiClass, name: str, db: Db, wish: Dates) -> dict[str, Any]:
    """Change dates and rules; null is no date."""
    found = assignments.find(db, one.id or 0, name)
    given = wish.model_dump(exclude_unset=True)
    for key in {"due", "opens"} & given.keys():
        given[key] = moment(given[key] or "", UTC)
    found.into_homes = given.pop("into_homes", found.into_homes)
    now = {
        "due": found.due,
        "opens": found.opens,
        "grace_minutes": found.grace_minutes,
        "late_policy": found.late_policy,
        "late_marks": found.late_marks,
        "zone": found.zone,
    }
    deadlines.change(db, found, **(now | given))
    return shown(db, [found])[0]


@router.put("/extensions/{student}")
def extend(one: ApiClass, name: str, student: str, db: Db, due: Due) -> dict[str, Any]:
    """Give one student a date of their own."""
    return _extend_student(one, name, student, db, _required(due))


@router.delete("/extensions/{student}")
def take_extension(one: ApiClass, name: str, student: str, db: Db) -> dict[str, Any]:
    """What holds for the others holds for this student again."""
    return _extend_student(one, name, student, db, None)


def _extend_student(
    one: ApiClass, name: str, student: str, db: Db, due: datetime | None
) -> dict[str, Any]:
    found = assignments.find(db, one.id or 0, name)
    deadlines.extend(db, found, enrolment.member(db, one.id or 0, student).enrolment, due)
    return shown(db, [found])[0]


@router.put("/section-dates/{section:path}")
def extend_section(one: ApiClass, name: str, section: str, db: Db, due: Due) -> dict[str, Any]:
    """Give a section a date of its own."""
    return _extend_section(one, name, section, db, _required(due))


@router.delete("/section-dates/{section:path}")
def take_section_date(one: ApiClass, name: str, section: str, db: Db) -> dict[str, Any]:
    """What holds for everybody holds for this section again."""
    return _extend_section(one, name, section, db, None)


def _extend_section(
    one: ApiClass, name: str, section: str, db: Db, due: datetime | None
) -> dict[str, Any]:
    found = assignments.find(db, one.id or 0, name)
    deadlines.extend(db, found, section, due)
    return shown(db, [found])[0]


def _required(due: str) -> datetime:
    when = moment(due, UTC)
    if when is None:
        raise Invalid("no date", say=sentence("due-date-unreadable", zone="UTC"))
    return when
