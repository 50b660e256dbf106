"""Looks after the disk: measures homes, keeps what it found, and stops who goes too far."""

import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from appliance import db, models
from appliance.models import Classroom, Enrolment, Home, Server
from appliance.servers import disk, wishes
from appliance.servers.launcher import Launcher
from appliance.servers.limits import limits
from appliance.servers.spec import HomeSize
from appliance.settings import Settings
from roster.sentence import sentence

log = logging.getLogger(__name__)

OTHERS = 5
"""Homes of seats that do not run, measured in one look: once after the end is enough."""
REST = 9
"""Times as long as a look took nobody looks again, however many files there are to be counted;
only a disk that may soon be short does not wait."""


class Custodian:
    """Measures for all classes, through the launcher."""

    def __init__(
        self,
        settings: Settings,
        database: Engine,
        launcher: Launcher,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._database = database
        self._launcher = launcher
        self._clock = clock
        self._again = clock()
        self._looked = -math.inf
        self._before: list[int] = []
        self._others: list[int] | None = None

    def look(self) -> bool:
        """Measure the homes of all that run; whether somebody was stopped. Raises Unavailable."""
        reserve_mb = self._settings.disk_reserve_mb
        began = self._clock()
        if began < self._again and self._free_mb() >= 2 * reserve_mb:
            return False
        since_s, self._looked = began - self._looked, began
        sizes, free_mb = self._measured(), self._free_mb()
        ended = self._clock()
        self._again = ended + REST * (ended - began)
        with db.writing(self._database) as session:
            watched = self._watched(session, sizes, since_s)
            _remember(session, sizes)
            found = disk.offences(watched, free_mb, reserve_mb)
            for one in found:
                _stop(session, one)
        for one in found:
            log.warning("seat %s is stopped: %s, %s MB", one.seat, one.kind, one.mb)
        return bool(found)

    def _free_mb(self) -> int:
        return self._launcher.about().disk_free_mb

    def _measured(self) -> Mapping[int, HomeSize]:
        """The homes of all that run, and of a few others."""
        running = self._running()
        others = self._unmeasured(running)
        some = [*running, *others[:OTHERS]]
        sizes = self._launcher.measure_homes(some) if some else []
        self._before, self._others = running, others[OTHERS:]
        return {one.seat: one for one in sizes}

    def _running(self) -> list[int]:
        """The seats whose homes may grow."""
        with db.reading(self._database) as session:
            up = select(Server.enrolment_id).where(col(Server.state).in_(("starting", "ready")))
            return list(session.exec(up))

    def _unmeasured(self, running: Sequence[int]) -> list[int]:
        """Those that ended since they were last measured; at first, that is everybody."""
        ended = self._ever() if self._others is None else [*self._others, *self._before]
        return [seat for seat in dict.fromkeys(ended) if seat not in running]

    def _ever(self) -> list[int]:
        """The seats that were ever started, but for those whose home was erased."""
        with db.reading(self._database) as session:
            rows = select(Server.enrolment_id).join(
                Enrolment, col(Enrolment.id) == col(Server.enrolment_id)
            )
            return list(
                session.exec(rows.where(Server.start != "", col(Enrolment.erased).is_(None)))
            )

    def _watched(
        self, session: Session, sizes: Mapping[int, HomeSize], since_s: float
    ) -> list[disk.Watched]:
        now = models.now()
        rows = session.exec(
            select(Server, Classroom, Home)
            .join(Enrolment, col(Enrolment.id) == col(Server.enrolment_id))
            .join(Classroom, col(Classroom.id) == col(Enrolment.classroom_id))
            .join(Home, col(Home.enrolment_id) == col(Server.enrolment_id), isouter=True)
            .where(col(Server.wanted), col(Server.state) != "queued")
        )
        return [
            disk.Watched(
                seat=server.enrolment_id,
                mb=size.mb,
                # What was never measured may have been there for long, and what has its room
                # already takes none when it grows.
                before_mb=home.mb if home and not size.bounded else size.mb,
                started_mb=home.rescued_mb if home else 0,
                limit_mb=limits(classroom, self._settings).home_mb,
                whole=size.whole,
                more_files=size.files - home.files if home else 0,
                open_s=_seconds(server.began, now),
                since_s=since_s,
            )
            for server, classroom, home in rows
            if (size := sizes.get(server.enrolment_id))
        ]


def note_rescue(settings: Settings, database: Engine, launcher: Launcher, seat_id: int) -> None:
    """A home that is too full may be opened and emptied: what it holds at the start is let pass."""
    with db.reading(database) as session:
        home, seat = session.get(Home, seat_id), session.get(Enrolment, seat_id)
        if not home or not seat:
            return
        limit_mb = limits(session.get_one(Classroom, seat.classroom_id), settings).home_mb
        before, held = home.rescued_mb, home.mb
    if disk.near(held, limit_mb):
        # Since the last look it may have grown.
        held = next((one.mb for one in launcher.measure_homes([seat_id])), held)
    rescued = held if held > limit_mb else 0
    if rescued != before:
        with db.writing(database) as session:
            session.get_one(Home, seat_id).rescued_mb = rescued


def _seconds(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0


def _remember(session: Session, sizes: Mapping[int, HomeSize]) -> None:
    """Keep what changed; a seat that is no longer known has no row."""
    known = {home.enrolment_id: home for home in session.exec(select(Home))}
    for seat, size in sizes.items():
        home = known.get(seat)
        if home and (home.mb, home.files) == (size.mb, size.files):
            continue
        if home is None:
            if not session.get(Enrolment, seat):
                continue
            home = Home(enrolment_id=seat)
        home.mb, home.files, home.measured = size.mb, size.files, models.now()
        session.add(home)


def _stop(session: Session, one: disk.Offence) -> None:
    says = {
        "full": sentence("server-disk-full", mb=one.mb, limit=one.limit_mb),
        "endless": sentence("server-disk-endless"),
        "short": sentence("server-disk-short", mb=one.mb),
    }
    wishes.ask_stop(session, one.seat, reason="disk", say=says[one.kind])
