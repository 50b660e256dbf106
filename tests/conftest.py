"""The cast: Ms Rivera teaches Biology 1, Ana and Cleo are hers; Ben is in Mr Okafor's Chemistry."""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from passlib.context import CryptContext
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from appliance import db, models
from appliance.homework.store import Store
from appliance.keys import Key, ensure_key
from appliance.models import Classroom, Enrolment, Person
from appliance.people import access, classrooms, enrolment, passwords, rosters, signin
from appliance.servers import knock, wishes
from appliance.settings import Settings
from tests.fakes import FakeEngine

PASSWORD = "correct horse battery staple"
BIOLOGY, CHEMISTRY = "biology-1", "chemistry"
BIOLOGY_ROSTER = b"Name,Login,Student ID,Email\nAna Ruiz,ana,1001,ana@example.org\nCleo Park,cleo,,"
CHEMISTRY_ROSTER = b"Name,Login\nBen Ito,ben\n"


@dataclass(frozen=True)
class School:
    """A machine with both classes on it, and what only the cast knows: the codes on the cards."""

    settings: Settings
    database: Engine
    key: Key
    codes: Mapping[str, str]

    def seat(self, name: str) -> access.Seat:
        """The seat of somebody who has just one."""
        with db.reading(self.database) as session:
            person = session.exec(select(Person).where(col(Person.name) == name)).one()
            (found,) = access.seats_of(session, person.id or 0)
            session.expunge_all()
        return found

    def person(self, name: str) -> Person:
        with db.reading(self.database) as session:
            found = session.exec(select(Person).where(col(Person.name) == name)).one()
            session.expunge_all()
        return found

    def fill(self, slug: str, total: int) -> None:
        """So many students more in a class, and a notebook on its way for each."""
        with db.writing(self.database) as session:
            found = select(Classroom).where(col(Classroom.slug) == slug)
            classroom = session.exec(found).one()
            rows = "".join(f"Student {n:03},s{n}\n" for n in range(total))
            rosters.apply(session, classroom, rosters.Upload(f"Name,Login\n{rows}".encode()), 0)
            for one in enrolment.members(session, classroom.id or 0):
                wishes.ask_start(session, one.enrolment, range(8100, 8400), models.now())
                signin.open_sign_in(session, one.person.id or 0, models.now(), enrolment_id=one.id)

    def count(self, table: type[object]) -> int:
        """How many rows a table has."""
        with db.reading(self.database) as session:
            return len(session.exec(select(table)).all())

    def server_token(self, name: str) -> str:
        """The token of that person's notebook server."""
        with db.writing(self.database) as session:
            return access.new_server_token(session, self.seat(name))

    def api_token(self, name: str) -> str:
        """A token that the teacher printed for scripts."""
        with db.writing(self.database) as session:
            return access.new_api_token(session, self.person(name), models.now())


def eventually(holds: Callable[[], object], within_s: float = 15) -> None:
    """Ask again until it holds; fail when it does not in time."""
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, f"not within {within_s} s"
        time.sleep(0.01)


@contextmanager
def questions(database: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What the database is asked meanwhile: statements, each with what fills it."""
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, filling: Any, *rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append((statement, filling))

    event.listen(database, "before_cursor_execute", note)
    yield asked
    event.remove(database, "before_cursor_execute", note)


@pytest.fixture(autouse=True)
def no_instance(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `./homeroom test` chose for the walks is not for tests of single parts."""
    if {"walks", "compose"} & set(request.path.parts):
        return
    for name in list(os.environ):
        if name.startswith("HOMEROOM_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def quick_hashes() -> Iterator[None]:
    """Argon2 at its cheapest: what it costs for real is no concern of these tests."""
    quick = CryptContext(
        schemes=["argon2"], argon2__memory_cost=8, argon2__time_cost=1, argon2__parallelism=1
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_context", quick)
        yield


@pytest.fixture(scope="session")
def first_day(
    tmp_path_factory: pytest.TempPathFactory, quick_hashes: None
) -> tuple[Path, Mapping[str, str]]:
    """A data folder with both classes in it, made once, and the codes of its students."""
    folder = tmp_path_factory.mktemp("school")
    database = db.open_engine(f"sqlite:///{folder / 'homeroom.db'}")
    db.migrate(database)
    key = ensure_key(folder)
    with db.writing(database) as session:
        hash_ = passwords.hashed(PASSWORD)
        codes = {
            **_class(session, key, ("rivera", "Ms Rivera"), "Biology 1", BIOLOGY_ROSTER, hash_),
            **_class(session, key, ("okafor", "Mr Okafor"), "Chemistry", CHEMISTRY_ROSTER, hash_),
        }
    database.dispose()
    return folder, codes


def _class(
    session: Session, key: Key, who: tuple[str, str], title: str, roster: bytes, hash_: str
) -> Mapping[str, str]:
    teacher = Person(name=who[0], display_name=who[1], teacher=True, password_hash=hash_)
    session.add(teacher)
    session.flush()
    classroom = classrooms.make(session, teacher, title)
    rosters.apply(session, classroom, rosters.Upload(roster), teacher.id or 0)
    fresh = enrolment.draw_codes(classroom, enrolment.members(session, classroom.id or 0))
    enrolment.issue(session, key, fresh)
    return {one.member.person.name: one.code for one in fresh}


def settings_in(folder: Path) -> Settings:
    """Settings as on a laptop called localhost, with all that is kept in this folder."""
    for name in ("data", "homes", "courses", "routes", "routes/live", "routes/tmp"):
        (folder / name).mkdir()
    return Settings(
        address="localhost",
        data=folder / "data",
        routes=folder / "routes",
        homes=folder / "homes",
        courses=folder / "courses",
        socket=folder / "launcher.sock",
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with folders of this test's own."""
    return settings_in(tmp_path)


def school_in(settings: Settings, first_day: tuple[Path, Mapping[str, str]]) -> School:
    """Both classes on the machine of these settings."""
    folder, codes = first_day
    shutil.copytree(folder, settings.data, dirs_exist_ok=True)
    database = db.open_engine(settings.database_url)
    return School(settings, database, ensure_key(settings.data), codes)


@pytest.fixture
def school(settings: Settings, first_day: tuple[Path, Mapping[str, str]]) -> School:
    """Both classes on a machine of this test's own."""
    return school_in(settings, first_day)


@pytest.fixture
def db_session(school: School) -> Iterator[Session]:
    """One open transaction over the school's database, for rules that take one."""
    with Session(school.database, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def biology(db_session: Session) -> Classroom:
    """Ms Rivera's class."""
    return db_session.exec(select(Classroom).where(col(Classroom.slug) == BIOLOGY)).one()


@pytest.fixture
def ana(db_session: Session) -> Enrolment:
    """Ana's place in Biology 1."""
    return enrolled(db_session, "ana")


@pytest.fixture
def ben(db_session: Session) -> Enrolment:
    """Ben's place in Chemistry."""
    return enrolled(db_session, "ben")


def enrolled(session: Session, name: str) -> Enrolment:
    """The one place of somebody."""
    theirs = select(Enrolment).join(Person, col(Enrolment.person_id) == col(Person.id))
    return session.exec(theirs.where(col(Person.name) == name)).one()


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.data / "store")


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every notebook server answers at once, and so does the proxy; who was asked."""
    asked: list[tuple[str, int]] = []

    def status(host: str, port: int, path: str, timeout_s: float = 2.0) -> int:
        asked.append((host, port))
        return 200

    monkeypatch.setattr(knock, "status", status)
    return asked
