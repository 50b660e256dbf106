"""The loops: woken by a bell, never stopped by a bad pass, and no seat is done twice at once."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable

import pytest

from appliance import db, loops, rounds
from appliance.bells import Bell, Bells
from appliance.errors import Away, Unavailable
from appliance.health import Health
from appliance.homework import jobs
from appliance.homework.store import Store
from appliance.keeper import Keeper
from appliance.loops import Loops, every
from appliance.models import Assignment, Job
from appliance.servers.routes import Routes
from appliance.servers.spec import Seen, Spec
from appliance.work import Work
from roster.sentence import sentence
from tests.appliance.test_keeper import ask, server, stray
from tests.conftest import School
from tests.fakes import FakeEngine


def loops_of(school: School, engine: FakeEngine) -> Loops:
    settings, database = school.settings, school.database
    store = Store(settings.data / "store")
    keeper = Keeper(settings, school.key, database, engine, Routes(settings.routes))
    work = Work(settings, database, store, engine)
    health, bells = Health(settings, engine), Bells()
    chores = rounds.of_the_hub(settings, database, store, engine, keeper, health, bells)
    return Loops(database, engine, keeper, work, bells, chores)


async def becomes(holds: Callable[[], bool]) -> None:
    """Give the loops their time until it holds."""
    async with asyncio.timeout(15):
        while not holds():
            await asyncio.sleep(0.01)


def test_a_bell_rung_from_a_thread_ends_the_wait() -> None:
    async def wait() -> None:
        bell = Bell()
        thread = threading.Thread(target=bell.ring)
        thread.start()
        await asyncio.wait_for(bell.wait(at_most=60), 15)
        thread.join()

    asyncio.run(wait())


def test_a_bell_rung_while_nobody_waited_is_still_heard_once() -> None:
    async def wait() -> list[bool]:
        bell, heard = Bell(), []
        bell.ring()
        for _ in range(2):
            started = asyncio.get_running_loop().time()
            await bell.wait(at_most=0.2)
            heard.append(asyncio.get_running_loop().time() - started < 0.1)
        return heard

    assert asyncio.run(wait()) == [True, False]


def test_a_bad_pass_is_logged_and_the_next_still_comes(caplog: pytest.LogCaptureFixture) -> None:
    passes: list[int] = []

    async def step() -> None:
        passes.append(1)
        if len(passes) == 1:
            raise RuntimeError("a bug")
        if len(passes) == 2:
            raise Unavailable("engine: away")

    async def run() -> None:
        await until_cancelled(every("a step", 0.0, step, Bell()), lambda: len(passes) > 3)

    asyncio.run(run())
    assert "a bug" in caplog.text and "engine: away" in caplog.text


async def until_cancelled(forever: Awaitable[None], holds: Callable[[], bool]) -> None:
    task = asyncio.ensure_future(forever)
    await becomes(holds)
    task.cancel()


def test_a_wish_is_granted_while_the_hub_serves(
    school: School, engine: FakeEngine, answering: list[tuple[str, int]]
) -> None:
    async def serve() -> None:
        hub = loops_of(school, engine)
        async with hub.running():
            seat = ask(school)
            hub.bells.ring()
            await becomes(lambda: server(school, seat).state == "ready")
            engine.crash(seat)  # told by the engine's own events, nobody rings
            await becomes(lambda: server(school, seat).reason == "crashed")
            engine.leave()

    asyncio.run(serve())
    assert len(engine.started) == 1


def test_a_shortage_of_memory_told_by_the_engine_is_kept_for_the_owner(
    school: School, engine: FakeEngine, answering: list[tuple[str, int]]
) -> None:
    def told(seat: int) -> bool:
        engine.squeeze(seat)  # the hub may still be on its way to the engine's events
        return server(school, seat).noted is not None

    async def serve() -> None:
        hub = loops_of(school, engine)
        async with hub.running():
            seat = ask(school)
            hub.bells.ring()
            await becomes(lambda: server(school, seat).state == "ready")
            await becomes(lambda: told(seat))
            assert server(school, seat).state == "ready"
            engine.leave()

    asyncio.run(serve())


def test_everybodys_server_comes_back_after_the_engine_went(
    school: School, engine: FakeEngine, answering: list[tuple[str, int]]
) -> None:
    async def serve() -> None:
        hub = loops_of(school, engine)
        async with hub.running():
            seats = [ask(school, name) for name in ("ana", "ben")]
            hub.bells.ring()
            await becomes(lambda: {server(school, seat).state for seat in seats} == {"ready"})
            engine.leave()
            for seat in seats:
                engine.crash(seat, 255)
            await becomes(lambda: not hub._keeper._watch.seen)
            engine.away = False
            hub.bells.ring()
            await becomes(lambda: len(engine.started) == 4)
            await becomes(lambda: {server(school, seat).state for seat in seats} == {"ready"})
            engine.leave()

    asyncio.run(serve())


def test_an_absence_of_the_engine_while_an_event_is_noted_ends_nobodys_wish(
    school: School,
    engine: FakeEngine,
    answering: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def serve() -> None:
        hub = loops_of(school, engine)
        seat = ask(school)

        def note(event: str) -> None:
            engine.away = True
            engine.crash(seat, 255)
            engine.away = False
            raise RuntimeError("database is locked")

        monkeypatch.setattr(hub._keeper, "note_shortage", note)
        monkeypatch.setattr(hub._launcher, "events", lambda: iter([f"oom seat {seat}"]))
        await hub.reconcile_once()
        await hub.settle()
        async with hub.running():
            await becomes(lambda: len(engine.started) > 1)
            engine.leave()
        assert server(school, seat).wanted

    asyncio.run(serve())


class SlowEyes(FakeEngine):
    """An engine whose list of containers is already old when it arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = False
        self.looked, self.arrive = threading.Event(), threading.Event()

    def seen(self) -> list[Seen]:
        old = super().seen()
        if self.slow:
            self.looked.set()
            assert self.arrive.wait(15)
        return old


