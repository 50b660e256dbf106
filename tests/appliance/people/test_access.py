"""Who may enter which server: only its owner, and only while that is so."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from appliance.errors import Invalid, NotAllowed
from appliance.models import Classroom, Enrolment, Person, SignIn, Token
from appliance.people import access, classrooms, signin

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BACK = "http://localhost:8100/user/ana/biology-1/oauth_callback"
VERIFIER = "a verifier of the length that people choose"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)


@pytest.fixture
def seat(db_session: Session, ana: Enrolment) -> access.Seat:
    found = access.seat_by_id(db_session, ana.id or 0)
    assert found
    return found


@pytest.fixture
def sign_in(db_session: Session, ana: Enrolment) -> SignIn:
    return signin.open_sign_in(db_session, ana.person_id, MONDAY)[1]


def test_a_seat_is_named_without_its_owner_where_names_could_collide(seat: access.Seat) -> None:
    assert seat.prefix == "/user/ana/biology-1/"
    assert seat.client_id == f"jupyterhub-seat-{seat.id}"
    assert seat.scope == "access:servers!server=ana/biology-1"


def test_a_seat_is_found_by_its_names_and_by_its_client(
    db_session: Session, seat: access.Seat
) -> None:
    assert access.seat_by_name(db_session, "ana", "biology-1") == seat
    assert access.seat_of_client(db_session, seat.client_id) == seat
    assert access.seat_by_name(db_session, "ana", "chemistry") is None


@pytest.mark.parametrize("client", ["", "jupyterhub-seat-", "jupyterhub-seat-999", "seat-²", "-1"])
def test_an_unknown_client_is_nobodys(db_session: Session, client: str) -> None:
    assert access.seat_of_client(db_session, client) is None


def test_an_archived_seat_is_no_seat(
    db_session: Session, ana: Enrolment, seat: access.Seat
) -> None:
    token = access.new_server_token(db_session, seat)
    row = access.find_token(db_session, token, MONDAY)
    assert row and access.scopes(db_session, row)
    ana.archived = True
    db_session.flush()
    assert access.seat_by_name(db_session, "ana", "biology-1") is None
    assert access.scopes(db_session, row) == []


def test_a_servers_token_may_say_that_it_is_in_use_and_a_browsers_may_not(
    db_session: Session, seat: access.Seat, sign_in: SignIn
) -> None:
    server = access.find_token(db_session, access.new_server_token(db_session, seat), MONDAY)
    browser = access.find_token(db_session, traded(db_session, seat, sign_in), MONDAY)
    assert server and browser
    assert "users:activity!user=ana" in access.scopes(db_session, server)
    assert access.scopes(db_session, browser) == [
        "access:servers!server=ana/biology-1",
        "read:users:name!user=ana",
        "read:users:groups!user=ana",
    ]


def test_an_api_token_opens_no_server(db_session: Session, seat: access.Seat) -> None:
    token = access.new_api_token(db_session, seat.person, MONDAY)
    row = access.find_token(db_session, token, MONDAY)
    assert row and access.scopes(db_session, row) == []


def test_a_fresh_server_token_ends_the_last_one_and_open_tabs_go_on(
    db_session: Session, seat: access.Seat, sign_in: SignIn
) -> None:
    old = access.new_server_token(db_session, seat)
    browser = traded(db_session, seat, sign_in)
    new = access.new_server_token(db_session, seat)
    assert access.find_token(db_session, old, MONDAY) is None
    assert access.find_token(db_session, new, MONDAY)
    access.drop_server_token(db_session, seat.id)
    assert access.find_token(db_session, new, MONDAY) is None
    kept = access.find_token(db_session, browser, MONDAY)
    assert kept and seat.scope in access.scopes(db_session, kept)


def test_an_open_tab_ends_with_its_sign_in_whatever_server_it_was_opened_at(
    db_session: Session, seat: access.Seat, sign_in: SignIn
) -> None:
    browser = traded(db_session, seat, sign_in)
    access.new_server_token(db_session, seat)
    signin.close_sign_ins(db_session, seat.person.id or 0)
    assert access.find_token(db_session, browser, MONDAY) is None


def test_a_browsers_token_runs_out_with_its_sign_in(
    db_session: Session, seat: access.Seat, sign_in: SignIn
) -> None:
    sign_in.expires = MONDAY + timedelta(hours=2)
    token = traded(db_session, seat, sign_in)
    assert access.find_token(db_session, token, sign_in.expires - timedelta(seconds=1))
    assert access.find_token(db_session, token, sign_in.expires) is None


def test_tokens_run_out_and_are_kept_as_digests(db_session: Session, seat: access.Seat) -> None:
    token = access.new_api_token(db_session, seat.person, MONDAY)
    row = access.find_token(db_session, token, MONDAY)
    assert row and token not in row.digest
    assert access.find_token(db_session, token, MONDAY + access.API_TOKEN_LASTS) is None


def test_a_client_proves_itself_with_its_servers_own_token(
    db_session: Session, seat: access.Seat, ben: Enrolment
) -> None:
    bens = access.seat_by_id(db_session, ben.id or 0)
    assert bens
    secret, theirs = (access.new_server_token(db_session, one) for one in (seat, bens))
    assert access.check_client(db_session, seat.client_id, secret) == seat
    for client, wrong in ((seat.client_id, theirs), (seat.client_id, ""), ("nobody", secret)):
        with pytest.raises(NotAllowed):
            access.check_client(db_session, client, wrong)


def test_a_code_is_taken_once(db_session: Session, seat: access.Seat, sign_in: SignIn) -> None:
    code = access.give_code(db_session, seat, sign_in, BACK, None, MONDAY)
    access.take_code(db_session, code)
    with pytest.raises(Invalid, match="used"):
        access.take_code(db_session, code)


def test_a_code_is_good_for_five_minutes(
    db_session: Session, seat: access.Seat, sign_in: SignIn
) -> None:
    with pytest.raises(Invalid, match="expired"):
        traded(db_session, seat, sign_in, after=timedelta(minutes=5))


def test_a_code_is_good_for_one_server(
    db_session: Session, seat: access.Seat, sign_in: SignIn, ben: Enrolment
) -> None:
    bens = access.seat_by_id(db_session, ben.id or 0)
    code = access.take_code(
        db_session, access.give_code(db_session, seat, sign_in, BACK, None, MONDAY)
    )
    assert bens
    with pytest.raises(Invalid, match="another server"):
        access.trade_code(db_session, bens, code, BACK, "", MONDAY)


def test_a_code_is_good_for_the_address_it_was_given_for(
    db_session: Session, seat: access.Seat, sign_in: SignIn
) -> None:
    with pytest.raises(Invalid, match="redirect_uri"):
        traded(db_session, seat, sign_in, back=BACK + "x")


@pytest.mark.parametrize("verifier", ["", "another", CHALLENGE])
def test_a_challenge_wants_its_verifier(
    db_session: Session, seat: access.Seat, sign_in: SignIn, verifier: str
) -> None:
    with pytest.raises(Invalid, match="code_verifier"):
        traded(db_session, seat, sign_in, challenge=CHALLENGE, verifier=verifier)
    assert traded(db_session, seat, sign_in, challenge=CHALLENGE, verifier=VERIFIER)


def test_whoever_signed_out_meanwhile_gets_no_token(
    db_session: Session, seat: access.Seat, sign_in: SignIn, ana: Enrolment
) -> None:
    code = access.take_code(
        db_session, access.give_code(db_session, seat, sign_in, BACK, None, MONDAY)
    )
    signin.close_sign_ins(db_session, ana.person_id)
    with pytest.raises(Invalid, match="signed out"):
        access.trade_code(db_session, seat, code, BACK, "", MONDAY)
    assert db_session.get(Token, 1) is None


def traded(
    db: Session,
    seat: access.Seat,
    sign_in: SignIn,
    *,
    back: str = BACK,
    challenge: str | None = None,
    verifier: str = "",
    after: timedelta = timedelta(),
) -> str:
    """A browser's token, got the usual way but for what is told."""
    code = access.give_code(db, seat, sign_in, BACK, challenge, MONDAY)
    taken = access.take_code(db, code)
    return access.trade_code(db, seat, taken, back, verifier, MONDAY + after)


