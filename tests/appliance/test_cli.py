"""The command inside the container: teachers and tokens, and what can be said of a failure."""

import os

import pytest
from typer.testing import CliRunner, Result

from appliance import cli, db, models
from appliance.errors import HomeroomError
from appliance.models import OneTimeLink, Person
from appliance.people import access, signin
from appliance.servers.post import understood
from appliance.words import spoken
from tests.conftest import School


@pytest.fixture(autouse=True)
def environment(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEROOM_ADDRESS", "localhost")
    monkeypatch.setenv("HOMEROOM_DATA", str(school.settings.data))


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.app, words)


def test_a_new_teacher_gets_a_link_that_works_once(school: School) -> None:
    link = run("teacher", "ms-novak").stdout.strip()
    assert link.startswith("http://localhost:8000/hub/link/")
    with db.reading(school.database) as session:
        found = signin.find_link(session, link.rsplit("/", 1)[1], models.now())
        assert found.name == "ms-novak" and found.teacher and not found.password_hash


def test_a_known_teacher_keeps_the_class_and_gets_a_new_link(school: School) -> None:
    people = school.count(Person)
    assert run("teacher", "rivera").exit_code == 0 and school.count(Person) == people


def test_the_first_link_is_given_only_while_nobody_has_a_password(school: School) -> None:
    assert run("teacher", "--first").stdout == "" and school.count(OneTimeLink) == 0


@pytest.mark.parametrize("name", ["ana", "Ms Novak", "-", "é"])
def test_a_name_that_cannot_be_a_teachers_is_explained(name: str) -> None:
    failure = run("teacher", "--", name).exception
    assert isinstance(failure, HomeroomError) and spoken(failure.say).endswith("name.")


def test_a_token_is_printed_and_good(school: School) -> None:
    token = run("token", "rivera").stdout.strip()
    with db.reading(school.database) as session:
        row = access.find_token(session, token, models.now())
        assert row and row.kind == "api"


def test_a_student_gets_no_token() -> None:
    failure = run("token", "ana").exception
    assert isinstance(failure, HomeroomError) and "no teacher" in spoken(failure.say)


def test_the_doctor_prints_a_line_for_each_finding_and_fails_when_one_does() -> None:
    result = run("doctor")
    lines = result.stdout.splitlines()
    assert "ok    The database is whole." in lines
    assert [line for line in lines if line.startswith("FAIL  The launcher does not answer")]
    assert all(line[:6] in ("ok    ", "WARN  ", "FAIL  ") for line in lines)
    assert result.exit_code == 1


def test_becoming_the_launcher_prepares_the_routes_and_hands_on_its_settings(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[str] = []
    monkeypatch.setattr(os, "execv", lambda program, words: became.extend(words))
    monkeypatch.setattr(os, "chown", lambda *place: None)
    monkeypatch.setenv("HOMEROOM_ROUTES", str(school.settings.routes))
    monkeypatch.setenv("HOMEROOM_PROJECT", "second")
    assert run("launcher").exit_code == 0
    assert (school.settings.routes / "live/hub.yml").exists()
    assert became[2] == "appliance.servers" and understood(became[3:]).project == "second"
