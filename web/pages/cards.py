"""Sign-in cards: new codes, shown this once, ready to print."""

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from appliance import db
from appliance.people import enrolment
from web.deps import Teacher, TheParts, class_of
from web.pages.show import page
from web.parts import Parts

router = APIRouter(prefix="/hub/teach/{slug}/cards")


def new_codes(
    parts: Parts, teacher_id: int, slug: str, names: list[str] | None
) -> list[enrolment.FreshCode]:
    """Give new codes to these students, or to the whole class. The old ones end at once."""
    with db.reading(parts.database) as session:
        classroom = class_of(session, teacher_id, slug)
        class_id = classroom.id or 0
        whom = (
            enrolment.members(session, class_id)
            if names is None
            else [enrolment.member(session, class_id, name) for name in names]
        )
        session.expunge_all()
    fresh = enrolment.draw_codes(classroom, whom)
    with db.writing(parts.database) as session:
        enrolment.issue(session, parts.key, fresh)
    return fresh


def qr(text: str) -> str:
    """A QR code as inline SVG; it is sized by the page's own styles."""
    return str(segno.make(text, error="m").svg_inline(omitsize=True, border=2))


@router.post("")
def cards(
    request: Request,
    me: Teacher,
    slug: str,
    parts: TheParts,
    student: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """The sheet. Codes are not kept in a readable form, so a lost card means a new code."""
    fresh = new_codes(parts, me.id, slug, student)
    origin = parts.settings.hub_origin
    shown = [(one, qr(f"{origin}/c/{one.code}")) for one in fresh]
    with db.reading(parts.database) as session:
        classroom = class_of(session, me.id, slug)
        return page(request, "cards.html", me=me.person, classroom=classroom, cards=shown)
