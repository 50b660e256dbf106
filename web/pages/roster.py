"""Upload a roster, look at what it would do, apply it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from appliance.errors import HomeroomError, Invalid
from appliance.people import enrolment
from web.deps import Db, Teacher, TheirClass
from web.errors import status_of
from web.pages.show import page

router = APIRouter(prefix="/hub/teach/{slug}/roster")


def read_upload(file: UploadFile | None) -> bytes:
    """The bytes of an uploaded roster; how many may come at all is bounded before."""
    if file is None or not file.filename:
        raise Invalid("no file", say="No file was chosen. Choose your class list and try again.")
    return file.file.read()


@router.get("")
def upload_page(request: Request, me: Teacher, one: TheirClass) -> Response:
    """Choose a file."""
    return page(request, "roster.html", me=me.person, classroom=one)


@router.post("")
def upload(
    request: Request,
    me: Teacher,
    one: TheirClass,
    db: Db,
    file: UploadFile | None = None,
) -> Response:
    """Show line by line what applying this file would do."""
    try:
        data = read_upload(file)
        preview = enrolment.preview(db, one.id or 0, data)
    except HomeroomError as error:
        return page(
            request,
            "roster.html",
            status=status_of(error),
            me=me.person,
            classroom=one,
            say=error.say,
        )
    enrolment.keep_draft(db, one, data)
    return page(request, "roster_preview.html", me=me.person, classroom=one, preview=preview)


@router.post("/apply")
def apply(one: TheirClass, db: Db, archive: Annotated[list[str] | None, Form()] = None) -> Response:
    """Do it: all of it, or nothing."""
    draft = enrolment.find_draft(db, one)
    enrolment.apply(db, one, draft.data, archive or ())
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)
