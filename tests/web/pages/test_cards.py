"""Cards: new codes, shown this once; the old ones are out at once."""

import re

from tests.web.conftest import Hub

CODE = re.compile(r'card-code">([^<]+)<')


def test_a_printed_card_lets_its_owner_in_and_the_old_one_nobody(hub: Hub) -> None:
    rivera, old = hub.teacher(), hub.student("ana")
    page = rivera.post("/hub/teach/biology-1/cards").text
    fresh = CODE.findall(page)
    assert len(fresh) == 2 and page.count("<svg") == 2
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 401
    assert old.get("/hub/desk").status_code == 303
    answer = hub.browser().enter(fresh[0])
    assert answer.headers["location"] == "/hub/user/ana/biology-1/"


def test_one_new_card_leaves_all_others_alone(hub: Hub) -> None:
    page = hub.teacher().post("/hub/teach/biology-1/cards", {"student": "cleo"}).text
    assert len(CODE.findall(page)) == 1 and "Cleo Park" in page and "Ana Ruiz" not in page
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 303
    assert hub.browser().enter(hub.school.codes["cleo"]).status_code == 401


def test_a_card_says_where_to_go(hub: Hub) -> None:
    page = hub.teacher().post("/hub/teach/biology-1/cards").text
    assert "http://localhost:8000" in page and "Biology 1" in page


def test_codes_are_never_shown_again(hub: Hub) -> None:
    rivera = hub.teacher()
    (code, _) = CODE.findall(rivera.post("/hub/teach/biology-1/cards").text)
    assert code not in rivera.get("/hub/teach/biology-1").text
    assert rivera.get("/hub/teach/biology-1/cards").status_code == 405
