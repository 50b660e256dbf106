"""Classes, rosters, codes and servers, in JSON."""

from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Body, UploadFile
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from appliance import models, words
from appliance.homework import allowance
from appliance.models import Classroom
from appliance.people import access, cards, classrooms, enrolment, rosters
from appliance.servers import homes, hours, limits, wishes
from roster.problem import Problem
from roster.row import Row as RosterRow
from web.api import PREFIX
from web.deps import ApiClass, ApiTeacher, Db, Language, TheParts
from web.pages import census
from web.pages.cards import new_codes
from web.pages.census import Row
from web.pages.roster import read_upload
from web.parts import Parts

router = APIRouter(prefix=PREFIX)


def shown(classroom: Classroom) -> dict[str, Any]:
    return {
        "slug": classroom.slug,
        "title": classroom.title,
        "code_part": classroom.code_part,
    }


@router.get("/classes")
def classes(teacher: ApiTeacher, db: Db) -> list[dict[str, Any]]:
    """The token's teacher's classes."""
    return [shown(one) for one in classrooms.taught(db, teacher.id or 0)]


@router.post("/classes", status_code=201)
def make(teacher: ApiTeacher, db: Db, title: Annotated[str, Body(embed=True)]) -> dict[str, Any]:
    """A new class."""
    return shown(classrooms.make(db, teacher, title))


class OwnLimits(BaseModel):
    """What a script says one notebook may use; what it leaves out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    memory_mb: int | None = None
    cpus: float | None = None
    pids: int | None = None
    home_mb: int | None = None


class OwnAllowance(BaseModel):
    """What a script says may be handed in at once; what it leaves out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    mb: int | None = None
    files: int | None = None


def detailed(classroom: Classroom, parts: Parts) -> dict[str, Any]:
    own = asdict(limits.own(classroom))
    usual = limits.usual(parts.settings)
    may = {name: usual.get(name) if value is None else value for name, value in own.items()}
    most = {"submission_limits": asdict(allowance.of(classroom))}
    return {**shown(classroom), "own_limits": own, "limits": may, **most}


@router.get("/classes/{slug}")
def one_class(one: ApiClass, parts: TheParts) -> dict[str, Any]:
    """One class, what one notebook of it may use, and what may be handed in at once."""
    return detailed(one, parts)


@router.patch("/classes/{slug}")
def change(
    one: ApiClass,
    teacher: ApiTeacher,
    db: Db,
    parts: TheParts,
    own_limits: Annotated[OwnLimits | None, Body()] = None,
    submission_limits: Annotated[OwnAllowance | None, Body()] = None,
) -> dict[str, Any]:
    """Change what one notebook may use, or what may be handed in at once; null is what is usual."""
    classrooms.check_teacher(db, one, teacher.id or 0)
    if own_limits:
        wish = asdict(limits.own(one)) | own_limits.model_dump(exclude_unset=True)
        limits.choose(one, limits.Own(**wish), parts.health.about)
    if submission_limits:
        said = submission_limits.model_dump(exclude_unset=True)
        usual = asdict(allowance.USUAL)
        new = {name: usual[name] if value is None else value for name, value in said.items()}
        allowance.choose(one, replace(allowance.of(one), **new))
    return detailed(one, parts)


@router.post("/classes/{slug}/roster")
def roster(
    one: ApiClass,
    teacher: ApiTeacher,
    db: Db,
    language: Language,
    file: UploadFile,
    apply: bool = False,
) -> dict[str, Any]:
    """What this roster would do, or with `apply=true` what it did."""
    act = rosters.apply if apply else rosters.preview
    result = act(db, one, read_upload(file), teacher.id or 0)
    plan = result.plan
    return {
        "add": [_row(row) for row in plan.add],
        "change": [
            {
                "name": change.student.name,
                "line": change.line,
                "fields": {f.field: [f.before, f.after] for f in change.fields},
            }
            for change in plan.change
        ],
        "missing": [
            {"name": student.name, "display_name": student.display_name} for student in plan.missing
        ],
        "problems": [_problem(one, language) for one in result.problems],
        "left_out": [_problem(one, language) for one in result.left_out],
        "encoding": result.sheet.encoding,
        "columns": dict(result.sheet.columns),
        "applied": apply,
    }


def _problem(one: Problem, language: str) -> dict[str, Any]:
    return {"line": one.line, "message": words.spoken(one.say, language)}


def _row(row: RosterRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "display_name": row.display_name,
        "student_id": row.student_id,
        "email": row.email,
        "section": row.section,
    }