# One student in several classes


@pytest.fixture
def botany(db_session: Session, ana: Enrolment) -> Enrolment:
    """Ana's place in a second class of Ms Rivera's."""
    made = classrooms.make(db_session, person(db_session, "rivera"), "Botany")
    place = Enrolment(classroom_id=made.id or 0, person_id=ana.person_id)
    db_session.add(place)
    db_session.flush()
    return place


def person(db: Session, name: str) -> Person:
    return db.exec(select(Person).where(col(Person.name) == name)).one()


def joins(db: Session, name: str, place: Enrolment, role: str = "teacher") -> Enrolment:
    """Somebody else works in the class of this place, too."""
    who = person(db, name)
    row = Enrolment(classroom_id=place.classroom_id, person_id=who.id or 0, role=role)
    db.add(row)
    db.flush()
    return row


def by_card(db: Session, place: Enrolment) -> SignIn:
    return signin.open_sign_in(db, place.person_id, MONDAY, enrolment_id=place.id)[1]


def open_to(db: Session, sign_in: SignIn) -> list[str]:
    return [one.classroom.slug for one in access.seats_of(db, sign_in.person_id, sign_in)]


def test_one_card_opens_all_classes_of_the_same_teacher(
    db_session: Session, ana: Enrolment, botany: Enrolment
) -> None:
    assert open_to(db_session, by_card(db_session, ana)) == ["biology-1", "botany"]
    assert open_to(db_session, by_card(db_session, botany)) == ["biology-1", "botany"]


