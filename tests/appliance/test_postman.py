"""The postman: everything that belongs into homes gets there, once, and costs nobody anything."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from appliance import db, models
from appliance.archive import Limits, Member
from appliance.errors import Away, Invalid, Unavailable
from appliance.homework import assignments, deliveries, handouts
from appliance.homework.deliveries import Delivered
from appliance.homework.store import Store, Tree
from appliance.models import Assignment, Delivery, Enrolment, Handout, Home, Server
from appliance.postman import LONGEST_PAUSE_S, PAUSE_S, Postman, earlier
from roster.sentence import from_json, sentence
from tests.appliance.servers.conftest import BENCH
from tests.conftest import School
from tests.fakes import FakeEngine

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FIRST = {"a.csv": b"1", "b.csv": b"1"}
SECOND = {"a.csv": b"2", "b.csv": b"2", "c.csv": b"2"}


def open_home(school: School, engine: FakeEngine, name: str) -> int:
    """The home of this student's seat, as after the first start."""
    seat = school.seat(name).id
    engine.start(BENCH.spec(seat=seat))
    engine.stop(seat)
    with db.writing(school.database) as session:
        session.add(Home(enrolment_id=seat))
    return seat


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(school: School) -> Store:
    return Store(school.settings.data / "store")


@pytest.fixture
def postman(school: School, store: Store, engine: FakeEngine, clock: Clock) -> Postman:
    return Postman(school.database, store, engine, clock)


@pytest.fixture
def ana(school: School, engine: FakeEngine) -> int:
    return open_home(school, engine, "ana")


def kept(store: Store, files: Mapping[str, bytes]) -> Tree:
    return store.keep((Member(n, io.BytesIO(content)) for n, content in files.items()), Limits())


def give(school: School, store: Store, files: Mapping[str, bytes], name: str = "Data") -> None:
    tree = kept(store, files)
    with db.writing(school.database) as session:
        handouts.give(session, 1, name, tree, NOW)


def release(school: School, store: Store, files: Mapping[str, bytes], **facts: Any) -> None:
    tree = kept(store, files)
    with db.writing(school.database) as session:
        one = assignments.release(session, 1, "ps1", tree, NOW, force=True)
        for name, value in facts.items():
            setattr(one, name, value)


def fetched(school: School, seat: int) -> None:
    """The student has fetched what is out now."""
    with db.writing(school.database) as session:
        one = assignments.find(session, 1, "ps1")
        session.add(Delivery(enrolment_id=seat, assignment_id=one.id, tree=one.tree))


def row(school: School, seat: int) -> Delivery:
    with db.reading(school.database) as session:
        found = session.exec(select(Delivery).where(col(Delivery.enrolment_id) == seat)).one()
        session.expunge_all()
    return found


def progress(school: School, table: type[Assignment] | type[Handout] = Handout) -> Delivered:
    with db.reading(school.database) as session:
        what = session.get_one(table, 1)
        assert isinstance(what, Assignment | Handout)
        return deliveries.progress(session, what)


