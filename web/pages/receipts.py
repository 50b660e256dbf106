"""A student's receipts: what was handed in, when, and the digest that proves it; to be printed."""

from fastapi import Request
from starlette.responses import Response

from appliance.homework import submissions
from web.deps import Db, Me
from web.forms import guarded
from web.pages.seat import own_seat
from web.pages.show import page

router = guarded()


@router.get("/hub/desk/{slug}/receipts")
def receipts(request: Request, slug: str, me: Me, db: Db) -> Response:
    """Every version of the own work in a class."""
    seat = own_seat(db, me, me.person.name, slug)
    versions = submissions.handed_in(db, seat.enrolment.classroom_id, enrolment_id=seat.id)
    return page(
        request,
        "receipts.html",
        me=me.person,
        seat=seat,
        versions=versions,
        receipt=submissions.receipt,
    )
