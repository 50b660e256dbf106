"""A class is counted and drawn with the same few questions, however large it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select, update

from appliance import db
from appliance.models import Enrolment, Server
from appliance.people import signin
from appliance.servers import wishes
from roster.sentence import sentence
from tests.conftest import School, enrolled, questions
from tests.web.conftest import Hub
from web.pages import census
from web.pages.census import FEW, Counts

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
CRASHED = sentence("ended-crashed")
CLASS = "/hub/teach/chemistry"
PAGES = [CLASS, f"{CLASS}/now", "/hub/teach", f"{CLASS}/people", f"{CLASS}/sessions"]


def counted(db: Session, seat: Enrolment) -> Counts:
    return census.counts(db, [seat.classroom_id], NOW)[seat.classroom_id]


def test_a_class_is_counted(db_session: Session, ana: Enrolment) -> None:
    assert counted(db_session, ana) == Counts(students=2)
    server = wishes.ask_start(db_session, ana, range(8100, 8110), NOW)
    signin.open_sign_in(db_session, ana.person_id, NOW, enrolment_id=ana.id)
    found = counted(db_session, ana)
    assert found == Counts(students=2, here={ana.id or 0}, queued=1, lately=1) and found.moving
    server.state, server.asked = "ready", NOW - timedelta(days=1)
    ana.code_digest = None
    found = counted(db_session, ana)
    assert found == Counts(students=2, here={ana.id or 0}, ready=1, cardless=1)
    assert found.signed_in == 1 and not found.moving


def test_a_guest_needs_no_card(db_session: Session, ana: Enrolment) -> None:
    ana.role, ana.code_digest = "guest", None
    assert counted(db_session, ana) == Counts(students=2)


def test_a_crash_is_trouble_and_room_made_for_others_is_not(
    db_session: Session, ana: Enrolment
) -> None:
    server = wishes.ask_start(db_session, ana, range(8100, 8110), NOW)
    wishes.end(server, reason="crashed", say=CRASHED)
    (row, _) = census.rows(db_session, ana.classroom_id)
    assert counted(db_session, ana).trouble == 1 and row.trouble == CRASHED
    wishes.end(server, reason="idle", say=CRASHED)
    assert counted(db_session, ana).trouble == 0 and row.trouble is None


def test_what_went_wrong_with_many_is_told_once_and_first(
    school: School, db_session: Session
) -> None:
    school.fill("chemistry", 3)
    here = enrolled(db_session, "ben").classroom_id
    lacking = sentence("engine-lacks-image", image="course")
    for row in (rows := census.rows(db_session, here)):
        wishes.ask_start(db_session, row.member.enrolment, range(8100, 8400), NOW)
        say = CRASHED if row is rows[0] else lacking
        wishes.ask_stop(db_session, row.member.id, reason="trouble", say=say)
    told = census.troubles(census.rows(db_session, here))
    assert [(say, len(whom)) for say, whom in told] == [(lacking, len(rows) - 1), (CRASHED, 1)]


def test_whoever_still_owes_the_pin_is_not_in(db_session: Session, ana: Enrolment) -> None:
    _, sign_in = signin.open_sign_in(db_session, ana.person_id, NOW, enrolment_id=ana.id)
    signin.ask_pin_first(sign_in, NOW)
    db_session.flush()
    assert counted(db_session, ana).signed_in == 0


def test_of_a_large_class_a_few_are_drawn_and_whoever_needs_a_look(
    school: School, db_session: Session
) -> None:
    school.fill("chemistry", 9)
    ben = enrolled(db_session, "ben")
    servers = db_session.exec(select(Server).order_by(col(Server.enrolment_id).desc())).all()
    for server in servers[2:]:
        server.state = "ready"
    wishes.end(servers[1], reason="crashed", say=CRASHED)
    db_session.flush()
    shown = census.rows(db_session, ben.classroom_id, most=3)
    names = [row.member.person.display_name for row in shown]
    assert names == ["Ben Ito", "Student 000", "Student 001", "Student 007", "Student 008"]


def test_a_large_class_is_drawn_in_part_and_whole_on_request(hub: Hub) -> None:
    hub.school.fill("chemistry", FEW + 9)
    with db.writing(hub.school.database) as session:
        session.exec(update(Server).values(state="ready"))
    okafor = hub.teacher("okafor")
    part, whole = (okafor.get(f"{CLASS}{query}").text for query in ("", "?all=1"))
    assert f'href="{CLASS}?all=1">Show all {FEW + 10}</a>' in part
    assert whole.count('class="name">Student') == FEW + 9 > part.count('class="name">Student')
    assert f'hx-get="{CLASS}/now"' in part and f'hx-get="{CLASS}/now?all=1"' in whole
    assert f"Show only the first {FEW}" in okafor.get(f"{CLASS}/now?all=1").text


def test_an_ordinary_class_is_drawn_whole_and_says_nothing_of_it(hub: Hub) -> None:
    page = hub.teacher().get("/hub/teach/biology-1").text
    assert "Ana Ruiz" in page and "Show all" not in page and "?all" not in page


def asked_for(hub: Hub, ask: Callable[[], Response]) -> list[str]:
    """What one answer asks of the database. The loops ask something too, but not every time."""
    tries = []
    for _ in range(3):
        with questions(hub.app.state.parts.database) as found:
            assert ask().status_code == 200
        tries.append([statement for statement, _ in found])
    return min(tries, key=len)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_sixty_asks_no_more_than_a_page_of_five(hub: Hub, page: str) -> None:
    okafor = hub.teacher("okafor")
    asked = []
    for total in (5, 60):
        hub.school.fill("chemistry", total)
        asked.append(asked_for(hub, lambda: okafor.get(page)))
    assert len(asked[0]) == len(asked[1]) < 20


def test_programs_are_told_of_sixty_with_no_more_questions_than_of_five(hub: Hub) -> None:
    script, path = hub.program(hub.school.api_token("okafor")), "/api/v1/classes/chemistry/students"
    asked = []
    for total in (5, 60):
        hub.school.fill("chemistry", total)
        asked.append(asked_for(hub, lambda: script.get(path)))
    places = [one["server"]["place"] for one in script.get(path).json()]
    assert sorted(places) == list(range(1, 62)) and len(asked[0]) == len(asked[1]) < 8
