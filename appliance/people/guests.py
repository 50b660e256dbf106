"""Guests leave at the end of their day, and their homes with them."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from appliance import db as database
from appliance.errors import HomeroomError
from appliance.models import Classroom, Enrolment
from appliance.people import signin, walkin
from appliance.people.enrolment import archive_member, members

log = logging.getLogger(__name__)


class Erases(Protocol):
    """What is needed of the launcher."""

    def erase_home(self, seat: int) -> None:
        """Make sure the seat's home is gone, and its container before it."""


def over(guests: Iterable[Enrolment], now: datetime) -> list[Enrolment]:
    """Whose time is up, and whose home is still there."""
    return [
        guest
        for guest in guests
        if guest.role == "guest" and guest.until and guest.until <= now and not guest.erased
    ]


def end(db: Session, classroom: Classroom, now: datetime) -> int:
    """End the visit of all guests of a class now; how many they were. Their homes go next."""
    guests = [one for one in members(db, classroom.id or 0) if one.enrolment.role == "guest"]
    for one in guests:
        one.enrolment.until = now
        archive_member(db, one)
    return len(guests)


def see_off(engine: Engine, launcher: Erases, now: datetime) -> None:
    """End what is over and erase those homes; what can't be erased now is tried the next time."""
    with database.writing(engine) as db:
        walkin.forget(db, now)
        leaving = _leaving(db, now)
    for seat in leaving:
        try:
            launcher.erase_home(seat)
        except HomeroomError as error:
            log.warning("guest seat %s is not erased yet: %s", seat, error)
            continue
        with database.writing(engine) as db:
            if guest := db.get(Enrolment, seat):
                guest.erased = now


def _leaving(db: Session, now: datetime) -> list[int]:
    """Close the seats of guests whose time is up; their numbers."""
    guests = db.exec(select(Enrolment).where(col(Enrolment.role) == "guest")).all()
    leaving = over(guests, now)
    for guest in leaving:
        guest.archived = True
        signin.void_code(db, guest)
    return [guest.id for guest in leaving if guest.id is not None]
