"""How full homes were when they were last measured."""

from collections.abc import Iterable
from dataclasses import dataclass

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


def of_seats(db: Session, seats: Iterable[int], may: Limits) -> dict[int, Held]:
    """These seats of one class; one that was never measured is left out."""
    return _held(db.exec(select(Home).where(col(Home.enrolment_id).in_(seats))), may)


def of_class(db: Session, classroom_id: int, may: Limits) -> dict[int, Held]:
    """Every seat of a class that was ever measured."""
    rows = (
        select(Home)
        .join(Enrolment, col(Enrolment.id) == col(Home.enrolment_id))
        .where(col(Enrolment.classroom_id) == classroom_id)
    )
    return _held(db.exec(rows), may)


def _held(rows: Iterable[Home], may: Limits) -> dict[int, Held]:
    return {row.enrolment_id: Held(row.mb, row.files, may.home_mb) for row in rows}
