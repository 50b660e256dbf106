"""The way into a seat: its owner's alone, started by a button and never by a look."""

import asyncio
import math
from collections.abc import Callable
from datetime import timedelta

import httpx2
import pytest

from appliance import db, models
from appliance.loops import SLOTS
from appliance.models import Server
from appliance.servers import wishes
from roster.sentence import Sentence, sentence
from tests.conftest import eventually
from tests.web.conftest import HOME, Hub

ANAS = "/hub/user/ana/biology-1/"


def end(hub: Hub, reason: str, say: Sentence | None) -> None:
    with db.writing(hub.school.database) as session:
        wishes.ask_stop(session, hub.school.seat("ana").id, reason=reason, say=say)


def seat_address(hub: Hub) -> str:
    return f"http://localhost:{hub.school.seat('ana').enrolment.port}/user/ana/biology-1/"


@pytest.mark.parametrize("path", [ANAS, ANAS + "lab", "/hub/spawn/ana/biology-1"])
def test_only_the_owner_enters_and_a_seat_that_is_not_there_looks_the_same(
    hub: Hub, path: str
) -> None:
    absent = path.replace("ana", "nobody")
    for visitor in (hub.student("ben"), hub.student("cleo"), hub.teacher()):
        answers = {visitor.get(one).status_code for one in (path, absent)}
        assert answers == {403}


def test_nobody_signed_in_signs_in_first_and_comes_back(hub: Hub) -> None:
    path = ANAS + "lab/tree/50%25%20%231%3F.ipynb"
    answer = hub.browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?next=" + path.replace("%", "%25")


def test_a_page_that_was_waiting_when_its_sign_in_ended_comes_back_whole(hub: Hub) -> None:
    page = ANAS + "lab?reset"
    answer = hub.browser().get(
        "/hub/seat/biology-1/state",
        **{"HX-Request": "true", "HX-Current-URL": f"http://localhost:8000{page}"},
    )
    assert answer.headers["hx-redirect"] == "/?next=" + page.replace("?", "%3F")


def test_looking_at_the_waiting_page_starts_nothing(hub: Hub) -> None:
    ana = hub.student("ana")
    end(hub, "class over", None)
    before = hub.server("ana")
    for path in (ANAS, "/hub/seat/biology-1/state", "/hub/desk", "/hub/spawn/ana/biology-1"):
        ana.get(path)
    assert hub.server("ana") == before and not before.wanted


def test_a_page_left_open_starts_nothing_anew_after_the_class_was_stopped(hub: Hub) -> None:
    ana = hub.student("ana")
    end(hub, "class over", None)
    assert "hx-post" in ana.get(ANAS).text
    piece = ana.get("/hub/seat/biology-1/state").text
    assert "hx-post" not in piece and "Your teacher stopped the class" in piece


def test_the_page_says_that_its_reader_is_there_to_a_server_that_was_wished_for_early(
    hub: Hub,
) -> None:
    ana = hub.student("ana")
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).early = True
    assert "hx-post" in ana.get(ANAS).text
    ana.post("/hub/seat/biology-1/start")
    assert not hub.server("ana").early
    assert "hx-post" not in ana.get(ANAS).text


def test_a_page_left_open_notices_when_the_class_is_started_again(hub: Hub) -> None:
    ana, state = hub.student("ana"), "/hub/seat/biology-1/state?still=stopped"
    end(hub, "class over", None)
    assert "state?still=stopped" in ana.get("/hub/seat/biology-1/state").text
    unchanged = ana.get(state)
    assert (unchanged.status_code, unchanged.text) == (204, "")
    with db.writing(hub.school.database) as session:
        seat, ports = hub.school.seat("ana").enrolment, hub.school.settings.seat_ports
        wishes.ask_start(session, seat, ports, models.now())
    assert "next in line" in ana.get(state).text


@pytest.mark.parametrize("path", [ANAS + "api/contents", ANAS + "lab/api/settings"])
def test_a_program_is_told_that_the_server_is_not_running(hub: Hub, path: str) -> None:
    for visitor in (hub.student("ana"), hub.browser()):
        answer = visitor.get(path)
        assert answer.status_code == 424 and "not running" in answer.json()["message"]
    assert hub.browser().get(ANAS, accept="application/json").status_code == 424


