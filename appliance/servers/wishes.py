"""Ask for a server, ask to stop it; its state in words. Nothing here touches the engine."""

import secrets
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from appliance.errors import Conflict, Unavailable
from appliance.models import Classroom, Enrolment, Server
from roster.sentence import Sentence, from_json, sentence, to_json

GOING = ("queued", "starting", "ready")
FOR_MEMORY = "memory-short"
"""The reason of a queued server that waits for memory, and not only for its turn to boot."""
NOTED_FOR = timedelta(minutes=10)
NOTED_AGAIN = timedelta(minutes=1)
"""What happens over and over is not written down each time."""


def find(db: Session, enrolment_id: int) -> Server:
    """The seat's server, which is off when nobody ever asked for it."""
    return db.get(Server, enrolment_id) or Server(enrolment_id=enrolment_id)


_OF_SEATS = select(Server).where(
    col(Server.enrolment_id).in_(bindparam("seats", expanding=True)),
)


def find_all(db: Session, enrolment_ids: list[int]) -> Mapping[int, Server]:
    """The servers of these seats."""
    known = {one.enrolment_id: one for one in db.exec(_OF_SEATS, params={"seats": enrolment_ids})}
    return {one: known.get(one) or Server(enrolment_id=one) for one in enrolment_ids}


def ask_start(
    db: Session, enrolment: Enrolment, ports: range, now: datetime, *, early: bool = False
) -> Server:
    """Wish for a running server; a server that is on its way is left alone.

    `early`: it is for somebody who is not there yet. Whoever comes then stands behind those who
    came before, whenever it was wished for. Where every port is given away, that is the trouble it
    is in. Raises Conflict where the class is archived.
    """
    assert enrolment.id is not None
    server = find(db, enrolment.id)
    if not (server.wanted and server.state in GOING):
        _wish(db, enrolment, server, ports, now, early=early)
    elif not early:
        arrive(db, server, now)
    return server


def arrive(db: Session, server: Server, now: datetime) -> None:
    """Its owner is there."""
    if server.early and server.state == "queued":
        server.asked = _last_in_line(db, now)
    server.early, server.last_activity = False, now


def ask_restart(db: Session, enrolment: Enrolment, ports: range, now: datetime) -> Server:
    """Wish for a fresh container in place of the one there is; the home stays.

    Whoever is in line gets a fresh one anyway, and keeps the place.
    """
    assert enrolment.id is not None
    server = find(db, enrolment.id)
    if server.wanted and server.state == "queued":
        return ask_start(db, enrolment, ports, now)
    _wish(db, enrolment, server, ports, now)
    return server


def _wish(
    db: Session,
    enrolment: Enrolment,
    server: Server,
    ports: range,
    now: datetime,
    *,
    early: bool = False,
) -> None:
    classroom = db.get_one(Classroom, enrolment.classroom_id)
    if classroom.archived:
        raise Conflict(f"class {classroom.slug} is archived", say=sentence("class-put-away"))
    server.wanted, server.early, server.state = True, early, "queued"
    server.reason = server.say = server.last_words = server.note = ""
    server.start, server.noted = secrets.token_hex(8), None
    server.asked = now if early else _last_in_line(db, now)
    server.began, server.ready, server.last_activity = None, None, now
    db.add(server)
    try:
        ensure_port(db, enrolment, ports)
    except Unavailable as error:
        end(server, reason="trouble", say=error.say)


def _last_in_line(db: Session, now: datetime) -> datetime:
    """Now, or just after all who wait already: the clock may have been set back."""
    asked = select(func.max(Server.asked)).where(col(Server.state) == "queued", ~col(Server.early))
    last = db.exec(asked).one()
    return now if last is None or last < now else last + timedelta(microseconds=1)


def ask_stop(
    db: Session, enrolment_id: int, *, reason: str, say: Sentence | None, last_words: str = ""
) -> None:
    """Wish it away, and keep why; None where nobody needs to be told."""
    server = db.get(Server, enrolment_id)
    if server and server.wanted:
        end(server, reason=reason, say=say)
        server.last_words = last_words


