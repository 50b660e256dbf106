"""The people of a class, one at a time: every bad input gets a sentence and nothing is lost."""

import pytest

from appliance import db
from appliance.models import Home
from appliance.people import enrolment
from tests.web.conftest import Hub

URL = "/hub/teach/biology-1/people"


def names(hub: Hub, slug_of: str = "cleo") -> list[str]:
    with db.reading(hub.school.database) as session:
        class_id = hub.school.seat(slug_of).enrolment.classroom_id
        return [one.person.name for one in enrolment.members(session, class_id)]


def test_the_page_shows_students_staff_and_the_archived(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post(f"{URL}/ana/archive")
    page = rivera.get(URL).text
    assert all(name in page for name in ("Ana Ruiz", "Cleo Park", "Ms Rivera", "Archived: 1"))
    assert "Ben Ito" not in page


def test_students_are_found_by_section_and_by_what_is_known(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post(f"{URL}/ana/edit", {"display_name": "Ana Ruiz", "section": "B", "student_id": "7"})
    for query, found in (
        ("section=B", True),
        ("section=", False),
        ("q=RUIZ", True),
        ("q=zz", False),
    ):
        page = rivera.get(f"{URL}?{query}").text
        assert ('aria-label="Edit Ana Ruiz"' in page) is found, query


def test_a_student_is_added_and_the_page_says_what_is_next(hub: Hub) -> None:
    rivera = hub.teacher()
    answer = rivera.post(URL, {"display_name": "Dan Wu", "section": "B"})
    assert answer.status_code == 303 and len(names(hub)) == 3
    assert "Dan Wu is in the class" in rivera.get(answer.headers["location"]).text


def test_a_refused_student_is_still_typed_in(hub: Hub) -> None:
    answer = hub.teacher().post(URL, {"display_name": "Dan Wu", "email": "nowhere", "section": "B"})
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in ("Dan Wu", "nowhere", "B"))
    assert len(names(hub)) == 2


def test_a_student_is_corrected(hub: Hub) -> None:
    rivera = hub.teacher()
    assert 'value="ana@example.org"' in rivera.get(f"{URL}/ana/edit").text
    rivera.post(f"{URL}/ana/edit", {"display_name": "Ana Sol", "email": "sol@example.org"})
    assert hub.school.person("ana").display_name == "Ana Sol"


def test_a_refused_correction_is_still_typed_in(hub: Hub) -> None:
    answer = hub.teacher().post(f"{URL}/ana/edit", {"display_name": "Ana Sol", "login": "cleo"})
    assert answer.status_code == 409 and 'value="Ana Sol"' in answer.text
    assert hub.school.person("ana").display_name == "Ana Ruiz"


def test_how_much_a_student_keeps_is_shown_once_it_is_known(hub: Hub) -> None:
    rivera = hub.teacher()
    assert "2,048 MB" not in rivera.get(f"{URL}/ana/edit").text
    with db.writing(hub.school.database) as session:
        session.add(Home(enrolment_id=hub.school.seat("ana").id, mb=1200, files=34))
    assert "1,200 of 2,048 MB" in rivera.get(f"{URL}/ana/edit").text
    assert "2,048 MB" not in rivera.get(f"{URL}/cleo/edit").text


def test_whoever_is_archived_is_out_and_comes_back_with_a_new_card(hub: Hub) -> None:
    rivera, ana = hub.teacher(), hub.student("ana")
    rivera.post(f"{URL}/ana/archive")
    assert ana.get("/hub/desk").status_code == 303
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 401
    rivera.post(f"{URL}/ana/restore")
    assert names(hub) == ["ana", "cleo"]


def test_a_student_moves_between_classes_of_one_teacher(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach", {"title": "Botany"})
    assert "Botany" in rivera.get(f"{URL}/ana/edit").text
    assert rivera.post(f"{URL}/ana/move", {"to": "botany"}).status_code == 303
    assert names(hub) == ["cleo"] and names(hub, "ana") == ["ana"]


@pytest.mark.parametrize("to", ["chemistry", "", "nowhere", "biology-1"])
def test_nobody_is_moved_where_the_teacher_does_not_teach(hub: Hub, to: str) -> None:
    answer = hub.teacher().post(f"{URL}/ana/move", {"to": to})
    assert answer.status_code in (404, 409) and names(hub) == ["ana", "cleo"]


def test_staff_who_left_are_not_let_in_again_as_students_are(hub: Hub) -> None:
    """Else an assistant could bring back whom a teacher sent away."""
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/staff/add", {"name": "okafor", "role": "teacher"})
    rivera.post("/hub/teach/biology-1/staff/okafor/remove")
    assert rivera.post(f"{URL}/okafor/restore").status_code == 404
    program = hub.program(hub.school.api_token("rivera"))
    answer = program.post("/api/v1/classes/biology-1/students/okafor/restore")
    assert answer.status_code == 404
    assert hub.teacher("okafor").get("/hub/teach/biology-1").status_code == 404


@pytest.mark.parametrize("act", ["edit", "archive", "restore", "move"])
def test_nobody_of_another_class_is_touched(hub: Hub, act: str) -> None:
    okafor = hub.teacher("okafor")
    assert okafor.post(f"{URL}/ana/{act}", {"display_name": "X"}).status_code == 404
    assert okafor.post(f"/hub/teach/chemistry/people/ana/{act}").status_code == 404
    assert names(hub) == ["ana", "cleo"]


@pytest.mark.parametrize("act", ["edit", "archive", "move"])
def test_a_teacher_is_no_student_to_be_archived(hub: Hub, act: str) -> None:
    assert hub.teacher().post(f"{URL}/rivera/{act}", {"to": "x"}).status_code == 404


def test_a_name_is_text_and_never_markup(hub: Hub) -> None:
    rivera = hub.teacher()
    answer = rivera.post(URL, {"display_name": "<script>alert(1)</script>"})
    page = rivera.get(answer.headers["location"]).text
    assert "<script>alert" not in page and "&lt;script&gt;" in page
