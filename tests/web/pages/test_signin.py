"""Signing in with a card's code, however it is typed; and out again."""

import re
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from appliance import db, models
from appliance.models import SignIn
from appliance.people import walkin
from appliance.people.turns import Asker, Turns
from roster import codes
from tests.web.conftest import Hub

WRONG = "This code lets nobody in."


def test_the_code_on_the_card_opens_the_way_to_the_own_notebook(hub: Hub) -> None:
    ana = hub.browser()
    answer = ana.enter(hub.school.codes["ana"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/hub/user/ana/biology-1/")
    assert hub.server("ana").state == "queued"
    assert "Hello, Ana Ruiz" in ana.get("/hub/desk").text


def test_only_a_new_wish_wakes_whoever_grants_it(hub: Hub) -> None:
    parts, rung = hub.app.state.parts, list[int]()
    hub.app.state.parts = replace(parts, ring=lambda: rung.append(1))
    for times in (1, 1, 1):
        hub.browser().enter(hub.school.codes["ana"])
        assert len(rung) == times


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' – ')} ",
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("0", "O").replace("1", "I").replace("V", "u"),
    ],
    ids=["small", "bare", "dashes", "o and l", "O, I and u"],
)
def test_case_dashes_and_look_alikes_are_forgiven(hub: Hub, typed: object) -> None:
    assert callable(typed)
    answer = hub.browser().enter(typed(hub.school.codes["ana"]))
    assert answer.status_code == 303


def test_whatever_else_is_wrong_with_a_code_the_answer_is_the_same(hub: Hub) -> None:
    archived, shut = hub.school.codes["cleo"], codes.join_code("BIO1", "7KQ2M")
    with db.writing(hub.school.database) as session:
        session.get_one(models.Enrolment, hub.school.seat("cleo").id).archived = True
    other_class = codes.new_code(hub.school.seat("ben").classroom.code_part)
    answers = set()
    for wrong in (codes.new_code("BIO1"), archived, other_class, shut):
        browser = hub.browser()
        answer = browser.enter(wrong)
        answers.add((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)))
    ((status, text),) = answers
    assert status == 401 and WRONG in text
    assert hub.school.count(SignIn) == 0


@pytest.mark.parametrize("slip", ["hello", "BIO1-7KQ-2M4", "?", "ADA-7KQ-2M4-XD9"])
def test_a_mistyped_code_is_told_as_such_and_costs_no_turn(hub: Hub, slip: str) -> None:
    browser, turns = hub.browser(), hub.app.state.parts.turns
    browser.form("/")
    before = turns.budget
    for _ in range(30):
        answer = browser.post("/hub/login", {"code": slip})
        assert answer.status_code == 422 and "Look at your card again" in answer.text
    assert turns.budget == before and turns.tallies == {}
    assert browser.post("/hub/login", {"code": hub.school.codes["ana"]}).status_code == 303


def test_an_empty_field_is_asked_to_be_filled(hub: Hub) -> None:
    answer = hub.browser().enter("  ")
    assert answer.status_code == 422 and "then press the button" in answer.text


def test_guesses_wait_and_the_class_behind_the_same_address_does_not(hub: Hub) -> None:
    mallory = hub.browser()
    mallory.form("/")
    guesses = [mallory.post("/hub/login", {"code": codes.new_code("BIO1")}) for _ in range(120)]
    refused = [guess for guess in guesses if guess.status_code == 429]
    assert len(refused) > 100 and {guess.status_code for guess in guesses} == {401, 429}
    assert all(int(guess.headers["retry-after"]) >= 1 for guess in refused)
    assert "tried again in" in refused[-1].text and "again.js" in refused[-1].text
    names = ("ana", "cleo", "ben") * 10
    answers = [hub.browser().enter(hub.school.codes[name]).status_code for name in names]
    assert answers == [303] * 30