def end(server: Server, *, reason: str, say: Sentence | None) -> None:
    """The wish is over; whoever looks is told why."""
    server.wanted, server.state = False, "stopped"
    server.reason, server.say = reason, to_json(say) if say else ""


def back_in_line(db: Session, enrolment_id: int) -> None:
    """Its start came to nothing, and the wish stands."""
    _queue_again(db, enrolment_id, "starting")


def lost(db: Session, enrolment_id: int) -> None:
    """What came of the wish is gone; it stands, in its old place in line."""
    _queue_again(db, enrolment_id, "starting", "ready")


def _queue_again(db: Session, enrolment_id: int, *states: str) -> None:
    server = db.get(Server, enrolment_id)
    if server and server.wanted and server.state in states:
        server.state, server.began, server.ready = "queued", None, None


def note(db: Session, enrolment_id: int, say: Sentence, now: datetime) -> None:
    """Keep what happened in a server that goes on."""
    server = db.get(Server, enrolment_id)
    if server and server.wanted and not (server.noted and now - server.noted < NOTED_AGAIN):
        server.note, server.noted = to_json(say), now


def noted(server: Server, now: datetime) -> Sentence | None:
    """What happened lately in a server that goes on."""
    fresh = server.noted is not None and now - server.noted < NOTED_FOR
    return from_json(server.note) if fresh and server.note and server.wanted else None


def said(server: Server) -> Sentence | None:
    """Why the seat's server ended; None where there is nothing to tell."""
    return from_json(server.say) if server.say else None


def ensure_port(db: Session, enrolment: Enrolment, ports: range) -> int:
    """The seat's own port, for good: a port that changed hands would carry over what the last
    owner left in people's browsers."""
    if enrolment.port in ports:
        assert enrolment.port is not None
        return enrolment.port
    free = _free_port(db, ports)
    if free is None:
        raise Unavailable(
            f"all {len(ports)} notebook ports are given away",
            say=sentence("ports-taken", count=len(ports)),
        )
    enrolment.port = free
    db.add(enrolment)
    db.flush()
    return free


def _free_port(db: Session, ports: range) -> int | None:
    """The next one; once the last is given away, the first that was passed over."""
    port = col(Enrolment.port)
    highest = db.exec(select(func.max(port)).where(port.between(ports[0], ports[-1]))).one()
    if highest is None or highest < ports[-1]:
        return ports[0] if highest is None else highest + 1
    taken = set(db.exec(select(port).where(port.is_not(None))))
    return next((one for one in ports if one not in taken), None)


_LINE = select(Server).where(col(Server.state) == "queued", ~col(Server.early))
"""Those who are there and wait. Who may come is passed by them: no place is promised to them."""


def place_in_line(db: Session, server: Server) -> int:
    """How many of those who wait come before this one, counting itself; 0 for whoever has none."""
    if server.state != "queued" or server.early or server.asked is None:
        return 0
    line = _LINE.where(col(Server.asked) <= server.asked).subquery()
    return db.exec(select(func.count()).select_from(line)).one()


def held_up(db: Session, server: Server) -> bool:
    """Whether it waits for memory, or somebody before it does: nobody knows then for how long."""
    if server.state != "queued" or server.asked is None:
        return False
    before = _LINE.where(col(Server.reason) == FOR_MEMORY, col(Server.asked) <= server.asked)
    return server.reason == FOR_MEMORY or db.exec(before.limit(1)).first() is not None


def places_in_line(db: Session, servers: Iterable[Server]) -> Mapping[int, int]:
    """The same for many at once, by the seat's number."""
    line = sorted(one.asked for one in db.exec(_LINE) if one.asked)
    return {
        one.enrolment_id: bisect_right(line, one.asked)
        if one.state == "queued" and not one.early and one.asked
        else 0
        for one in servers
    }


def note_activity(db: Session, enrolment_id: int, moment: datetime) -> None:
    """Remember when the seat was last used; the clock only moves forward.

    Whoever uses it is there, too: an open tab goes on in a fresh container without a sign-in.
    """
    server = db.get(Server, enrolment_id)
    if server and (server.last_activity is None or moment > server.last_activity):
        server.last_activity = moment
        server.early = server.early and not (server.ready and moment > server.ready)
