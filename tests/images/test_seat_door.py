"""Who comes into a seat, and how: the protocol's hand-shake, cookies, tokens and websockets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import websocket

from tests.conftest import eventually
from tests.images.seat import ANA, MINE, OWN_TOKEN, PREFIX, DoorHub, Seat, model, seated, serving

FOREIGN = "http://127.0.0.1:1"
"""Another seat: the same name, another port."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    home = tmp_path_factory.mktemp("ana") / "home"
    with serving(DoorHub()) as hub, seated(home, hub) as seat:
        yield seat


@pytest.fixture
def seat(running: Seat) -> Seat:
    """Ana's seat, with a hub that has forgotten earlier tests."""
    running.hub.away = running.hub.terse = False
    running.hub.tokens = {OWN_TOKEN: ANA}
    running.hub.codes = {}
    running.hub.asked.clear()
    return running


def listen(seat: Seat, query: str = "", **options: Any) -> websocket.WebSocket:
    """Open a new terminal's websocket."""
    name = seat.ask("POST", "api/terminals").json()["name"]
    url = f"ws://127.0.0.1:{seat.port}{PREFIX}terminals/websocket/{name}"
    return websocket.create_connection(f"{url}{query}", timeout=10, **options)


def cookies(browser: requests.Session) -> str:
    return "; ".join(f"{each.name}={each.value}" for each in browser.cookies)


def refused(seat: Seat, **options: Any) -> bool:
    with pytest.raises(websocket.WebSocketBadStatusException) as raised:
        listen(seat, **options)
    return bool(raised.value.status_code == 403)


def test_a_stranger_learns_the_version_and_nothing_else(seat: Seat) -> None:
    stranger = seat.browser()
    assert stranger.get("api").status_code == 200
    for path in ("api/status", "api/contents", "api/kernels", "lab/api/settings", "courses"):
        assert stranger.get(path, Sec_Fetch_Mode="cors").status_code == 403
    assert stranger.ask("POST", "api/terminals").status_code == 403
    assert seat.hub.asked == []


def test_a_stranger_is_sent_to_the_hub_with_state_and_challenge(seat: Seat) -> None:
    asked = seat.browser().sent_to_hub("lab/tree/a.ipynb")
    assert asked.pop("redirect_uri") == f"{seat.origin}{PREFIX}oauth_callback"
    assert len(asked.pop("state")) >= 20 and len(asked.pop("code_challenge")) == 43
    rest = {"client_id": "jupyterhub-seat-1", "response_type": "code"}
    assert asked == {**rest, "code_challenge_method": "S256"}


def test_the_owner_lands_where_they_wanted_to_go(seat: Seat) -> None:
    browser = seat.browser()
    answer = browser.sign_in(path="lab/tree/50%25%20%231%3F.ipynb?reset")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{PREFIX}lab/tree/50%25%20%231%3F.ipynb?reset"
    assert browser.get("api/status").status_code == 200
    assert browser.get("api/me", Sec_Fetch_Mode="navigate").json()["identity"]["name"] == "Ana"


@pytest.mark.parametrize("asked", ["", "?reset"])
def test_the_bare_address_leads_to_lab_by_way_of_the_hub_and_without_a_detour(
    seat: Seat, asked: str
) -> None:
    browser = seat.browser()
    assert browser.sign_in(path=asked).headers["Location"] == f"{PREFIX}lab{asked}"
    again = browser.get(asked)
    assert (again.status_code, again.headers["Location"]) == (302, f"{PREFIX}lab{asked}")


@pytest.mark.parametrize("terse", [False, True], ids=["our hub", "a hub that has to be asked"])
def test_a_hub_that_says_whose_a_token_is_need_not_be_asked(seat: Seat, terse: bool) -> None:
    seat.hub.terse = terse
    browser = seat.browser()
    assert browser.sign_in().status_code == 302
    assert browser.get("lab").status_code == 200
    assert ("GET /hub/api/user" in seat.hub.asked) is terse


def test_what_is_said_with_a_token_is_judged_like_an_answer(seat: Seat) -> None:
    browser = seat.browser()
    assert browser.sign_in(person=model("ben", "access:servers!server=ben/bio1")).status_code == 403
    assert browser.get("lab").status_code == 302


def test_cookies_are_the_seats_own_and_out_of_reach_of_scripts(seat: Seat) -> None:
    browser = seat.browser()
    browser.sign_in()
    kept = {each.name: each for each in browser.session.cookies if each.path == PREFIX}
    assert set(kept) == {"jupyterhub-seat-1"}
    assert kept["jupyterhub-seat-1"].has_nonstandard_attr("HttpOnly")
    assert kept["jupyterhub-seat-1"].get_nonstandard_attr("SameSite") == "Lax"


