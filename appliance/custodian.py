"""Looks after the disk: measures homes, keeps what it found, and stops who goes too far."""

import logging
from collections.abc import Mapping

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from appliance import db, models
from appliance.health import Health
from appliance.models import Classroom, Enrolment, Home, Server
from appliance.servers import disk, wishes
from appliance.servers.launcher import Launcher
from appliance.servers.limits import limits
from appliance.servers.spec import HomeSize
from appliance.settings import Settings
from roster.sentence import sentence

log = logging.getLogger(__name__)


class Custodian:
    """Measures for all classes, through the launcher."""

    def __init__(
        self, settings: Settings, database: Engine, launcher: Launcher, health: Health
    ) -> None:
        self._settings = settings
        self._database = database
        self._launcher = launcher
        self._health = health

    def look(self) -> bool:
        """Measure the homes of all that run; whether somebody was stopped. Raises Unavailable."""
        running = self._running()
        if not running:
            return False
        sizes = {one.seat: one for one in self._launcher.measure_homes(running)}
        about = self._health.about
        free_mb = about.disk_free_mb if about else self._settings.disk_reserve_mb
        with db.writing(self._database) as session:
            watched = self._watched(session, sizes)
            _remember(session, sizes)
            found = disk.offences(watched, free_mb, self._settings.disk_reserve_mb)
            for one in found:
                _stop(session, one)
        for one in found:
            log.warning("seat %s is stopped: %s, %s MB", one.seat, one.kind, one.mb)
        return bool(found)

    def _running(self) -> list[int]:
        """The seats whose homes may grow."""
        with db.reading(self._database) as session:
            up = select(Server.enrolment_id).where(col(Server.state).in_(("starting", "ready")))
            return list(session.exec(up))

    def _watched(self, session: Session, sizes: Mapping[int, HomeSize]) -> list[disk.Watched]:
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
                mb=sizes[server.enrolment_id].mb,
                before_mb=home.mb if home else sizes[server.enrolment_id].mb,
                started_mb=home.rescued_mb if home else 0,
                limit_mb=limits(classroom, self._settings).home_mb,
                whole=sizes[server.enrolment_id].whole,
            )
            for server, classroom, home in rows
            if server.enrolment_id in sizes
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