@pytest.mark.parametrize("role", ["teacher", "assistant"])
def test_a_card_a_co_teacher_could_print_opens_that_class_alone(
    db_session: Session, ana: Enrolment, botany: Enrolment, role: str
) -> None:
    joins(db_session, "okafor", botany, role)
    assert open_to(db_session, by_card(db_session, botany)) == ["botany"]
    assert open_to(db_session, by_card(db_session, ana)) == ["biology-1", "botany"]


def test_a_card_printed_by_somebody_who_left_reaches_no_further(
    db_session: Session, ana: Enrolment, botany: Enrolment
) -> None:
    joins(db_session, "okafor", botany).archived = True
    db_session.flush()
    assert open_to(db_session, by_card(db_session, botany)) == ["botany"]


def test_whoever_no_longer_works_in_a_class_closes_it_to_their_cards(
    db_session: Session, ana: Enrolment, botany: Enrolment
) -> None:
    there, here = joins(db_session, "okafor", botany), joins(db_session, "okafor", ana)
    card = by_card(db_session, botany)
    assert open_to(db_session, card) == ["biology-1", "botany"]
    here.archived = True
    db_session.flush()
    assert there.teaches and open_to(db_session, card) == ["botany"]


def test_a_co_teachers_card_gets_no_code_and_no_token_for_another_class(
    db_session: Session, ana: Enrolment, botany: Enrolment, seat: access.Seat
) -> None:
    card = by_card(db_session, botany)
    token = traded(db_session, seat, card)
    row = access.find_token(db_session, token, MONDAY)
    assert row and access.scopes(db_session, row)
    joins(db_session, "okafor", botany)  # from now on the card may be his
    assert access.scopes(db_session, row) == []
    with pytest.raises(Invalid, match="may not enter"):
        traded(db_session, seat, card)


def test_a_sign_in_that_lacks_its_pin_opens_nothing(
    db_session: Session, ana: Enrolment, seat: access.Seat
) -> None:
    card = by_card(db_session, ana)
    card.pin_pending = True
    assert not access.may_enter(db_session, card, seat)


def test_a_card_of_an_archived_seat_opens_nothing(
    db_session: Session, ana: Enrolment, botany: Enrolment
) -> None:
    card = by_card(db_session, botany)
    botany.archived = True
    db_session.flush()
    assert open_to(db_session, card) == []


def test_nobody_enters_a_class_that_is_put_away(
    db_session: Session, biology: Classroom, seat: access.Seat
) -> None:
    biology.archived = True
    db_session.flush()
    assert access.seat_by_id(db_session, seat.id) is None
