"""One person of a class at a time, in JSON."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel
from starlette.responses import Response

from appliance import models
from appliance.people import by_hand, enrolment, rosters
from appliance.people.enrolment import Member
from web.api import PREFIX
from web.deps import ApiClass, ApiTeacher, Db, class_of
from web.pages.people import student

router = APIRouter(prefix=PREFIX + "/classes/{slug}")


class Correction(BaseModel):
    """What a script tells about a student; what it leaves out stays as it is."""

    display_name: str | None = None
    section: str | None = None
    student_id: str | None = None
    login: str | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None


def shown(one: Member) -> dict[str, Any]:
    return {"name": one.person.name, **asdict(by_hand.facts_of(one))}


@router.post("/students", status_code=201)
def add(one: ApiClass, teacher: ApiTeacher, db: Db, said: Correction) -> dict[str, Any]:
    """Add one student by hand."""
    facts = by_hand.Facts(**{"display_name": "", **said.model_dump(exclude_none=True)})
    return shown(student(db, one, by_hand.add(db, one, facts, teacher.id or 0)))


@router.patch("/students/{name}")
def edit(one: ApiClass, name: str, db: Db, said: Correction) -> dict[str, Any]:
    """Correct what is known about a student."""
    who = student(db, one, name)
    known = asdict(by_hand.facts_of(who)) | said.model_dump(exclude_none=True)
    by_hand.edit(db, one, who, by_hand.Facts(**known))
    return shown(who)


@router.post("/students/{name}/archive")
def archive(one: ApiClass, name: str, db: Db) -> dict[str, Any]:
    """Out of the class; the work is kept."""
    who = student(db, one, name)
    by_hand.archive(db, one, who)
    return shown(who)


@router.post("/students/{name}/restore")
def restore(one: ApiClass, name: str, db: Db) -> dict[str, Any]:
    """Back into the class."""
    who = enrolment.member(db, one.id or 0, name, archived=True)
    by_hand.restore(one, who, models.now())
    return shown(who)


@router.post("/students/{name}/move")
def move(
    one: ApiClass,
    teacher: ApiTeacher,
    name: str,
    db: Db,
    to: Annotated[str, Body(embed=True)],
) -> dict[str, Any]:
    """Into another class of the same teacher."""
    who = student(db, one, name)
    by_hand.move(db, who, one, class_of(db, teacher.id or 0, to))
    return shown(who)


@router.get("/roster")
def roster(one: ApiClass, db: Db) -> Response:
    """The roster as it came in, with the class as it is now."""
    return Response(rosters.exported(db, one)[1], media_type="text/csv")
