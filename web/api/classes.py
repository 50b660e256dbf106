"""Classes, rosters, codes and servers, in JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, UploadFile
from sqlmodel import Session, col, select

from appliance import models
from appliance.models import Classroom, Enrolment
from appliance.people import access, enrolment
from appliance.servers import wishes
from roster.row import Row as RosterRow
from web.deps import ApiClass, ApiTeacher, Db, TheParts
from web.pages.cards import new_codes
from web.pages.roster import read_upload
from web.parts import Parts

router = APIRouter()


def shown(classroom: Classroom) -> dict[str, Any]:
    return {
        "slug": classroom.slug,
        "title": classroom.title,
        "code_part": classroom.code_part,
    }


@router.get("/classes")
def classes(teacher: ApiTeacher, db: Db) -> list[dict[str, Any]]:
    """The token's teacher's classes."""
    mine = (
        select(Classroom)
        .join(Enrolment, col(Enrolment.classroom_id) == col(Classroom.id))
        .where(col(Enrolment.person_id) == teacher.id, col(Enrolment.teaches))
        .order_by(col(Classroom.title))
    )
    return [shown(one) for one in db.exec(mine)]


@router.post("/classes", status_code=201)
def make(teacher: ApiTeacher, db: Db, title: Annotated[str, Body(embed=True)]) -> dict[str, Any]:
    """A new class."""
    return shown(enrolment.make_class(db, teacher, title))


@router.post("/classes/{slug}/roster")
def roster(one: ApiClass, db: Db, file: UploadFile, apply: bool = False) -> dict[str, Any]:
    """What this roster would do, or with `apply=true` what it did."""
    data = read_upload(file)
    act = enrolment.apply if apply else None
    result = act(db, one, data) if act else enrolment.preview(db, one.id or 0, data)
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
        "problems": [{"line": p.line, "message": p.message} for p in result.problems],
        "left_out": [{"line": p.line, "message": p.message} for p in result.left_out],
        "applied": apply,
    }


def _row(row: RosterRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "display_name": row.display_name,
        "student_id": row.student_id,
        "email": row.email,
        "section": row.section,
    }


@router.get("/classes/{slug}/students")
def students(one: ApiClass, db: Db, parts: TheParts) -> list[dict[str, Any]]:
    """Who is in the class, and how the servers are."""
    return [_student(db, parts, member) for member in enrolment.members(db, one.id or 0)]


def _student(db: Session, parts: Parts, one: enrolment.Member) -> dict[str, Any]:
    server, facts = wishes.find(db, one.id), one.enrolment
    seat = access.seat_by_id(db, one.id)
    url = None
    if seat and facts.port:
        url = parts.settings.seat_origin(facts.port) + seat.prefix
    return {
        "name": one.person.name,
        "display_name": one.person.display_name,
        "student_id": facts.student_id,
        "email": facts.email,
        "section": facts.section,
        "server": {
            "state": server.state,
            "reason": server.reason,
            "say": server.say,
            "url": url,
            "place": wishes.place_in_line(db, server),
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
def start(one: ApiClass, db: Db, parts: TheParts) -> dict[str, Any]:
    """Ask for every student's server."""
    members = enrolment.members(db, one.id or 0)
    for member in members:
        wishes.ask_start(db, member.enrolment, parts.settings.seat_ports, models.now())
    return {"asked": len(members)}


@router.post("/classes/{slug}/stop")
def stop(one: ApiClass, db: Db) -> dict[str, Any]:
    """The lesson is over."""
    members = enrolment.members(db, one.id or 0)
    for member in members:
        wishes.ask_stop(db, member.id, reason="class over", say="")
    return {"asked": len(members)}


@router.post("/classes/{slug}/students/{name}/restart")
def restart(one: ApiClass, name: str, db: Db, parts: TheParts) -> dict[str, Any]:
    """A fresh server for one student."""
    member = enrolment.member(db, one.id or 0, name)
    wishes.ask_restart(db, member.enrolment, parts.settings.seat_ports, models.now())
    return _student(db, parts, member)
