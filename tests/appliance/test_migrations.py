"""An installation from before keeps its people, classes and places when it is upgraded."""

from pathlib import Path

from alembic import command
from sqlmodel import col, select

from appliance import db, upgrade
from appliance.homework import jobs
from appliance.models import Classroom, Enrolment
from appliance.servers import wishes
from roster.sentence import as_is


def test_people_of_the_first_release_keep_their_places(tmp_path: Path) -> None:
    database = db.open_engine(f"sqlite:///{tmp_path / 'homeroom.db'}")
    command.upgrade(upgrade.config(database), "0001")
    with database.begin() as connection:
        for statement in (
            "INSERT INTO person (id, name, display_name, teacher, created)"
            " VALUES (1, 'rivera', 'Ms Rivera', 1, '2026-09-01'),"
            " (2, 'ana', 'Ana Ruiz', 0, '2026-09-01')",
            "INSERT INTO classroom (id, slug, title, code_part, roster_version, created)"
            " VALUES (1, 'biology-1', 'Biology 1', 'BIO1', 3, '2026-09-01')",
            "INSERT INTO enrolment (id, classroom_id, person_id, teaches, first_name, last_name,"
            " student_id, login, email, section, archived) VALUES"
            " (1, 1, 1, 1, '', '', '', '', '', '', 0), (2, 1, 2, 0, '', '', '007', '', '', '', 0)",
            "INSERT INTO signin (id, person_id, cookie_digest, session_id, created, expires)"
            " VALUES (1, 2, 'c', 's', '2026-09-01', '2026-09-02')",
            "INSERT INTO server (enrolment_id, wanted, state, reason, say, start)"
            " VALUES (2, 0, 'stopped', 'crashed', 'It “stopped”.', '')",
            "INSERT INTO job (id, classroom_id, kind, state, done, total, problems, created)"
            " VALUES (1, 1, 'collect', 'done', 1, 1, '[\"One.\", \"Two.\"]', '2026-09-01')",
        ):
            connection.exec_driver_sql(statement)
    db.migrate(database)
    with db.reading(database) as session:
        rivera, ana = session.exec(select(Enrolment).order_by(col(Enrolment.id))).all()
        assert (rivera.role, rivera.teaches) == ("teacher", True)
        assert (ana.role, ana.teaches, ana.student_id) == ("student", False, "007")
        classroom = session.get(Classroom, 1)
        assert classroom and (classroom.columns, classroom.ends) == ("", None)
        assert wishes.said(wishes.find(session, 2)) == as_is("It “stopped”.")
        assert jobs.problems(jobs.find(session, 1)) == [as_is("One."), as_is("Two.")]
    database.dispose()


def test_the_way_back_is_open(tmp_path: Path) -> None:
    database = db.open_engine(f"sqlite:///{tmp_path / 'homeroom.db'}")
    db.migrate(database)
    command.downgrade(upgrade.config(database), "0001")
    db.migrate(database)
    database.dispose()
