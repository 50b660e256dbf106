"""How soon a notebook is ready, after how long the last ones took on this machine."""

import math
from collections.abc import Sequence
from statistics import median

from sqlmodel import Session, col, select

from appliance.models import Server

LAST = 20


def boots(db: Session) -> list[float]:
    """The seconds each of the servers took that became ready last."""
    rows = db.exec(
        select(Server.began, Server.ready)
        .where(col(Server.began).is_not(None), col(Server.ready).is_not(None))
        .order_by(col(Server.ready).desc())
        .limit(LAST)
    )
    return [(ready - began).total_seconds() for began, ready in rows if began and ready]


def seconds(measured: Sequence[float], *, place: int, slots: int) -> int | None:
    """How many seconds until it is ready, for a place in line; None as long as nobody knows.

    Place 0 is being started; the others are started `slots` at a time.
    """
    if not measured:
        return None
    return max(1, math.ceil(median(measured) * (1 + place / slots)))
