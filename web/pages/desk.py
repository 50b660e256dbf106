"""The student's desk: one button, and the homework."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from appliance.homework import assignments
from appliance.models import Assignment, Server, Submission
from appliance.people import access
from appliance.servers import wishes
from web.deps import Db, Me, SignInFirst, TheParts, visit
from web.pages.show import page

router = APIRouter()


@dataclass(frozen=True)
class Homework:
    """An assignment and what this student handed in for it, newest first."""

    assignment: Assignment
    versions: list[Submission]

    @property
    def returned(self) -> Submission | None:
        return next((version for version in self.versions if version.returned), None)


@dataclass(frozen=True)
class Place:
    """One class on the desk."""

    seat: access.Seat
    server: Server
    homework: list[Homework]


@router.get("/hub/")
@router.get("/hub/home")
def home(me: Me) -> Response:
    """Where this person's own page is."""
    return RedirectResponse("/hub/teach" if me.person.teacher else "/hub/desk", 303)


@router.get("/hub/forward")
def forward(request: Request, parts: TheParts) -> Response:
    """The sign-in page asks this: whoever is signed in already need not be there."""
    try:
        visit(request, parts)
    except SignInFirst:
        return Response(status_code=204)
    return Response(headers={"HX-Redirect": "/hub/home"})


@router.get("/hub/desk")
def desk(request: Request, me: Me, db: Db) -> Response:
    """Every class of this person, with notebook and homework."""
    places = [
        Place(seat, wishes.find(db, seat.id), _homework(db, seat))
        for seat in access.seats_of(db, me.id)
    ]
    return page(request, "desk.html", me=me.person, places=places, receipt=assignments.receipt)


def _homework(db: Session, seat: access.Seat) -> list[Homework]:
    class_id = seat.enrolment.classroom_id
    mine = assignments.handed_in(db, class_id, enrolment_id=seat.id)
    by_id: dict[int | None, list[Submission]] = {}
    for one in reversed(mine):
        by_id.setdefault(one.assignment.id, []).append(one.submission)
    return [
        Homework(one, by_id.get(one.id, []))
        for one in assignments.all_of(db, class_id)
        if one.released or one.id in by_id
    ]
