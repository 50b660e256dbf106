"""The database: nothing half done, nothing lost, and the migrations make what the models say."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel, select

from appliance import db
from appliance.models import Person
from tests.conftest import School


def test_migrations_make_exactly_the_tables_of_the_models(school: School) -> None:
    with school.database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_commit_reaches_the_disk(school: School) -> None:
    with school.database.connect() as connection:
        facts = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    full = 2
    assert facts == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": db.BUSY_MS,
    }


def test_a_failed_transaction_leaves_nothing(school: School) -> None:
    before = school.count(Person)

    def half_done() -> None:
        with db.writing(school.database) as session:
            session.add(Person(name="eve", display_name="Eve"))
            session.flush()
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        half_done()
    assert school.count(Person) == before


def test_whoever_reads_is_not_kept_waiting_by_whoever_writes(school: School) -> None:
    before = school.count(Person)
    with db.writing(school.database) as session:
        session.add(Person(name="eve", display_name="Eve"))
        session.flush()
        assert school.count(Person) == before
    assert school.count(Person) == before + 1


def test_a_writer_waits_for_its_turn_and_then_sees_what_the_first_wrote(school: School) -> None:
    begun = threading.Event()
    seen: list[str] = []

    def second() -> None:
        begun.set()
        with db.writing(school.database) as session:
            seen.extend(session.exec(select(Person.display_name)))

    with db.writing(school.database) as session:
        session.add(Person(name="eve", display_name="Eve"))
        session.flush()
        thread = threading.Thread(target=second)
        thread.start()
        assert begun.wait(5)
    thread.join(10)
    assert "Eve" in seen


def test_writers_of_one_hub_wait_for_each_other_and_not_for_a_clock(school: School) -> None:
    def refuse_at_once(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout=0")

    event.listen(school.database, "checkout", refuse_at_once)

    def write(number: int) -> None:
        with db.writing(school.database) as session:
            session.add(Person(name=f"eve-{number}", display_name="Eve"))

    before = school.count(Person)
    with ThreadPoolExecutor(12) as writers:
        list(writers.map(write, range(60)))
    assert school.count(Person) == before + 60


def test_a_writer_that_fails_lets_the_next_one_in(school: School) -> None:
    for wrong in ("SELECT * FROM nothing", "BEGIN"):
        with pytest.raises(OperationalError), db.writing(school.database) as session:
            session.connection().exec_driver_sql(wrong)
    with db.writing(school.database) as session:
        session.add(Person(name="eve", display_name="Eve"))


def test_a_second_migration_changes_nothing(school: School) -> None:
    db.migrate(school.database)
    assert not list(school.settings.data.glob("*.before-*"))


def test_an_older_database_is_copied_before_it_is_changed(school: School) -> None:
    with school.database.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(Exception, match="0000"):
        db.migrate(school.database)  # there is no such step; what counts is what came before it
    (copy,) = school.settings.data.glob("*.before-*.db")
    assert _names(copy) == {"ana", "ben", "cleo", "okafor", "rivera"}


def test_a_copy_is_whole_while_the_database_is_in_use(school: School, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("an older copy")
    with db.writing(school.database) as session:
        session.add(Person(name="eve", display_name="Eve"))
        session.flush()
        db.keep_copy(school.database, copy)
    assert "eve" not in _names(copy) and "ana" in _names(copy)


def test_a_place_for_nobody_is_refused(school: School) -> None:
    with school.database.begin() as connection, pytest.raises(Exception, match="FOREIGN KEY"):
        connection.exec_driver_sql(
            "INSERT INTO passwordfailures (person_id, count, last) VALUES (99, 1, 0)"
        )


def test_a_folder_that_is_not_there_is_an_error_and_not_a_new_database(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        db.migrate(db.open_engine(f"sqlite:///{tmp_path / 'absent' / 'homeroom.db'}"))


def _names(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    try:
        return {name for (name,) in connection.execute("SELECT name FROM person")}
    finally:
        connection.close()
