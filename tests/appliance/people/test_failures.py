"""Wrong passwords and PINs: counted for each account, with waits that grow."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from appliance.errors import NotAllowed, TooMany
from appliance.models import Enrolment
from appliance.people import failures
from roster.sentence import sentence

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def fail(db_session: Session, ana: Enrolment, times: int) -> None:
    for _ in range(times):
        failures.note(db_session, ana.person_id, right=False, now=MONDAY)
        db_session.flush()


def test_ten_failures_are_free_and_then_the_wait_doubles_up_to_an_hour() -> None:
    waits = [failures.wait_after(count) for count in range(9, 100)]
    assert waits[:5] == [0, 2, 4, 8, 16]
    assert waits == sorted(waits) and waits[-1] == failures.LONGEST_WAIT_S


@pytest.mark.parametrize("kind", ["password", "pin"])
def test_an_account_waits_after_failures_and_forgets_them_after_success(
    db_session: Session, ana: Enrolment, kind: str
) -> None:
    fail(db_session, ana, 12)
    with pytest.raises(TooMany) as refusal:
        failures.check(db_session, ana.person_id, MONDAY, kind)
    assert refusal.value.wait_s == 8
    assert refusal.value.say == sentence(f"signin-account-waits-{kind}", seconds=8)
    later = MONDAY + timedelta(seconds=8)
    failures.check(db_session, ana.person_id, later, kind)
    failures.note(db_session, ana.person_id, right=True, now=later)
    db_session.flush()
    failures.check(db_session, ana.person_id, MONDAY, kind)


def test_after_a_hundred_failures_only_a_reset_helps(db_session: Session, ana: Enrolment) -> None:
    fail(db_session, ana, failures.CEILING)
    with pytest.raises(NotAllowed, match="closed"):
        failures.check(db_session, ana.person_id, MONDAY + timedelta(days=365), "pin")
    failures.clear(db_session, ana.person_id)
    db_session.flush()
    failures.check(db_session, ana.person_id, MONDAY, "pin")


def test_another_account_waits_for_nothing(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    fail(db_session, ana, 50)
    failures.check(db_session, ben.person_id, MONDAY, "pin")
