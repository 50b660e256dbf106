"""The keeper: wishes become containers and routes, ends become sentences, restarts adopt."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from appliance import db, keeper, models
from appliance.errors import Away, Conflict, Unavailable
from appliance.keeper import Keeper
from appliance.keys import Key
from appliance.models import Server, Token
from appliance.people import access
from appliance.servers import knock, watch, wishes
from appliance.servers.admission import FRESH_MB
from appliance.servers.reconcile import MakeRoom, Open, Start
from appliance.servers.routes import Routes
from appliance.servers.rules import person_uid
from appliance.servers.spec import Seen, Spec
from appliance.settings import Settings
from appliance.words import spoken
from roster.sentence import sentence
from tests.conftest import School
from tests.fakes import FakeEngine

Hub = Callable[[], Keeper]


@pytest.fixture
def hub(school: School, engine: FakeEngine, answering: list[tuple[str, int]]) -> Hub:
    """Each call is another hub that starts over the same database, engine and routes."""
    return lambda: Keeper(*around(school, engine))


def around(school: School, engine: FakeEngine) -> tuple[Settings, Key, Engine, FakeEngine, Routes]:
    """What a keeper is made of."""
    routes = Routes(school.settings.routes)
    return school.settings, school.key, school.database, engine, routes


def ask(school: School, name: str = "ana", *, restart: bool = False, early: bool = False) -> int:
    """Somebody presses the button, or early their teacher; the number of the seat."""
    seat, ports = school.seat(name).id, school.settings.seat_ports
    with db.writing(school.database) as session:
        row = session.get_one(models.Enrolment, seat)
        if restart:
            wishes.ask_restart(session, row, ports, models.now())
        else:
            wishes.ask_start(session, row, ports, models.now(), early=early)
    return seat


def settle(one: Keeper) -> None:
    """Passes until nothing is left to do."""
    for _ in range(4):
        for action in one.plan():
            one.act(action)


def server(school: School, seat: int) -> Server:
    with db.reading(school.database) as session:
        found = wishes.find(session, seat)
        session.expunge_all()
    return found


def stray(school: School) -> Spec:
    """A container nobody wished for."""
    image = school.settings.course_image
    return Spec(77, "ab", 1, "x", "student", 20077, image, 256, 1, 64, 500, {})


def told(server: Server) -> str:
    """What whoever looks at it reads, in English."""
    said = wishes.said(server)
    return spoken(said) if said else ""


def refuse(seat: int) -> None:
    """What an engine says that does not do what it is told."""
    raise Unavailable("update failed", say=sentence("engine-refused"))


def live(school: School) -> set[str]:
    return {path.name for path in (school.settings.routes / "live").iterdir()}


def test_a_wish_becomes_a_container_a_route_and_ready(
    school: School, engine: FakeEngine, hub: Hub, answering: list[tuple[str, int]]
) -> None:
    seat = ask(school)
    settle(hub())
    (spec,) = engine.started
    assert (spec.seat, spec.name, spec.role) == (seat, "ana", "student")
    assert spec.uid == person_uid(school.seat("ana").enrolment.person_id)
    assert spec.start == server(school, seat).start
    assert live(school) == {f"seat-{seat}.yml"}
    assert (server(school, seat).state, server(school, seat).ready is None) == ("ready", False)
    port = school.seat("ana").enrolment.port or 0
    address = f"10.213.{seat // 250 % 4}.{seat % 250 + 2}"
    assert answering == [(address, 8888), ("127.0.0.1", port)]


def test_the_server_is_given_its_own_token_and_only_the_digest_is_kept(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    ask(school)
    settle(hub())
    token = engine.started[0].env["JUPYTERHUB_API_TOKEN"]
    with db.reading(school.database) as session:
        row = access.find_token(session, token, models.now())
        assert row and row.kind == "server" and row.digest != token


def early_kernels(engine: FakeEngine) -> dict[str, bool]:
    """Who was told to make a kernel beforehand."""
    return {spec.name: spec.env["HOMEROOM_EARLY_KERNEL"] == "1" for spec in engine.started}


def test_a_kernel_is_made_beforehand_where_nobody_is_in_yet(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    for name in ("ana", "ben"):
        ask(school, name, early=True)
    ask(school, "ana")
    settle(hub())
    assert early_kernels(engine) == {"ana": False, "ben": True}
    ask(school, "ben", restart=True)
    settle(hub())
    assert early_kernels(engine)["ben"] is False


def test_no_kernel_is_made_beforehand_where_memory_is_short(
    school: School, engine: FakeEngine, answering: list[tuple[str, int]]
) -> None:
    tight = school.settings.model_copy(update={"memory_budget_mb": 2 * FRESH_MB - 1})
    for name in ("ana", "ben"):
        ask(school, name, early=True)
    one = Keeper(tight, school.key, school.database, engine, Routes(tight.routes))
    one.act(one.plan()[0])
    assert list(early_kernels(engine).values()) == [False]


def test_the_teachers_own_server_has_the_course_folder(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    ask(school, "rivera")
    settle(hub())
    assert (engine.started[0].role, engine.started[0].classroom) == (
        "teacher",
        school.seat("rivera").enrolment.classroom_id,
    )


def test_two_people_have_two_ports_two_uids_and_two_routes(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seats = {ask(school, "ana"), ask(school, "ben")}
    settle(hub())
    assert len({spec.uid for spec in engine.started}) == 2
    assert live(school) == {f"seat-{seat}.yml" for seat in seats}
    texts = [path.read_text() for path in (school.settings.routes / "live").iterdir()]
    ports = {json.loads(t)["http"]["routers"].popitem()[1]["entryPoints"][0] for t in texts}
    assert len(ports) == 2


def test_a_second_hub_does_nothing_to_running_seats(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat = ask(school)
    settle(hub())
    before = (engine.seen(), server(school, seat), live(school), school.count(Token))
    again = hub()
    assert [type(action) for action in again.plan()] == [Open]
    settle(again)
    assert again.plan() == [] and len(engine.started) == 1
    assert (engine.seen(), server(school, seat), live(school), school.count(Token)) == before


def test_the_first_pass_removes_routes_that_lead_nowhere(school: School, hub: Hub) -> None:
    for name in ("hub", "seat-99"):
        (school.settings.routes / "live" / f"{name}.yml").write_text("{}")
    hub().plan()
    assert live(school) == {"hub.yml"}


def test_after_a_reboot_no_route_leads_anywhere_and_everybody_waits_in_the_old_place(
    school: School, engine: FakeEngine, hub: Hub, answering: list[tuple[str, int]]
) -> None:
    ana, ben = ask(school, "ana"), ask(school, "ben")
    settle(hub())
    asked = [server(school, seat).asked for seat in (ana, ben)]
    for seat in (ana, ben):
        engine.crash(seat)
    again = hub()
    actions = again.plan()
    assert live(school) == set(), "somebody else may get the address before the seat boots again"
    starts = [Start(seat, server(school, seat).start) for seat in (ana, ben)]
    assert actions == starts
    assert [server(school, seat).state for seat in (ana, ben)] == ["queued", "queued"]
    for action in actions:
        again.act(action)
    assert live(school) == {f"seat-{seat}.yml" for seat in (ana, ben)}
    assert [server(school, seat).state for seat in (ana, ben)] == ["ready", "ready"]
    assert [server(school, seat).asked for seat in (ana, ben)] == asked


def test_a_container_at_another_address_gets_another_route(
    school: School, engine: FakeEngine, hub: Hub, answering: list[tuple[str, int]]
) -> None:
    seat = ask(school)
    keeper = hub()
    settle(keeper)
    engine.move(seat, "10.213.0.77")
    actions = keeper.plan()
    assert actions == [Open(seat, server(school, seat).start, "10.213.0.77")]
    assert live(school) == set()
    settle(keeper)
    (route,) = (school.settings.routes / "live").iterdir()
    assert "http://10.213.0.77:8888" in route.read_text()


@pytest.mark.parametrize(
    ("exit_code", "oom", "reason", "word"),
    [
        (1, False, "crashed", "by itself"),
        (137, True, "memory", "1,024 MB"),
        (1, True, "crashed", "by itself"),  # memory was short earlier, and it went on
    ],
)
def test_crashed_server_is_explained_not_restarted(
    school: School,
    engine: FakeEngine,
    hub: Hub,
    caplog: pytest.LogCaptureFixture,
    exit_code: int,
    oom: bool,
    reason: str,
    word: str,
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    engine.lines[seat] = "Traceback: no module named pandas"
    engine.crash(seat, exit_code, oom_killed=oom)
    settle(one)
    ended = server(school, seat)
    assert (ended.wanted, ended.state, ended.reason) == (False, "stopped", reason)
    assert word in told(ended) and "safe" in told(ended)
    assert engine.seen() == [] and live(school) == set() and len(engine.started) == 1
    crashed = reason == "crashed"
    assert ("pandas" in caplog.text) == ("pandas" in ended.last_words) == crashed


def test_a_class_with_limits_of_its_own_has_them_and_is_told_of_them(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    with db.writing(school.database) as session:
        classroom = session.get_one(models.Classroom, school.seat("ana").classroom.id)
        classroom.memory_mb, classroom.cpus, classroom.pids = 2048, 0.5, 128
    seat, other, one = ask(school), ask(school, "ben"), hub()
    settle(one)
    found = {spec.seat: (spec.memory_mb, spec.cpus, spec.pids) for spec in engine.started}
    assert found == {seat: (2048, 0.5, 128), other: (1024, 1.0, 256)}
    engine.crash(seat, 137, oom_killed=True)
    settle(one)
    assert "2,048 MB" in told(server(school, seat))


def test_a_program_that_needed_too_much_is_told_while_the_notebook_goes_on(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    for event in ("oom job c0ffee", "oom seat 999", f"oom seat {seat}"):
        one.note_shortage(event)
    note = wishes.noted(server(school, seat), models.now())
    assert note and "1,024 MB" in spoken(note) and "goes on" in spoken(note)
    assert server(school, seat).state == "ready" and one.plan() == []


def test_how_long_a_boot_took_is_kept(school: School, hub: Hub) -> None:
    seat = ask(school)
    settle(hub())
    found = server(school, seat)
    assert found.asked and found.began and found.ready
    assert found.asked <= found.began <= found.ready


def test_an_engine_that_goes_ends_nobodys_wish(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seats, one = [ask(school, name) for name in ("ana", "ben")], hub()
    starts = one.plan()
    engine.away = True
    for action in starts:
        with pytest.raises(Away):
            one.act(action)
    assert [server(school, seat).state for seat in seats] == ["queued", "queued"]
    assert all(server(school, seat).wanted for seat in seats)
    engine.away = False
    settle(one)
    assert [server(school, seat).state for seat in seats] == ["ready", "ready"]


def test_an_engine_that_goes_while_a_server_boots_does_not_end_the_wish(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()

    def go(answers: object, *, alive: Callable[[], bool], **_: object) -> bool:
        engine.away = True
        return alive()

    with monkeypatch.context() as patch:
        patch.setattr(knock, "until", go)
        with pytest.raises(Away):
            one.act(one.plan()[0])
    assert server(school, seat).wanted
    engine.away = False
    settle(one)
    assert server(school, seat).state == "ready" and len(engine.started) == 1


def test_ends_that_came_while_nobody_looked_keep_the_wish(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    one.look_away()
    engine.crash(seat, 255)
    settle(one)
    assert server(school, seat).state == "ready" and len(engine.started) == 2


def test_ends_that_came_while_nobody_looked_keep_the_wish_however_late_they_are_seen_to(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    one.look_away()
    engine.crash(seat, 255)
    one.plan(busy=[seat])  # whatever is decided for a busy seat comes to nothing
    assert server(school, seat).state == "ready", "what is being done there says what it is"
    settle(one)
    assert server(school, seat).state == "ready" and len(engine.started) == 2


def test_an_engine_that_goes_before_a_crash_is_explained_keeps_the_wish(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    engine.crash(seat, 255)
    (ended,) = one.plan()
    logs = engine.logs

    def last(of: int) -> str:
        one.look_away()
        return logs(of)

    monkeypatch.setattr(engine, "logs", last)
    one.act(ended)
    settle(one)
    assert server(school, seat).state == "ready" and len(engine.started) == 2


def test_an_absence_that_falls_into_a_look_is_not_forgotten_after_it(
    school: School,
    engine: FakeEngine,
    hub: Hub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    seen = engine.seen

    def seen_before() -> list[Seen]:
        old = seen()
        one.look_away()
        return old

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(engine, "seen", seen_before)
        one.plan()
    engine.crash(seat, 255)
    settle(one)
    assert server(school, seat).state == "ready" and len(engine.started) == 2


class Elsewhere(FakeEngine):
    """An engine that gives the second container of a seat another address, and whose look takes
    until `meanwhile` is done.
    """

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] = lambda: None

    def start(self, spec: Spec) -> Seen:
        again = spec.seat in {one.seat for one in self.started}
        started = super().start(spec)
        if again:
            self.move(spec.seat, "10.213.0.77")
        return replace(started, address="10.213.0.77") if again else started

    def seen(self) -> list[Seen]:
        done, self.meanwhile = self.meanwhile, lambda: None
        done()
        return super().seen()


def test_a_route_that_is_made_while_a_pass_looks_is_not_taken_away_by_it(
    school: School, answering: list[tuple[str, int]]
) -> None:
    engine = Elsewhere()
    seat, one = ask(school), Keeper(*around(school, engine))
    settle(one)
    ask(school, restart=True)
    (start,) = one.plan()
    engine.meanwhile = lambda: one.act(start)
    one.plan(busy=[seat])
    assert server(school, seat).state == "ready" and live(school) == {f"seat-{seat}.yml"}


def test_a_look_that_is_older_than_a_start_does_not_make_it_forgotten(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    ask(school, restart=True)
    (start,) = one.plan()
    seen = engine.seen

    def old_look() -> list[Seen]:
        old = seen()
        meanwhile.undo()
        one.act(start)
        return old

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(engine, "seen", old_look)
        one.plan(busy=[seat])
    engine.crash(seat)
    settle(one)
    assert server(school, seat).reason == "crashed" and len(engine.started) == 2


def test_what_boots_though_its_start_was_broken_off_does_not_say_that_it_waits_in_line(
    school: School, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()

    def away(answers: object, **_: object) -> bool:
        raise Away("launcher: away")

    (start,) = one.plan()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(knock, "until", away)
        with pytest.raises(Away):
            one.act(start)
    states: list[str] = []

    def knocked(answers: object, **_: object) -> bool:
        states.append(server(school, seat).state)
        return True

    monkeypatch.setattr(knock, "until", knocked)
    (opening,) = one.plan()
    one.act(opening)
    assert states[0] == "starting"


def test_a_start_pressed_before_the_crash_is_seen_to_is_not_lost(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    engine.crash(seat)
    (ended,) = one.plan()
    ask(school, restart=True)
    one.act(ended)
    settle(one)
    assert server(school, seat).state == "ready" and len(engine.started) == 2


def test_a_restart_pressed_while_the_start_before_it_is_refused_is_not_lost(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()
    (start,) = one.plan()

    def refuse(spec: Spec) -> Seen:
        ask(school, restart=True)
        raise Unavailable("no space left")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(engine, "start", refuse)
        one.act(start)
    settle(one)
    assert server(school, seat).state == "ready"


def test_a_restart_pressed_while_the_last_words_are_refused_is_not_lost(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    engine.crash(seat)
    (ended,) = one.plan()

    def refuse(of: int) -> str:
        ask(school, restart=True)
        raise Unavailable("this logging driver cannot be read")

    monkeypatch.setattr(engine, "logs", refuse)
    one.act(ended)
    settle(one)
    assert server(school, seat).state == "ready"


def test_a_restart_pressed_while_a_server_hangs_is_not_lost(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()

    def hang(answers: object, *, alive: Callable[[], bool], **_: object) -> bool:
        if len(engine.started) == 1:
            ask(school, restart=True)
        return len(engine.started) > 1 or alive()

    monkeypatch.setattr(knock, "until", hang)
    settle(one)
    assert server(school, seat).state == "ready" and len(engine.started) == 2


def test_a_container_that_was_removed_by_hand_is_explained(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    engine.lose(seat)
    settle(one)
    assert server(school, seat).reason == "removed" and live(school) == set()


def test_a_crash_that_came_with_the_engines_restart_keeps_the_wish(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    engine.away = True
    with pytest.raises(Exception, match="away"):
        one.plan()
    engine.away = False
    engine.crash(seat, 255)
    settle(one)
    assert server(school, seat).state == "ready" and len(engine.started) == 2


def test_what_falls_over_again_and_again_is_told_also_where_nobody_sees_it_fall(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine lists its containers, and its events fail."""
    monkeypatch.setattr(knock, "status", lambda *_: None)
    monkeypatch.setattr(keeper, "HELD_S", 0.01)
    seat, one = ask(school), hub()
    for _ in range(8):
        for action in one.plan():
            if isinstance(action, Open):
                continue
            one.act(action)
            if engine.seen():
                engine.crash(seat, 1)
            one.look_away()
    assert server(school, seat).reason == "crashed" and engine.seen() == []
    assert len(engine.started) == watch.TRIES
    ask(school)
    assert [type(action) for action in one.plan()] == [Start], "and it may be tried again"