def test_the_page_waits_goes_in_and_ends_where_it_began(
    hub: Hub, awake: Callable[[], None]
) -> None:
    ana = hub.student("ana")
    page = ana.get(ANAS + "lab/tree/a%20b.ipynb").text
    assert "next in line" in page and "lab/tree/a%2520b.ipynb" in page
    state = "/hub/seat/biology-1/state?path=/user/ana/biology-1/lab/tree/a%2520b.ipynb"
    assert "next in line" in ana.get(state).text
    awake()
    eventually(lambda: hub.server("ana").state == "ready")
    target = seat_address(hub) + "lab/tree/a%20b.ipynb"
    assert ana.get(state, **{"hx-request": "true"}).headers["hx-redirect"] == target
    assert ana.get(state).headers["location"] == target
    assert "Open" in ana.get(ANAS).text


def test_whoever_waits_is_told_the_way_in_the_moment_the_server_is_ready(
    hub: Hub, awake: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.seat.HOLD_S", 60)
    ana = hub.student("ana")

    async def wait() -> httpx2.Response:
        transport = httpx2.ASGITransport(hub.app)
        async with httpx2.AsyncClient(transport=transport, base_url=HOME, timeout=60) as browser:
            browser.cookies.update(ana.client.cookies)
            state = "/hub/seat/biology-1/state?wait=true"
            return await browser.get(state, headers={"hx-request": "true"})

    # In the hub's own event loop, as a real visitor; TestClient brings another one.
    answer = asyncio.run_coroutine_threadsafe(wait(), hub.app.state.bells.doors._loop)
    awake()
    assert answer.result(30).headers["hx-redirect"] == seat_address(hub)


def test_whoever_waits_long_is_told_the_place_in_line_anew(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.seat.HOLD_S", 0.01)
    piece = hub.student("ana").get("/hub/seat/biology-1/state?wait=true").text
    assert "next in line" in piece and "wait=true" in piece


def test_a_piece_that_could_not_be_renewed_is_asked_for_again(hub: Hub) -> None:
    assert "htmx:sendError" in hub.student("ana").get(ANAS).text
    rivera = hub.teacher()
    for page in ("/hub/teach/biology-1/now", "/hub/teach/biology-1/homework/now"):
        assert "htmx:sendError" in rivera.get(page).text


@pytest.mark.parametrize(
    "path", ["//evil.example", "/user/ben/chemistry/", "http://evil.example", "@evil.example/"]
)
def test_the_way_in_leads_nowhere_else(hub: Hub, awake: Callable[[], None], path: str) -> None:
    ana = hub.student("ana")
    awake()
    eventually(lambda: hub.server("ana").state == "ready")
    answer = ana.post(f"/hub/seat/biology-1/start?path={path}")
    assert answer.headers["location"] == seat_address(hub)


def test_start_asks_once_and_restart_asks_for_a_fresh_container(hub: Hub) -> None:
    ana = hub.student("ana")
    first = hub.server("ana").start
    assert ana.post("/hub/seat/biology-1/start").headers["location"] == ANAS
    ana.post("/hub/seat/biology-1/restart")
    assert hub.server("ana").start == first, "whoever waits gets a fresh one anyway"
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).state = "ready"
    ana.post("/hub/seat/biology-1/restart")
    assert hub.server("ana").start != first


def test_htmx_gets_a_piece_and_not_a_page(hub: Hub) -> None:
    ana = hub.student("ana")
    answer = ana.post("/hub/seat/biology-1/start", headers={"hx-request": "true"})
    assert "next in line" in answer.text and "<html" not in answer.text
    signed_out = hub.browser().get("/hub/seat/biology-1/state", **{"hx-request": "true"})
    assert signed_out.headers["hx-redirect"].startswith("/?next=")


def test_the_waiting_pages_own_request_carries_the_token_in_a_header(hub: Hub) -> None:
    ana = hub.student("ana")
    start = "/hub/seat/biology-1/start"
    for token, status in ((ana.token, 303), ("guessed", 403), ("", 403)):
        answer = ana.client.post(start, headers={"X-Xsrf": token}, follow_redirects=False)
        assert answer.status_code == status


def test_a_server_that_fell_over_is_explained_and_waits_for_the_button(hub: Hub) -> None:
    ana = hub.student("ana")
    end(hub, "crashed", sentence("server-crashed"))
    page = ana.get(ANAS).text
    assert "stopped by itself" in page and 'hx-trigger="load' not in page
    end_of_class = hub.student("ana")
    end(hub, "class over", None)
    assert 'hx-trigger="load' in end_of_class.get(ANAS).text


def test_last_words_are_folded_text_and_the_button_says_what_it_does(hub: Hub) -> None:
    ana = hub.student("ana")
    with db.writing(hub.school.database) as session:
        wishes.ask_stop(
            session,
            hub.school.seat("ana").id,
            reason="crashed",
            say=sentence("server-crashed"),
            last_words="<script>x</script>\nMemoryError",
        )
    page = ana.get(ANAS).text
    assert "&lt;script&gt;x&lt;/script&gt;\nMemoryError" in page and "<details" in page
    assert ">Start<" in page and "Ask your teacher" not in page
    ana.post("/hub/seat/biology-1/start")
    assert "MemoryError" not in ana.get(ANAS).text


def test_what_only_the_box_can_mend_leads_to_the_teacher(hub: Hub) -> None:
    ana = hub.student("ana")
    end(hub, "trouble", sentence("engine-lacks-image", image="homeroom/course"))
    for page in (ana.get(ANAS).text, ana.get("/hub/desk").text):
        assert "Tell your teacher" in page and "not on this machine" not in page
    assert "Try again" in ana.get(ANAS).text
    assert "not on this machine" in hub.teacher().get("/hub/teach/biology-1").text


def measured(hub: Hub, name: str, seconds: float) -> None:
    """Somebody's server once took this long to start."""
    with db.writing(hub.school.database) as session:
        moment = models.now()
        ready = moment + timedelta(seconds=seconds)
        seat = hub.school.seat(name).id
        session.add(Server(enrolment_id=seat, state="off", began=moment, ready=ready))


def test_while_the_box_is_in_trouble_no_seconds_are_promised(hub: Hub) -> None:
    ana = hub.student("ana")
    measured(hub, "ben", 6.0)
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).state = "starting"
    page = ana.get(ANAS).text
    assert "so this takes longer" in page and "Usually ready" not in page


