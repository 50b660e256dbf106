"""Sign-in cards: new codes, shown this once, ready to print."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

import segno
from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from appliance import db
from appliance.people import cards, enrolment, signin
from appliance.people.cards import Printed
from appliance.people.enrolment import Member
from web.deps import Db, Teacher, TheirClass, TheParts, class_of
from web.forms import guarded
from web.pages.show import page
from web.parts import Parts
from web.pdf import pdf

router = guarded("/hub/teach/{slug}")

PerSheet = Annotated[Literal["8", "10"], Form()]
Paper = Annotated[Literal["a4", "letter"], Form()]
Text = Annotated[str, Form()]
Names = Annotated[list[str] | None, Form()]
Choice = Callable[[list[Member]], list[Member]]


def new_codes(
    parts: Parts, teacher_id: int, slug: str, names: list[str] | None
) -> list[enrolment.FreshCode]:
    """Give new codes to these students, or to the whole class. The old ones end at once."""
    if names is None:
        return _renew(parts, teacher_id, slug, list)
    return _renew(parts, teacher_id, slug, lambda students: cards.named(students, names))


def _renew(parts: Parts, teacher_id: int, slug: str, choice: Choice) -> list[enrolment.FreshCode]:
    with db.reading(parts.database) as session:
        classroom = class_of(session, teacher_id, slug)
        whom = choice(enrolment.students(session, classroom.id or 0))
    fresh = enrolment.draw_codes(classroom, whom)
    with db.writing(parts.database) as session:
        enrolment.issue(session, parts.key, fresh)
    return fresh


def qr(text: str) -> str:
    """A QR code as inline SVG; it is sized by the page's own styles."""
    return str(segno.make(text, error="m").svg_inline(omitsize=True, border=2))


@router.get("/cards")
def choose(request: Request, me: Teacher, one: TheirClass, db: Db) -> Response:
    """For whom, and how many to a sheet. Nothing changes yet."""
    members = enrolment.students(db, one.id or 0)
    context: dict[str, Any] = {
        "classroom": one,
        "members": members,
        "sections": sorted({m.enrolment.section for m in members} - {""}),
        "cardless": sum(m.enrolment.code_digest is None for m in members),
        "paper": _paper(request.headers.get("accept-language", "")),
    }
    return page(request, "cards.html", me=me.person, **context)


def _paper(accept_language: str) -> str:
    """Letter where it is the custom: the browser's first language names a country that has it."""
    first = accept_language.split(",")[0].split(";")[0].strip().lower()
    letter = {"us", "ca", "mx", "ph", "cl", "co"}
    return "letter" if first.rpartition("-")[2] in letter and "-" in first else "a4"


@router.post("/cards")
def make(
    request: Request,
    me: Teacher,
    slug: str,
    parts: TheParts,
    whom: Text = cards.EVERYBODY,
    student: Names = None,
    per_sheet: PerSheet = "8",
    paper: Paper = "a4",
) -> Response:
    """The sheets. Codes are not kept in a readable form, so a lost card means a new code."""
    fresh = _renew(parts, me.id, slug, lambda members: cards.chosen(members, whom, student or ()))
    printed = [Printed(one.member, one.code) for one in fresh]
    return _sheets(request, me, slug, parts, printed, int(per_sheet), paper)


@router.post("/people/{name}/card")
def another(request: Request, me: Teacher, slug: str, name: str, parts: TheParts) -> Response:
    """A lost card: void it and print another."""
    fresh = new_codes(parts, me.id, slug, [name])
    printed = [Printed(one.member, one.code) for one in fresh]
    paper = _paper(request.headers.get("accept-language", ""))
    return _sheets(request, me, slug, parts, printed, 8, paper)


@router.post("/people/{name}/card/void")
def void(one: TheirClass, name: str, db: Db) -> Response:
    """A card in wrong hands: it ends now, and whoever came in by it is out."""
    (member,) = cards.named(enrolment.students(db, one.id or 0), [name])
    signin.void_code(db, member.enrolment)
    return RedirectResponse(f"/hub/teach/{one.slug}/people", 303)


@router.post("/cards/pdf")
def as_pdf(
    request: Request,
    me: Teacher,
    slug: str,
    parts: TheParts,
    codes: Text = "",
    per_sheet: PerSheet = "8",
    paper: Paper = "a4",
) -> Response:
    """The same sheets as a file. The print page sends its codes back, for nobody else has them."""
    with db.reading(parts.database) as session:
        classroom = class_of(session, me.id, slug)
        printed = cards.still_good(session, parts.key, classroom, codes)
    html = _sheets(request, me, slug, parts, printed, int(per_sheet), paper, "cards_pdf.html")
    name = f'attachment; filename="cards-{slug}.pdf"'
    return Response(pdf(bytes(html.body)), 200, {"Content-Disposition": name}, "application/pdf")


def _sheets(
    request: Request,
    me: Teacher,
    slug: str,
    parts: Parts,
    printed: list[Printed],
    per_sheet: int,
    paper: str,
    template: str = "cards_print.html",
) -> Response:
    with db.reading(parts.database) as session:
        classroom = class_of(session, me.id, slug)
    origin = parts.settings.hub_origin
    context: dict[str, Any] = {
        "classroom": classroom,
        "cards": printed,
        "sheets": cards.sheets(printed, per_sheet),
        "per_sheet": per_sheet,
        "paper": paper,
        "qr": lambda card: qr(f"{origin}/c/{card.code}"),
    }
    return page(request, template, me=me.person, **context)
