"""Whatever befalls hub, engine and seats, the real keeper ends with what was wished."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import delete

from appliance import db
from appliance.errors import Conflict, HomeroomError, Unavailable
from appliance.keeper import Keeper
from appliance.models import Server
from appliance.servers import knock, refusals, wishes
from appliance.servers.reconcile import Action
from appliance.servers.routes import Routes
from appliance.servers.spec import Seen, Spec
from appliance.servers.watch import TRIES
from roster.sentence import sentence
from tests.appliance.test_keeper import ask, live, server
from tests.conftest import School
from tests.fakes import FakeEngine

NAMES = ("ana", "ben")
Fate = Literal["lost before", "lost after", "clash", "refused", "killed before", "killed after"]
FATES: tuple[Fate, ...] = (
    "lost before", "lost after", "clash", "refused", "killed before", "killed after",
)  # fmt: skip


class Killed(BaseException):
    """The hub, in the middle of what it did."""


class Fallible(FakeEngine):
    """Whose next start goes as it is fated; `unshared` seats are refused their full share."""

    def __init__(self) -> None:
        super().__init__()
        self.fates: dict[int, Fate] = {}
        self.unshared: set[int] = set()

    def start(self, spec: Spec) -> Seen:
        fate = self.fates.pop(spec.seat, None)
        match fate:
            case "lost before":
                raise refusals.gone("away")
            case "killed before":
                raise Killed
            case "clash":
                raise Conflict("in use", say=sentence("engine-is-at-it"))
            case "refused":
                raise Unavailable("no", say=sentence("engine-refused"))
        made = super().start(spec)
        match fate:
            case "lost after":
                raise refusals.gone("away")
            case "killed after":
                raise Killed
        return made

    def let_work(self, seat: int) -> None:
        if seat in self.unshared:
            raise Unavailable("no", say=sentence("engine-refused"))
        super().let_work(seat)

    def up(self) -> dict[int, Seen]:
        """What runs, whoever is away."""
        return {seat: one for seat, one in self._seats.items() if one.state == "running"}


class Box:
    """A hub over an engine, what befalls them, and which wishes may have ended by it."""

    def __init__(self, school: School) -> None:
        self.school, self.engine = school, Fallible()
        with db.writing(school.database) as session:
            session.exec(delete(Server))
        for route in (school.settings.routes / "live").glob("seat-*.yml"):
            route.unlink()
        self.late: list[Action] = []
        self.may_end: set[int] = set()
        self.tried: Counter[int] = Counter()
        """What may count as a try that came to nothing, since the seat was last asked for."""
        self.restart_hub("")

    def seat(self, name: str) -> int:
        return self.school.seat(name).id

    # Deeds, each for one person

    def wish(self, name: str, *, early: bool = False, restart: bool = False) -> None:
        before = server(self.school, self.seat(name)).start
        seat = ask(self.school, name, early=early, restart=restart)
        if server(self.school, seat).start != before:
            self.may_end.discard(seat)
            self.tried[seat] = 0
            if fate := self.engine.fates.get(seat):
                self.fate(name, fate)

    def wish_early(self, name: str) -> None:
        self.wish(name, early=True)

    def ask_again(self, name: str) -> None:
        self.wish(name, restart=True)

    def stop(self, name: str) -> None:
        with db.writing(self.school.database) as session:
            wishes.ask_stop(session, self.seat(name), reason="class over", say=None)
        self.may_end.add(self.seat(name))

    def crash(self, name: str) -> None:
        if self.seat(name) in self.engine.up():
            self.engine.crash(self.seat(name))
            self.may_end.add(self.seat(name))

    def vanish(self, name: str) -> None:
        self.engine.lose(self.seat(name))
        self.may_end.add(self.seat(name))

    def move(self, name: str) -> None:
        if self.seat(name) in self.engine.up():
            self.engine.move(self.seat(name), f"10.213.9.{len(self.engine.started) % 200 + 2}")

    def restart_engine(self, name: str) -> None:
        """It goes and comes, and what ran is gone with it."""
        self.keeper.look_away()
        for seat in self.engine.up():
            self.engine.crash(seat, 255)
            self.tried[seat] += 1

    def lose_sight(self, name: str) -> None:
        self.engine.away = not self.engine.away
        self.keeper.look_away()

    def restart_hub(self, name: str) -> None:
        school = self.school
        self.routes = Routes(school.settings.routes)
        self.keeper = Keeper(school.settings, school.key, school.database, self.engine, self.routes)

    def fate(self, name: str, fate: Fate) -> None:
        self.engine.fates[self.seat(name)] = fate
        if fate == "refused":
            self.may_end.add(self.seat(name))
        else:
            self.tried[self.seat(name)] += 1

    def grudge(self, name: str) -> None:
        self.engine.unshared ^= {self.seat(name)}

    def look(self, name: str) -> None:
        """A pass decides, and other things happen before it acts."""
        self.late = self.plan()

    def act_late(self, name: str) -> None:
        for action in self.late:
            if action.seat == self.seat(name):
                self.act(action)

    def go(self, name: str) -> None:
        """A whole pass."""
        for action in self.plan():
            self.act(action)

    # What the loops do

    def plan(self) -> list[Action]:
        try:
            actions = self.keeper.plan()
        except HomeroomError:
            return []
        addresses = {seat: one.address for seat, one in self.engine.up().items()}
        for seat, address in self.routes.leads().items():
            assert addresses.get(seat) == address, "a route to a dead one"
        return actions

    def act(self, action: Action) -> None:
        try:
            with suppress(HomeroomError):
                self.keeper.act(action)
        except Killed:
            self.restart_hub("")

    # What must hold

    def check(self) -> None:
        for name in NAMES:
            seat = self.seat(name)
            now = server(self.school, seat)
            hopeless = self.tried[seat] >= TRIES - 1
            assert now.wanted or now.state == "off" or seat in self.may_end or hopeless, name
        running = Counter(one.address for one in self.engine.up().values())
        assert max(running.values(), default=1) == 1

    def settle(self) -> None:
        self.engine.away, self.engine.fates = False, {}
        self.engine.unshared = set()
        for _ in range(4):
            self.go("")
        assert self.plan() == [], "it goes round in a circle"
        wanted: dict[int, str] = {}
        for name in NAMES:
            now = server(self.school, self.seat(name))
            assert now.state == ("ready" if now.wanted else now.state)
            assert now.wanted or now.state in ("off", "stopped")
            wanted |= {self.seat(name): now.start} if now.wanted else {}
        assert {seat: one.start for seat, one in self.engine.up().items()} == wanted
        assert {f"seat-{seat}.yml" for seat in wanted} == {
            file for file in live(self.school) if file.startswith("seat-")
        }
        assert set(self.engine.at_work) >= wanted.keys()


deeds: dict[str, Callable[..., None]] = {
    deed.__name__: deed
    for deed in (
        Box.wish, Box.wish_early, Box.ask_again, Box.stop, Box.crash, Box.vanish, Box.move,
        Box.restart_engine, Box.lose_sight, Box.restart_hub, Box.grudge, Box.look, Box.act_late,
        Box.go,
    )
}  # fmt: skip
names = st.sampled_from(NAMES)
deed = st.tuples(st.sampled_from(sorted(deeds)), names)
fated = st.tuples(st.sampled_from(FATES), names)


@settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(st.one_of(deed, deed, fated), max_size=30))  # faults are the rarer ones
def test_any_history_ends_with_what_was_wished(
    school: School, monkeypatch: pytest.MonkeyPatch, history: list[tuple[str, str]]
) -> None:
    box = Box(school)

    def status(host: str, port: int, path: str, timeout_s: float = 2.0) -> int | None:
        there = host == "127.0.0.1" or host in {one.address for one in box.engine.up().values()}
        return 200 if there else None

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(knock, "status", status)
        for what, name in history:
            if what in deeds:
                deeds[what](box, name)
            else:
                box.fate(name, what)  # type: ignore[arg-type]
            box.check()
        box.settle()
        box.check()
