"""Upload or paste a roster, look at what it would do, correct how it is read, apply it."""

from dataclasses import replace
from pathlib import PurePath
from typing import Annotated
from urllib.parse import quote

from fastapi import Form, Request, UploadFile
from pydantic import BaseModel
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance.errors import HomeroomError, Invalid
from appliance.models import Classroom
from appliance.people import rosters
from appliance.people.rosters import Reading, Upload
from roster.columns import NO_COLUMN
from roster.headings import FIELDS
from roster.read import pasted
from roster.sentence import Sentence, sentence
from roster.sheet import Sheet
from web.deps import Db, Teacher, TheirClass, Visit
from web.errors import status_of
from web.forms import guarded
from web.pages.show import page

router = guarded("/hub/teach/{slug}/roster")


class Correction(BaseModel):
    """The form of the preview: a column's index for each field of `headings.FIELDS`."""

    encoding: str = ""
    student_id: int | None = None
    login: int | None = None
    email: int | None = None
    first_name: int | None = None
    last_name: int | None = None
    display_name: int | None = None
    section: int | None = None
    role: int | None = None
    status: int | None = None


def read_upload(file: UploadFile | None, text: str = "") -> Upload:
    """An uploaded or pasted roster; how much may come at all is bounded before."""
    if file is not None and file.filename:
        return Upload(file.file.read(), PurePath(file.filename).name[:100])
    if text.strip():
        return Upload(pasted(text))
    raise Invalid("no file", say=sentence("import-no-file"))


@router.get("")
def upload_page(request: Request, me: Teacher, one: TheirClass) -> Response:
    """Choose a file, or paste."""
    return page(request, "roster.html", me=me.person, classroom=one)


@router.post("")
def upload(
    request: Request,
    me: Teacher,
    one: TheirClass,
    db: Db,
    file: UploadFile | None = None,
    text: Annotated[str, Form()] = "",
) -> Response:
    """Show line by line what applying this file would do."""
    try:
        return _look(request, me, one, db, read_upload(file, text))
    except HomeroomError as error:
        return page(
            request,
            "roster.html",
            status=status_of(error),
            me=me.person,
            classroom=one,
            say=error.say,
            text=text,
        )


def _look(
    request: Request,
    me: Visit,
    one: Classroom,
    db: Session,
    given: Upload,
    say: Sentence | None = None,
) -> Response:
    """The preview; where no column of names is known, the choice of columns alone."""
    sheet: Sheet
    preview = None
    try:
        preview = rosters.preview(db, one, given, me.id)
        sheet = preview.sheet
    except rosters.Unclear as unclear:
        sheet, say = unclear.sheet, say or unclear.say
    rosters.keep_draft(db, one, given)
    return page(
        request,
        "roster_preview.html",
        status=422 if say else 200,
        me=me.person,
        classroom=one,
        preview=preview,
        sheet=sheet,
        fields=FIELDS,
        say=say,
        given=given,
    )


@router.post("/columns")
def columns(
    request: Request,
    me: Teacher,
    one: TheirClass,
    db: Db,
    wish: Annotated[Correction, Form()],
) -> Response:
    """Look again, read as the teacher says. What can't be read so is shown as it was."""
    given = rosters.find_draft(db, one)
    try:
        return _look(request, me, one, db, _corrected(one, given, wish))
    except Invalid as error:
        return _look(request, me, one, db, given, error.say)


def _corrected(one: Classroom, given: Upload, wish: Correction) -> Upload:
    """Only what was changed counts as said: a column given to another field leaves its first."""
    shown = rosters.sheet_of(one, given).columns
    chosen = wish.model_dump(exclude={"encoding"}, exclude_none=True)
    said = {field: at for field, at in chosen.items() if at != shown.get(field, NO_COLUMN)}
    earlier = given.reading.columns
    reading = Reading(
        wish.encoding or given.reading.encoding,
        {**(earlier or {}), **said} if said or earlier else None,
    )
    return replace(given, reading=reading)


@router.post("/apply")
def apply(
    me: Teacher,
    one: TheirClass,
    db: Db,
    archive: Annotated[list[str] | None, Form()] = None,
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Do it: all of it, or nothing."""
    rosters.apply(db, one, rosters.find_draft(db, one, seen), me.id, archive or ())
    return RedirectResponse(f"/hub/teach/{one.slug}", 303)


@router.get("/export")
def export(one: TheirClass, db: Db) -> Response:
    """The roster as it came in, with the class as it is now."""
    name, data = rosters.exported(db, one)
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(
        data, media_type="application/octet-stream", headers={"Content-Disposition": disposition}
    )
