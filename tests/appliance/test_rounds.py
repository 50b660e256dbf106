"""The rounds of the hub: done with no page open, and whoever they concern is woken."""

import asyncio
from datetime import time

import pytest

from appliance import db, models
from appliance.bells import Bell
from appliance.homework.store import Store
from appliance.models import Enrolment
from appliance.people import guests
from appliance.rounds import Round
from appliance.servers import hours
from appliance.servers.timetable import Hour
from tests.appliance.test_keeper import ask, server
from tests.appliance.test_loops import becomes, loops_of
from tests.appliance.test_postman import give, open_home
from tests.conftest import School
from tests.fakes import FakeEngine


@pytest.mark.parametrize(("came_of_it", "woken"), [(True, True), (None, True), (False, False)])
def test_a_bell_rings_unless_nothing_came_of_it(came_of_it: bool | None, woken: bool) -> None:
    async def go() -> bool:
        bell = Bell()
        await Round("a round", 60, lambda: came_of_it, [bell]).go()
        began = asyncio.get_running_loop().time()
        await bell.wait(at_most=0.2)
        return asyncio.get_running_loop().time() - began < 0.1

    assert asyncio.run(go()) is woken


def test_a_guest_whose_day_is_over_leaves_and_then_the_home_goes(
    school: School, engine: FakeEngine, answering: list[tuple[str, int]]
) -> None:
    seat = ask(school)

    def erased() -> bool:
        with db.reading(school.database) as session:
            return session.get_one(Enrolment, seat).erased is not None

    async def serve() -> None:
        hub = loops_of(school, engine)
        await hub.reconcile_once()
        await hub.settle()
        with db.writing(school.database) as session:
            guest = session.get_one(Enrolment, seat)
            guest.role, guest.until = "guest", models.now()
        guests.see_off(school.database, engine, models.now())
        assert seat in engine.homes and not erased(), "its server is still there"
        await hub.reconcile_once()
        await hub.settle()
        guests.see_off(school.database, engine, models.now())

    asyncio.run(serve())
    assert seat not in engine.homes and erased()


def test_a_lesson_that_begins_starts_its_class_with_no_page_open(
    school: School, engine: FakeEngine, answering: list[tuple[str, int]]
) -> None:
    seat = school.seat("ana")
    with db.writing(school.database) as session:
        all_day = [Hour(day, time(0), time(23, 59, 59)) for day in range(7)]
        hours.replace(session, seat.enrolment.classroom_id, all_day)

    async def serve() -> None:
        async with loops_of(school, engine).running():
            await becomes(lambda: server(school, seat.id).state == "ready")
            engine.leave()

    asyncio.run(serve())
    assert not server(school, school.seat("ben").id).wanted


def test_what_ran_out_is_forgotten(school: School, engine: FakeEngine) -> None:
    with db.writing(school.database) as session:
        session.add(
            models.SignIn(person_id=1, cookie_digest="x", session_id="y", expires=models.now())
        )

    async def serve() -> None:
        async with loops_of(school, engine).running():
            await becomes(lambda: school.count(models.SignIn) == 0)
            engine.leave()

    asyncio.run(serve())


def test_what_is_handed_out_comes_into_homes(school: School, engine: FakeEngine) -> None:
    seat = open_home(school, engine, "ana")
    give(school, Store(school.settings.data / "store"), {"a.csv": b"1"})

    async def serve() -> None:
        async with loops_of(school, engine).running():
            await becomes(lambda: engine.homes[seat] == {"Data/a.csv": b"1"})
            engine.leave()

    asyncio.run(serve())
