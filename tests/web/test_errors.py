"""What is nobody's fault is said all the same: a full disk keeps nothing and breaks nothing."""

import errno
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from appliance.homework.store import Store
from appliance.models import Assignment, Classroom
from appliance.people import classrooms
from tests.web.conftest import Hub

CLASS = "/hub/teach/biology-1"
NOTEBOOK = {"file": ("Squares.ipynb", b"{}")}


def full_database(*_: object) -> None:
    """What SQLite says when a page more does not fit, as SQLAlchemy passes it on."""
    small = sqlite3.connect(":memory:")
    small.execute("PRAGMA max_page_count = 1")
    try:
        small.execute("CREATE TABLE t (x)")
    except sqlite3.OperationalError as error:
        raise OperationalError("CREATE", {}, error) from error
    finally:
        small.close()


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_an_upload_to_a_full_disk_is_refused_in_words_and_goes_through_once_there_is_room(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    rivera = hub.teacher()
    with monkeypatch.context() as full:
        full.setattr(Store, "keep", full_disk)
        answer = rivera.post(f"{CLASS}/assignments", files=NOTEBOOK)
    assert answer.status_code == 507 and "disk is full" in answer.text
    assert hub.school.count(Assignment) == 0
    assert rivera.post(f"{CLASS}/assignments", files=NOTEBOOK).status_code == 303


def test_a_full_database_keeps_nothing_by_half(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    program = hub.program(hub.school.api_token("rivera"))
    with monkeypatch.context() as full:
        full.setattr(classrooms, "make", full_database)
        answer = program.post("/api/v1/classes", json={"title": "Botany"})
    assert answer.status_code == 507 and "disk is full" in answer.json()["message"]
    assert hub.school.count(Classroom) == 2
    assert program.post("/api/v1/classes", json={"title": "Botany"}).status_code == 201


def test_other_faults_of_disk_and_database_stay_bugs(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = hub.program(hub.school.api_token("rivera"))
    for fault in (OSError(errno.EIO, "broken"), OperationalError("x", {}, Exception("locked"))):

        def fails(*_: object, fault: Exception = fault) -> None:
            raise fault

        monkeypatch.setattr(classrooms, "make", fails)
        assert program.post("/api/v1/classes", json={"title": "Botany"}).status_code == 500