@pytest.mark.parametrize(
    ("scopes", "status"),
    [
        ([MINE], 200),
        (["access:servers!user=ana"], 200),
        (["access:servers"], 200),
        (["access:servers!group=bio1"], 403),
        (["access:servers!server=ana/", "access:servers!server=ben/bio1"], 403),
        ([], 403),
    ],
)
def test_only_a_scope_for_this_seat_opens_it(seat: Seat, scopes: list[str], status: int) -> None:
    browser = seat.browser()
    answer = browser.sign_in(person=model("somebody", *scopes))
    assert answer.status_code == (302 if status == 200 else 403)
    assert seat.ask("GET", "api/status", browser.token).status_code == status


def test_somebody_without_the_right_is_refused_and_not_sent_round_in_circles(seat: Seat) -> None:
    browser = seat.browser()
    browser.sign_in()
    seat.hub.tokens[browser.token] = model("ben", "access:servers!server=ben/bio1")
    eventually(lambda: browser.get("lab").status_code == 403)
    assert "belongs to someone else" in browser.get("lab").text


@pytest.mark.parametrize("change", [{"state": "x" * 22}, {"state": ""}, {"code": "wrong"}])
def test_a_sign_in_that_was_not_begun_here_fails(seat: Seat, change: dict[str, str]) -> None:
    browser = seat.browser()
    answer = browser.come_back(browser.sent_to_hub(), **change)
    assert answer.status_code == 403 and "Open your notebook again" in answer.text
    assert "jupyterhub-seat-1" not in browser.session.cookies


def test_nobody_is_signed_in_as_somebody_else_by_a_link(seat: Seat) -> None:
    attacker, victim = seat.browser(), seat.browser()
    victim.token = attacker.token
    seat.hub.tokens[attacker.token] = model("ben", MINE)
    assert victim.come_back(attacker.sent_to_hub()).status_code == 403


def test_a_code_is_worth_nothing_without_the_verifier(seat: Seat) -> None:
    browser = seat.browser()
    asked = browser.sent_to_hub() | {"code_challenge": "somebody elses"}
    seat.hub.tokens[browser.token] = ANA
    assert browser.come_back(asked).status_code == 403


def test_two_tabs_sign_in_at_once(seat: Seat) -> None:
    browser = seat.browser()
    seat.hub.tokens[browser.token] = ANA
    one, two = browser.sent_to_hub("lab/tree/one"), browser.sent_to_hub("lab/tree/two")
    assert browser.come_back(two).headers["Location"].endswith("two")
    assert browser.come_back(one).headers["Location"].endswith("one")


def test_abandoned_sign_ins_leave_few_cookies(seat: Seat) -> None:
    browser = seat.browser()
    for _ in range(12):
        browser.sent_to_hub()
    assert len(browser.session.cookies) <= 4


def test_a_forged_cookie_opens_nothing(seat: Seat) -> None:
    browser = seat.browser()
    seat.hub.tokens["anas-token"] = ANA
    browser.session.cookies.set("jupyterhub-seat-1", "anas-token", path=PREFIX)
    assert browser.get("api/status").status_code == 403


def test_a_program_shows_its_token_in_the_header_only(seat: Seat) -> None:
    assert seat.ask("GET", "api/status").status_code == 200
    assert seat.ask("POST", "api/terminals").status_code == 200
    assert seat.ask("GET", "api/status", "unknown").status_code == 403
    stranger = seat.browser()
    assert stranger.get(f"api/status?token={OWN_TOKEN}").status_code == 403


def test_a_change_needs_the_sign_ins_own_xsrf_token(seat: Seat) -> None:
    ana, other = seat.browser(), seat.browser()
    ana.sign_in()
    other.sign_in()
    assert ana.ask("POST", "api/terminals").status_code == 403
    assert ana.ask("POST", "api/terminals", X_XSRFToken=other.xsrf()).status_code == 403
    assert ana.ask("POST", "api/terminals", X_XSRFToken=ana.xsrf()).status_code == 200