def test_a_restart_makes_a_fresh_container_with_a_fresh_token(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    ask(school, restart=True)
    settle(one)
    first, second = engine.started
    assert first.start != second.start and first.uid == second.uid
    assert first.env["JUPYTERHUB_API_TOKEN"] != second.env["JUPYTERHUB_API_TOKEN"]
    assert first.env["HOMEROOM_COOKIE_KEY"] == second.env["HOMEROOM_COOKIE_KEY"] != ""
    assert school.count(Token) == 1 and live(school) == {f"seat-{seat}.yml"}


def test_stopping_removes_the_route_the_container_and_the_token(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    with db.writing(school.database) as session:
        wishes.ask_stop(session, seat, reason="class over", say=None)
    settle(one)
    assert engine.seen() == [] and live(school) == set() and school.count(Token) == 0


def test_a_stop_that_comes_too_late_stops_nothing(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    with db.writing(school.database) as session:
        wishes.ask_stop(session, seat, reason="class over", say=None)
    (stop,) = one.plan()
    ask(school)
    one.act(stop)
    settle(one)
    assert server(school, seat).state == "ready" and engine.seen()


def test_a_start_that_nobody_wants_any_more_starts_nothing(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    (start,) = one.plan()
    with db.writing(school.database) as session:
        wishes.ask_stop(session, seat, reason="class over", say=None)
    one.act(start)
    assert engine.started == []


def test_an_archived_students_seat_is_stopped_and_not_started_again(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    assert engine.seen()
    with db.writing(school.database) as session:
        session.get_one(models.Enrolment, seat).archived = True
    settle(one)
    assert engine.seen() == [] and len(engine.started) == 1


def test_what_the_engine_refuses_is_told_once_and_not_tried_in_a_circle(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    engine.absent = {school.settings.course_image}
    settle(one)
    ended = server(school, seat)
    assert (ended.wanted, ended.reason) == (False, "trouble") and "./homeroom up" in told(ended)
    ask(school)
    settle(one)
    assert server(school, seat).reason == "trouble" and engine.started == []


def test_an_image_outside_the_launchers_list_is_told_and_not_tried_in_a_circle(
    school: School, answering: list[tuple[str, int]]
) -> None:
    strict = FakeEngine(images=frozenset())
    one = Keeper(
        school.settings, school.key, school.database, strict, Routes(school.settings.routes)
    )
    seat = ask(school)
    settle(one)
    assert (server(school, seat).wanted, server(school, seat).reason) == (False, "trouble")
    assert "HOMEROOM_COURSE_IMAGE" in told(server(school, seat))


def test_a_server_that_never_answers_is_given_up_with_its_last_words_in_the_log(
    school: School,
    engine: FakeEngine,
    hub: Hub,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(knock, "status", lambda *_: None)
    monkeypatch.setattr(keeper, "BOOT_S", 0.0)
    monkeypatch.setattr(keeper, "HELD_S", 0.0)
    seat, one = ask(school), hub()
    engine.lines[seat] = "still importing"
    settle(one)
    assert server(school, seat).reason == "slow" and live(school) == set()
    assert engine.seen() == [] and "still importing" in caplog.text


def test_a_proxy_that_lags_behind_is_logged_and_does_not_end_the_seat(
    school: School, hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(knock, "status", lambda host, *_: None if host == "127.0.0.1" else 200)
    monkeypatch.setattr(knock, "until", lambda answers, **_: answers())
    seat = ask(school)
    with caplog.at_level(logging.WARNING):
        settle(hub())
    assert server(school, seat).state == "ready" and "proxy" in caplog.text


def test_a_boot_that_takes_long_lets_others_boot_and_is_opened_when_it_answers(
    school: School, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "HELD_S", 0.0)
    answers = iter([None, 200])
    monkeypatch.setattr(
        knock, "status", lambda host, *_: 200 if host == "127.0.0.1" else next(answers)
    )
    seat, one = ask(school), hub()
    (start,) = one.plan()
    one.act(start)
    assert server(school, seat).state == "starting"
    (opening,) = one.plan()
    assert isinstance(opening, Open)
    one.act(opening)
    assert server(school, seat).state == "ready"


# Memory


@pytest.fixture
def small(school: School, engine: FakeEngine, answering: list[tuple[str, int]]) -> Keeper:
    """A hub on a machine with memory for one."""
    settings = school.settings.model_copy(update={"memory_budget_mb": 256})
    return Keeper(settings, school.key, school.database, engine, Routes(settings.routes))


def used(school: School, seat: int, moment: datetime) -> None:
    with db.writing(school.database) as session:
        wishes.find(session, seat).last_activity = moment


def test_who_does_not_fit_waits_and_starts_when_there_is_room(
    school: School, engine: FakeEngine, small: Keeper
) -> None:
    first, second = ask(school, "ana"), ask(school, "ben")
    engine.uses[first] = (200, 1.0)
    settle(small)
    small.weigh()
    settle(small)
    waits = server(school, second)
    assert (waits.state, waits.reason) == ("queued", wishes.FOR_MEMORY)
    with db.writing(school.database) as session:
        wishes.ask_stop(session, first, reason="class over", say=None)
    settle(small)
    assert (server(school, second).state, server(school, second).reason) == ("ready", "")


def test_after_a_reboot_whoever_does_not_fit_yet_waits_for_memory_and_says_so(
    school: School, engine: FakeEngine, small: Keeper
) -> None:
    first, second = ask(school, "ana"), ask(school, "ben")
    settle(small)
    small.weigh()
    settle(small)
    assert {server(school, seat).state for seat in (first, second)} == {"ready"}
    for seat in (first, second):
        engine.crash(seat, 255)
    again = Keeper(
        small._settings, school.key, school.database, engine, Routes(school.settings.routes)
    )
    start = server(school, first).start
    assert again.plan() == [Start(first, start)], "and nothing is done in a circle"
    waits = server(school, second)
    assert (waits.state, waits.reason) == ("queued", wishes.FOR_MEMORY)


@pytest.mark.parametrize(("own_mb", "state"), [(None, "queued"), (256, "ready")])
def test_whoever_computes_is_kept_as_much_as_the_class_may_use(
    school: School, engine: FakeEngine, hub: Hub, own_mb: int | None, state: str
) -> None:
    settings = school.settings.model_copy(update={"memory_budget_mb": 700})
    one = Keeper(settings, school.key, school.database, engine, Routes(settings.routes))
    with db.writing(school.database) as session:
        session.get_one(models.Classroom, 1).memory_mb = own_mb
    first = ask(school, "ana")
    settle(one)
    for cpu_s in (1.0, 60.0):
        engine.uses[first] = (100, cpu_s)
        one.weigh()
    second = ask(school, "ben")
    settle(one)
    assert server(school, second).state == state


def test_whoever_never_did_anything_makes_room_as_well(
    school: School, engine: FakeEngine, small: Keeper
) -> None:
    first = ask(school, "ana")
    engine.uses[first] = (200, 1.0)
    settle(small)
    small.weigh()
    with db.writing(school.database) as session:
        row = wishes.find(session, first)
        row.last_activity, row.asked = None, models.now() - timedelta(minutes=30)
    second = ask(school, "ben")
    settle(small)
    assert server(school, first).reason == "idle" and server(school, second).state == "ready"


def test_a_server_nobody_uses_makes_room_and_its_owner_is_told(
    school: School, engine: FakeEngine, small: Keeper
) -> None:
    first = ask(school, "ana")
    engine.uses[first] = (200, 1.0)
    settle(small)
    small.weigh()
    used(school, first, models.now() - timedelta(minutes=30))
    second = ask(school, "ben")
    settle(small)
    gone = server(school, first)
    assert (gone.wanted, gone.reason) == (False, "idle") and "make room" in told(gone)
    assert server(school, second).state == "ready"


def test_whoever_came_back_in_time_is_not_turned_out(school: School, small: Keeper) -> None:
    seat = ask(school)
    settle(small)
    leaving = MakeRoom(seat, server(school, seat).start)
    used(school, seat, models.now())
    small.act(leaving)
    assert server(school, seat).wanted


def test_a_seat_has_its_full_share_of_the_processors_only_once_it_answers(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    (start,) = one.plan()
    assert engine.at_work == []
    one.act(start)
    assert engine.at_work == [seat]


def test_a_server_that_does_not_get_its_full_share_goes_on_and_gets_it_later(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()
    (start,) = one.plan()

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(engine, "let_work", refuse)
        one.act(start)
    assert server(school, seat).state == "ready" and engine.at_work == []
    for _ in range(2):
        one.weigh()
        assert engine.at_work == [seat]


def test_what_boots_afresh_gets_its_full_share_only_when_it_answers_whatever_was_before(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(engine, "let_work", refuse)
        settle(one)
    ask(school, restart=True)
    monkeypatch.setattr(knock, "until", lambda *_, **__: one.weigh())
    (start,) = one.plan()
    one.act(start)
    assert engine.at_work == [] and server(school, seat).state == "starting"


def test_whoever_left_the_class_keeps_nobody_waiting_and_does_not_start_unasked_later(
    school: School, hub: Hub
) -> None:
    gone, there = ask(school, "ana"), ask(school, "ben")
    with db.writing(school.database) as session:
        session.get_one(models.Enrolment, gone).archived = True
    hub().plan()
    with db.writing(school.database) as session:
        session.get_one(models.Enrolment, gone).archived = False
        assert wishes.place_in_line(session, wishes.find(session, there)) == 1
    assert not server(school, gone).wanted


def test_a_start_that_clashes_with_one_a_killed_hub_left_is_made_again_but_not_for_ever(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()

    def clash(spec: Spec) -> Seen:
        raise Conflict("the name is in use", say=sentence("engine-is-at-it"))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(engine, "start", clash)
        for _ in range(2):
            (start,) = one.plan()
            with pytest.raises(Conflict):
                one.act(start)
            assert (server(school, seat).wanted, server(school, seat).state) == (True, "queued")
    settle(one)
    assert server(school, seat).state == "ready"
    ask(school, restart=True)
    monkeypatch.setattr(engine, "start", clash)
    for _ in range(5):
        with pytest.raises(Conflict):
            settle(one)
    monkeypatch.setattr(keeper, "CLASH_S", 0.0)
    settle(one)
    assert "Another start" in told(server(school, seat))


def test_a_busy_server_that_does_not_answer_a_new_hub_is_left_alone(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = ask(school)
    settle(hub())
    again = hub()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(knock, "status", lambda *_: None)
        meanwhile.setattr(keeper, "BOOT_S", 0.0)
        settle(again)
    assert server(school, seat).state == "ready" and f"seat-{seat}.yml" in live(school)
    settle(again)
    assert again.plan() == [] and len(engine.started) == 1


def test_a_server_that_moved_and_does_not_answer_there_is_given_up(
    school: School, engine: FakeEngine, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    engine.move(seat, "10.213.3.99")
    monkeypatch.setattr(knock, "status", lambda *_: None)
    monkeypatch.setattr(keeper, "BOOT_S", 0.0)
    settle(one)
    assert server(school, seat).reason == "slow"


def test_a_place_does_not_grow_when_memory_comes_free(
    school: School, engine: FakeEngine, answering: list[tuple[str, int]]
) -> None:
    """The class was started before he came, and waited for memory as he did."""
    settings = school.settings.model_copy(update={"memory_budget_mb": 400})
    one = Keeper(settings, school.key, school.database, engine, Routes(settings.routes))
    holder = ask(school, "rivera")
    engine.uses[holder] = (390, 1.0)
    settle(one)
    one.weigh()
    ask(school, "ana", early=True)
    one.plan()
    ben = ask(school, "ben")
    one.plan()

    def place() -> int:
        with db.reading(school.database) as session:
            return wishes.place_in_line(session, wishes.find(session, ben))

    assert place() == 1
    with db.writing(school.database) as session:
        wishes.ask_stop(session, holder, reason="class over", say=None)
    starts = [action.seat for action in one.plan() if isinstance(action, Start)]
    assert place() == 1 and starts[0] == ben


def test_the_limit_that_is_told_is_the_one_it_was_started_with(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    seat, one = ask(school), hub()
    settle(one)
    with db.writing(school.database) as session:
        number = school.seat("ana").classroom.id
        session.get_one(models.Classroom, number).memory_mb = 4096
    engine.crash(seat, 137, oom_killed=True)
    settle(one)
    assert "1,024 MB" in told(server(school, seat))


def test_a_container_without_a_wish_is_removed(
    school: School, engine: FakeEngine, hub: Hub
) -> None:
    engine.start(stray(school))
    settle(hub())
    assert engine.seen() == []
