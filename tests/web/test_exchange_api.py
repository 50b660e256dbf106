"""The exchange: students see themselves, teachers their class, and a receipt is a promise."""

import asyncio
import io
import json
import re
import secrets
import tarfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from starlette.types import Message

from appliance import db
from appliance.homework import assignments, deadlines, intake
from appliance.models import Delivery, Submission
from roster.sentence import as_is, to_json
from tests.appliance.homework.books import book, squares
from tests.appliance.homework.conftest import entry, tar
from tests.web.conftest import Hub
from web import at_once

BASE = "/hub/api/exchange/biology-1"
SQUARES = f"{BASE}/assignments/Squares"
FILES = {"p1.ipynb": b"{}", "data/table.csv": b"a,b\n"}


def packed(files: dict[str, bytes]) -> bytes:
    return tar(*(entry(name, content) for name, content in files.items()), mode="w:gz")


def unpacked(answer: Response) -> dict[str, bytes]:
    assert answer.headers["content-type"] == "application/gzip"
    with tarfile.open(fileobj=io.BytesIO(answer.content), mode="r:gz") as archive:
        found = {info.name: archive.extractfile(info) for info in archive}
        return {name: file.read() for name, file in found.items() if file}


def submit(program: TestClient, files: dict[str, bytes] | bytes = FILES, key: str = "") -> Response:
    body = files if isinstance(files, bytes) else packed(files)
    headers = {"Idempotency-Key": key or secrets.token_hex(16)}
    return program.post(f"{SQUARES}/submissions", content=body, headers=headers)


def kept(hub: Hub) -> set[Path]:
    return {path for path in hub.school.settings.data.rglob("*") if path.is_file()} - {
        hub.school.settings.data / f"homeroom.db{ending}" for ending in ("", "-wal", "-shm")
    }


@pytest.fixture
def rivera(hub: Hub) -> TestClient:
    """Ms Rivera's own server; Squares is released from it."""
    program = hub.program(hub.school.server_token("rivera"))
    assert program.put(SQUARES, content=packed(FILES)).status_code == 200
    return program


@pytest.fixture
def ana(hub: Hub, rivera: TestClient) -> TestClient:
    return hub.program(hub.school.server_token("ana"))


@pytest.fixture
def cleo(hub: Hub, rivera: TestClient) -> TestClient:
    return hub.program(hub.school.server_token("cleo"))


def test_a_released_assignment_is_listed_and_fetched_as_it_was(ana: TestClient) -> None:
    listed = ana.get(BASE).json()
    assert (listed["course"], listed["role"], listed["submissions"]) == ("biology-1", "student", [])
    (one,) = listed["assignments"]
    assert (one["name"], one["due"], one["notebooks"]) == ("Squares", None, ["p1"])
    assert re.fullmatch("[0-9a-f]{64}", one["version"])
    assert unpacked(ana.get(SQUARES)) == FILES


