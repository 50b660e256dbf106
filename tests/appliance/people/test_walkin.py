"""The door: a code for a while, a name, and nobody is in before the teacher nods."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from appliance.errors import Conflict, Invalid, NotFound, TooMany
from appliance.models import Classroom, Enrolment, JoinRequest
from appliance.people import enrolment, walkin
from roster import codes
from tests.conftest import School

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def code(db_session: Session, school: School, biology: Classroom) -> str:
    return walkin.open_door(biology, school.key, minutes=30, guests=False, now=MONDAY)


def test_the_code_is_a_join_code_of_the_class_and_no_card(biology: Classroom, code: str) -> None:
    assert code.startswith(f"{biology.code_part}-")
    assert codes.canonical_join(code) and codes.canonical(code) is None


def test_the_code_is_shown_as_long_as_it_works_and_kept_nowhere(
    db_session: Session, school: School, biology: Classroom, code: str
) -> None:
    for minutes, good in ((0, True), (29, True), (30, False)):
        then = MONDAY + timedelta(minutes=minutes)
        assert (walkin.shown_code(biology, school.key, then) == code) is good
        found = walkin.find_open(db_session, school.key, code.lower().replace("-", " "), then)
        assert (found == biology) is good
    kept = " ".join(str(value) for value in biology.model_dump().values())
    assert (codes.canonical_join(code) or "") not in kept


def test_a_new_window_ends_the_old_code(
    db_session: Session, school: School, biology: Classroom, code: str
) -> None:
    later = MONDAY + timedelta(minutes=1)
    fresh = walkin.open_door(biology, school.key, minutes=30, guests=True, now=later)
    assert fresh != code and walkin.find_open(db_session, school.key, code, later) is None
    walkin.close_door(biology)
    assert walkin.find_open(db_session, school.key, fresh, later) is None


@pytest.mark.parametrize("typed", ["", "BIO1", "BIO1-000-000", "x" * 100, "BIO1-7KQ-2M4-XD9"])
def test_what_is_no_join_code_finds_nothing(
    db_session: Session, school: School, code: str, typed: str
) -> None:
    assert walkin.find_open(db_session, school.key, typed, MONDAY) is None


@pytest.mark.parametrize("minutes", [0, -5, 31, 100_000])
def test_a_door_is_open_for_one_of_a_few_times(
    school: School, biology: Classroom, minutes: int
) -> None:
    with pytest.raises(Invalid):
        walkin.open_door(biology, school.key, minutes=minutes, guests=False, now=MONDAY)


def test_a_pass_is_as_good_as_the_code_it_was_given_for(
    db_session: Session, school: School, biology: Classroom, code: str
) -> None:
    given = walkin.way_in(biology, school.key).partition("pass=")[2]
    assert walkin.check_pass(db_session, school.key, given, MONDAY) == biology
    walkin.close_door(biology)
    for shut in (given, "", "1", "1.x", "9999.x", "²."):
        with pytest.raises(NotFound):
            walkin.check_pass(db_session, school.key, shut, MONDAY)


def test_nobody_is_in_before_the_nod(db_session: Session, biology: Classroom, code: str) -> None:
    ticket = walkin.ask(db_session, biology, " Dan  Wu ", MONDAY)
    (request,) = walkin.waiting(db_session, biology.id or 0)
    assert request.display_name == "Dan Wu" and ticket not in request.ticket_digest
    with pytest.raises(NotFound):
        walkin.come_in(db_session, ticket)
    assert len(enrolment.members(db_session, biology.id or 0)) == 2


def test_a_nod_makes_a_student_who_comes_in_once(
    db_session: Session, biology: Classroom, code: str
) -> None:
    ticket = walkin.ask(db_session, biology, "Dan Wu", MONDAY)
    (request,) = walkin.waiting(db_session, biology.id or 0)
    seat = walkin.nod(db_session, biology, request.id or 0, MONDAY)
    assert walkin.come_in(db_session, ticket) == seat
    assert (seat.role, seat.until, seat.code_digest) == ("student", None, None)
    with pytest.raises(NotFound):
        walkin.come_in(db_session, ticket)


def test_a_namesake_gets_a_seat_of_their_own(
    db_session: Session, biology: Classroom, ana: Enrolment, code: str
) -> None:
    """A newcomer who calls herself Ana is never Ana."""
    walkin.ask(db_session, biology, "Ana Ruiz", MONDAY)
    (request,) = walkin.waiting(db_session, biology.id or 0)
    assert walkin.namesakes(db_session, biology.id or 0, ["Ana Ruiz", "Dan"]) == {"Ana Ruiz"}
    seat = walkin.nod(db_session, biology, request.id or 0, MONDAY)
    assert seat.person_id != ana.person_id


def test_a_guest_stays_for_the_day(db_session: Session, school: School, biology: Classroom) -> None:
    walkin.open_door(biology, school.key, minutes=60, guests=True, now=MONDAY)
    walkin.ask(db_session, biology, "Dan Wu", MONDAY)
    (request,) = walkin.waiting(db_session, biology.id or 0)
    walkin.close_door(biology)
    seat = walkin.nod(db_session, biology, request.id or 0, MONDAY)
    assert (seat.role, seat.until) == ("guest", MONDAY + walkin.GUEST_STAYS)


def test_an_answer_is_given_once_and_by_the_own_class(
    db_session: Session, biology: Classroom, ben: Enrolment, code: str
) -> None:
    walkin.ask(db_session, biology, "Dan Wu", MONDAY)
    (request,) = walkin.waiting(db_session, biology.id or 0)
    chemistry = db_session.get(Classroom, ben.classroom_id)
    assert chemistry
    with pytest.raises(NotFound):
        walkin.nod(db_session, chemistry, request.id or 0, MONDAY)
    walkin.refuse(db_session, biology, request.id or 0)
    with pytest.raises(Conflict):
        walkin.nod(db_session, biology, request.id or 0, MONDAY)


def test_a_crowd_at_the_door_is_bounded(
    db_session: Session, biology: Classroom, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walkin, "MOST_WAITING", 2)
    for name in ("Dan", "Ela"):
        walkin.ask(db_session, biology, name, MONDAY)
    with pytest.raises(TooMany):
        walkin.ask(db_session, biology, "Fay", MONDAY)


@pytest.mark.parametrize("name", ["", "  ", "123", "x" * 65])
def test_a_newcomer_needs_a_name(
    db_session: Session, biology: Classroom, code: str, name: str
) -> None:
    with pytest.raises(Invalid):
        walkin.ask(db_session, biology, name, MONDAY)


def test_requests_are_forgotten_after_a_day(
    db_session: Session, biology: Classroom, code: str
) -> None:
    walkin.ask(db_session, biology, "Dan", MONDAY)
    walkin.forget(db_session, MONDAY + timedelta(hours=23))
    assert db_session.exec(select(JoinRequest)).all()
    walkin.forget(db_session, MONDAY + timedelta(hours=25))
    assert not db_session.exec(select(JoinRequest)).all()
