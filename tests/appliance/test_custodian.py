"""The custodian: what homes hold is kept, and who fills the disk is stopped and told."""

import pytest

from appliance import db, models
from appliance.custodian import Custodian
from appliance.health import Health
from appliance.keeper import Keeper
from appliance.models import Classroom, Enrolment, Home
from appliance.servers import wishes
from appliance.servers.routes import Routes
from tests.appliance.test_keeper import ask, server, settle, told
from tests.conftest import School
from tests.fakes import FakeEngine

MB = 1024 * 1024


@pytest.fixture
def health(school: School, engine: FakeEngine) -> Health:
    return Health(school.settings, engine)


@pytest.fixture
def custodian(school: School, engine: FakeEngine) -> Custodian:
    return Custodian(school.settings, school.database, engine, clock=lambda: 0.0)


@pytest.fixture
def keeper(school: School, engine: FakeEngine, answering: list[tuple[str, int]]) -> Keeper:
    return Keeper(
        school.settings, school.key, school.database, engine, Routes(school.settings.routes)
    )


def started(school: School, keeper: Keeper, name: str = "ana") -> int:
    seat = ask(school, name)
    settle(keeper)
    return seat


def held(school: School, seat: int) -> int:
    with db.reading(school.database) as session:
        home = session.get(Home, seat)
        return home.mb if home else -1


def allow(school: School, mb: int) -> None:
    """Every class may hold so much."""
    with db.writing(school.database) as session:
        for number in (1, 2):
            session.get_one(Classroom, number).home_mb = mb


def test_what_a_home_holds_is_kept(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    seat = started(school, keeper)
    engine.homes[seat]["data.csv"] = bytes(3 * MB)
    assert not custodian.look()
    assert held(school, seat) == 3


def test_homes_of_those_who_are_away_are_not_asked_about(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    seat = started(school, keeper)
    engine.away = True
    ask(school, "ben")
    engine.away = False
    custodian.look()
    assert school.count(Home) == 1 and held(school, seat) == 0


def test_a_home_beyond_its_limit_ends_its_notebook_and_its_owner_reads_what_to_do(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    seat = started(school, keeper)
    allow(school, 50)
    engine.homes[seat]["film"] = bytes(51 * MB)
    assert custodian.look()
    stopped = server(school, seat)
    assert (stopped.wanted, stopped.reason) == (False, "disk")
    assert "51 MB" in told(stopped) and "50 MB" in told(stopped) and "delete" in told(stopped)


def test_a_home_that_is_too_full_can_be_opened_and_emptied(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    seat = started(school, keeper)
    allow(school, 50)
    engine.homes[seat]["film"] = bytes(90 * MB)
    custodian.look()
    settle(keeper)
    started(school, keeper)
    assert not custodian.look() and server(school, seat).state == "ready"
    engine.homes[seat]["another"] = bytes(70 * MB)
    assert custodian.look()


def test_a_home_is_measured_once_more_after_its_notebook_ended(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    seat = started(school, keeper)
    engine.homes[seat]["film"] = bytes(9 * MB)
    custodian.look()
    with db.writing(school.database) as session:
        wishes.ask_stop(session, seat, reason="class over", say=None)
    del engine.homes[seat]["film"]
    custodian.look()
    assert held(school, seat) == 0
    engine.homes[seat]["film"] = bytes(9 * MB)
    custodian.look()
    assert held(school, seat) == 0


def test_a_new_hub_measures_also_whoever_does_not_run_and_counts_nothing_as_new(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    calm, away = started(school, keeper, "ana"), started(school, keeper, "ben")
    with db.writing(school.database) as session:
        wishes.ask_stop(session, away, reason="class over", say=None)
    for seat in (calm, away):
        engine.homes[seat]["film"] = bytes(90 * MB)
    engine.disk_free_mb = 100
    assert not custodian.look()
    assert held(school, calm) == held(school, away) == 90


def test_counting_takes_no_more_than_a_tenth_of_the_time_unless_the_disk_may_soon_be_short(
    school: School, engine: FakeEngine, keeper: Keeper
) -> None:
    seat, times = started(school, keeper), iter([0, 0, 4, 39, 39, 40])
    custodian = Custodian(school.settings, school.database, engine, clock=lambda: next(times))
    custodian.look()
    engine.homes[seat]["film"] = bytes(9 * MB)
    custodian.look()
    assert held(school, seat) == 0
    engine.disk_free_mb = 2 * school.settings.disk_reserve_mb - 1
    custodian.look()
    assert held(school, seat) == 9


def test_when_the_disk_is_short_whoever_fills_it_is_stopped(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian, health: Health
) -> None:
    calm, busy = started(school, keeper, "ana"), started(school, keeper, "ben")
    engine.disk_free_mb = 100
    custodian.look()
    engine.homes[busy]["log"] = bytes(40 * MB)
    assert custodian.look()
    health.look()
    assert server(school, calm).wanted and not server(school, busy).wanted
    assert "nearly full" in told(server(school, busy))
    assert [trouble.name for trouble in health.troubles] == ["box-homes-full"]


def test_nobody_is_stopped_for_filling_room_that_is_the_homes_own(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    seat = started(school, keeper, "ana")
    engine.bounded, engine.disk_free_mb = {seat}, 100
    custodian.look()
    engine.homes[seat]["log"] = bytes(40 * MB)
    assert not custodian.look() and server(school, seat).wanted
    assert held(school, seat) == 40


def test_what_was_written_after_the_last_look_is_let_pass_at_the_next_start(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    seat = started(school, keeper)
    allow(school, 50)
    engine.homes[seat]["film"] = bytes(60 * MB)
    custodian.look()
    engine.homes[seat]["film"] = bytes(200 * MB)
    settle(keeper)
    started(school, keeper)
    assert not custodian.look() and server(school, seat).wanted


def test_a_home_that_was_tidied_up_has_its_old_limit_again(
    school: School, engine: FakeEngine, keeper: Keeper, custodian: Custodian
) -> None:
    seat = started(school, keeper)
    allow(school, 50)
    engine.homes[seat]["film"] = bytes(90 * MB)
    custodian.look()
    settle(keeper)
    started(school, keeper)
    engine.homes[seat].clear()
    custodian.look()
    started(school, keeper)
    with db.writing(school.database) as session:
        wishes.ask_restart(
            session, session.get_one(Enrolment, seat), school.settings.seat_ports, models.now()
        )
    settle(keeper)
    engine.homes[seat]["film"] = bytes(60 * MB)
    assert custodian.look()
