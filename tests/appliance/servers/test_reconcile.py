"""Wanted × seen → actions: each case by name, and any history of wishes and crashes converges."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.servers.reconcile import Action, Ended, Open, Start, Stop, astray, decide
from appliance.servers.spec import Seen, State

RUNNING = Seen(1, "a1", "running", "10.213.0.3", None, False)
HERE = {1: "10.213.0.3"}
WATCHED = {1: "a1"}
EXITED = replace(RUNNING, state="exited", address=None, exit_code=1)
KILLED = replace(EXITED, exit_code=137, oom_killed=True)


def test_wanted_running_and_open_needs_nothing() -> None:
    assert list(decide(WATCHED, {1: RUNNING}, HERE, WATCHED)) == []


def test_starts_come_in_the_order_of_the_wishes() -> None:
    wanted = {7: "a", 1: "a1", 5: "c"}
    assert list(decide(wanted, {1: EXITED}, {}, {})) == [
        Start(7, "a"),
        Start(1, "a1"),
        Start(5, "c"),
    ]


def test_adoption_only_opens_what_runs_already() -> None:
    assert list(decide({1: "a1"}, {1: RUNNING}, {}, {})) == [Open(1, "a1", "10.213.0.3")]


def test_what_is_wanted_and_absent_is_started() -> None:
    assert list(decide({1: "a1"}, {}, {}, {})) == [Start(1, "a1")]


@pytest.mark.parametrize("there", [{}, {1: EXITED}, {1: replace(RUNNING, start="b2")}])
def test_nothing_is_started_for_whom_memory_is_short(there: dict[int, Seen]) -> None:
    assert list(decide({1: "a1", 2: "c3"}, there, {}, {}, waiting=[1])) == [Start(2, "c3")]


def test_a_crash_is_reported_also_when_memory_is_short() -> None:
    ended = Ended(1, "a1", 1, oom_killed=False)
    assert list(decide({1: "a1"}, {1: EXITED}, HERE, WATCHED, waiting=[1])) == [ended]


@pytest.mark.parametrize("seen", [RUNNING, EXITED, replace(RUNNING, state="created")])
def test_what_nobody_wants_is_stopped(seen: Seen) -> None:
    assert list(decide({}, {1: seen}, HERE, WATCHED)) == [Stop(1)]


@pytest.mark.parametrize("seen", [RUNNING, EXITED])
def test_a_container_of_another_start_is_replaced(seen: Seen) -> None:
    assert list(decide({1: "b2"}, {1: seen}, HERE, WATCHED)) == [Start(1, "b2")]


def test_a_container_that_was_made_but_never_started_is_made_anew() -> None:
    made = replace(RUNNING, state="created")
    assert list(decide({1: "a1"}, {1: made}, {}, WATCHED)) == [Start(1, "a1")]


@pytest.mark.parametrize("seen", [EXITED, KILLED])
def test_crashed_server_is_reported_not_restarted(seen: Seen) -> None:
    expected = [Ended(1, "a1", seen.exit_code, seen.oom_killed)]
    assert list(decide({1: "a1"}, {1: seen}, HERE, WATCHED)) == expected


@pytest.mark.parametrize("watched", [{}, {1: "an earlier start"}, {2: "a1"}])
def test_an_end_that_nobody_watched_keeps_the_wish(watched: dict[int, str]) -> None:
    assert list(decide({1: "a1"}, {1: EXITED}, HERE, watched)) == [Start(1, "a1")]
    assert list(decide({1: "a1"}, {}, HERE, watched)) == [Start(1, "a1")]


def test_a_server_that_ran_and_vanished_is_reported() -> None:
    assert list(decide({1: "a1"}, {}, HERE, WATCHED)) == [Ended(1, "a1", None, oom_killed=False)]


def test_a_container_that_came_back_at_another_address_is_opened_there() -> None:
    elsewhere = {1: "10.213.0.9"}
    assert list(decide({1: "a1"}, {1: RUNNING}, elsewhere, WATCHED)) == [
        Open(1, "a1", "10.213.0.3")
    ]


@pytest.mark.parametrize("seen", [{}, {1: EXITED}, {1: replace(RUNNING, address="10.213.0.9")}])
def test_a_route_that_leads_to_no_container_of_its_seat_is_astray(seen: dict[int, Seen]) -> None:
    assert astray(HERE, {1: RUNNING}) == set()
    assert astray(HERE, seen) == {1}


def test_a_running_container_without_an_address_is_left_alone_for_now() -> None:
    assert list(decide({1: "a1"}, {1: replace(RUNNING, address=None)}, {}, {})) == []


seats = st.integers(1, 3)
starts = st.sampled_from(["a1", "b2"])
states: st.SearchStrategy[State] = st.sampled_from(["created", "running", "exited"])
containers = st.builds(Seen, seats, starts, states, st.just("10.213.0.3"), st.none(), st.booleans())


addresses = st.sampled_from(["10.213.0.3", "10.213.0.9"])
opened_ones = st.dictionaries(seats, addresses)


wishes = st.dictionaries(seats, starts)


@given(wishes, st.lists(containers), opened_ones, wishes, st.sets(seats))
def test_no_action_ever_for_a_seat_that_is_as_wanted(
    wanted: dict[int, str],
    seen: list[Seen],
    opened: dict[int, str],
    watched: dict[int, str],
    waiting: set[int],
) -> None:
    by_seat = {one.seat: replace(one) for one in seen}
    actions = list(decide(wanted, by_seat, opened, watched, waiting))
    touched = [action.seat for action in actions]
    assert len(touched) == len(set(touched))
    for action in actions:
        there = by_seat.get(action.seat)
        if isinstance(action, Start):
            assert action.seat not in waiting
        if isinstance(action, Ended):
            assert watched[action.seat] == wanted[action.seat] == action.start
            assert not there or there.state == "exited"
    for seat in wanted.keys() | by_seat.keys():
        there = by_seat.get(seat)
        asked = seat in wanted
        runs = there and there.state == "running" and there.start == wanted.get(seat)
        led = there is not None and opened.get(seat) == there.address
        fine = (runs and led) if asked else there is None
        if runs or seat not in waiting:
            assert (seat in touched) == (not fine)


@dataclass
class World:
    """What the wishes, the engine and the hub's memory say; the smallest keeper there can be."""

    wanted: dict[int, str] = field(default_factory=dict)
    seen: dict[int, Seen] = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)
    routes: dict[int, str] = field(default_factory=dict)
    watched: dict[int, str] = field(default_factory=dict)
    own_ends: set[int] = field(default_factory=set)
    """The seats whose container ended while the engine went on."""
    waiting: set[int] = field(default_factory=set)
    """The seats for which memory is short."""
    refused: set[int] = field(default_factory=set)
    """The seats whose container the engine does not make just now."""
    late: list[Action] = field(default_factory=list)
    """What was decided a while ago and is not done yet."""
    asked: int = 0
    explained: set[int] = field(default_factory=set)

    def wish(self, seat: int) -> None:
        self.asked += 1
        self.wanted[seat] = f"{self.asked:x}"
        self.explained.discard(seat)

    def unwish(self, seat: int) -> None:
        self.wanted.pop(seat, None)

    def crash(self, seat: int) -> None:
        if seat in self.seen:
            self.end(seat)
            self.own_ends.add(seat)

    def end(self, seat: int) -> None:
        self.seen[seat] = replace(self.seen[seat], state="exited", address=None, exit_code=1)

    def move(self, seat: int) -> None:
        """Its container is started again by somebody else, and has another address."""
        if seat in self.seen and self.seen[seat].state == "running":
            self.seen[seat] = replace(self.seen[seat], address=self.free())

    def free(self) -> str:
        """The engine gives away the first address that no container has."""
        taken = {one.address for one in self.seen.values()}
        return next(one for n in range(9) if (one := f"10.213.0.{n}") not in taken)

    def vanish(self, seat: int) -> None:
        self.seen.pop(seat, None)
        self.own_ends.add(seat)

    def half_start(self, seat: int) -> None:
        if seat in self.seen:
            self.seen[seat] = replace(self.seen[seat], state="created", address=None)

    def restart_hub(self, seat: int) -> None:
        self.opened, self.watched = set(), {}

    def restart_engine(self, seat: int) -> None:
        """It goes without a word, and every container with it."""
        self.watched = {}
        for one in self.seen:
            self.end(one)

    def run_short(self, seat: int) -> None:
        self.waiting ^= {seat}

    def refuse(self, seat: int) -> None:
        self.refused ^= {seat}

    def look(self, seat: int) -> None:
        """A pass decides, and others do their part before it."""
        self.late = self.plan()

    def act_late(self, seat: int) -> None:
        self.do([action for action in self.late if action.seat == seat])
        self.late = [action for action in self.late if action.seat != seat]

    def step(self, seat: int) -> None:
        """One pass of which only one seat's action gets done, as when the hub is killed in it."""
        self.do([action for action in self.plan() if action.seat == seat])

    def plan(self) -> list[Action]:
        for seat in astray(self.routes, self.seen):
            del self.routes[seat]
        opened = {seat: self.routes.get(seat, "") for seat in self.opened}
        running = {seat: one.start for seat, one in self.seen.items() if one.state == "running"}
        self.watched |= running
        return list(decide(self.wanted, self.seen, opened, self.watched, self.waiting))

    def do(self, actions: list[Action]) -> None:
        for action in actions:
            if self.is_stale(action):
                continue
            self.opened.discard(action.seat)
            self.routes.pop(action.seat, None)
            match action:
                case Start(seat, start):
                    self.vanish(seat)
                    self.watched.pop(seat, None)
                    if seat in self.refused:
                        continue
                    address = self.free()
                    assert address not in self.routes.values(), "somebody else's route leads here"
                    self.seen[seat] = Seen(seat, start, "running", address, None, False)
                    self.watched[seat] = start
                    self.own_ends.discard(seat)
                case Open(seat, _, address):
                    self.opened.add(seat)
                    self.routes[seat] = address
                case Stop(seat):
                    self.vanish(seat)
                case Ended(seat):
                    assert seat in self.own_ends, "it went with the engine"
                    self.unwish(seat)
                    self.vanish(seat)
                    self.explained.add(seat)

    def is_stale(self, action: Action) -> bool:
        """What the keeper looks at once more before it does what was decided."""
        there = self.seen.get(action.seat)
        match action:
            case Stop(seat):
                return seat in self.wanted
            case Open(seat, start, address):
                runs = there and (there.start, there.address) == (start, address)
                return self.wanted.get(seat) != start or not runs
            case Ended(seat, start):
                return self.wanted.get(seat) != start or self.watched.get(seat) != start
        return self.wanted.get(action.seat) != action.start


deeds = [
    "wish",
    "unwish",
    "crash",
    "move",
    "vanish",
    "half_start",
    "restart_hub",
    "restart_engine",
    "run_short",
    "refuse",
    "look",
    "act_late",
    "step",
]


def settle(world: World) -> None:
    """A few passes, and then there is nothing to do: none goes round in a circle."""
    for _ in range(3):
        world.do(world.plan())
    assert world.plan() == []


@given(st.lists(st.tuples(st.sampled_from(deeds), seats), max_size=40))
def test_any_history_of_wishes_crashes_and_passes_converges(
    history: list[tuple[str, int]],
) -> None:
    world = World()
    for deed, seat in history:
        getattr(world, deed)(seat)
    world.refused.clear()
    settle(world)
    world.waiting.clear()
    settle(world)
    running = {seat: one.start for seat, one in world.seen.items() if one.state == "running"}
    assert running == world.wanted == dict.fromkeys(world.opened, "") | world.wanted
    assert world.routes == {seat: one.address for seat, one in world.seen.items()}
    assert not world.explained & world.wanted.keys()
