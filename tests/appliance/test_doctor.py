"""The doctor from within: one sentence per finding, and one bad thing hides no other."""

from dataclasses import replace

import pytest

from appliance import db, doctor
from appliance.doctor import Finding
from appliance.models import Classroom
from appliance.servers import knock, refusals
from appliance.servers.spec import About
from appliance.words import spoken
from roster.sentence import sentence
from tests.conftest import School
from tests.fakes import FakeEngine

MACHINE = About("26.1.5", "1.45", 2, 8000, 100_000, 50_000, ())


def told(found: list[Finding]) -> str:
    return "\n".join(f"{one.mark} {spoken(one.say)}" for one in found)


def test_a_sound_box_is_all_well(
    school: School, engine: FakeEngine, answering: list[tuple[str, int]]
) -> None:
    settings = school.settings.model_copy(update={"address": "class.example.org"})
    found = list(doctor.examine(settings, school.database, engine))
    # The disk of whoever tests may be full.
    assert {one.mark for one in found if "room" not in one.say.name} == {"ok"}
    assert answering == [(settings.gateway, settings.api_port)]
    said = told(found)
    assert "26.1.5" in said and "http://class.example.org:8000" in said and "8100-8399" in said


def test_what_fails_hides_nothing_else(
    school: School, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knock, "status", lambda *_: None)
    engine.away = True
    found = list(doctor.examine(school.settings, school.database, engine))
    names = {one.say.name for one in found if one.mark != "ok"}
    assert {"engine-silent", "doctor-api-silent", "doctor-address-own"} <= names
    assert "doctor-database" in {one.say.name for one in found}


def test_a_damaged_database_is_told_in_sqlites_words(school: School) -> None:
    assert doctor.damages(school.database) == ""
    school.database.dispose()
    file = school.settings.data / "homeroom.db"
    for beside in school.settings.data.glob("homeroom.db-*"):
        beside.unlink()
    file.write_bytes(b"no database at all" * 1000)
    broken = doctor.damages(db.open_engine(school.settings.database_url))
    assert "not a database" in broken
    found = doctor.of_database(broken)
    assert found.mark == "FAIL" and broken in spoken(found.say)


def test_seats_are_weighed_with_the_limits_of_their_classes(school: School) -> None:
    assert doctor.memories(school.database, school.settings) == [1024] * 5
    with db.writing(school.database) as session:
        session.get_one(Classroom, 1).memory_mb = 2048
        session.get_one(Classroom, 2).archived = True
    assert doctor.memories(school.database, school.settings) == [2048] * 3


def test_a_machine_too_small_for_its_classes_is_said() -> None:
    marks = [one.mark for one in doctor.of_machine(MACHINE, [1000] * 8)]
    assert marks == ["ok", "ok"]
    small = told(list(doctor.of_machine(MACHINE, [1000] * 41)))
    assert "41,000 MB" in small and "8,000 MB" in small and "41 seats share 2" in small
    assert small.count("WARN") == 2


def test_what_the_engine_lacks_is_passed_on() -> None:
    lacking = replace(MACHINE, problems=(refusals.outdated("1.41").say,))
    assert "FAIL The container engine is too old" in told(list(doctor.of_machine(lacking, [])))


@pytest.mark.parametrize(("free", "mark"), [(10, "FAIL"), (1000, "WARN"), (50_000, "ok")])
def test_little_room_is_said_before_there_is_none(free: int, mark: str) -> None:
    assert doctor.of_room(free).mark == mark


@pytest.mark.parametrize(("free_mb", "mark"), [(2048, "ok"), (2047, "WARN")])
def test_what_keeps_homes_within_bounds_is_said(school: School, free_mb: int, mark: str) -> None:
    found = doctor.of_homes(replace(MACHINE, disk_free_mb=free_mb), school.settings)
    assert found.mark == mark and ("watched" in spoken(found.say)) == (mark == "ok")


def test_homes_that_their_file_system_keeps_within_bounds_are_told(school: School) -> None:
    found = doctor.of_homes(replace(MACHINE, quota="project"), school.settings)
    assert found.mark == "ok" and "project quotas" in spoken(found.say)
    assert "project" not in spoken(doctor.of_homes(MACHINE, school.settings).say)


def test_homes_that_are_files_are_told(school: School) -> None:
    found = doctor.of_homes(replace(MACHINE, quota="files"), school.settings)
    assert found.mark == "ok" and "files of full size" in spoken(found.say)


def test_files_that_cannot_be_used_are_told_with_the_reason(school: School) -> None:
    why = sentence("home-files-refused", error="Operation not permitted")
    refused = replace(MACHINE, quota="files", quota_refused=why)
    found = doctor.of_homes(refused, school.settings)
    assert found.mark == "WARN"
    assert "COMPOSE_FILE" in spoken(found.say) and "not permitted" in spoken(found.say)


def test_quotas_that_cannot_be_set_are_told_with_the_reason(school: School) -> None:
    refused = replace(MACHINE, quota_refused=sentence("quotas-forbidden"))
    found = doctor.of_homes(refused, school.settings)
    assert found.mark == "WARN"
    assert "only watched" in spoken(found.say) and "SYS_ADMIN" in spoken(found.say)
