"""The PIN after the card: set at the first sign-in, asked at later ones, and nothing before it."""

import pytest

from appliance import db
from appliance.models import Classroom, Enrolment, OauthCode, Person, SignIn
from appliance.people import failures
from tests.web.conftest import Browser, Hub

PIN = "739182"


@pytest.fixture(autouse=True)
def required(hub: Hub) -> None:
    """Biology asks for a PIN."""
    with db.writing(hub.school.database) as session:
        session.get_one(Classroom, hub.school.seat("ana").classroom.id).pin_required = True


def card(hub: Hub) -> Browser:
    """A browser in which Ana typed her code."""
    ana = hub.browser()
    ana.form("/")
    answer = ana.post("/hub/login", {"code": hub.school.codes["ana"]})
    assert answer.headers["location"] == "/hub/pin?next=/hub/user/ana/biology-1/"
    ana.form("/hub/pin")
    return ana


def with_pin(hub: Hub) -> None:
    """Ana has chosen her PIN."""
    assert card(hub).post("/hub/pin", {"pin": PIN, "again": PIN}).status_code == 303


def test_the_first_sign_in_chooses_the_pin_and_later_ones_ask_for_it(hub: Hub) -> None:
    ana = card(hub)
    assert "Choose a PIN" in ana.get("/hub/pin").text
    answer = ana.post("/hub/pin", {"pin": PIN, "again": PIN, "next": "/hub/user/ana/biology-1/"})
    assert answer.headers["location"] == "/hub/user/ana/biology-1/"
    assert "Hello, Ana" in ana.get("/hub/desk").text
    later = card(hub)
    assert "Type your PIN" in later.get("/hub/pin").text
    assert later.post("/hub/pin", {"pin": PIN}).headers["location"] == "/hub/desk"
    assert later.get("/hub/desk").status_code == 200


def test_the_card_alone_enters_nothing_and_starts_nothing(hub: Hub) -> None:
    with_pin(hub)
    ana = card(hub)
    seat = hub.school.seat("ana")
    for path in ("/hub/desk", "/hub/home", "/hub/user/ana/biology-1/", "/hub/seat/biology-1/state"):
        answer = ana.get(path)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/?next=")
    asked = f"/hub/api/oauth2/authorize?client_id={seat.client_id}&response_type=code"
    back = f"http://localhost:8100{seat.prefix}oauth_callback"
    assert (
        ana.get(f"{asked}&redirect_uri={back}").headers.get("location", "/?next=")[:7] == "/?next="
    )
    assert hub.school.count(OauthCode) == 0
    assert ana.post("/hub/seat/biology-1/start").headers["location"].startswith("/?next=")
    assert ana.get("/hub/forward").status_code == 204
    assert "jupyterhub-session-id" not in ana.client.cookies


def test_a_protocol_sign_in_goes_on_where_the_pin_is_missing(hub: Hub) -> None:
    answer = card(hub).get("/hub/login?next=/hub/api/oauth2/authorize%3Fclient_id%3Dx")
    assert answer.headers["location"].startswith("/hub/pin?next=/hub/api/oauth2/authorize")


def test_a_wrong_pin_is_refused_and_the_account_waits_after_ten(hub: Hub) -> None:
    with_pin(hub)
    ana = card(hub)
    statuses = [ana.post("/hub/pin", {"pin": "000000"}).status_code for _ in range(12)]
    assert statuses == [403] * failures.FREE + [429] * 2
    waits = card(hub).post("/hub/pin", {"pin": PIN})
    assert waits.status_code == 429 and "reset" in waits.text
    assert int(waits.headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    ("pin", "again", "say"),
    [
        ("123", "123", "4 to 12 digits"),
        ("abcd", "abcd", "4 to 12 digits"),
        ("٧٣٩١", "٧٣٩١", "4 to 12 digits"),
        ("1234", "1234", "first that anybody"),
        ("1001", "1001", "first that anybody"),
        ("7391", "7392", "two different"),
    ],
)
def test_a_pin_nobody_should_have_is_not_taken(hub: Hub, pin: str, again: str, say: str) -> None:
    ana = card(hub)
    answer = ana.post("/hub/pin", {"pin": pin, "again": again})
    assert answer.status_code == 422 and say in answer.text
    assert ana.get("/hub/desk").status_code == 303
    assert hub.school.person("ana").pin_hash is None


