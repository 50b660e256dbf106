"""How a class is set up, and who works in it."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance import models
from appliance.errors import HomeroomError, Invalid
from appliance.homework import allowance
from appliance.models import Classroom
from appliance.people import classrooms, enrolment, staff
from appliance.servers import hours, limits, scales, timetable, wishes
from roster.sentence import Sentence, sentence
from web.deps import Db, Number, Teacher, TheirClass, TheParts, Visit
from web.errors import status_of
from web.forms import guarded
from web.pages.show import page
from web.parts import Parts

router = guarded("/hub/teach/{slug}")

Typed = Annotated[str, Form()]


def for_teachers(one: TheirClass, me: Teacher, db: Db) -> None:
    """Assistants look, and change nothing here."""
    classrooms.check_teacher(db, one, me.id)


TeachersOnly = Depends(for_teachers)


@router.get("/settings")
def settings_page(request: Request, me: Teacher, one: TheirClass, db: Db) -> Response:
    """Title, last day, PIN; the staff; putting the class away."""
    return _page(request, me, one, db)


def _page(
    request: Request,
    me: Visit,
    one: Classroom,
    db: Session,
    error: HomeroomError | None = None,
    *,
    typed: dict[str, str] | None = None,
    invited: staff.Invited | None = None,
    done: Sentence | None = None,
) -> Response:
    mine = enrolment.member(db, one.id or 0, me.person.name)
    parts: Parts = request.app.state.parts
    machine = parts.health.about
    return page(
        request,
        "settings.html",
        status=status_of(error) if error else 200,
        me=me.person,
        classroom=one,
        staff=enrolment.members(db, one.id or 0, teach=True),
        hours=hours.of(db, one.id or 0),
        before=timetable.BEFORE.seconds // 60,
        leads=mine.enrolment.role == "teacher",
        own=asdict(limits.own(one)),
        usual=limits.usual(parts.settings),
        least=limits.LEAST,
        most=limits.most(machine),
        machine=machine,
        memory_mb=machine and scales.budget_mb(parts.settings.memory_budget_mb, machine.memory_mb),
        allowance={
            "names": allowance.NAMES,
            "now": allowance.of(one),
            "usual": allowance.USUAL,
            "least": allowance.LEAST,
            "most": allowance.MOST,
        },
        typed=typed or {},
        invited=invited,
        done=done,
        say=error.say if error else None,
    )


@router.post("/settings", dependencies=[TeachersOnly])
def set_up(
    request: Request,
    me: Teacher,
    one: TheirClass,
    db: Db,
    title: Typed = "",
    ends: Typed = "",
    pin_required: Annotated[bool, Form()] = False,
) -> Response:
    """Change them."""
    try:
        wish = classrooms.Setup(title, _day(ends), pin_required)
        classrooms.set_up(one, wish)
    except HomeroomError as error:
        return _page(request, me, one, db, error, typed={"title": title, "ends": ends})
    return _page(request, me, one, db, done=sentence("setup-saved"))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError as error:
        raise Invalid(f"no day: {typed[:40]!r}", say=sentence("setup-no-day")) from error


@router.post("/settings/limits", dependencies=[TeachersOnly])
def limit(
    request: Request,
    me: Teacher,
    one: TheirClass,
    db: Db,
    parts: TheParts,
    memory_mb: Typed = "",
    cpus: Typed = "",
    pids: Typed = "",
    home_mb: Typed = "",
) -> Response:
    """Change what one notebook of the class may use."""
    typed = {"memory_mb": memory_mb, "cpus": cpus, "pids": pids, "home_mb": home_mb}
    try:
        limits.choose(one, limits.typed(typed), parts.health.about)
    except HomeroomError as error:
        return _page(request, me, one, db, error, typed=typed)
    return _page(request, me, one, db, done=sentence("limits-saved"))


@router.post("/settings/submissions", dependencies=[TeachersOnly])
def allow(
    request: Request, me: Teacher, one: TheirClass, db: Db, mb: Typed = "", files: Typed = ""
) -> Response:
    """Change what may be handed in at once."""
    typed = {"mb": mb, "files": files}
    try:
        allowance.choose(one, allowance.typed(typed))
    except HomeroomError as error:
        return _page(request, me, one, db, error, typed=typed)
    return _page(request, me, one, db, done=sentence("allowance-saved"))


@router.post("/archive", dependencies=[TeachersOnly])
def put_away(one: TheirClass, db: Db) -> Response:
    """Archive the class: servers end, cards sleep, work is kept."""
    for teach in (False, True):
        for member in enrolment.members(db, one.id or 0, teach=teach):
            wishes.ask_stop(db, member.id, reason="class over", say=None)
    classrooms.put_away(db, one)
    return RedirectResponse(f"/hub/teach/{one.slug}/settings", 303)


@router.post("/restore", dependencies=[TeachersOnly])
def bring_back(one: TheirClass) -> Response:
    """Take the class out again."""
    classrooms.bring_back(one)
    return RedirectResponse(f"/hub/teach/{one.slug}/settings", 303)


# Staff


def _role(typed: str) -> staff.Role:
    if typed == "teacher":
        return "teacher"
    return "assistant"


@router.post("/staff/invite", dependencies=[TeachersOnly])
def invite(
    request: Request,
    me: Teacher,
    one: TheirClass,
    db: Db,
    display_name: Typed = "",
    role: Typed = "",
) -> Response:
    """An account and a one-time link for a new colleague, shown this once."""
    try:
        invited = staff.invite(db, one, display_name, _role(role), models.now())
    except HomeroomError as error:
        return _page(request, me, one, db, error, typed={"display_name": display_name})
    return _page(request, me, one, db, invited=invited)


@router.post("/staff/add", dependencies=[TeachersOnly])
def add(
    request: Request, me: Teacher, one: TheirClass, db: Db, name: Typed = "", role: Typed = ""
) -> Response:
    """A colleague who has an account already."""
    try:
        person = staff.add(db, one, name, _role(role))
    except HomeroomError as error:
        return _page(request, me, one, db, error, typed={"name": name})
    return _page(request, me, one, db, done=sentence("staff-added", name=person.display_name))


@router.post("/staff/{name}/remove", dependencies=[TeachersOnly])
def remove(request: Request, me: Teacher, one: TheirClass, name: str, db: Db) -> Response:
    """Off the staff. Whoever removed themselves goes back to the own classes."""
    try:
        gone = staff.remove(db, one, name)
    except HomeroomError as error:
        return _page(request, me, one, db, error)
    if gone.person.id == me.id:
        return RedirectResponse("/hub/teach", 303)
    said = sentence("staff-removed", name=gone.person.display_name)
    return _page(request, me, one, db, done=said)


@router.post("/staff/{name}/link", dependencies=[TeachersOnly])
def link(request: Request, me: Teacher, one: TheirClass, name: str, db: Db) -> Response:
    """Another one-time link, shown this once."""
    try:
        invited = staff.new_link(db, one, name, me.id, models.now())
    except HomeroomError as error:
        return _page(request, me, one, db, error)
    return _page(request, me, one, db, invited=invited)


# Hours


@router.post("/hours", dependencies=[TeachersOnly])
def add_hours(
    request: Request,
    me: Teacher,
    one: TheirClass,
    db: Db,
    weekday: Annotated[list[str] | None, Form()] = None,
    starts: Typed = "",
    ends: Typed = "",
) -> Response:
    """The same lesson on each of the days that are ticked."""
    days = weekday or []
    try:
        hours.add(db, one.id or 0, hours.read(days, starts, ends))
    except HomeroomError as error:
        typed = {"weekdays": " ".join(days), "starts": starts, "until": ends}
        return _page(request, me, one, db, error, typed=typed)
    return _page(request, me, one, db, done=sentence("hours-saved"))


@router.post("/hours/{number}/remove", dependencies=[TeachersOnly])
def remove_hour(request: Request, me: Teacher, one: TheirClass, number: Number, db: Db) -> Response:
    """A lesson less."""
    try:
        hours.remove(db, one.id or 0, number)
    except HomeroomError as error:
        return _page(request, me, one, db, error)
    return _page(request, me, one, db, done=sentence("hours-saved"))
