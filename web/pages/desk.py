"""The student's desk: one button, and the homework."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from fastapi import Request
from sqlmodel import Session
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from appliance import db, models
from appliance.errors import Conflict, NotAllowed
from appliance.homework import assignments, deadlines, deliveries, submissions
from appliance.homework.deadlines import Deadline
from appliance.homework.deliveries import Given
from appliance.models import Assignment, Enrolment, OtherDue, Server, Submission
from appliance.people import access
from appliance.servers import homes, wishes
from appliance.servers.limits import limits
from appliance.settings import Settings
from roster.sentence import Sentence, sentence
from web.deps import Me, SignInFirst, TheParts, Visit, visit, visit_in
from web.forms import guarded
from web.pages.seat import own_seat
from web.pages.show import page

router = guarded()


@dataclass(frozen=True)
class Homework:
    """An assignment and what this student handed in for it, newest first.

    `state` is overdue, closed (and nothing handed in), to-do, handed-in or returned.
    """

    assignment: Assignment
    versions: list[Submission]
    deadline: Deadline
    state: str
    updated: Given | None
    """The correction that came into the home after it was fetched, if any."""

    @property
    def returned(self) -> Submission | None:
        return next((version for version in self.versions if version.returned), None)


@dataclass(frozen=True)
class Place:
    """One class on the desk."""

    seat: access.Seat
    server: Server
    homework: list[Homework]
    handouts: list[Given]
    note: Sentence | None
    """What happened lately in a server that goes on."""
    held: homes.Held | None
    """How full the home was when it was last measured."""
    in_line: int
    """Its place, where it waits for its turn; else 0."""

    @property
    def said(self) -> Sentence | None:
        """Why the server ended, when there is something to tell."""
        return wishes.said(self.server)


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
async def desk(request: Request, parts: TheParts) -> Response:
    """Every class of this person, with notebook and homework.

    A whole class comes here at once, so all of it is one look, and no thread is asked for it.
    """
    with db.reading(parts.database) as session:
        me = visit_in(session, request)
        places = _places(session, me, parts.settings, models.now())
        return page(
            request,
            "desk.html",
            me=me.person,
            places=places,
            receipt=submissions.receipt,
            findings=submissions.findings,
        )


def _places(session: Session, me: Visit, settings: Settings, now: datetime) -> list[Place]:
    seats = access.seats_of(session, me.id, me.sign_in)
    servers = wishes.find_all(session, [seat.id for seat in seats])
    given = submissions.of_seats(session, {one.id: one.enrolment.classroom_id for one in seats})
    mine = {one.id for each in given.values() for one, _ in each}
    others = deadlines.others(session, mine) if mine else []
    lies = deliveries.of_seats(session, [seat.id for seat in seats])
    held = homes.of_seats(session, {one.id: limits(one.classroom, settings) for one in seats})
    return [
        Place(
            seat,
            servers[seat.id],
            _homework(seat.enrolment, given[seat.id], others, lies, now),
            [one for one in lies if one.handout and one.delivery.enrolment_id == seat.id],
            wishes.noted(servers[seat.id], now),
            held.get(seat.id),
            wishes.place_in_line(session, servers[seat.id]),
        )
        for seat in seats
    ]


@router.get("/hub/desk/{slug}/files.zip")
def take_home(slug: str, me: Me, parts: TheParts) -> Response:
    """A guest's files, before the day is over and they are erased."""
    with db.reading(parts.database) as session:
        seat = own_seat(session, me, me.person.name, slug)
        number, role = seat.id, seat.enrolment.role
    if role != "guest":
        raise NotAllowed("not a guest", say=sentence("take-home-guests-only"))
    _begin(number)
    file: Path | None = None
    try:
        # To disk first: a slow reader must not hold up the launcher.
        with parts.store.scratch_file() as scratch:
            file = Path(scratch.name)
            parts.pack_home(number, scratch.file)
    except BaseException:
        _finish(number, file)
        raise
    return _Parcel(number, file, f"{slug}.zip")


# A zip may be gigabytes, and its packing takes one of the threads that serve everybody. So nobody
# has two on the way: the next one waits until the last byte of this one was sent.
_on_the_way: set[int] = set()
_one_asks = Lock()


def _begin(seat: int) -> None:
    with _one_asks:
        if seat in _on_the_way:
            say = sentence("take-home-on-the-way")
            raise Conflict(f"files of seat {seat} are on the way", say=say)
        _on_the_way.add(seat)


def _finish(seat: int, file: Path | None) -> None:
    if file:
        file.unlink(missing_ok=True)
    _on_the_way.discard(seat)


class _Parcel(FileResponse):
    """A seat's files, gone from the disk once they were sent or nobody wants them any more."""

    def __init__(self, seat: int, file: Path, name: str) -> None:
        super().__init__(file, filename=name)
        self._seat, self._file = seat, file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            _finish(self._seat, self._file)


def _homework(
    enrolment: Enrolment,
    given: Iterable[tuple[Assignment, list[Submission]]],
    others: Sequence[OtherDue],
    lies: Sequence[Given],
    now: datetime,
) -> list[Homework]:
    """What is to be done first, and of that what is due first."""
    updated = {
        one.delivery.assignment_id: one
        for one in lies
        if one.delivery.updated and one.delivery.enrolment_id == enrolment.id
    }
    found = [
        _one(one, versions, deadlines.of(one, others, enrolment), updated.get(one.id), now)
        for one, versions in given
        if assignments.is_out(one, now) or versions
    ]
    return sorted(found, key=_urgency)


def _one(
    assignment: Assignment,
    versions: list[Submission],
    deadline: Deadline,
    updated: Given | None,
    now: datetime,
) -> Homework:
    state = _work_state(versions, deadline, now)
    return Homework(assignment, versions, deadline, state, updated)


def _work_state(versions: list[Submission], deadline: Deadline, now: datetime) -> str:
    if any(version.returned for version in versions):
        return "returned"
    if versions:
        return "handed-in"
    if deadline.closed(now):
        return "closed"
    return "overdue" if deadline.late(now) else "to-do"


def _urgency(work: Homework) -> tuple[bool, bool, float, int]:
    due = work.deadline.due
    when = due.timestamp() if due else float("inf")
    return work.state == "returned", work.state == "handed-in", when, work.assignment.id or 0
