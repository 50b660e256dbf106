"""The people of a class, one at a time: found, added, corrected, archived, moved."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance import models
from appliance.errors import HomeroomError, NotFound
from appliance.models import Classroom
from appliance.people import by_hand, classrooms, enrolment
from appliance.people.by_hand import Facts
from appliance.people.enrolment import Member
from appliance.servers import homes
from appliance.servers.limits import limits
from roster.sentence import sentence
from web.deps import Db, Teacher, TheirClass, Visit, class_of
from web.errors import status_of
from web.forms import guarded
from web.pages.show import page

router = guarded("/hub/teach/{slug}/people")

Typed = Annotated[str, Form()]
ALL = "*"
DONE = ("added", "saved", "archived", "restored", "moved")


def typed_facts(
    display_name: Typed = "",
    section: Typed = "",
    student_id: Typed = "",
    login: Typed = "",
    email: Typed = "",
    first_name: Typed = "",
    last_name: Typed = "",
) -> Facts:
    """What was typed about a student."""
    return Facts(display_name, section, student_id, login, email, first_name, last_name)


TypedFacts = Annotated[Facts, Depends(typed_facts)]


# The list


@router.get("")
def people(
    request: Request,
    me: Teacher,
    one: TheirClass,
    db: Db,
    section: str = ALL,
    q: str = "",
    done: str = "",
    who: str = "",
) -> Response:
    """Students by section, staff, and whoever was archived."""
    say = sentence(f"people-{done}", name=who[:64]) if done in DONE else None
    return _list(request, me, one, db, section=section, q=q, done=say)


def _list(
    request: Request,
    me: Visit,
    one: Classroom,
    db: Session,
    *,
    status: int = 200,
    section: str = ALL,
    q: str = "",
    **more: Any,
) -> Response:
    students = enrolment.members(db, one.id or 0)
    staff = enrolment.members(db, one.id or 0, teach=True)
    return page(
        request,
        "people.html",
        status=status,
        me=me.person,
        classroom=one,
        students=students,
        sections=sections(students),
        shown=by_section(chosen(students, section, q)),
        section=section,
        q=q,
        staff=staff,
        archived=enrolment.members(db, one.id or 0, archived=True),
        leads=any(m.person.id == me.id and m.enrolment.role == "teacher" for m in staff),
        fields=by_hand.FIELDS,
        **more,
    )


def sections(students: Sequence[Member]) -> list[str]:
    """The sections there are, in order; people without one come first, as the empty text."""
    return sorted({one.enrolment.section for one in students})


def chosen(students: Sequence[Member], section: str, q: str) -> list[Member]:
    """The students of one section, or of ALL, whose facts hold what was searched for."""
    wanted = q.strip().casefold()
    return [
        one
        for one in students
        if section in (ALL, one.enrolment.section) and wanted in _searched(one)
    ]


def _searched(one: Member) -> str:
    facts = one.enrolment
    texts = (one.person.display_name, one.person.name, facts.student_id, facts.login, facts.email)
    return "\n".join(texts).casefold()


def by_section(students: Sequence[Member]) -> Mapping[str, list[Member]]:
    """The students under the heading of their section; they come sorted that way."""
    groups = groupby(students, key=lambda one: one.enrolment.section)
    return {section: list(people) for section, people in groups}


# One person


@router.post("")
def add(request: Request, me: Teacher, one: TheirClass, db: Db, facts: TypedFacts) -> Response:
    """Add one student by hand."""
    try:
        name = by_hand.add(db, one, facts, me.id)
    except HomeroomError as error:
        status = status_of(error)
        return _list(request, me, one, db, status=status, say=error.say, typed=facts)
    return _back(one, "added", enrolment.member(db, one.id or 0, name))


@router.get("/{name}/edit")
def edit_page(request: Request, me: Teacher, one: TheirClass, name: str, db: Db) -> Response:
    """What is known about one student, and what can be done."""
    return _person(request, me, one, db, student(db, one, name))


@router.post("/{name}/edit")
def edit(
    request: Request, me: Teacher, one: TheirClass, name: str, db: Db, facts: TypedFacts
) -> Response:
    """Correct it."""
    who = student(db, one, name)
    try:
        by_hand.edit(db, one, who, facts)
    except HomeroomError as error:
        return _person(request, me, one, db, who, error, facts)
    return _back(one, "saved", who)


@router.post("/{name}/archive")
def archive(one: TheirClass, name: str, db: Db) -> Response:
    """Out of the class; the work is kept."""
    who = student(db, one, name)
    by_hand.archive(db, one, who)
    return _back(one, "archived", who)


@router.post("/{name}/restore")
def restore(one: TheirClass, name: str, db: Db) -> Response:
    """Back into the class."""
    who = enrolment.member(db, one.id or 0, name, archived=True)
    by_hand.restore(one, who, models.now())
    return _back(one, "restored", who)


@router.post("/{name}/move")
def move(
    request: Request, me: Teacher, one: TheirClass, name: str, db: Db, to: Typed = ""
) -> Response:
    """Into another class of the same teacher."""
    who = student(db, one, name)
    try:
        by_hand.move(db, who, one, class_of(db, me.id, to))
    except HomeroomError as error:
        return _person(request, me, one, db, who, error)
    return _back(one, "moved", who)


def student(db: Session, one: Classroom, name: str) -> Member:
    """A student or guest of the class; the staff is looked after elsewhere."""
    who = enrolment.member(db, one.id or 0, name)
    if who.enrolment.teaches:
        raise NotFound(f"{name[:40]!r} is staff", say=sentence("person-unknown"))
    return who


def _person(
    request: Request,
    me: Visit,
    one: Classroom,
    db: Session,
    who: Member,
    error: HomeroomError | None = None,
    facts: Facts | None = None,
) -> Response:
    """The page of one student; after a refusal with what was typed, so that nothing is lost."""
    students = enrolment.members(db, one.id or 0)
    may = limits(one, request.app.state.parts.settings)
    return page(
        request,
        "person.html",
        status=status_of(error) if error else 200,
        me=me.person,
        classroom=one,
        who=who,
        facts=facts or by_hand.facts_of(who),
        fields=by_hand.FIELDS,
        held=homes.of_seats(db, {who.id: may}).get(who.id),
        sections=sections(students),
        elsewhere=[c for c in classrooms.taught(db, me.id) if c.id != one.id],
        say=error.say if error else None,
    )


def _back(one: Classroom, done: str, who: Member) -> Response:
    query = urlencode({"done": done, "who": who.person.display_name})
    return RedirectResponse(f"/hub/teach/{one.slug}/people?{query}", 303)
