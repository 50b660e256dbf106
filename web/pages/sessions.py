"""Who is signed in to a class, for its teachers; and their way out."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from appliance import models
from appliance.people import cards, enrolment, pins, sessions
from web.deps import Db, Number, Teacher, TheirClass
from web.forms import guarded
from web.pages.show import page

router = guarded("/hub/teach/{slug}")


@router.get("/sessions")
def listed(
    request: Request, me: Teacher, one: TheirClass, db: Db, ended: int | None = None
) -> Response:
    """Every browser that is in: whose, what it is, since when and how."""
    here = sessions.present(db, one.id or 0, models.now())
    return page(request, "sessions.html", me=me.person, classroom=one, here=here, ended=ended)


@router.post("/sessions/{sign_in_id}/end")
def end(one: TheirClass, db: Db, sign_in_id: Number) -> Response:
    """Sign one browser out."""
    sessions.end(db, one.id or 0, sign_in_id, models.now())
    return _back(one.slug, 1)


@router.post("/sessions/end-all")
def end_all(one: TheirClass, db: Db) -> Response:
    """Sign everyone out, as at the end of a lesson on shared machines. Notebooks run on."""
    return _back(one.slug, sessions.end_all(db, one.id or 0, models.now()))


def _back(slug: str, ended: int) -> Response:
    return RedirectResponse(f"/hub/teach/{slug}/sessions?ended={ended}", 303)


@router.post("/people/{name}/pin/reset")
def reset_pin(one: TheirClass, me: Teacher, db: Db, name: str) -> Response:
    """Forget a student's PIN; the next sign-in sets a new one."""
    (member,) = cards.named(enrolment.students(db, one.id or 0), [name])
    pins.check_may_reset(db, me.id, member.person)
    pins.reset(db, member.person)
    return RedirectResponse(f"/hub/teach/{one.slug}/people", 303)
