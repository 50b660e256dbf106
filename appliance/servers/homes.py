"""How full homes were when they were last measured."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from appliance.models import Enrolment, Home
from appliance.servers import disk
from appliance.servers.limits import Limits


@dataclass(frozen=True)
class Held:
    """What a seat's files take, and what they may."""

    mb: int
    files: int
    limit_mb: int

    @property
    def near(self) -> bool:
        """Whether the owner should make room."""
        return disk.near(self.mb, self.limit_mb)


_OF_SEATS = select(Home).where(col(Home.enrolment_id).in_(bindparam("seats", expanding=True)))


def of_seats(db: Session, may: Mapping[int, Limits]) -> dict[int, Held]:
    """These seats, with what each may; one that was never measured is left out."""
    rows = db.exec(_OF_SEATS, params={"seats": list(may)})
    return {row.enrolment_id: _held(row, may[row.enrolment_id]) for row in rows}


def of_class(db: Session, classroom_id: int, may: Limits) -> dict[int, Held]:
    """Every seat of a class that was ever measured."""
    rows = (
        select(Home)
        .join(Enrolment, col(Enrolment.id) == col(Home.enrolment_id))
        .where(col(Enrolment.classroom_id) == classroom_id)
    )
    return {row.enrolment_id: _held(row, may) for row in db.exec(rows)}


def _held(home: Home, may: Limits) -> Held:
    return Held(home.mb, home.files, may.home_mb)
