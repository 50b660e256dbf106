"""One piece of homework: its dates, who handed in what, and its steps."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from fastapi import Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from appliance import models
from appliance.errors import HomeroomError, Invalid, NotFound
from appliance.homework import assignments, deadlines, deliveries, jobs, report, submissions
from appliance.models import Assignment, Classroom
from appliance.people import enrolment
from roster.sentence import Sentence, sentence
from web.deps import Db, Number, Teacher, TheirClass, TheParts, Visit
from web.downloads import version_zip, versions_zip
from web.errors import status_of
from web.forms import guarded
from web.pages import standing
from web.pages.show import page
from web.uploads import moment

router = guarded("/hub/teach/{slug}/assignments/{name}")

Typed = Annotated[str, Form()]


@cache
def zones() -> list[str]:
    """Those to choose from. To list them takes a while, and a hub that starts is waited for."""
    return sorted(name for name in available_timezones() if "/" in name and name[:4] != "Etc/")


def their_assignment(one: TheirClass, name: str, db: Db) -> Assignment:
    return assignments.find(db, one.id or 0, name)


TheAssignment = Annotated[Assignment, Depends(their_assignment)]


@router.get("")
def whole(
    request: Request, me: Teacher, one: TheirClass, assignment: TheAssignment, db: Db
) -> Response:
    """Who handed in what, and what it got; its dates, its steps, and what a check found."""
    return _page(request, me, one, assignment, db)


def _page(
    request: Request,
    me: Visit,
    one: Classroom,
    assignment: Assignment,
    db: Db,
    error: HomeroomError | None = None,
    *,
    done: Sentence | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    rows = standing.of_class(db, assignment)
    return page(
        request,
        "assignment.html",
        status=status_of(error) if error else 200,
        me=me.person,
        classroom=one,
        assignment=assignment,
        now=models.now(),
        rows=rows,
        sections=standing.sections(db, assignment, rows),
        policies=deadlines.POLICIES,
        zones=zones(),
        to_mark=any(row.counts and row.counts.needs_manual for row in rows),
        receipt=submissions.receipt,
        job=jobs.latest(db, assignment.id or 0),
        problems=jobs.problems,
        sent=deliveries.progress(db, assignment),
        findings=report.read(assignment),
        current=report.is_current(assignment),
        typed=typed or {},
        done=done,
        say=error.say if error else None,
    )


# Dates


@router.post("/dates")
def set_dates(
    request: Request,
    me: Teacher,
    one: TheirClass,
    assignment: TheAssignment,
    db: Db,
    parts: TheParts,
    due: Typed = "",
    opens: Typed = "",
    grace_minutes: Typed = "",
    late_policy: Typed = "none",
    late_marks: Typed = "",
    zone: Typed = "",
    into_homes: Annotated[bool, Form()] = False,
) -> Response:
    """When it is due and shown, and what lateness costs."""
    typed = {
        "due": due,
        "opens": opens,
        "grace_minutes": grace_minutes,
        "late_policy": late_policy,
        "late_marks": late_marks,
        "zone": zone,
    }
    try:
        # As in a calendar: eight o'clock stays eight o'clock when the zone is another one.
        here = deadlines.zone_named(zone.strip(), parts.settings.zone)
        deadlines.change(
            db,
            assignment,
            due=moment(due, here),
            opens=moment(opens, here),
            grace_minutes=int(_number(grace_minutes or "0")),
            late_policy=late_policy,
            late_marks=_number(late_marks or "0"),
            zone=zone.strip(),
        )
    except HomeroomError as error:
        return _page(request, me, one, assignment, db, error, typed=typed)
    assignment.into_homes = into_homes
    return _page(request, me, one, assignment, db, done=sentence("dates-saved"))


def _number(typed: str) -> float:
    try:
        found = float(typed.replace(",", "."))
        if not math.isfinite(found):
            raise ValueError(f"{found}")
        return found
    except ValueError as error:
        raise Invalid(f"number {typed[:40]!r}", say=sentence("number-unreadable")) from error


@router.post("/section-dates")
def set_section_date(
    request: Request,
    me: Teacher,
    one: TheirClass,
    assignment: TheAssignment,
    db: Db,
    parts: TheParts,
    section: Typed = "",
    due: Typed = "",
) -> Response:
    """Another due date for a section; an empty one takes it back."""
    try:
        here = deadlines.zone_named(assignment.zone, parts.settings.zone)
        deadlines.extend(db, assignment, section, moment(due, here))
    except HomeroomError as error:
        return _page(request, me, one, assignment, db, error)
    return _page(request, me, one, assignment, db, done=sentence("dates-saved"))


# One student


@router.get("/students/{student}")
def student(
    request: Request,
    me: Teacher,
    one: TheirClass,
    assignment: TheAssignment,
    student: str,
    db: Db,
) -> Response:
    """Every version of one student, with receipts."""
    return _student_page(request, me, one, assignment, student, db)


def _student_page(
    request: Request,
    me: Visit,
    one: Classroom,
    assignment: Assignment,
    student: str,
    db: Db,
    error: HomeroomError | None = None,
    *,
    done: Sentence | None = None,
) -> Response:
    return page(
        request,
        "versions.html",
        status=status_of(error) if error else 200,
        me=me.person,
        classroom=one,
        assignment=assignment,
        now=models.now(),
        row=standing.of_student(db, assignment, enrolment.member(db, one.id or 0, student)),
        receipt=submissions.receipt,
        findings=submissions.findings,
        done=done,
        say=error.say if error else None,
    )


@router.post("/students/{student}/extension")
def extend(
    request: Request,
    me: Teacher,
    one: TheirClass,
    assignment: TheAssignment,
    student: str,
    db: Db,
    parts: TheParts,
    due: Typed = "",
) -> Response:
    """More time for one student; an empty date takes it back."""
    member = enrolment.member(db, one.id or 0, student)
    try:
        here = deadlines.zone_named(assignment.zone, parts.settings.zone)
        deadlines.extend(db, assignment, member.enrolment, moment(due, here))
    except HomeroomError as error:
        return _student_page(request, me, one, assignment, student, db, error)
    said = sentence("extension-saved" if due.strip() else "extension-taken-back")
    return _student_page(request, me, one, assignment, student, db, done=said)


@router.post("/students/{student}/versions/{number}/choose")
def choose(
    request: Request,
    me: Teacher,
    one: TheirClass,
    assignment: TheAssignment,
    student: str,
    number: Number,
    db: Db,
) -> Response:
    """This version counts; 0 leaves it to the rule again."""
    member = enrolment.member(db, one.id or 0, student)
    submissions.choose(db, assignment, member.id, number or None)
    done = sentence("version-chosen")
    return _student_page(request, me, one, assignment, student, db, done=done)


# To take away


@router.get("/submissions.zip")
def everything(me: Teacher, slug: str, name: str, parts: TheParts, every: bool = False) -> Response:
    """The versions that count, or every one, in folders by section and student."""
    return versions_zip(parts, me.id, slug, name, every=every)


@router.get("/students/{student}/{number}.zip")
def one_version(
    me: Teacher, slug: str, name: str, student: str, number: Number, parts: TheParts
) -> Response:
    """The files of one version, as they came."""
    return version_zip(parts, me.id, slug, name, student, number)


# Steps, after all that has a name of its own


@router.post("/{kind}")
def ask(one: TheirClass, assignment: TheAssignment, kind: str, db: Db) -> Response:
    """Queue a step; the homework page follows it."""
    if kind == "take-back":
        assignments.take_back(db, assignment, models.now())
    elif kind in jobs.KINDS:
        jobs.ask(db, assignment, kind)
    else:
        raise NotFound(f"step {kind[:40]!r}", say=sentence("no-such-step"))
    return RedirectResponse(f"/hub/teach/{one.slug}/homework", 303)