def test_an_xsrf_cookie_that_another_page_set_is_not_believed(seat: Seat) -> None:
    ana = seat.browser()
    ana.sign_in()
    tossed = "2|00000000|00112233445566778899aabbccddeeff|1700000000"
    ana.session.cookies.set("_xsrf", tossed, path=PREFIX, domain="127.0.0.1")
    assert ana.ask("POST", "api/terminals", X_XSRFToken=tossed).status_code == 403
    assert ana.get("lab").status_code == 200
    assert tossed not in {each.value for each in ana.session.cookies}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "cross-site"}, 200),
        ({"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": FOREIGN}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_cookie_alone_answers_only_a_person_at_the_page(
    seat: Seat, headers: dict[str, str], status: int
) -> None:
    ana = seat.browser()
    ana.sign_in()
    assert ana.get("api/contents", **headers).status_code == status


def test_labs_own_scripts_read_with_the_xsrf_token(seat: Seat) -> None:
    ana = seat.browser()
    ana.sign_in()
    scripts = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
    assert ana.get("api/contents", X_XSRFToken=ana.xsrf(), **scripts).status_code == 200


def test_a_websocket_opens_for_the_owners_own_page_alone(seat: Seat) -> None:
    ana = seat.browser()
    ana.sign_in()
    brought = cookies(ana.session)
    listen(seat, cookie=brought, origin=seat.origin).close()
    assert refused(seat, cookie=brought, origin=FOREIGN)
    assert refused(seat, origin=seat.origin)
    listen(seat, query=f"?token={OWN_TOKEN}").close()
    listen(seat, header={"Authorization": f"token {OWN_TOKEN}"}).close()
    assert refused(seat, query="?token=unknown")


def test_whoever_signs_out_at_the_hub_is_out_here_at_once(seat: Seat) -> None:
    ana = seat.browser()
    ana.sign_in()
    assert ana.get("api/status").status_code == 200
    del seat.hub.tokens[ana.token]
    ana.session.cookies.clear("127.0.0.1", "/", "jupyterhub-session-id")
    assert ana.get("api/status").status_code == 403
    assert ana.get("lab").headers["Location"].startswith("http://hub.example:8000/hub/api/oauth2")


def test_a_withdrawn_right_is_lost_soon_and_its_websockets_close(seat: Seat) -> None:
    ana = seat.browser()
    ana.sign_in()
    open_ = listen(seat, cookie=cookies(ana.session), origin=seat.origin)
    stays = listen(seat, header={"Authorization": f"token {OWN_TOKEN}"})
    del seat.hub.tokens[ana.token]
    eventually(lambda: ana.get("api/status").status_code == 403)
    opcode, said = 0, b""
    while opcode != websocket.ABNF.OPCODE_CLOSE:
        opcode, said = open_.recv_data()
    assert said == (1008).to_bytes(2) + b"signed out"
    open_.shutdown()  # type: ignore[no-untyped-call]
    stays.ping()
    stays.close()


def test_while_the_hub_is_away_whoever_is_in_stays_in(seat: Seat) -> None:
    ana = seat.browser()
    ana.sign_in()
    open_ = listen(seat, cookie=cookies(ana.session), origin=seat.origin)
    assert ana.get("api/status").status_code == 200
    seat.hub.away = True
    before = len(seat.hub.asked)
    eventually(lambda: len(seat.hub.asked) > before + 2 and ana.get("api/status").status_code)
    assert ana.get("api/status").status_code == 200
    open_.ping()
    open_.close()
    late = seat.browser()
    answer = late.come_back(late.sent_to_hub())
    assert answer.status_code == 503 and "try again in a moment" in answer.text


def test_logging_out_forgets_the_browser_and_leads_to_the_hubs_own_page(seat: Seat) -> None:
    ana = seat.browser()
    ana.sign_in()
    answer = ana.get("logout")
    assert answer.headers["Location"] == "http://hub.example:8000/hub/logout"
    assert "jupyterhub-seat-1" not in ana.session.cookies
    assert urlsplit(ana.get("lab").headers["Location"]).netloc == "hub.example:8000"


def test_there_is_no_other_way_to_sign_in(seat: Seat) -> None:
    stranger = seat.browser()
    assert stranger.get("login").status_code in {302, 404}
    assert stranger.ask("POST", "login").status_code in {403, 404, 405}


def test_an_open_tab_saves_in_the_fresh_server_and_only_where_the_hub_gives_the_same_key(
    tmp_path: Path,
) -> None:
    home, hub = tmp_path / "ana" / "home", DoorHub(tokens={OWN_TOKEN: ANA})
    with serving(hub):
        with seated(home, hub, HOMEROOM_COOKIE_KEY="of seat 1") as seat:
            tab = seat.browser()
            tab.sign_in()
            proof = {"X_XSRFToken": tab.xsrf()}
        for key, status in (("of seat 1", 201), ("of seat 2", 403), ("", 403)):
            with seated(home, hub, HOMEROOM_COOKIE_KEY=key) as seat:
                tab.seat = seat
                answer = tab.ask("POST", "api/contents", Sec_Fetch_Mode="cors", **proof)
                assert answer.status_code == status, key
