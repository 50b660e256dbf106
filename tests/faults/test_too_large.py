"""Work that is too large: refused while it comes, in a sentence that is heard, whoever sends it."""

import secrets
import socket
import time
from collections.abc import Iterator

import pytest
import requests

from appliance import db
from appliance.homework.allowance import Allowance, choose
from appliance.models import Classroom
from tests.faults.conftest import Student
from tests.faults.hub import HubProcess
from tests.faults.lesson import COURSE, Lesson

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

MB = 2**20


@pytest.fixture(scope="module")
def lesson(lesson: Lesson) -> Lesson:
    """The same, and at most 1 MB and 20 files are taken in at once."""
    with db.writing(lesson.database) as session:
        choose(session.get_one(Classroom, lesson.class_id), Allowance(mb=1, files=20))
    return lesson


def post(hub: HubProcess, ana: Student, body: Iterator[bytes]) -> requests.Response:
    """Hand in as any program may."""
    return requests.post(
        f"{hub.api}/exchange/{COURSE}/assignments/{ana.assignment}/submissions",
        data=body,
        headers={
            "Authorization": f"token {ana.tokens[ana.name]}",
            "Idempotency-Key": secrets.token_hex(16),
        },
        timeout=30,
    )


def test_nbgraders_submit_is_told_so_and_a_smaller_one_is_taken(
    hub: HubProcess, lesson: Lesson, ana: Student
) -> None:
    data = ana.folder / "data.bin"
    for mb in (2, 20):
        data.write_bytes(secrets.token_bytes(mb * MB))
        assert "larger than 1 MB" in ana.submit(hub.origin)
        assert lesson.count(ana.assignment) == 0
    data.write_bytes(secrets.token_bytes(MB // 2))
    assert ana.submit(hub.origin) == ""


def test_work_of_too_many_files_is_told_so(hub: HubProcess, ana: Student) -> None:
    for number in range(20):
        (ana.folder / f"{number}.txt").write_text("")
    assert "more than 20 files" in ana.submit(hub.origin)


def test_a_body_without_end_is_answered_and_ends(hub: HubProcess, ana: Student) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(MB)

    began = time.monotonic()
    answer = post(hub, ana, endless())
    assert answer.status_code == 413 and "larger than 1 MB" in answer.json()["message"]
    assert time.monotonic() - began < 20
    assert ana.submit(hub.origin) == ""


def test_who_announces_too_much_is_answered_before_the_first_byte(
    hub: HubProcess, ana: Student
) -> None:
    head = (
        f"POST /hub/api/exchange/{COURSE}/assignments/{ana.assignment}/submissions HTTP/1.1\r\n"
        f"Host: 127.0.0.1\r\nAuthorization: token {ana.tokens[ana.name]}\r\n"
        f"Content-Length: {50 * MB}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", hub.port), timeout=10) as line:
        line.sendall(head.encode())
        answer = line.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413 ") and b"connection: close" in answer.lower()