class SlowStart(SlowEyes):
    """And whose starts take until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.starting, self.let_go = threading.Event(), threading.Event()

    def start(self, spec: Spec) -> Seen:
        self.starting.set()
        assert self.let_go.wait(15)
        return super().start(spec)


def test_a_start_that_ends_while_the_next_pass_looks_is_not_done_twice(
    school: School, answering: list[tuple[str, int]]
) -> None:
    engine = SlowStart()

    async def passes() -> None:
        hub = loops_of(school, engine)
        ask(school)
        await hub.reconcile_once()
        await asyncio.to_thread(engine.starting.wait, 15)
        engine.slow = True
        second = asyncio.ensure_future(hub.reconcile_once())
        await asyncio.to_thread(engine.looked.wait, 15)
        engine.let_go.set()  # the start ends now; the list that is under way knows nothing of it
        await hub.settle()
        engine.arrive.set()
        await second
        await hub.settle()

    asyncio.run(passes())
    assert len(engine.started) == 1


class SlowToLetWork(FakeEngine):
    """An engine that goes away while a seat is let work."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go_on = threading.Event(), threading.Event()

    def let_work(self, seat: int) -> None:
        self.asked.set()
        assert self.go_on.wait(15)
        raise Away("engine: away")


def test_what_happens_to_a_seat_that_is_busy_is_seen_to_as_soon_as_it_is_not(
    school: School, answering: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "FULL_PASS_S", 3600.0)
    engine = SlowToLetWork()

    async def serve() -> None:
        hub = loops_of(school, engine)
        async with hub.running():
            seat = ask(school)
            hub.bells.ring()
            await becomes(engine.asked.is_set)
            engine.crash(seat)
            hub.bells.ring()
            await becomes(lambda: bool(hub._passed_over))
            engine.go_on.set()
            await becomes(lambda: server(school, seat).reason == "crashed")
            engine.leave()

    asyncio.run(serve())


def test_only_so_many_boot_at_once_and_in_the_order_of_their_wishes(
    school: School, answering: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "SLOTS", 1)
    engine = SlowStart()

    async def passes() -> None:
        hub = loops_of(school, engine)
        second, first = school.seat("ana").id, ask(school, "ben")
        ask(school, "ana")
        await hub.reconcile_once()
        await asyncio.to_thread(engine.starting.wait, 15)
        assert server(school, second).state == "queued"
        engine.let_go.set()
        await hub.settle()
        assert [spec.seat for spec in engine.started] == [first, second]

    asyncio.run(passes())


def test_whoever_comes_boots_before_those_who_may_come(
    school: School, answering: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "SLOTS", 1)
    engine = SlowStart()

    async def passes() -> None:
        hub = loops_of(school, engine)
        absent = [ask(school, name, early=True) for name in ("ana", "cleo")]
        await hub.reconcile_once()
        await asyncio.to_thread(engine.starting.wait, 15)
        there = ask(school, "ben")
        await hub.reconcile_once()
        engine.let_go.set()
        await hub.settle()
        assert [spec.seat for spec in engine.started] == [absent[0], there, absent[1]]

    asyncio.run(passes())


