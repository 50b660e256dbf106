"""Wrong passwords and PINs, counted for each account: some are free, then the wait doubles."""

import math
from datetime import datetime, timedelta

from sqlmodel import Session

from appliance.errors import NotAllowed, TooMany
from appliance.models import PasswordFailures
from roster.sentence import sentence

FREE = 10
CEILING = 100
"""Failures in a row after which only a reset helps."""
LONGEST_WAIT_S = 3600


def wait_after(failures: int) -> int:
    """Seconds to wait after that many failures in a row: none, then doubling."""
    return 0 if failures < FREE else min(LONGEST_WAIT_S, 1 << min(12, failures - FREE + 1))


def check(db: Session, person_id: int, now: datetime, kind: str) -> None:
    """Refuse to try while the account has to wait. `kind` is password or pin, for the words."""
    failed = db.get(PasswordFailures, person_id)
    if not failed:
        return
    if failed.count >= CEILING:
        say = sentence(f"signin-ceiling-{kind}", count=CEILING)
        raise NotAllowed(f"account {person_id} is closed after {failed.count} failures", say=say)
    ready = failed.last + timedelta(seconds=wait_after(failed.count))
    wait_s = math.ceil((ready - now).total_seconds())
    if wait_s > 0:
        raise TooMany(
            f"account {person_id} waits after {failed.count} failures",
            say=sentence(f"signin-account-waits-{kind}", seconds=wait_s),
            wait_s=wait_s,
        )


def note(db: Session, person_id: int, *, right: bool, now: datetime) -> None:
    """Count a failure; success clears the count."""
    if right:
        clear(db, person_id)
        return
    failed = db.get(PasswordFailures, person_id)
    failed = failed or PasswordFailures(person_id=person_id, count=0, last=now)
    failed.count += 1
    failed.last = now
    db.add(failed)


def clear(db: Session, person_id: int) -> None:
    """Begin anew."""
    failed = db.get(PasswordFailures, person_id)
    if failed:
        db.delete(failed)
