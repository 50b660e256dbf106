"""Codes, passwords and links in; a signed-in browser out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from appliance import keys
from appliance.errors import Invalid, NotAllowed, NotFound
from appliance.models import Classroom, Enrolment, OauthCode, OneTimeLink, Person, SignIn, Token
from appliance.people import access, signin, walkin
from roster import codes
from tests.conftest import School, questions

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def rivera(db_session: Session) -> Person:
    return db_session.exec(select(Person).where(col(Person.name) == "rivera")).one()


def test_the_code_on_the_card_finds_its_owner(
    school: School, db_session: Session, ana: Enrolment
) -> None:
    typed = codes.canonical(school.codes["ana"])
    assert typed and signin.find_code(db_session, school.key, typed) is ana


def test_an_archived_student_has_no_code(
    school: School, db_session: Session, ana: Enrolment
) -> None:
    ana.archived = True
    db_session.flush()
    typed = codes.canonical(school.codes["ana"])
    assert typed and signin.find_code(db_session, school.key, typed) is None


def test_a_new_code_ends_the_old_one(school: School, db_session: Session, ana: Enrolment) -> None:
    signin.set_code(ana, school.key, "BIO1NEW", "hash")
    db_session.flush()
    old = codes.canonical(school.codes["ana"])
    assert old and signin.find_code(db_session, school.key, old) is None
    assert signin.find_code(db_session, school.key, "BIO1NEW") is ana


def test_no_code_is_kept_in_a_readable_form(school: School, ana: Enrolment) -> None:
    typed = codes.canonical(school.codes["ana"])
    assert typed and typed not in f"{ana.code_digest} {ana.code_hash}"


def test_a_cookie_is_good_until_it_runs_out(db_session: Session, ana: Enrolment) -> None:
    cookie, sign_in = signin.open_sign_in(db_session, ana.person_id, MONDAY)
    assert cookie not in (sign_in.cookie_digest, sign_in.session_id)
    found = signin.find_sign_in(db_session, cookie, MONDAY + timedelta(hours=13))
    assert found and found[1].name == "ana"
    assert signin.find_sign_in(db_session, cookie, MONDAY + signin.SIGN_IN_LASTS) is None
    assert signin.find_sign_in(db_session, cookie + "x", MONDAY) is None


def test_signing_out_ends_one_browser_and_what_notebooks_got_through_it(
    school: School, db_session: Session, ana: Enrolment
) -> None:
    _, here = signin.open_sign_in(db_session, ana.person_id, MONDAY)
    elsewhere, _ = signin.open_sign_in(db_session, ana.person_id, MONDAY)
    seat = access.seat_by_id(db_session, ana.id or 0)
    assert seat
    server = access.new_server_token(db_session, seat)
    for sign_in in (here,):
        code = access.give_code(db_session, seat, sign_in, "/back", None, MONDAY)
        taken = access.take_code(db_session, code)
        access.trade_code(db_session, seat, taken, "/back", "", MONDAY)
        access.give_code(db_session, seat, sign_in, "/back", None, MONDAY)
    signin.close_sign_ins(db_session, ana.person_id, only=here.id)
    assert signin.find_sign_in(db_session, elsewhere, MONDAY)
    assert db_session.exec(select(OauthCode)).all() == []
    assert [token.kind for token in db_session.exec(select(Token))] == ["server"]
    assert access.find_token(db_session, server, MONDAY)


def test_what_ran_out_is_forgotten_and_nothing_else(db_session: Session, ana: Enrolment) -> None:
    signin.open_sign_in(db_session, ana.person_id, MONDAY)
    fresh, _ = signin.open_sign_in(db_session, ana.person_id, MONDAY + timedelta(days=1))
    seat = access.seat_by_id(db_session, ana.id or 0)
    assert seat
    server = access.new_server_token(db_session, seat)
    tomorrow = MONDAY + timedelta(days=1)
    signin.forget_expired(db_session, tomorrow)
    (left,) = db_session.exec(select(SignIn))
    assert left.cookie_digest == keys.digest(fresh)
    assert access.find_token(db_session, server, tomorrow)


def test_a_link_sets_the_password_once(db_session: Session, rivera: Person) -> None:
    secret = signin.make_link(db_session, rivera.id or 0, MONDAY)
    old, _ = signin.open_sign_in(db_session, rivera.id or 0, MONDAY)
    assert signin.find_link(db_session, secret, MONDAY) is rivera
    signin.use_link(db_session, secret, "new hash", MONDAY)
    assert rivera.password_hash == "new hash"
    assert signin.find_sign_in(db_session, old, MONDAY) is None
    with pytest.raises(NotFound, match="used"):
        signin.use_link(db_session, secret, "another", MONDAY)


def test_a_newer_link_ends_the_older_and_both_run_out(db_session: Session, rivera: Person) -> None:
    older = signin.make_link(db_session, rivera.id or 0, MONDAY)
    newer = signin.make_link(db_session, rivera.id or 0, MONDAY)
    with pytest.raises(NotFound):
        signin.find_link(db_session, older, MONDAY)
    with pytest.raises(NotFound):
        signin.find_link(db_session, newer, MONDAY + signin.LINK_LASTS)
    assert newer not in {link.digest for link in db_session.exec(select(OneTimeLink))}


@pytest.mark.parametrize("password", ["eleven char", "password1234", "MsRivera2026", "biology1bio"])
def test_a_short_or_common_password_is_refused(
    db_session: Session, rivera: Person, password: str
) -> None:
    with pytest.raises(Invalid, match=r"short|common"):
        signin.check_new_password(password, signin.known_about(db_session, rivera))


def test_twelve_characters_that_nobody_would_try_first_will_do() -> None:
    signin.check_new_password("twelve chars")


def test_a_code_lasts_until_its_last_day_is_over_everywhere(
    db_session: Session, ana: Enrolment, biology: Classroom
) -> None:
    biology.ends = MONDAY.date()
    db_session.flush()
    tuesday_noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    signin.check_goes_on(db_session, ana, tuesday_noon - timedelta(seconds=1))
    with pytest.raises(NotAllowed, match="over"):
        signin.check_goes_on(db_session, ana, tuesday_noon)


def test_a_sign_in_ends_no_later_than_its_class_and_its_guests_day(
    db_session: Session, ana: Enrolment, biology: Classroom
) -> None:
    seat, evening = ana.id, datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    biology.ends = MONDAY.date()
    _, by_card = signin.open_sign_in(db_session, ana.person_id, evening, enrolment_id=seat)
    assert by_card.expires == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    ana.until = evening + timedelta(hours=1)
    _, guest = signin.open_sign_in(db_session, ana.person_id, evening, enrolment_id=seat)
    assert guest.expires == ana.until


def test_a_class_that_is_put_away_lets_nobody_in(
    school: School, db_session: Session, biology: Classroom
) -> None:
    biology.archived = True
    db_session.flush()
    typed = codes.canonical(school.codes["ana"])
    assert typed and signin.find_code(db_session, school.key, typed) is None


def test_while_the_pin_is_missing_a_cookie_is_good_for_the_pin_alone(
    db_session: Session, ana: Enrolment
) -> None:
    cookie, sign_in = signin.open_sign_in(db_session, ana.person_id, MONDAY, enrolment_id=ana.id)
    signin.ask_pin_first(sign_in, MONDAY)
    db_session.flush()
    assert signin.find_sign_in(db_session, cookie, MONDAY) is None
    assert signin.find_sign_in(db_session, cookie, MONDAY, pin_pending=True)
    later = MONDAY + signin.PIN_WAITS
    assert signin.find_sign_in(db_session, cookie, later, pin_pending=True) is None


def test_a_void_code_ends_those_it_let_in_and_spares_a_card_of_another_class(
    school: School, db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    by_this, _ = signin.open_sign_in(db_session, ana.person_id, MONDAY, enrolment_id=ana.id)
    by_other, _ = signin.open_sign_in(db_session, ana.person_id, MONDAY, enrolment_id=ben.id)
    signin.void_code(db_session, ana)
    db_session.flush()
    typed = codes.canonical(school.codes["ana"])
    assert typed and signin.find_code(db_session, school.key, typed) is None
    assert signin.find_sign_in(db_session, by_this, MONDAY) is None
    assert signin.find_sign_in(db_session, by_other, MONDAY)


def test_a_teacher_is_found_however_the_name_is_typed_and_a_student_never(
    db_session: Session, rivera: Person
) -> None:
    assert signin.find_teacher(db_session, " Rivera ") is rivera
    assert signin.find_teacher(db_session, "ana") is None


def test_whatever_lets_somebody_in_is_found_by_an_index(
    school: School, db_session: Session
) -> None:
    with questions(school.database) as asked:
        signin.find_code(db_session, school.key, "BIO1XXXX")
        signin.find_sign_in(db_session, "cookie", MONDAY)
        signin.close_browser(db_session, "cookie")
        signin.find_teacher(db_session, "rivera")
        access.find_token(db_session, "token", MONDAY)
        access.seats_of(db_session, 1)
        walkin.find_open(db_session, school.key, "BIO1-XXXXXX", MONDAY)
        walkin.find_request(db_session, "ticket")
    connection = db_session.connection()
    plans = [
        row.detail
        for statement, filling in asked
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", filling)
    ]
    # OAuth codes live five minutes and are used in one second, so that there are never many.
    scanned = {plan for plan in plans if plan.startswith("SCAN") and plan != "SCAN oauthcode"}
    assert len(plans) > 10 and scanned == set()
