"""Looks into the folders of students: of those who handed in nothing in time, or of everybody."""

import logging
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from appliance import db, models
from appliance.errors import Away, HomeroomError, NotFound, Unavailable
from appliance.homework import calendar, duties
from appliance.models import Assignment, Enrolment, Submission, Sweep
from appliance.people import enrolment
from appliance.people.enrolment import Member
from roster.sentence import Sentence, sentence

log = logging.getLogger(__name__)


class CollectFolder(Protocol):
    """Takes in what lies in a student's folder as a version; None when there is nothing."""

    def __call__(self, assignment: Assignment, enrolment: Enrolment) -> Submission | None: ...


def no_way_into_homes(assignment: Assignment, enrolment: Enrolment) -> Submission | None:
    """Where nothing can be read; whoever puts the hub together gives a way."""
    raise Away("no folder can be read")


class Sweeper:
    """Looks after students, several at once; each look is written down."""

    def __init__(self, database: Engine, collect_folder: CollectFolder) -> None:
        self._database = database
        self._collect_folder = collect_folder

    def sweep(self, assignment: Assignment, now: datetime) -> list[Sentence]:
        """Look after those whose time is up; what went wrong with whom."""
        with db.reading(self._database) as session:
            owed = duties.of_students(session, now, assignment.id)
            due = {who for one in calendar.to_sweep(owed, {}, now) for who in one.enrolment_ids}
            members = enrolment.members(session, assignment.classroom_id)
        return self._look_after(assignment, [one for one in members if one.id in due])

    def sweep_all(self, assignment: Assignment) -> list[Sentence]:
        """Look into everybody's folder, whatever came before."""
        with db.reading(self._database) as session:
            members = enrolment.members(session, assignment.classroom_id)
        return self._look_after(assignment, members)

    def _look_after(self, assignment: Assignment, members: Iterable[Member]) -> list[Sentence]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            told = list(pool.map(lambda one: self._look(assignment, one), members))
        return [one for one in told if one]

    def _look(self, assignment: Assignment, member: Member) -> Sentence | None:
        """Look into one folder. Raises Away: then nobody can be looked after just now."""
        say = None
        try:
            found = self._collect_folder(assignment, member.enrolment) is not None
        except NotFound:
            found = False  # no home, or no such folder in it
        except Away:
            raise
        except Unavailable as error:
            return _about(member, error)  # not written down: another look may succeed
        except HomeroomError as error:
            log.info("folder of seat %s for %s: %s", member.id, assignment.name, error)
            found, say = False, _about(member, error)
        with db.writing(self._database) as session:
            session.merge(
                Sweep(
                    assignment_id=assignment.id or 0,
                    enrolment_id=member.id,
                    found=found,
                    at=models.now(),
                )
            )
        return say


def _about(member: Member, error: HomeroomError) -> Sentence:
    return sentence("about-student", student=member.person.name, problem=error.say)