def test_how_long_it_takes_is_said_once_it_was_measured(hub: Hub) -> None:
    ana = hub.student("ana")
    hub.app.state.parts.health.troubles = ()
    assert "second" not in ana.get(ANAS).text
    measured(hub, "ben", 6.0)
    assert f"About {math.ceil(6 * (1 + 1 / SLOTS))} seconds from now" in ana.get(ANAS).text
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).state = "starting"
    assert "within about 6 seconds" in ana.get(ANAS).text


def test_nobody_starts_a_seat_in_a_class_of_others(hub: Hub) -> None:
    ben = hub.student("ben")
    assert ben.post("/hub/seat/biology-1/start").status_code == 403
    assert hub.school.count(Server) == 1


def test_labs_own_links_lead_to_the_right_places(hub: Hub) -> None:
    ana = hub.student("ana")
    assert ana.get("/hub/spawn/ana/biology-1").headers["location"] == ANAS
    assert ana.get("/hub/spawn").headers["location"] == "/hub/desk"
    assert ana.get("/hub/user-redirect/lab/x").headers["location"] == ANAS + "lab/x"
    assert ana.get("/user/ana/biology-1/logout").headers["location"] == (
        seat_address(hub) + "logout"
    )
    assert ana.get("/user/nobody/biology-1/logout").status_code == 404


def test_a_code_leads_straight_into_a_notebook_that_is_ready(
    hub: Hub, awake: Callable[[], None]
) -> None:
    hub.student("ana")
    awake()
    eventually(lambda: hub.server("ana").state == "ready")
    answer = hub.browser().enter(hub.school.codes["ana"])
    assert answer.headers["location"] == seat_address(hub)