def test_what_boots_while_a_pass_looks_is_taken_neither_for_removed_nor_for_lost(
    school: School, answering: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "SLOTS", 1)
    engine = SlowStart()

    async def passes() -> None:
        hub = loops_of(school, engine)
        ask(school, "ana")
        seat = ask(school, "ben")
        await hub.reconcile_once()
        await asyncio.to_thread(engine.starting.wait, 15)
        engine.slow = True
        looking = asyncio.create_task(hub.reconcile_once())
        await asyncio.to_thread(engine.looked.wait, 15)
        engine.let_go.set()
        await hub.settle()
        engine.slow = False
        engine.arrive.set()
        await looking
        await hub.settle()
        told = server(school, seat)
        assert (told.state, told.began is not None) == ("ready", True)

    asyncio.run(passes())


def test_one_failing_seat_stops_no_other(
    school: School,
    engine: FakeEngine,
    answering: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    really, broken = FakeEngine.start, ask(school, "ana")
    fine = ask(school, "ben")

    def start(self: FakeEngine, spec: Spec) -> Seen:
        if spec.seat == broken:
            raise RuntimeError("a bug")
        return really(self, spec)

    monkeypatch.setattr(FakeEngine, "start", start)

    async def passes() -> None:
        hub = loops_of(school, engine)
        for _ in range(3):
            await hub.reconcile_once()
            await hub.settle()

    asyncio.run(passes())
    assert server(school, fine).state == "ready" and "a bug" in caplog.text


def test_a_bug_in_a_start_is_not_tried_again_in_a_circle(
    school: School, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def start(self: FakeEngine, spec: Spec) -> Seen:
        tried.append(spec.seat)
        raise RuntimeError("a bug")

    monkeypatch.setattr(FakeEngine, "start", start)
    monkeypatch.setattr(loops, "FULL_PASS_S", 60.0)

    async def serve() -> None:
        hub = loops_of(school, engine)
        ask(school)
        async with hub.running():
            await becomes(lambda: bool(tried))
            await hub.settle()
            bens = ask(school, "ben")
            hub.bells.ring()
            await becomes(lambda: bens in tried)
            engine.leave()

    asyncio.run(serve())
    assert len(tried) < 6


class Stuck(FakeEngine):
    """An engine that gives no container back."""

    tries = 0

    def stop(self, seat: int, grace_s: int = 5) -> None:
        self.tries += 1
        raise Unavailable("device or resource busy")


def test_a_container_that_cannot_be_removed_is_not_tried_again_in_a_circle(
    school: School, answering: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "FULL_PASS_S", 3600.0)
    engine = Stuck()
    engine.start(stray(school))

    async def serve() -> None:
        hub = loops_of(school, engine)
        async with hub.running():
            await becomes(lambda: engine.tries > 0)
            bens = ask(school, "ben")
            hub.bells.ring()
            await becomes(lambda: server(school, bens).reason == "trouble")
            engine.leave()

    asyncio.run(serve())
    assert engine.tries < 10


def test_an_absent_engine_is_waited_for(
    school: School,
    engine: FakeEngine,
    answering: list[tuple[str, int]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def serve() -> None:
        engine.away = True
        hub = loops_of(school, engine)
        async with hub.running():
            seat = ask(school)
            await becomes(lambda: "engine: away" in caplog.text)
            assert server(school, seat).wanted
            engine.away = False
            hub.bells.ring()
            await becomes(lambda: server(school, seat).state == "ready")
            engine.leave()

    with caplog.at_level(logging.WARNING):
        asyncio.run(serve())


def test_what_a_killed_hub_left_half_done_is_done_from_the_beginning(
    school: School, engine: FakeEngine
) -> None:
    with db.writing(school.database) as session:
        classroom = school.seat("ana").classroom.id or 0
        squares = Assignment(classroom_id=classroom, name="Squares")
        session.add(squares)
        session.flush()
        jobs.ask(session, squares, "collect").state = "running"

    async def serve() -> None:
        hub = loops_of(school, engine)
        async with hub.running():
            await becomes(lambda: _job(school).state == "done")
            engine.leave()

    asyncio.run(serve())
    assert jobs.problems(_job(school)) == [sentence("nobody-handed-in")]


def _job(school: School) -> Job:
    with db.reading(school.database) as session:
        found = session.get_one(Job, 1)
        session.expunge_all()
    return found
