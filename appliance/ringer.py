"""Acts on the hours of classes: servers start before the bell and stop after the last lesson."""

import logging
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from appliance import db
from appliance.models import Lesson, Server
from appliance.people import enrolment
from appliance.servers import hours, timetable, wishes
from appliance.servers.timetable import Begin, Over
from appliance.settings import Settings

log = logging.getLogger(__name__)


class Ringer:
    """Rings for the classes that have hours."""

    def __init__(self, settings: Settings, database: Engine) -> None:
        self._ports = settings.seat_ports
        self._zone = settings.zone
        self._database = database

    def ring(self, now: datetime) -> bool:
        """Do what is due, each class by itself; whether there was anything."""
        with db.reading(self._database) as session:
            begins, overs = self._due(session, now)
        for begin in begins:
            with db.writing(self._database) as session:
                self._begin(session, begin, now)
        for over in overs:
            with db.writing(self._database) as session:
                _end(session, over, now)
        return bool(begins or overs)

    def _due(self, session: Session, now: datetime) -> tuple[list[Begin], list[Over]]:
        held = hours.held(session)
        lessons = [lesson for lesson, _ in held]
        classes = {classroom.id: classroom for _, classroom in held}

        def taught(one: Begin | Over) -> bool:
            return hours.goes_on(classes[one.classroom_id], one.day)

        begins = filter(taught, timetable.to_begin(lessons, now, self._zone))
        overs = filter(taught, timetable.to_end(lessons, now, self._zone))
        return list(begins), [over for over in overs if _changes(session, over, now)]

    def _begin(self, session: Session, begin: Begin, now: datetime) -> None:
        lesson = session.get(Lesson, begin.lesson_id)
        if not lesson:
            return  # taken out of the timetable meanwhile
        lesson.begun = begin.day
        for member in enrolment.members(session, begin.classroom_id):
            wishes.ask_start(session, member.enrolment, self._ports, now, early=True)


def _changes(session: Session, over: Over, now: datetime) -> bool:
    """Whether somebody rests, or nobody is left to wait for."""
    left = _left(session, over)
    return not left or any(timetable.rests(server, now) for server in left)


def _end(session: Session, over: Over, now: datetime) -> None:
    """Stop whoever rests; once nobody is left, the day is done."""
    left = _left(session, over)
    for server in left:
        if timetable.rests(server, now):
            wishes.ask_stop(session, server.enrolment_id, reason="class over", say=None)
    lesson = session.get(Lesson, over.lesson_id)
    if lesson and not _left(session, over):
        lesson.ended = over.day


def _left(session: Session, over: Over) -> list[Server]:
    """The servers of the lesson's students that still run."""
    members = enrolment.members(session, over.classroom_id)
    servers = [wishes.find(session, member.id) for member in members]
    return [server for server in servers if not timetable.stays(server, over)]
