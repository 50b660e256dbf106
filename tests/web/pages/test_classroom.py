"""The teacher's classes: the own ones alone, and what their buttons wish for."""

import re
from dataclasses import replace

import pytest

from appliance import db, models
from appliance.models import Classroom, Enrolment, Server
from appliance.servers import wishes
from roster.sentence import sentence
from tests.web.conftest import Hub

GETS = ["", "/now", "/board", "/roster", "/assignments/x", "/grades.csv"]
POSTS = [
    "/start", "/stop", "/people/ana/start", "/people/ana/restart", "/roster", "/roster/apply",
    "/cards", "/assignments/x/due", "/assignments/x/release",
]  # fmt: skip


@pytest.mark.parametrize("path", GETS)
def test_another_teachers_class_does_not_exist(hub: Hub, path: str) -> None:
    assert hub.teacher("okafor").get(f"/hub/teach/biology-1{path}").status_code == 404


def test_another_teacher_changes_nothing(hub: Hub) -> None:
    okafor = hub.teacher("okafor")
    codes = _codes(hub)
    for path in POSTS:
        answer = okafor.post(
            f"/hub/teach/biology-1{path}", files={"file": ("x.csv", b"Name\nEve\n")}
        )
        assert answer.status_code == 404, path
    assert hub.school.count(Server) == 0
    assert _codes(hub) == codes


def _codes(hub: Hub) -> list[str | None]:
    with db.reading(hub.school.database) as session:
        return [session.get_one(Enrolment, number).code_digest for number in range(1, 6)]


def test_a_student_of_another_class_cannot_be_named_into_ones_own(hub: Hub) -> None:
    answer = hub.teacher("okafor").post("/hub/teach/chemistry/people/ana/restart")
    assert answer.status_code == 404 and hub.school.count(Server) == 0


@pytest.mark.parametrize("path", ["", *(f"/biology-1{path}" for path in GETS)])
def test_students_are_not_shown_the_teachers_pages(hub: Hub, path: str) -> None:
    assert hub.student("ana").get(f"/hub/teach{path}").status_code == 403


def test_every_own_class_is_listed_and_no_other(hub: Hub) -> None:
    page = hub.teacher().get("/hub/teach").text
    assert "Biology 1" in page and "2 students" in page and "Chemistry" not in page


def test_a_new_class_is_made_with_a_title_and_not_without(hub: Hub) -> None:
    rivera = hub.teacher()
    assert rivera.post("/hub/teach", {"title": " "}).status_code == 422
    where = rivera.post("/hub/teach", {"title": "Biology 1"}).headers["location"]
    assert "Import the roster" in rivera.get(where).text and hub.school.count(Classroom) == 3


def test_start_class_asks_for_every_students_server_and_stop_ends_the_wish(hub: Hub) -> None:
    rivera = hub.teacher()
    assert rivera.post("/hub/teach/biology-1/start").status_code == 303
    assert hub.server("ana").early
    hub.student("ana")
    assert not hub.server("ana").early
    assert [hub.server(name).state for name in ("ana", "cleo", "ben")] == [
        "queued",
        "queued",
        "off",
    ]
    page = rivera.get("/hub/teach/biology-1/now").text
    assert "<strong>2</strong> waiting" in page and "<html" not in page
    rivera.post("/hub/teach/biology-1/stop")
    assert not hub.server("ana").wanted and hub.server("ana").reason == "class over"


def test_a_stuck_server_is_restarted_by_the_teacher(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/start")
    before = hub.server("ana").start
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).state = "ready"
    rivera.post("/hub/teach/biology-1/people/ana/restart")
    assert hub.server("ana").start != before and hub.server("ana").wanted


def test_one_students_server_is_started_alone(hub: Hub) -> None:
    rivera = hub.teacher()
    page = rivera.get("/hub/teach/biology-1/now").text
    assert 'aria-label="Start: Ana Ruiz"' in page and "Restart" not in page.split("Your own")[0]
    rivera.post("/hub/teach/biology-1/people/ana/start")
    assert (hub.server("ana").state, hub.server("cleo").state) == ("queued", "off")
    assert hub.server("ana").early
    hub.student("cleo")
    rivera.post("/hub/teach/biology-1/stop")
    rivera.post("/hub/teach/biology-1/people/cleo/start")
    assert hub.server("cleo").wanted and not hub.server("cleo").early, "she is there"


