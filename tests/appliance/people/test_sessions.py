"""Who is signed in to a class."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from appliance.errors import NotFound
from appliance.models import Classroom, Enrolment
from appliance.people import sessions, signin

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) CriOS/140.0 Safari/604.1", "Chrome · iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36", "Chrome · Chromebook"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605", "Safari · Mac"),
        ("curl/8", ""),
        ("", ""),
        ("x" * 10_000 + "Firefox/1", ""),
    ],
)  # fmt: skip
def test_a_device_is_told_in_two_words(agent: str, name: str) -> None:
    assert sessions.device_name(agent) == name


def test_a_browser_that_lacks_the_pin_is_listed_as_such(
    db_session: Session, ana: Enrolment
) -> None:
    _, sign_in = signin.open_sign_in(db_session, ana.person_id, MONDAY, enrolment_id=ana.id)
    signin.ask_pin_first(sign_in, MONDAY)
    db_session.flush()
    (found,) = sessions.present(db_session, ana.classroom_id, MONDAY)
    assert found.how == "pin" and found.person.name == "ana"


@pytest.mark.parametrize("role", ["guest", "student"])
def test_whoever_has_no_card_came_in_by_a_nod(
    db_session: Session, ana: Enrolment, role: str
) -> None:
    ana.role, ana.code_digest = role, None
    signin.open_sign_in(db_session, ana.person_id, MONDAY, enrolment_id=ana.id)
    assert [p.how for p in sessions.present(db_session, ana.classroom_id, MONDAY)] == ["nod"]


def test_a_sign_in_that_ran_out_is_not_listed(db_session: Session, ana: Enrolment) -> None:
    signin.open_sign_in(db_session, ana.person_id, MONDAY, enrolment_id=ana.id)
    over = MONDAY + signin.SIGN_IN_LASTS
    assert sessions.present(db_session, ana.classroom_id, over) == []


def test_ending_all_says_how_many_and_ends_no_other_classs(
    db_session: Session, biology: Classroom, ana: Enrolment, ben: Enrolment
) -> None:
    for seat in (ana, ana, ben):
        signin.open_sign_in(db_session, seat.person_id, MONDAY, enrolment_id=seat.id)
    assert sessions.end_all(db_session, ana.classroom_id, MONDAY) == 2
    assert sessions.end_all(db_session, ana.classroom_id, MONDAY) == 0
    (bens,) = sessions.present(db_session, ben.classroom_id, MONDAY)
    with pytest.raises(NotFound):
        sessions.end(db_session, ana.classroom_id, bens.sign_in.id or 0, MONDAY)
