"""In by the door: a join code for a while, a name, and the teacher's nod.

The join code is worked out from the installation's key and the time window, so that the class
page can show it as long as the window is open although no readable code is kept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from appliance import keys
from appliance.errors import Conflict, Invalid, NotFound, TooMany
from appliance.models import Classroom, Enrolment, JoinRequest, Person
from appliance.people import by_hand, rosters
from roster import codes
from roster.row import Row
from roster.sentence import sentence

JOIN = "join code"
PASS = "pass of a join code"
MINUTES = (10, 30, 60, 120, 480)
"""For how long a door may be opened."""
GUEST_STAYS = timedelta(hours=14)  # a school day, as a sign-in lasts
REQUEST_LASTS = timedelta(hours=24)
MOST_WAITING = 200


# The window


def open_door(
    classroom: Classroom, key: keys.Key, *, minutes: int, guests: bool, now: datetime
) -> str:
    """Open the class to newcomers for `minutes`; the join code. An earlier one ends."""
    if minutes not in MINUTES or classroom.archived:
        raise Invalid(f"door open for {minutes} min", say=sentence("walkin-minutes"))
    classroom.join_until = now + timedelta(minutes=minutes)
    classroom.join_guests = guests
    code = _code(classroom, key)
    classroom.join_digest = key.sign(JOIN, codes.canonical_join(code) or "")
    return code


def close_door(classroom: Classroom) -> None:
    """No more newcomers; whoever waits still waits."""
    classroom.join_digest = classroom.join_until = None


def shown_code(classroom: Classroom, key: keys.Key, now: datetime) -> str | None:
    """The join code while the door is open."""
    return _code(classroom, key) if _is_open(classroom, now) else None


def _is_open(classroom: Classroom, now: datetime) -> bool:
    until = classroom.join_until
    return not classroom.archived and until is not None and until > now


def _code(classroom: Classroom, key: keys.Key) -> str:
    until = classroom.join_until
    assert until is not None
    window, number = f"{classroom.id} {until.timestamp():.6f}", 0
    while True:
        drawn = int(key.sign(f"{JOIN} symbols", f"{window} {number}"), 16)
        symbols = "".join(
            codes.ALPHABET[drawn >> (5 * place) & 31] for place in range(codes.JOIN_SYMBOLS)
        )
        if codes.welcome(symbols):
            return codes.join_code(classroom.code_part, symbols)
        number += 1


def find_open(db: Session, key: keys.Key, typed: str, now: datetime) -> Classroom | None:
    """The class whose join code this is, while its door is open."""
    canonical = codes.canonical_join(typed)
    if canonical is None:
        return None
    found = select(Classroom).where(col(Classroom.join_digest) == key.sign(JOIN, canonical))
    classroom = db.exec(found).first()
    return classroom if classroom and _is_open(classroom, now) else None


def way_in(classroom: Classroom, key: keys.Key) -> str:
    """Where to go with a right join code. The pass spares typing it again, and ends with it."""
    return f"/hub/join?pass={classroom.id}.{key.sign(PASS, classroom.join_digest or '')}"


def check_pass(db: Session, key: keys.Key, given: str, now: datetime) -> Classroom:
    """The class a pass leads to; NotFound, with a sentence, once the door is shut."""
    number, _, signature = given.partition(".")
    classroom = db.get(Classroom, int(number)) if keys.is_number(number) else None
    if (
        not classroom
        or not _is_open(classroom, now)
        or not key.signed(PASS, classroom.join_digest or "", signature)
    ):
        raise NotFound("door shut", say=sentence("walkin-shut"))
    return classroom


# At the door


def ask(db: Session, classroom: Classroom, typed_name: str, now: datetime) -> str:
    """Wait for the teacher's nod under this name; the ticket that the browser keeps."""
    name = by_hand.clean_name(typed_name)
    assert classroom.id is not None
    if len(waiting(db, classroom.id)) >= MOST_WAITING:
        raise TooMany("door crowded", say=sentence("walkin-crowded"), wait_s=60)
    ticket = keys.new_token()
    db.add(
        JoinRequest(
            classroom_id=classroom.id,
            display_name=name,
            guest=classroom.join_guests,
            ticket_digest=keys.digest(ticket),
            created=now,
        )
    )
    db.flush()
    return ticket


def find_request(db: Session, ticket: str) -> JoinRequest | None:
    """The request of the browser that holds this ticket."""
    mine = col(JoinRequest.ticket_digest) == keys.digest(ticket)
    return db.exec(select(JoinRequest).where(mine)).first()


def waiting(db: Session, classroom_id: int) -> Sequence[JoinRequest]:
    """Who waits for a nod, in the order they came."""
    mine = col(JoinRequest.classroom_id) == classroom_id
    rows = select(JoinRequest).where(mine, col(JoinRequest.state) == "waiting")
    return db.exec(rows.order_by(col(JoinRequest.id))).all()


def namesakes(db: Session, classroom_id: int, names: Sequence[str]) -> frozenset[str]:
    """Which of these names somebody in the class has already: such a nod deserves a look."""
    rows = select(Person.display_name).join(Enrolment)
    rows = rows.where(col(Enrolment.classroom_id) == classroom_id, ~col(Enrolment.archived))
    there = {name.casefold() for name in db.exec(rows)}
    return frozenset(name for name in names if name.casefold() in there)


def _request(db: Session, classroom: Classroom, request_id: int) -> JoinRequest:
    found = db.get(JoinRequest, request_id)
    if not found or found.classroom_id != classroom.id:
        raise NotFound(f"no request {request_id}", say=sentence("walkin-gone"))
    if found.state != "waiting":
        raise Conflict(f"request {request_id} answered", say=sentence("walkin-answered"))
    return found


def nod(db: Session, classroom: Classroom, request_id: int, now: datetime) -> Enrolment:
    """Let somebody in: a student for good, a guest for the day."""
    request = _request(db, classroom, request_id)
    row = Row(line=0, display_name=request.display_name)
    (person,) = rosters.enrol(db, classroom, [row], {})
    here = col(Enrolment.classroom_id) == classroom.id
    seat = db.exec(select(Enrolment).where(here, col(Enrolment.person_id) == person.id)).one()
    if request.guest:
        seat.role, seat.until = "guest", now + GUEST_STAYS
    request.state, request.enrolment_id = "admitted", seat.id
    classroom.roster_version += 1
    return seat


def refuse(db: Session, classroom: Classroom, request_id: int) -> None:
    """Not this one; the browser is told kindly."""
    _request(db, classroom, request_id).state = "refused"


def turn_away(db: Session, classroom: Classroom) -> None:
    """Shut the door and refuse everybody who waits, as when somebody plays with the code."""
    close_door(classroom)
    for request in waiting(db, classroom.id or 0):
        request.state = "refused"


def come_in(db: Session, ticket: str) -> Enrolment:
    """The seat that was given to the holder of this ticket, which is used up by it."""
    request = find_request(db, ticket)
    seat = request and request.enrolment_id and db.get(Enrolment, request.enrolment_id)
    if not request or request.state != "admitted" or not seat or seat.archived:
        raise NotFound("no nod for this ticket", say=sentence("walkin-shut"))
    db.delete(request)
    return seat


def give_up(db: Session, ticket: str) -> None:
    """Stop waiting."""
    if request := find_request(db, ticket):
        db.delete(request)


def forget(db: Session, now: datetime) -> None:
    """Remove requests that are a day old."""
    db.exec(delete(JoinRequest).where(col(JoinRequest.created) < now - REQUEST_LASTS))
