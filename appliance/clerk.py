"""Acts on the homework's calendar: opens assignments at their hour, looks after who forgot."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from appliance import db
from appliance.homework import calendar, duties, jobs
from appliance.homework.calendar import Open, Sweep
from appliance.models import Assignment


class Clerk:
    """Queues what the calendar says; the jobs' loop does it."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def attend(self, now: datetime) -> bool:
        """Ask for what is due; whether there was anything."""
        with db.reading(self._database) as session:
            due = _due(session, now)
        for one in due:
            kind = "release" if isinstance(one, Open) else "sweep"
            with db.writing(self._database) as session:
                if assignment := session.get(Assignment, one.assignment_id):
                    jobs.ask(session, assignment, kind)
        return bool(due)


def _due(session: Session, now: datetime) -> list[Open | Sweep]:
    waiting, tried = duties.waiting(session), duties.releases(session)
    owed, failures = duties.of_students(session, now), duties.failures(session, now)
    return [*calendar.to_open(waiting, tried, now), *calendar.to_sweep(owed, failures, now)]