def test_a_class_put_away_offers_to_be_taken_out_again_and_starts_nothing(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/archive")
    page = rivera.get("/hub/teach/biology-1/now").text
    assert "This class is put away" in page and "Take the class out again" in page
    assert "Ana Ruiz" in page and "<form" not in page
    for path in ("start", "people/ana/start", "people/ana/restart"):
        answer = rivera.post(f"/hub/teach/biology-1/{path}")
        assert answer.status_code == 409 and "This class is put away" in answer.text


def test_one_without_a_port_keeps_nobody_else_from_starting(hub: Hub) -> None:
    parts = hub.app.state.parts
    one_port = parts.settings.model_copy(update={"notebook_ports": "8100-8100"})
    hub.app.state.parts = replace(parts, settings=one_port)
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/start")
    assert [hub.server(name).wanted for name in ("ana", "cleo")] == [True, False]
    assert "ports of this box are taken" in rivera.get("/hub/teach/biology-1/now").text
    cleo = hub.student("cleo")
    assert "could not be started" in cleo.get("/hub/desk").text


def test_what_ends_somebodys_work_asks_first(
    hub: Hub,
) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/people/ana/start")
    assert "Restart: Ana" not in rivera.get("/hub/teach/biology-1/now").text, "it waits as it is"
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).state = "ready"
    page = rivera.get("/hub/teach/biology-1/now").text
    asking = re.findall(r'<details class="sure" id="[^"]+">.*?</details>', page, re.S)
    assert [re.findall('action="([^"]+)"', one) for one in asking] == [
        ["/hub/teach/biology-1/stop"],
        ["/hub/teach/biology-1/people/ana/restart"],
    ]
    assert all("what is not saved yet" in one for one in asking)
    assert page.count("/stop") == 1 and page.count('/restart"') == 1, "and by no other way"


def test_the_own_notebook_is_restarted_only_where_it_runs_and_after_a_question(hub: Hub) -> None:
    rivera = hub.teacher()
    assert "/seat/biology-1/restart" not in rivera.get("/hub/teach/biology-1/now").text
    rivera.post("/hub/seat/biology-1/start")
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("rivera").id).state = "ready"
    page = rivera.get("/hub/teach/biology-1/now").text
    (asking,) = re.findall('<details class="sure" id="sure-own.*?</details>', page, re.S)
    assert page.count("/seat/biology-1/restart") == asking.count("/seat/biology-1/restart") == 1


def test_one_fault_of_the_box_is_told_once_whomever_it_hits_and_who_can_mend_it(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/start")
    lacking = sentence("engine-lacks-image", image="homeroom/course")
    with db.writing(hub.school.database) as session:
        for name in ("ana", "cleo"):
            seat = hub.school.seat(name).id
            wishes.ask_stop(session, seat, reason="trouble", say=lacking)
    page = rivera.get("/hub/teach/biology-1").text
    assert page.count("is not on this machine") == 1
    assert "show this to whoever does" in page


def test_trouble_is_shown_with_its_sentence(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/start")
    with db.writing(hub.school.database) as session:
        seat = hub.school.seat("ana").id
        wishes.ask_stop(session, seat, reason="crashed", say=sentence("server-crashed"))
    page = rivera.get("/hub/teach/biology-1").text
    assert "The notebook server stopped by itself" in page, "in words for the teacher"
    assert "<strong>1</strong> in trouble" in page
    assert page.index("Ana Ruiz") < page.index("Cleo Park")
    assert "1 in trouble" in rivera.get("/hub/teach").text


def test_last_words_are_folded_below_the_sentence_and_never_markup(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/start")
    with db.writing(hub.school.database) as session:
        wishes.ask_stop(
            session,
            hub.school.seat("ana").id,
            reason="crashed",
            say=sentence("server-crashed"),
            last_words="<b>MemoryError</b>",
        )
    page = rivera.get("/hub/teach/biology-1/now").text
    assert "<pre>&lt;b&gt;MemoryError&lt;/b&gt;</pre>" in page and "hx-preserve" in page
    assert page.count('<details class="last-words"') == 1


def test_a_program_that_needed_too_much_memory_is_shown_to_its_owner_and_the_teacher(
    hub: Hub,
) -> None:
    ana, rivera = hub.student("ana"), hub.teacher()
    with db.writing(hub.school.database) as session:
        said = sentence("server-short-of-memory", mb=1024)
        wishes.note(session, hub.school.seat("ana").id, said, models.now())
    for page in (ana.get("/hub/desk").text, rivera.get("/hub/teach/biology-1/now").text):
        assert "more than 1,024 MB of memory" in page
    assert "<strong>0</strong> in trouble" in rivera.get("/hub/teach/biology-1/now").text


def test_who_is_signed_in_is_counted_and_marked(hub: Hub) -> None:
    hub.student("ana")
    page = hub.teacher().get("/hub/teach/biology-1/now").text
    assert "<strong>1</strong> signed in" in page
    ana, cleo = page.index("Ana Ruiz"), page.index("Cleo Park")
    assert ana < page.index('<span class="tag in">in</span>') < cleo


def test_the_board_shows_address_and_class_part(hub: Hub) -> None:
    page = hub.teacher().get("/hub/teach/biology-1/board").text
    assert "localhost:8000" in page and "BIO1" in page and "Ana" not in page


def test_a_title_is_text_and_never_markup(hub: Hub) -> None:
    rivera = hub.teacher()
    where = rivera.post("/hub/teach", {"title": "<script>x</script>"}).headers["location"]
    assert "<script>x" not in rivera.get(where).text + rivera.get("/hub/teach").text
