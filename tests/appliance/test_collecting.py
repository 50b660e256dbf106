"""Collecting: what lies in a student's folder is kept like a hand-in, and told apart from one."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import col, select

from appliance import archive, db, models
from appliance.collecting import LOOKS, PROMPT, Collector
from appliance.errors import Away, Invalid
from appliance.homework import submissions
from appliance.homework.store import Store
from appliance.models import Assignment, Classroom, Submission
from appliance.servers.attached import Sink
from appliance.servers.spec import FolderRead
from appliance.words import spoken
from roster.sentence import all_from_json
from tests.appliance.test_postman import kept, open_home
from tests.conftest import School
from tests.fakes import FakeEngine

WORK = {"p1.ipynb": b'{"cells": "done"}', "data/x.csv": b"1"}


@pytest.fixture
def store(school: School) -> Store:
    return Store(school.settings.data / "store")


@pytest.fixture
def collector(school: School, store: Store, engine: FakeEngine) -> Collector:
    return Collector(school.database, store, engine)


@pytest.fixture
def ana(school: School, engine: FakeEngine) -> int:
    return open_home(school, engine, "ana")


def fill(engine: FakeEngine, seat: int, files: Mapping[str, bytes], folder: str = "ps1") -> None:
    engine.homes[seat] = {f"{folder}/{name}": content for name, content in files.items()}


def assignment(school: School, **facts: Any) -> Assignment:
    with db.writing(school.database) as session:
        made = Assignment(classroom_id=1, name="ps1", **facts)
        session.add(made)
        session.flush()
        session.refresh(made)
        session.expunge(made)
    return made


def versions(school: School) -> list[Submission]:
    with db.reading(school.database) as session:
        found = list(session.exec(select(Submission).order_by(col(Submission.id))))
        session.expunge_all()
    return found


def test_a_folder_becomes_a_version_that_says_where_it_came_from(
    school: School, store: Store, collector: Collector, engine: FakeEngine, ana: int
) -> None:
    one, before = assignment(school), models.now()
    fill(engine, ana, {**WORK, "receipts.txt": b"", ".ipynb_checkpoints/p1.ipynb": b""})
    made = collector.collect_folder(one, school.seat("ana").enrolment)
    assert made and (made.source, made.number, made.late) == ("folder", 1, False)
    assert made.timestamp >= before and made.findings == "[]" and len(made.key) == 32
    assert {n: path.read_bytes() for n, path in store.files(made.tree)} == WORK
    assert [version.id for version in versions(school)] == [made.id]


def test_where_there_is_nothing_nothing_is_recorded(
    school: School, collector: Collector, engine: FakeEngine, ana: int
) -> None:
    one = assignment(school)
    assert collector.collect_folder(one, school.seat("ana").enrolment) is None
    fill(engine, ana, {"receipts.txt": b""})
    assert collector.collect_folder(one, school.seat("ana").enrolment) is None
    assert collector.collect_folder(one, school.seat("cleo").enrolment) is None, "never started"
    assert versions(school) == []


def test_the_same_again_is_the_same_version_and_more_work_is_the_next(
    school: School, collector: Collector, engine: FakeEngine, ana: int
) -> None:
    one, seat = assignment(school), school.seat("ana").enrolment
    fill(engine, ana, WORK)
    first, again = (collector.collect_folder(one, seat) for _ in range(2))
    fill(engine, ana, {**WORK, "more.csv": b"2"})
    second = collector.collect_folder(one, seat)
    assert first and again and second
    assert (first.id, first.number) == (again.id, again.number) and second.number == 2


def test_what_was_handed_in_stays_beside_what_is_collected(
    school: School, store: Store, collector: Collector, engine: FakeEngine, ana: int
) -> None:
    one = assignment(school)
    with db.writing(school.database) as session:
        tree = kept(store, {"p1.ipynb": b"handed in"})
        submissions.submit(session, one, ana, "0" * 32, tree, models.now())
    fill(engine, ana, WORK)
    collector.collect_folder(one, school.seat("ana").enrolment)
    assert [each.source for each in versions(school)] == ["submitted", "folder"]


def test_any_folder_can_be_collected(
    school: School, collector: Collector, engine: FakeEngine, ana: int
) -> None:
    one = assignment(school, kind="folder", folder="work/project")
    fill(engine, ana, WORK, folder="work/project")
    assert collector.collect_folder(one, school.seat("ana").enrolment)


def test_the_time_it_takes_to_look_after_everybody_makes_nobody_late(
    school: School, collector: Collector, engine: FakeEngine, ana: int
) -> None:
    fill(engine, ana, WORK)
    for days, ago, late in ((0, PROMPT / 2, False), (1, PROMPT * 2, True)):
        with db.writing(school.database) as session:
            due = models.now() - ago
            one = Assignment(classroom_id=1, name=f"ps{days}", kind="folder", folder="ps1", due=due)
            session.add(one)
            session.flush()
            session.refresh(one)
            session.expunge(one)
        made = collector.collect_folder(one, school.seat("ana").enrolment)
        assert made and made.late is late


def test_the_limits_of_the_class_hold(
    school: School, collector: Collector, engine: FakeEngine, ana: int
) -> None:
    one = assignment(school)
    with db.writing(school.database) as session:
        session.get_one(Classroom, 1).submission_files = 1
    fill(engine, ana, WORK)
    with pytest.raises(Invalid) as refusal:
        collector.collect_folder(one, school.seat("ana").enrolment)
    assert "more than 1 files" in spoken(refusal.value.say)
    assert versions(school) == []


def test_an_absent_launcher_is_no_empty_folder(
    school: School, collector: Collector, engine: FakeEngine, ana: int
) -> None:
    engine.away = True
    with pytest.raises(Away):
        collector.collect_folder(assignment(school), school.seat("ana").enrolment)


@pytest.mark.parametrize(("saving", "asked", "told"), [(1, 2, False), (LOOKS, LOOKS, True)])
def test_a_folder_in_which_somebody_saves_is_looked_at_again(
    school: School,
    collector: Collector,
    engine: FakeEngine,
    ana: int,
    monkeypatch: pytest.MonkeyPatch,
    saving: int,
    asked: int,
    told: bool,
) -> None:
    looks: list[bytes] = []

    def read_folder(seat: int, folder: str, bytes_: int, files: int, out: Sink) -> FolderRead:
        looks.append(b"%d" % len(looks))
        archive.pack([("p1.ipynb", looks[-1])], out)  # type: ignore[arg-type]
        return FolderRead((), ("p1.ipynb",) if len(looks) <= saving else ())

    monkeypatch.setattr(engine, "read_folder", read_folder)
    made = collector.collect_folder(assignment(school), school.seat("ana").enrolment)
    assert made and len(looks) == asked
    assert bool(all_from_json(made.findings)) is told


def test_what_could_not_be_taken_along_is_told(
    school: School,
    collector: Collector,
    engine: FakeEngine,
    ana: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read_folder(seat: int, folder: str, bytes_: int, files: int, out: Sink) -> FolderRead:
        archive.pack([("p1.ipynb", b"{}")], out)  # type: ignore[arg-type]
        return FolderRead(("link", "pipe"), ())

    monkeypatch.setattr(engine, "read_folder", read_folder)
    made = collector.collect_folder(assignment(school), school.seat("ana").enrolment)
    assert made
    (finding,) = all_from_json(made.findings)
    assert "link and pipe" in spoken(finding) or "link, pipe" in spoken(finding)