def test_a_right_code_in_a_crowd_is_told_to_wait_keeps_its_place_and_gets_in(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.signin.HOLD_S", 0.0)
    monkeypatch.setattr("appliance.people.turns.PER_SECOND", 1e-6)
    turns: Turns = hub.app.state.parts.turns
    turns.budget = 0.0
    ana = hub.browser()
    waits = ana.enter(hub.school.codes["ana"])
    assert waits.status_code == 429 and f'value="{ana.token}"' in waits.text
    assert list(turns.places) == [ana.token.split(".")[1]]
    turns.budget = 1.0
    again = {"code": hub.school.codes["ana"]}
    assert ana.post("/hub/login", again).status_code == 303
    assert turns.places == {} and turns.budget >= 1


def test_a_device_on_which_a_card_worked_is_known_from_then_on(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = hub.student("ana")
    assert "homeroom-device" in ana.client.cookies
    seen: list[Asker] = []
    turns: Turns = hub.app.state.parts.turns
    join = turns.join

    def joined(asker: Asker, now: float) -> None:
        seen.append(asker)
        join(asker, now)

    monkeypatch.setattr(turns, "join", joined)
    ana.post("/hub/logout")
    ana.enter(hub.school.codes["ana"])
    hub.browser().enter(hub.school.codes["ana"])
    assert [who.device for who in seen] == [f"seat-{hub.school.seat('ana').id}", ""]


def test_a_card_ends_with_its_class_and_so_does_whoever_is_in(hub: Hub) -> None:
    today = models.now().date()
    for last_day, status in ((today, 303), (today - timedelta(days=2), 403)):
        with db.writing(hub.school.database) as session:
            seat = session.get_one(models.Enrolment, hub.school.seat("ana").id)
            session.get_one(models.Classroom, seat.classroom_id).ends = last_day
        answer = hub.browser().enter(hub.school.codes["ana"])
        assert answer.status_code == status
    assert "its class is over" in answer.text


def test_a_join_code_leads_to_the_door_and_signs_nobody_in(hub: Hub) -> None:
    with db.writing(hub.school.database) as session:
        biology = session.get_one(models.Classroom, hub.school.seat("ana").classroom.id)
        code = walkin.open_door(biology, hub.school.key, minutes=10, guests=False, now=models.now())
    answer = hub.browser().enter(code.lower())
    assert answer.status_code == 303 and answer.headers["location"].startswith("/hub/join")
    assert hub.school.count(SignIn) == 0


def test_a_form_that_is_not_ours_signs_nobody_in(hub: Hub) -> None:
    code = hub.school.codes["ana"]
    old = hub.browser().form("/")
    forged = old[:-1] + ("0" if old[-1] != "0" else "1")
    for ticket in ("", "x", forged, "1.2.3", secrets.token_hex(80)):
        answer = hub.browser().post("/hub/login", {"code": code, "_xsrf": ticket})
        assert answer.status_code == 403 and "reload" in answer.text
    assert hub.school.count(SignIn) == 0


def test_the_cookie_stays_on_the_hubs_pages_and_away_from_scripts(hub: Hub) -> None:
    answer = hub.browser().enter(hub.school.codes["ana"])
    cookies = {line.split("=")[0]: line.lower() for line in answer.headers.get_list("set-cookie")}
    assert "path=/hub/" in cookies["homeroom-login"]
    assert "path=/;" in cookies["jupyterhub-session-id"] + ";"
    for line in cookies.values():
        assert "httponly" in line and "samesite=lax" in line


def test_every_sign_in_is_a_new_one_whatever_the_browser_brought(hub: Hub) -> None:
    seen = set()
    for _ in range(2):
        ana = hub.browser()
        ana.form("/")
        chosen = {"Cookie": "homeroom-login=chosen; jupyterhub-session-id=chosen"}
        answer = ana.post("/hub/login", {"code": hub.school.codes["ana"]}, headers=chosen)
        seen |= {line.split(";")[0] for line in answer.headers.get_list("set-cookie")}
    assert len(seen) == 6 and not [line for line in seen if "chosen" in line]


def test_a_sign_in_ends_whatever_this_browser_was_before(hub: Hub) -> None:
    ana = hub.student("ana")
    left_behind = ana.client.cookies["homeroom-login"]
    ana.enter(hub.school.codes["cleo"])
    assert hub.school.count(SignIn) == 1
    thief = hub.browser()
    thief.client.cookies.set("homeroom-login", left_behind)
    assert thief.get("/hub/desk").status_code == 303


def test_the_card_fills_the_code_in_and_signs_nobody_in(hub: Hub) -> None:
    browser = hub.browser()
    page = browser.get(f"/c/{hub.school.codes['ana']}")
    assert f'value="{hub.school.codes["ana"]}"' in page.text
    assert "set-cookie" not in page.headers and hub.school.count(SignIn) == 0


def test_what_is_on_a_card_is_text_and_never_markup(hub: Hub) -> None:
    assert "<script>x" not in hub.browser().get("/c/%22%3E%3Cscript%3Ex").text


def test_the_way_on_survives_the_sign_in(hub: Hub) -> None:
    ana = hub.browser()
    asked = "/hub/api/oauth2/authorize?client_id=x&redirect_uri=http%3A%2F%2Fa&state=s%26t"
    sent = ana.get("/hub/login?next=" + asked.replace("%", "%25").replace("&", "%26"))
    page = ana.client.get(sent.headers["location"])
    ana.token = re.findall(r'name="_xsrf" value="([^"]+)"', page.text)[0]
    shown = re.findall(r'name="next" value="([^"]*)"', page.text)[0].replace("&amp;", "&")
    assert shown == asked
    answer = ana.post("/hub/login", {"code": hub.school.codes["ana"], "next": shown})
    assert answer.headers["location"] == asked


@pytest.mark.parametrize("path", ["//evil.example", "https:evil.example", "/%09/evil.example"])
def test_nobody_is_sent_to_another_host_after_signing_in(hub: Hub, path: str) -> None:
    ana = hub.browser()
    ana.form("/")
    answer = ana.post("/hub/login", {"code": hub.school.codes["ana"], "next": path})
    assert answer.headers["location"] == "/hub/user/ana/biology-1/"
    assert (
        ana.client.get(f"/hub/login?next={path}", follow_redirects=False).headers["location"] == "/"
    )


def test_a_page_leads_to_the_sign_in_and_back(hub: Hub) -> None:
    answer = hub.browser().get("/hub/teach/biology-1?a=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?next=/hub/teach/biology-1%3Fa%3D1"


def test_whoever_is_signed_in_need_not_be_on_the_sign_in_page(hub: Hub) -> None:
    assert hub.browser().get("/hub/forward").status_code == 204
    assert hub.student("ana").get("/hub/forward").headers["hx-redirect"] == "/hub/home"
    assert hub.student("ana").get("/hub/home").headers["location"] == "/hub/desk"
    assert hub.teacher().get("/hub/").headers["location"] == "/hub/teach"


def test_signing_out_ends_the_sign_in_on_the_server_too(hub: Hub) -> None:
    ana = hub.student("ana")
    thief = hub.browser()
    for name, value in dict(ana.client.cookies).items():
        thief.client.cookies.set(name, value)
    assert thief.get("/hub/desk").status_code == 200
    assert ana.post("/hub/logout").headers["location"] == "/"
    assert thief.get("/hub/desk").status_code == 303


def test_a_get_signs_nobody_out_and_neither_does_a_form_from_elsewhere(hub: Hub) -> None:
    ana = hub.student("ana")
    assert "Sign out?" in ana.get("/hub/logout").text
    assert ana.post("/hub/logout", {"_xsrf": "guessed"}).status_code == 403
    assert ana.get("/hub/desk").status_code == 200