def counted(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seats whose homes the launcher is asked to go into."""
    asked, really = list[int](), engine.hand_out

    def hand_out(seat: int, *rest: Any) -> Any:
        asked.append(seat)
        return really(seat, *rest)

    monkeypatch.setattr(engine, "hand_out", hand_out)
    return asked


def test_a_hand_out_comes_into_every_home_once(
    school: School,
    store: Store,
    engine: FakeEngine,
    postman: Postman,
    ana: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cleo, ben = (open_home(school, engine, name) for name in ("cleo", "ben"))
    asked = counted(engine, monkeypatch)
    give(school, store, FIRST)
    for _ in range(2):
        postman.deliver()
    laid = {f"Data/{name}": content for name, content in FIRST.items()}
    assert engine.homes[ana] == engine.homes[cleo] == laid and engine.homes[ben] == {}
    assert sorted(asked) == [ana, cleo]
    assert progress(school) == Delivered(2, 2, (), ())


def test_who_never_started_is_waited_for_without_asking(
    school: School,
    store: Store,
    engine: FakeEngine,
    postman: Postman,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = counted(engine, monkeypatch)
    give(school, store, FIRST)
    postman.deliver()
    assert asked == [] and progress(school) == Delivered(0, 2, (), ())
    ana = open_home(school, engine, "ana")
    postman.deliver()
    assert asked == [ana] and engine.homes[ana]


def test_a_server_that_is_up_has_a_home_before_it_was_measured(
    school: School, store: Store, engine: FakeEngine, postman: Postman
) -> None:
    seat = school.seat("ana").id
    engine.start(BENCH.spec(seat=seat))
    with db.writing(school.database) as session:
        session.merge(Server(enrolment_id=seat, wanted=True, state="ready", ready=NOW))
    give(school, store, FIRST)
    postman.deliver()
    assert engine.homes[seat]


def test_teachers_and_archived_students_get_nothing_and_guests_everything(
    school: School, store: Store, engine: FakeEngine, postman: Postman, ana: int
) -> None:
    cleo, rivera = (open_home(school, engine, name) for name in ("cleo", "rivera"))
    with db.writing(school.database) as session:
        session.get_one(Enrolment, ana).role = "guest"
        session.get_one(Enrolment, cleo).archived = True
    give(school, store, FIRST)
    postman.deliver()
    assert engine.homes[ana] and not engine.homes[cleo] and not engine.homes[rivera]


def test_a_new_edition_replaces_what_is_untouched_and_says_what_it_kept(
    school: School, store: Store, engine: FakeEngine, postman: Postman, ana: int
) -> None:
    give(school, store, FIRST)
    postman.deliver()
    engine.homes[ana]["Data/a.csv"] = b"own"
    give(school, store, SECOND)
    postman.deliver()
    assert engine.homes[ana] == {
        "Data/a.csv": b"own",
        "Data/a (new).csv": b"2",
        "Data/b.csv": b"2",
        "Data/c.csv": b"2",
    }
    assert row(school, ana).updated and deliveries.kept_in(row(school, ana)) == ("a.csv",)
    assert progress(school).kept == (("Ana Ruiz", ("a.csv",)),)


def test_an_assignment_goes_into_homes_when_it_is_to_and_its_hour_has_come(
    school: School, store: Store, engine: FakeEngine, postman: Postman, ana: int
) -> None:
    release(school, store, FIRST)
    postman.deliver()
    assert engine.homes[ana] == {} and progress(school, Assignment) == Delivered(0, 0, (), ())
    release(school, store, FIRST, into_homes=True, opens=models.now() + timedelta(hours=1))
    postman.deliver()
    assert engine.homes[ana] == {}
    release(school, store, FIRST, opens=None)
    postman.deliver()
    assert set(engine.homes[ana]) == {"ps1/a.csv", "ps1/b.csv"}
    assert progress(school, Assignment) == Delivered(1, 2, (), ())


def test_whoever_fetched_an_earlier_edition_gets_the_new_one(
    school: School, store: Store, engine: FakeEngine, postman: Postman, ana: int
) -> None:
    release(school, store, FIRST)
    fetched(school, ana)
    engine.homes[ana] = {"ps1/a.csv": b"1"}  # and b.csv was deleted since
    release(school, store, SECOND)
    postman.deliver()
    assert engine.homes[ana] == {"ps1/a.csv": b"2", "ps1/c.csv": b"2"}
    assert progress(school, Assignment) == Delivered(1, 1, (), ())


def test_a_folder_the_student_took_away_is_not_put_back(
    school: School, store: Store, engine: FakeEngine, postman: Postman, ana: int
) -> None:
    release(school, store, FIRST)
    fetched(school, ana)
    release(school, store, SECOND)
    postman.deliver()
    assert engine.homes[ana] == {} and not row(school, ana).updated


def test_files_of_any_earlier_edition_are_untouched(
    school: School, store: Store, engine: FakeEngine, postman: Postman, ana: int
) -> None:
    for files in (FIRST, SECOND):
        release(school, store, files)
    fetched(school, ana)  # completed by fetching, over files of the first edition
    engine.homes[ana] = {"ps1/a.csv": b"1", "ps1/b.csv": b"2"}
    release(school, store, {"a.csv": b"3", "b.csv": b"3", "d.csv": b"3"})
    postman.deliver()
    assert engine.homes[ana] == {"ps1/a.csv": b"3", "ps1/b.csv": b"3", "ps1/d.csv": b"3"}


def test_what_a_home_never_got_was_not_deleted_there(store: Store) -> None:
    first, second = kept(store, FIRST), kept(store, SECOND)
    known = earlier([first, second], first)
    assert known["a.csv"].given and len(known["a.csv"].digests) == 2
    assert not known["c.csv"].given
    assert not any(one.given for one in earlier([first], None).values())


def failing(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[int]:
    asked: list[int] = []

    def hand_out(seat: int, *rest: Any) -> Any:
        asked.append(seat)
        raise error

    monkeypatch.setattr(engine, "hand_out", hand_out)
    return asked


@pytest.mark.parametrize(
    "error",
    [
        Unavailable("no room", say=sentence("disk-full")),
        Invalid("no", say=sentence("archive-broken")),
    ],
)
def test_what_fails_is_told_and_tried_again_ever_more_seldom(
    school: School,
    store: Store,
    engine: FakeEngine,
    postman: Postman,
    ana: int,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    error: Unavailable,
) -> None:
    with monkeypatch.context() as patch:
        asked = failing(engine, patch, error)
        give(school, store, FIRST)
        for moment, tries in ((0, 1), (1, 1), (PAUSE_S, 2), (2 * PAUSE_S, 2), (3 * PAUSE_S, 3)):
            clock.now = moment
            postman.deliver()
            assert len(asked) == tries
        assert progress(school).failed == (("Ana Ruiz", error.say),)
        assert row(school, ana).tree is None and from_json(row(school, ana).say) == error.say
    clock.now += LONGEST_PAUSE_S
    postman.deliver()
    assert engine.homes[ana] and progress(school) == Delivered(1, 2, (), ())


def test_one_home_in_trouble_holds_up_no_other(
    school: School,
    store: Store,
    engine: FakeEngine,
    postman: Postman,
    ana: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    cleo, really = open_home(school, engine, "cleo"), engine.hand_out

    def hand_out(seat: int, *rest: Any) -> Any:
        if seat == ana:
            raise RuntimeError("a bug")
        return really(seat, *rest)

    monkeypatch.setattr(engine, "hand_out", hand_out)
    give(school, store, FIRST)
    postman.deliver()
    assert engine.homes[cleo] and "a bug" in caplog.text


def test_a_launcher_that_is_away_is_nobodys_trouble_and_asked_again_at_once(
    school: School, store: Store, engine: FakeEngine, postman: Postman, ana: int
) -> None:
    give(school, store, FIRST)
    engine.away = True
    with pytest.raises(Away):
        postman.deliver()
    assert school.count(Delivery) == 0
    engine.away = False
    postman.deliver()
    assert engine.homes[ana]


def test_a_home_that_is_gone_all_the_same_is_not_asked_about_every_time(
    school: School,
    store: Store,
    engine: FakeEngine,
    postman: Postman,
    ana: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine.erase_home(ana)
    asked = counted(engine, monkeypatch)
    give(school, store, FIRST)
    for _ in range(3):
        postman.deliver()
    assert asked == [ana] and school.count(Delivery) == 0


def test_what_is_taken_back_on_the_way_leaves_no_row(school: School, store: Store) -> None:
    give(school, store, FIRST)

    def all_due(session: Session) -> list[deliveries.Parcel]:
        return deliveries.due(session, models.now())

    seat = school.seat("ana").id
    with db.writing(school.database) as session:
        session.add(Home(enrolment_id=seat))
        session.flush()
        (parcel,) = all_due(session)
        handouts.take_back(session, handouts.find(session, 1, "Data"))
        handouts.give(session, 1, "Other", store.tree(parcel.tree), NOW)  # under the same number
        deliveries.note_delivered(session, parcel, updated=False, kept=(), now=NOW)
        deliveries.note_failed(session, parcel, sentence("disk-full"), NOW)
        (other,) = all_due(session)
        assert other.folder == "Other" and not other.update
    assert school.count(Delivery) == 0
