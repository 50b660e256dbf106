"""In by the door: a join code, a name, the teacher's nod; and nobody is in before it."""

import re

from appliance import db
from appliance.models import Classroom, Enrolment
from appliance.people import walkin
from tests.web.conftest import Browser, Hub

URL = "/hub/teach/biology-1/join"


def opened(rivera: Browser, whom: str = "student") -> str:
    """The join code, as it stands on the class's page."""
    rivera.post(URL, {"whom": whom, "minutes": "30"})
    (code,) = re.findall(r'class="join-code">([^<]+)<', rivera.get(URL).text)
    return str(code)


def at_the_door(hub: Hub, code: str, name: str = "Dan Wu") -> Browser:
    """A browser in which somebody typed the code and a name, and waits."""
    browser = hub.browser()
    answer = _door(browser, code)
    browser.form(answer)
    given = answer.partition("pass=")[2]
    assert browser.post("/hub/join", {"pass": given, "name": name}).status_code == 303
    browser.form("/hub/join")
    return browser


def _door(browser: Browser, code: str) -> str:
    browser.form("/")
    return str(browser.post("/hub/login", {"code": code}).headers["location"])


def nod(rivera: Browser, word: str = "nod") -> None:
    (action,) = re.findall(rf'action="({URL}/{word}/\d+)"', rivera.get(URL).text)
    assert rivera.post(action).status_code == 303


def test_a_newcomer_waits_for_the_nod_and_is_in(hub: Hub) -> None:
    rivera = hub.teacher()
    dan = at_the_door(hub, opened(rivera).lower())
    assert dan.get("/hub/join/state").status_code == 204
    assert dan.get("/hub/desk").status_code == 303
    assert dan.post("/hub/join/enter").status_code == 404
    nod(rivera)
    assert dan.get("/hub/join/state").headers["hx-redirect"] == "/hub/join"
    assert "Welcome, Dan Wu" in dan.get("/hub/join").text
    entered = dan.post("/hub/join/enter")
    assert entered.headers["location"] == "/hub/user/dan-wu/biology-1/"
    assert "Dan Wu" in dan.get("/hub/desk").text
    assert dan.get("/hub/join").headers["location"] == "/"


def test_a_newcomer_comes_in_once_and_others_not_at_all(hub: Hub) -> None:
    rivera = hub.teacher()
    dan = at_the_door(hub, opened(rivera))
    nod(rivera)
    stranger = hub.browser()
    stranger.form("/")
    assert stranger.post("/hub/join/enter").status_code == 404
    assert dan.post("/hub/join/enter").status_code == 303
    dan.form("/")
    assert dan.post("/hub/join/enter").status_code == 404


def test_whoever_is_refused_is_told_and_may_start_over(hub: Hub) -> None:
    rivera = hub.teacher()
    dan = at_the_door(hub, opened(rivera))
    nod(rivera, "refuse")
    assert "did not let you in" in dan.get("/hub/join").text
    assert dan.post("/hub/join/leave").headers["location"] == "/"
    assert dan.get("/hub/join").headers["location"] == "/"


def test_a_namesake_is_pointed_out_and_gets_a_seat_apart(hub: Hub) -> None:
    rivera = hub.teacher()
    fake = at_the_door(hub, opened(rivera), "Ana Ruiz")
    assert "Somebody of this name" in rivera.get(URL).text
    nod(rivera)
    fake.post("/hub/join/enter")
    assert fake.get("/hub/user/ana/biology-1/").status_code == 403


def test_a_shut_door_lets_nobody_ask(hub: Hub) -> None:
    rivera = hub.teacher()
    code = opened(rivera)
    way = _door(hub.browser(), code)
    rivera.post(f"{URL}/close")
    late = hub.browser()
    assert late.get(way).status_code == 404
    late.form("/")
    assert late.post("/hub/login", {"code": code}).status_code == 401


def test_a_name_that_cannot_be_is_asked_for_again(hub: Hub) -> None:
    browser = hub.browser()
    way = _door(browser, opened(hub.teacher()))
    browser.form(way)
    answer = browser.post("/hub/join", {"pass": way.partition("pass=")[2], "name": "123"})
    assert answer.status_code == 422 and 'value="123"' in answer.text


def test_one_browser_asks_once(hub: Hub) -> None:
    rivera = hub.teacher()
    code = opened(rivera)
    dan = at_the_door(hub, code)
    dan.post("/hub/join", {"pass": _door(hub.browser(), code).partition("pass=")[2], "name": "Ela"})
    assert "Waiting: 1" in rivera.get(URL).text


def test_another_teacher_neither_sees_nor_nods(hub: Hub) -> None:
    rivera, okafor = hub.teacher(), hub.teacher("okafor")
    at_the_door(hub, opened(rivera))
    assert okafor.get(URL).status_code == 404
    assert okafor.post("/hub/teach/chemistry/join/nod/1").status_code == 404
    assert "Waiting: 1" in rivera.get(URL).text


def test_a_teacher_turns_a_crowd_away_and_the_code_ends(hub: Hub) -> None:
    rivera = hub.teacher()
    code = opened(rivera)
    crowd = [at_the_door(hub, code, f"Nobody {letter}") for letter in "abc"]
    assert rivera.post(f"{URL}/turn-away").status_code == 303
    assert "Nobody a" not in rivera.get(URL).text
    assert all("did not let you in" in one.get("/hub/join").text for one in crowd)
    late = hub.browser()
    late.form("/")
    assert late.post("/hub/login", {"code": code}).status_code == 401


def test_no_number_is_too_long_for_an_answer(hub: Hub) -> None:
    for step in ("nod", "refuse"):
        assert hub.teacher().post(f"{URL}/{step}/{'9' * 40}").status_code == 422


def test_a_guest_needs_no_pin_and_is_on_no_list(hub: Hub) -> None:
    rivera = hub.teacher()
    with db.writing(hub.school.database) as session:
        session.get_one(Classroom, hub.school.seat("ana").classroom.id).pin_required = True
    dan = at_the_door(hub, opened(rivera, "guest"))
    nod(rivera)
    assert dan.post("/hub/join/enter").headers["location"].startswith("/hub/user/")
    assert "Dan Wu" in rivera.get("/hub/teach/biology-1/people").text
    assert "Dan Wu" not in rivera.get("/hub/teach/biology-1/roster/export").text
    assert "Dan Wu" not in rivera.get("/hub/teach/biology-1/cards").text


def test_a_guest_is_a_guest_and_the_workshop_ends(hub: Hub) -> None:
    rivera = hub.teacher()
    dan = at_the_door(hub, opened(rivera, "guest"))
    nod(rivera)
    dan.post("/hub/join/enter")
    dan.form("/hub/desk")
    with db.reading(hub.school.database) as session:
        seat = session.get(Enrolment, hub.school.seat("dan-wu").id)
        assert seat and seat.role == "guest" and seat.until
    rivera.post(f"{URL}/end-guests")
    assert dan.get("/hub/desk").status_code == 303


def test_a_door_opens_for_a_few_times_only(hub: Hub) -> None:
    rivera = hub.teacher()
    for minutes in ("0", "7", str(10**9), "x"):
        assert rivera.post(URL, {"minutes": minutes}).status_code == 422
    assert walkin.MINUTES[0] == 10


def test_the_door_speaks_german(hub: Hub) -> None:
    way = _door(hub.browser(), opened(hub.teacher()))
    assert "Ihr Name" in hub.browser().get(way, **{"Accept-Language": "de"}).text