def test_the_due_date_is_told_in_utc(hub: Hub, ana: TestClient) -> None:
    change(hub, due=datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    assert ana.get(BASE).json()["assignments"][0]["due"] == "2026-11-30T08:00:00Z"


def change(hub: Hub, **facts: Any) -> None:
    """Let Squares be so."""
    with db.writing(hub.school.database) as session:
        class_id = hub.school.seat("ana").enrolment.classroom_id
        squares = assignments.find(session, class_id, "Squares")
        for key, value in facts.items():
            setattr(squares, key, value)


def listed(program: TestClient, **headers: str) -> dict[str, Any]:
    """Squares as this seat sees it."""
    found: dict[str, Any] = program.get(BASE, headers=headers).json()["assignments"][0]
    return found


def test_everybody_is_told_their_own_date_and_the_staff_everybodys(
    hub: Hub, rivera: TestClient, ana: TestClient, cleo: TestClient
) -> None:
    change(hub, due=datetime(2026, 11, 30, 8, 0, tzinfo=UTC), grace_minutes=15)
    with db.writing(hub.school.database) as session:
        seat = hub.school.seat("ana").enrolment
        squares = assignments.find(session, seat.classroom_id, "Squares")
        deadlines.extend(session, squares, seat, datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    assert listed(ana)["due"] == "2026-12-01T08:00:00Z"
    for program in (cleo, rivera):
        assert listed(program)["due"] == "2026-11-30T08:00:00Z"
        assert listed(program)["grace_minutes"] == 15


def test_what_lateness_costs_is_said_in_a_few_words(hub: Hub, ana: TestClient) -> None:
    past = datetime.now(UTC) - timedelta(hours=1)
    change(hub, due=past)
    assert (listed(ana)["late_policy"], listed(ana)["closed"]) == ("", False)
    for marks, words in ((1.0, "1 mark off for each day late"), (2.5, "2.5 marks off for each")):
        change(hub, late_policy="marks", late_marks=marks)
        assert listed(ana)["late_policy"].startswith(words)
    change(hub, late_policy="cutoff")
    assert (listed(ana)["late_policy"], listed(ana)["closed"]) == ("not taken in when late", True)
    spoken = listed(ana, **{"accept-language": "de"})["late_policy"]
    assert spoken == "verspätet nicht mehr angenommen"
    answer = submit(ana)
    assert answer.status_code == 409 and "no longer taken in" in answer.json()["message"]


def test_before_its_hour_students_see_and_get_nothing_of_an_assignment(
    hub: Hub, rivera: TestClient, ana: TestClient
) -> None:
    opens = datetime.now(UTC) + timedelta(hours=1)
    change(hub, opens=opens)
    assert ana.get(BASE).json()["assignments"] == []
    assert ana.get(SQUARES).status_code == 404 and submit(ana).status_code == 404
    assert listed(rivera)["opens"].startswith(f"{opens:%Y-%m-%dT%H:%M}")
    assert unpacked(rivera.get(SQUARES)) == FILES
    change(hub, opens=opens - timedelta(hours=2))
    assert listed(ana)["name"] == "Squares"


def test_it_is_kept_which_version_a_student_fetched(
    hub: Hub, rivera: TestClient, ana: TestClient, cleo: TestClient
) -> None:
    assert listed(ana)["got"] is None
    for _ in range(2):
        ana.get(SQUARES)
    rivera.get(SQUARES)
    first = listed(ana)["version"]
    assert listed(ana)["got"] == first and hub.school.count(Delivery) == 1
    rivera.put(f"{SQUARES}?force=1", content=packed({"p2.ipynb": b"{}"}))
    assert listed(ana)["got"] == first != listed(ana)["version"]
    ana.get(SQUARES)  # which may have brought only what was missing
    assert listed(ana)["got"] == first and listed(cleo)["got"] is None


def test_a_folder_is_listed_and_handed_in_but_there_is_nothing_to_fetch(
    hub: Hub, ana: TestClient
) -> None:
    with db.writing(hub.school.database) as session:
        class_id = hub.school.seat("ana").enrolment.classroom_id
        made = assignments.make_folder(session, class_id, "Field trip", "photos", None)
        made.released = datetime.now(UTC)
    trip = ana.get(BASE).json()["assignments"][1]
    assert (trip["kind"], trip["folder"], trip["notebooks"]) == ("folder", "photos", [])
    answer = ana.get(f"{BASE}/assignments/Field trip")
    assert answer.status_code == 404 and "photos" in answer.json()["message"]
    headers = {"Idempotency-Key": "b" * 32}
    path = f"{BASE}/assignments/Field trip/submissions"
    assert ana.post(path, content=packed({"a.jpg": b"x"}), headers=headers).status_code == 201


def test_versions_tell_where_they_come_from_which_counts_and_what_was_found(
    hub: Hub, ana: TestClient
) -> None:
    submit(ana)
    submit(ana, {"p1.ipynb": b"[]"})
    with db.writing(hub.school.database) as session:
        first = session.get_one(Submission, 1)
        first.source, first.findings = "folder", json.dumps([to_json(as_is("No p2.ipynb."))])
    one, two = ana.get(BASE).json()["submissions"]
    assert (one["source"], one["counts"], one["findings"]) == ("folder", False, ["No p2.ipynb."])
    assert (two["source"], two["counts"]) == ("submitted", True)
    assert "p1.ipynb" in two["findings"][0]


def test_a_hand_in_gets_a_receipt_that_is_listed_again(ana: TestClient) -> None:
    answer = submit(ana)
    receipt = answer.json()
    assert answer.status_code == 201
    assert receipt["number"] == 1 and receipt["late"] is False
    assert re.fullmatch("[A-Z2-7]{4}-[A-Z2-7]{4}", receipt["receipt"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} UTC", receipt["timestamp"])
    (listed,) = ana.get(BASE).json()["submissions"]
    for fact in ("number", "receipt", "timestamp", "late"):
        assert listed[fact] == receipt[fact]
    assert listed["student"] == "ana" and listed["notebooks"] == [
        {"name": "p1", "feedback_md5": None}
    ]
    assert unpacked(ana.get(f"{SQUARES}/submissions/{listed['id']}")) == FILES


def test_what_is_wrong_with_a_hand_in_is_told_at_once_and_mended_beside_it(
    hub: Hub, rivera: TestClient, ana: TestClient
) -> None:
    released = book(squares())
    assert rivera.put(f"{SQUARES}?force=1", content=packed({"p1.ipynb": released})).is_success
    cells = squares()
    cells[2]["source"] = cells[5]["source"] = "mine"
    cells[3]["source"] = "pass"
    came = {"p1.ipynb": book(cells)}
    ana.headers["accept-language"] = "de"
    answer = submit(ana, came, key="a" * 32)
    assert answer.status_code == 201 and answer.json()["repaired"] is True
    (finding,) = answer.json()["findings"]
    assert "Die gesperrte Zelle visible wurde geändert" in finding
    assert submit(ana, came, key="a" * 32).json() == answer.json()
    assert unpacked(ana.get(f"{SQUARES}/submissions/1")) == came
    with db.reading(hub.school.database) as session:
        mended = session.get_one(Submission, 1).repaired_tree
    assert mended and mended != answer.json()["digest"]


def test_work_without_faults_is_told_nothing(rivera: TestClient, ana: TestClient) -> None:
    released = {"p1.ipynb": book([])}
    assert rivera.put(f"{SQUARES}?force=1", content=packed(released)).is_success
    answer = submit(ana, released).json()
    assert (answer["findings"], answer["repaired"]) == ([], False)


def test_the_same_key_again_is_one_submission(hub: Hub, ana: TestClient) -> None:
    first = submit(ana, key="a" * 32)
    assert submit(ana, key="a" * 32).json() == first.json()
    assert submit(ana, {"p1.ipynb": b"[]"}, key="a" * 32).status_code == 409
    assert submit(ana, {"p1.ipynb": b"[]"}).json()["number"] == 2
    assert hub.school.count(Submission) == 2


def test_late_is_told_by_the_hubs_own_clock(hub: Hub, ana: TestClient) -> None:
    change(hub, due=datetime.now(UTC) - timedelta(seconds=1))
    assert submit(ana).json()["late"] is True


def test_students_see_only_themselves(ana: TestClient, cleo: TestClient) -> None:
    submit(ana)
    assert cleo.get(BASE).json()["submissions"] == []
    number = ana.get(BASE).json()["submissions"][0]["id"]
    for path in (f"{SQUARES}/submissions/{number}", f"{SQUARES}/submissions/{number}/feedback"):
        assert cleo.get(path).status_code == 404


def test_the_teacher_sees_everybody(rivera: TestClient, ana: TestClient, cleo: TestClient) -> None:
    submit(ana)
    submit(cleo)
    seen = rivera.get(BASE).json()
    assert seen["role"] == "teacher"
    assert [one["student"] for one in seen["submissions"]] == ["ana", "cleo"]
    assert unpacked(rivera.get(f"{SQUARES}/submissions/1")) == FILES


def test_teachers_verbs_are_refused_to_students(hub: Hub, ana: TestClient) -> None:
    submit(ana)
    body = packed(FILES)
    answers = [
        ana.put(f"{SQUARES}?force=1", content=body),
        ana.delete(SQUARES),
        ana.put(f"{SQUARES}/submissions/1/feedback", content=body),
    ]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert all("Only teachers" in answer.json()["message"] for answer in answers)


def test_another_class_is_not_there(hub: Hub, rivera: TestClient) -> None:
    ben = hub.program(hub.school.server_token("ben"))
    okafor = hub.program(hub.school.server_token("okafor"))
    for program in (ben, okafor):
        for path in (BASE, SQUARES, f"{SQUARES}/submissions/1"):
            assert program.get(path).status_code == 404
        assert submit(program).status_code == 404
    assert okafor.put(SQUARES, content=packed(FILES)).status_code == 404
    assert (
        okafor.get(f"{BASE.replace('biology-1', 'chemistry')}/assignments/Squares").status_code
        == 404
    )


def test_only_a_servers_own_token_opens_the_exchange(hub: Hub, rivera: TestClient) -> None:
    for token in ("", "guessed", hub.school.api_token("rivera")):
        assert hub.program(token).get(BASE).status_code == 403


def test_nobody_without_a_token_gets_a_byte_onto_the_disk(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_file(**_: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("web.bodies.tempfile.TemporaryFile", no_file)
    student = hub.school.server_token("ana")
    for token in ("guessed", student):
        assert hub.program(token).put(SQUARES, content=packed(FILES)).status_code == 403
    assert submit(hub.program("guessed")).status_code == 403


async def _call(hub: Hub, token: str, chunks: list[bytes], *, key: str = "a" * 32) -> list[Message]:
    """Send these chunks to the hub and go away before the end."""
    sent: list[Message] = []
    waiting = list(chunks)

    async def receive() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(0), "more_body": True}
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    path = f"{SQUARES}/submissions"
    headers = [(b"host", b"x"), (b"authorization", f"token {token}".encode())]
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [*headers, (b"idempotency-key", key.encode())], "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000), "root_path": "",
    }  # fmt: skip
    await hub.app(scope, receive, send)
    return sent


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_an_upload_that_breaks_off_leaves_no_row_and_no_receipt(
    hub: Hub, ana: TestClient, part: float
) -> None:
    token = ana.headers["authorization"].removeprefix("token ")
    body, before = packed(FILES), kept(hub)
    sent = asyncio.run(_broken_off(hub, token, body[: int(len(body) * part)]))
    assert not [one for one in sent if one.get("status", 500) < 400]
    assert hub.school.count(Submission) == 0 and kept(hub) == before
    assert submit(ana, key="a" * 32).json()["number"] == 1


async def _broken_off(hub: Hub, token: str, data: bytes) -> list[Message]:
    try:
        return await _call(hub, token, [data])
    except Exception:  # whatever is made of it, nobody is there to hear
        return []


@pytest.mark.parametrize(
    "body",
    [
        packed(FILES)[:60],
        b"",
        b"not a tar",
        packed({"../x": b"x"}),
        packed({"/etc/x": b"x"}),
        packed({"CON": b"x"}),
        packed({"a": b"1", "A": b"2"}),
        packed({"a\nb": b"1"}),
        packed({"good": b"1", "x" * 300: b"2"}),
        tar(entry("a", b"1"), entry("l", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
        tar(entry("a", b"1"), entry("f", type=tarfile.FIFOTYPE)),
        tar(*(entry(f"f{number}") for number in range(2001))),
    ],
    ids=[
        "cut off", "nothing", "noise", "dots", "absolute", "CON", "twins", "newline", "long",
        "link", "pipe", "many",
    ],
)  # fmt: skip
def test_a_bad_archive_is_refused_whole_with_a_sentence(
    hub: Hub, ana: TestClient, body: bytes
) -> None:
    before = kept(hub)
    answer = submit(ana, body)
    assert answer.status_code == 400 and answer.json()["message"].endswith(".")
    assert hub.school.count(Submission) == 0 and kept(hub) == before


def test_an_upload_needs_a_key_of_its_own(hub: Hub, ana: TestClient) -> None:
    answer = ana.post(f"{SQUARES}/submissions", content=packed(FILES))
    assert answer.status_code == 400 and hub.school.count(Submission) == 0


def test_what_will_be_refused_is_not_kept_either(hub: Hub, ana: TestClient) -> None:
    assert submit(ana, key="a" * 32).status_code == 201
    before = kept(hub)
    assert submit(ana, {"p1.ipynb": b"1"}, key="a" * 32).status_code == 409
    assert submit(ana, {"p1.ipynb": b"2"}, key="short").status_code == 400
    change(hub, due=datetime.now(UTC) - timedelta(hours=1), late_policy="cutoff")
    assert submit(ana, {"p1.ipynb": b"3"}).status_code == 409
    assert submit(ana, key="a" * 32).json()["number"] == 1
    assert kept(hub) == before


def test_nobody_fills_the_disk_with_versions(
    hub: Hub, ana: TestClient, cleo: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_VERSIONS", 2)
    for number in range(2):
        assert submit(ana, {"p1.ipynb": b"%d" % number}, f"{number:032x}").status_code == 201
    before = kept(hub)
    refused = submit(ana, {"p1.ipynb": b"2"})
    assert (refused.status_code, "earlier versions stay" in refused.text) == (409, True)
    assert submit(ana, {"p1.ipynb": b"1"}, f"{1:032x}").json()["number"] == 2
    assert kept(hub) == before
    assert submit(cleo).status_code == 201


def test_bytes_count_once_however_often_they_are_handed_in(
    ana: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "FULL", 2e-6)  # of 100 MB, so 209 bytes
    for _ in range(3):
        assert submit(ana, {"p1.ipynb": b"x" * 110}).status_code == 201
    assert submit(ana, {"p1.ipynb": b"y" * 110}).status_code == 201
    assert submit(ana, {"p1.ipynb": b"z"}).status_code == 409


def test_one_seat_has_only_so_much_on_its_way(hub: Hub, ana: TestClient, cleo: TestClient) -> None:
    assert submit(ana).status_code == 201
    (one,) = ana.get(BASE).json()["submissions"]
    places = (SQUARES, f"{SQUARES}/submissions/{one['id']}")
    before = kept(hub)
    with ExitStack() as others:
        for _ in range(at_once.AT_ONCE):
            others.enter_context(at_once.one_of_few(hub.school.seat("ana").id))
        answers = [submit(ana, {"p1.ipynb": b"1"}), *map(ana.get, places)]
        assert [(one.status_code, one.headers["retry-after"]) for one in answers] == [
            (429, str(at_once.WAIT_S))
        ] * 3
        assert kept(hub) == before
        assert ana.get(BASE).status_code == 200
        assert submit(cleo).status_code == 201
    for _ in range(at_once.AT_ONCE + 1):
        assert [ana.get(place).status_code for place in places] == [200, 200]
        assert submit(ana, b"not a tar").status_code == 400


def test_what_is_taken_back_is_neither_fetched_nor_handed_in(
    rivera: TestClient, ana: TestClient
) -> None:
    submit(ana)
    assert rivera.delete(SQUARES).status_code == 200
    assert ana.get(SQUARES).status_code == 404 and submit(ana).status_code == 404
    listed = ana.get(BASE).json()
    assert listed["assignments"] == [] and len(listed["submissions"]) == 1


def test_a_second_release_needs_force(rivera: TestClient, ana: TestClient) -> None:
    other = {"p2.ipynb": b"{}"}
    assert rivera.put(SQUARES, content=packed(other)).status_code == 409
    assert unpacked(ana.get(SQUARES)) == FILES
    assert rivera.put(f"{SQUARES}?force=1", content=packed(other)).status_code == 200
    assert unpacked(ana.get(SQUARES)) == other


def test_feedback_reaches_its_student_once_it_is_returned(
    hub: Hub, rivera: TestClient, ana: TestClient, cleo: TestClient
) -> None:
    submit(ana)
    feedback = f"{SQUARES}/submissions/1/feedback"
    early = ana.get(feedback)
    assert early.status_code == 404 and "not returned" in early.json()["message"]
    with db.writing(hub.school.database) as session:
        session.get_one(Submission, 1).score = 8.5
    assert ana.get(BASE).json()["submissions"][0]["score"] is None
    pages = {"p1.html": b"<p>Well done</p>"}
    assert rivera.put(feedback, content=packed(pages)).status_code == 200
    assert unpacked(ana.get(feedback)) == pages and cleo.get(feedback).status_code == 404
    (listed,) = ana.get(BASE).json()["submissions"]
    assert listed["returned"] and listed["score"] == 8.5
    assert re.fullmatch("[0-9a-f]{32}", listed["notebooks"][0]["feedback_md5"])


def test_nothing_is_left_beside_the_store(hub: Hub, ana: TestClient) -> None:
    submit(ana)
    ana.get(SQUARES)
    top = {path.name for path in hub.school.settings.data.iterdir()}
    assert {name for name in top if not name.startswith("homeroom.db")} == {"key", "store"}