@router.get("/classes/{slug}/students")
def students(one: ApiClass, db: Db, parts: TheParts, language: Language) -> list[dict[str, Any]]:
    """Who is in the class, and how the servers are."""
    people = census.rows(db, one.id or 0)
    return _students(db, parts, language, one, people)


def _students(
    db: Session, parts: Parts, language: str, one: Classroom, people: list[Row]
) -> list[dict[str, Any]]:
    places = wishes.places_in_line(db, [row.server for row in people])
    held = homes.of_class(db, one.id or 0, limits.limits(one, parts.settings))
    return [
        _student(parts, language, one, row, places[row.member.id])
        | {"home": _home(held.get(row.member.id))}
        for row in people
    ]


def _home(held: homes.Held | None) -> dict[str, int] | None:
    """How full the home was when it was last measured; null for one that never was."""
    return {"mb": held.mb, "files": held.files, "limit_mb": held.limit_mb} if held else None


def _student(
    parts: Parts, language: str, classroom: Classroom, row: Row, place: int
) -> dict[str, Any]:
    server, facts, person, now = row.server, row.member.enrolment, row.member.person, models.now()
    url = None
    if facts.port and not classroom.archived:
        prefix = access.Seat(facts, person, classroom).prefix
        url = parts.settings.seat_origin(facts.port) + prefix
    return {
        "name": person.name,
        "display_name": person.display_name,
        "student_id": facts.student_id,
        "email": facts.email,
        "section": facts.section,
        "server": {
            "state": server.state,
            "reason": server.reason,
            "say": words.spoken_to_teacher(said, language) if (said := wishes.said(server)) else "",
            "last_words": server.last_words,
            "note": words.spoken(note, language) if (note := wishes.noted(server, now)) else "",
            "url": url,
            "place": place,
        },
    }


@router.post("/classes/{slug}/codes")
def codes(
    slug: str,
    teacher: ApiTeacher,
    parts: TheParts,
    students: Annotated[list[str] | None, Body(embed=True)] = None,
) -> list[dict[str, str]]:
    """New codes, readable this once."""
    fresh = new_codes(parts, teacher.id or 0, slug, students)
    return [{"name": one.member.person.name, "code": one.code} for one in fresh]


@router.post("/classes/{slug}/start")
def start(
    one: ApiClass,
    db: Db,
    parts: TheParts,
    students: Annotated[list[str] | None, Body(embed=True)] = None,
) -> dict[str, Any]:
    """Ask for these students' servers, or for everybody's."""
    members, ports = enrolment.members(db, one.id or 0), parts.settings.seat_ports
    if students is not None:
        members = cards.named(members, students)
    for member in members:
        wishes.ask_start(db, member.enrolment, ports, models.now(), early=True)
    return {"asked": len(members)}


@router.post("/classes/{slug}/stop")
def stop(one: ApiClass, db: Db) -> dict[str, Any]:
    """The lesson is over."""
    members = enrolment.members(db, one.id or 0)
    for member in members:
        wishes.ask_stop(db, member.id, reason="class over", say=None)
    return {"asked": len(members)}


@router.post("/classes/{slug}/students/{name}/restart")
def restart(
    one: ApiClass, name: str, db: Db, parts: TheParts, language: Language
) -> dict[str, Any]:
    """A fresh server for one student."""
    member = enrolment.member(db, one.id or 0, name)
    server = wishes.ask_restart(db, member.enrolment, parts.settings.seat_ports, models.now())
    (told,) = _students(db, parts, language, one, [Row(member, server)])
    return told


class GivenHour(BaseModel):
    """A lesson as a script writes it: `weekday` counts from 0, Monday; times are of the box."""

    weekday: int
    starts: str
    ends: str


@router.get("/classes/{slug}/hours")
def timetable(one: ApiClass, db: Db) -> list[dict[str, Any]]:
    """When the class is, in the order of the week."""
    return [
        {
            "weekday": lesson.weekday,
            "starts": f"{lesson.starts:%H:%M}",
            "ends": f"{lesson.ends:%H:%M}",
        }
        for lesson in hours.of(db, one.id or 0)
    ]


@router.put("/classes/{slug}/hours")
def set_timetable(
    one: ApiClass, teacher: ApiTeacher, db: Db, given: list[GivenHour]
) -> list[dict[str, Any]]:
    """These hours and no others."""
    classrooms.check_teacher(db, one, teacher.id or 0)
    wanted = [hour for g in given for hour in hours.read([g.weekday], g.starts, g.ends)]
    hours.replace(db, one.id or 0, wanted)
    return timetable(one, db)