def test_the_pin_is_kept_hashed(hub: Hub) -> None:
    with_pin(hub)
    hash_ = hub.school.person("ana").pin_hash
    assert hash_ and hash_.startswith("$argon2id$") and PIN not in hash_


def test_the_sign_in_that_waited_is_not_the_one_that_is_in(hub: Hub) -> None:
    ana = card(hub)
    before = ana.client.cookies["homeroom-login"]
    ana.post("/hub/pin", {"pin": PIN, "again": PIN})
    assert hub.school.count(SignIn) == 1
    thief = hub.browser()
    thief.client.cookies.set("homeroom-login", before)
    assert thief.get("/hub/desk").status_code == 303
    assert thief.get("/hub/pin").status_code == 403


def test_only_the_first_of_two_browsers_chooses_the_pin(hub: Hub) -> None:
    one, other = card(hub), card(hub)
    one.post("/hub/pin", {"pin": PIN, "again": PIN})
    answer = other.post("/hub/pin", {"pin": "604826", "again": "604826"})
    assert answer.status_code in (403, 422)
    assert card(hub).post("/hub/pin", {"pin": PIN}).status_code == 303


def test_a_teacher_resets_a_pin_and_whoever_was_in_is_out(hub: Hub) -> None:
    with_pin(hub)
    ana = card(hub)
    ana.post("/hub/pin", {"pin": PIN})
    hub.teacher().post("/hub/teach/biology-1/people/ana/pin/reset")
    assert ana.get("/hub/desk").status_code == 303
    assert "Choose a PIN" in card(hub).get("/hub/pin").text


def test_another_classs_teacher_and_a_form_from_elsewhere_reset_nothing(hub: Hub) -> None:
    with_pin(hub)
    path = "/hub/teach/biology-1/people/ana/pin/reset"
    assert hub.teacher("okafor").post(path).status_code == 404
    assert hub.teacher().post(path, {"_xsrf": "x"}).status_code == 403
    assert hub.teacher().post(path.replace("ana", "rivera")).status_code == 404
    assert hub.school.person("ana").pin_hash


def test_whoever_shares_a_student_cannot_reset_the_pin_that_guards_another_class(hub: Hub) -> None:
    with_pin(hub)
    with db.writing(hub.school.database) as session:
        chemistry = hub.school.seat("ben").classroom.id
        ana = hub.school.person("ana").id
        session.add(Enrolment(classroom_id=chemistry or 0, person_id=ana or 0))
    refused = hub.teacher("okafor").post("/hub/teach/chemistry/people/ana/pin/reset")
    assert refused.status_code == 403 and "also guards a class" in refused.text
    assert hub.school.person("ana").pin_hash


def test_a_pin_form_that_is_not_ours_is_refused(hub: Hub) -> None:
    assert card(hub).post("/hub/pin", {"pin": PIN, "again": PIN, "_xsrf": "x"}).status_code == 403


def test_nobody_waits_for_a_pin_without_a_card(hub: Hub) -> None:
    answer = hub.browser().get("/hub/pin")
    assert answer.status_code == 403 and "code on your card first" in answer.text


def test_whoever_is_not_the_cards_owner_goes_back_to_the_code(hub: Hub) -> None:
    ana = card(hub)
    assert ana.post("/hub/pin/leave").headers["location"] == "/"
    assert hub.school.count(SignIn) == 0


def test_a_class_that_asks_for_none_lets_its_students_in_by_card(hub: Hub) -> None:
    assert hub.student("ben").get("/hub/desk").status_code == 200
    with db.reading(hub.school.database) as session:
        assert session.get_one(Person, hub.school.person("ben").id).pin_hash is None
