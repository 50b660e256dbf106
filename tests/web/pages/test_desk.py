"""The desk: the own classes, what is to do, what was handed in, and the score once returned."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from appliance import db, models
from appliance.homework import assignments, submissions
from appliance.homework.store import Tree
from appliance.models import Enrolment, Home, Submission
from appliance.servers import wishes
from roster.sentence import sentence
from tests.web.conftest import Hub

TREE = Tree("ab" * 32, (("p1.ipynb", "cd" * 32, 2),))
DUE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def hand_out(hub: Hub) -> None:
    """Squares is out in Biology 1, and Ana handed it in and got 8.5 points."""
    ana = hub.school.seat("ana")
    with db.writing(hub.school.database) as session:
        class_id = ana.enrolment.classroom_id
        made = assignments.put_source(session, class_id, "Squares", TREE, DUE)
        assignments.put_source(session, class_id, "Secret", TREE, None)
        assignments.release(session, class_id, "Squares", TREE, models.now(), force=False)
        version = submissions.submit(session, made, ana.id, "0" * 32, TREE, models.now())
        version.score, version.max_score = 8.5, 10.0


def test_a_student_sees_the_due_date_and_the_receipt_and_no_draft(hub: Hub) -> None:
    hand_out(hub)
    page = hub.student("ana").get("/hub/desk").text
    with db.reading(hub.school.database) as session:
        receipt = submissions.receipt(session.get_one(Submission, 1))
    assert "Mon, 30 Nov 2026, 08:00 UTC" in page and receipt in page and "Secret" not in page


def test_a_score_is_shown_once_it_is_returned_and_to_its_student_alone(hub: Hub) -> None:
    hand_out(hub)
    ana, cleo = hub.student("ana"), hub.student("cleo")
    assert "8.5" not in ana.get("/hub/desk").text
    with db.writing(hub.school.database) as session:
        session.get_one(Submission, 1).returned = models.now()
    assert "8.5 of 10" in ana.get("/hub/desk").text
    assert "8.5" not in cleo.get("/hub/desk").text
    assert "Not handed in yet" in cleo.get("/hub/desk").text


def test_a_desk_shows_the_own_classes(hub: Hub) -> None:
    page = hub.student("ben").get("/hub/desk").text
    assert "Chemistry" in page and "Biology" not in page


def test_a_student_of_two_classes_sees_each_once(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach", {"title": "Botany"})
    rivera.post("/hub/teach/botany/people", {"display_name": "Ana Ruiz", "student_id": "1001"})
    page = hub.student("ana").get("/hub/desk").text
    assert page.count(">Biology 1</h2>") == page.count(">Botany</h2>") == 1


def test_guests_take_their_files_with_them_and_others_do_not(hub: Hub) -> None:
    ana, cleo = hub.student("ana"), hub.student("cleo")
    seat = hub.school.seat("ana")
    with db.writing(hub.school.database) as session:
        guest = session.get_one(Enrolment, seat.id)
        guest.role, guest.until = "guest", DUE
    hub.engine.away = False
    assert ana.get("/hub/desk/biology-1/files.zip").status_code == 404
    hub.engine.homes[seat.id] = {"notes.txt": b"mitosis"}
    assert "Mon, 30 Nov 2026, 08:00 UTC" in ana.get("/hub/desk").text
    answer = ana.get("/hub/desk/biology-1/files.zip")
    assert answer.headers["content-disposition"].endswith('"biology-1.zip"')
    assert zipfile.ZipFile(io.BytesIO(answer.content)).read("notes.txt") == b"mitosis"
    assert cleo.get("/hub/desk/biology-1/files.zip").status_code == 403
    assert cleo.get("/hub/desk/chemistry/files.zip").status_code == 403
    assert "files.zip" not in cleo.get("/hub/desk").text
    assert not list((hub.school.settings.data / "store/fresh").iterdir())


def test_a_guest_has_one_zip_on_the_way_at_a_time(hub: Hub) -> None:
    """A zip may be gigabytes of this disk, and takes a thread that serves everybody."""
    ana, url, seen = hub.student("ana"), "/hub/desk/biology-1/files.zip", list[int]()
    seat = hub.school.seat("ana")
    with db.writing(hub.school.database) as session:
        guest = session.get_one(Enrolment, seat.id)
        guest.role, guest.until = "guest", DUE

    class Home(dict[str, bytes]):
        def items(self) -> Any:
            seen.append(ana.get(url).status_code)
            return super().items()

    hub.engine.away = False
    hub.engine.homes[seat.id] = Home(notes=b"mitosis")
    assert [ana.get(url).status_code, ana.get(url).status_code] == [200, 200]
    assert seen == [409, 409]


def test_what_is_to_be_done_comes_first(hub: Hub) -> None:
    hand_out(hub)
    with db.writing(hub.school.database) as session:
        class_id = hub.school.seat("ana").enrolment.classroom_id
        for name, due in (("Later", None), ("Missed", datetime(2020, 1, 1, tzinfo=UTC))):
            assignments.put_source(session, class_id, name, TREE, due)
            assignments.release(session, class_id, name, TREE, models.now(), force=False)
    page = hub.student("ana").get("/hub/desk").text
    order = [page.index(f"<strong>{name}</strong>") for name in ("Missed", "Later", "Squares")]
    assert order == sorted(order)
    assert "past due" in page and "to do" in page and "handed in" in page


def test_the_desk_says_how_much_the_files_take_and_warns_in_time(hub: Hub) -> None:
    ana, seat = hub.student("ana"), hub.school.seat("ana").id
    for mb, told in ((120, "Your files: 120 MB of 2,048 MB"), (1700, "Delete what you no longer")):
        with db.writing(hub.school.database) as session:
            session.merge(Home(enrolment_id=seat, mb=mb))
        assert told in ana.get("/hub/desk").text


def test_the_button_has_the_word_that_the_reason_names(hub: Hub) -> None:
    ana = hub.student("ana")
    assert "Open my notebook" in ana.get("/hub/desk").text
    with db.writing(hub.school.database) as session:
        seat, say = hub.school.seat("ana").id, sentence("server-made-room")
        wishes.ask_stop(session, seat, reason="idle", say=say)
    page = ana.get("/hub/desk").text
    assert "press Start" in page and "Start my notebook" in page


def test_whoever_is_in_line_reads_the_place_on_the_desk(hub: Hub) -> None:
    cleo, ana = hub.student("cleo"), hub.student("ana")
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).reason = wishes.FOR_MEMORY
    for student, said in ((cleo, "next in line"), (ana, "place 2")):
        page = student.get("/hub/desk").text
        assert said in page
        assert "so this takes longer" in page, "the engine does not answer"
        hub.app.state.parts.health.troubles = ()
        assert ("memory is in use" in student.get("/hub/desk").text) is (student is ana)
        hub.app.state.parts.health.look()


def test_no_place_is_promised_to_whoever_may_yet_be_passed(hub: Hub) -> None:
    ana = hub.student("ana")
    hub.teacher().post("/hub/teach/biology-1/stop")
    hub.teacher().post("/hub/teach/biology-1/start")
    assert "in line" not in ana.get("/hub/desk").text
    ana.post("/hub/seat/biology-1/start")
    assert "next in line" in ana.get("/hub/desk").text


def test_whose_class_was_stopped_reads_so_on_the_desk_and_may_start_again(hub: Hub) -> None:
    ana = hub.student("ana")
    hub.teacher().post("/hub/teach/biology-1/stop")
    page = ana.get("/hub/desk").text
    assert "Your teacher stopped the class" in page and "Start my notebook" in page
    assert "go back to that tab and save there" in page


def test_a_home_that_is_over_its_limit_is_told_once(hub: Hub) -> None:
    ana, seat = hub.student("ana"), hub.school.seat("ana").id
    with db.writing(hub.school.database) as session:
        session.add(Home(enrolment_id=seat, mb=5000, files=1))
        full = sentence("server-disk-full", mb=5000, limit=2000)
        wishes.ask_stop(session, seat, reason="disk", say=full)
    page = ana.get("/hub/desk").text
    assert "5,000 MB" in page and "Delete what you no longer need" not in page
