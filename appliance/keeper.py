"""Does what the reconciler decided: containers through the launcher, routes for the proxy."""

import logging
from collections.abc import Collection

from sqlalchemy import Engine

from appliance import db, models
from appliance.custodian import note_rescue
from appliance.errors import Away, Conflict, HomeroomError, NotFound
from appliance.gate import Gate
from appliance.keys import Key
from appliance.line import Line
from appliance.people import access
from appliance.seat_spec import seat_spec
from appliance.servers import wishes
from appliance.servers.admission import may_leave
from appliance.servers.last_words import last_words
from appliance.servers.launcher import Launcher
from appliance.servers.reconcile import (
    Action,
    Ended,
    MakeRoom,
    Open,
    Start,
    Stop,
    astray,
    decide,
)
from appliance.servers.routes import Routes
from appliance.servers.spec import Seen
from appliance.servers.watch import Watch
from appliance.settings import Settings
from roster.sentence import Sentence, sentence

log = logging.getLogger(__name__)

BOOT_S = 90.0
"""A boot takes seconds; on a crowded machine it may take a minute."""
HELD_S = 15.0
"""So long a boot may keep others from theirs."""
CLASH_S = 240.0
"""So long a start that nobody waits for any more may still be under way in the launcher."""
KILLED = 137


class Keeper:
    """Keeps the servers as they are wished."""

    def __init__(
        self,
        settings: Settings,
        key: Key,
        database: Engine,
        launcher: Launcher,
        routes: Routes,
    ) -> None:
        self._settings = settings
        self._key = key
        self._database = database
        self._launcher = launcher
        self._gate = Gate(settings, database, launcher, routes)
        self._watch = Watch()
        self._roomy = False
        self._line = Line(settings, database, launcher)

    def plan(self, busy: Collection[int] = ()) -> list[Action]:
        """What must change now. At the `busy` seats something is being done already."""
        watched, leads = self._watch.seen, self._gate.leads()
        try:
            seen = {container.seat: container for container in self._launcher.seen()}
        except HomeroomError:
            self.look_away()
            raise
        running = {seat: one.start for seat, one in seen.items() if one.state == "running"}
        watched |= {seat: start for seat, start in running.items() if seat not in busy}
        turn = self._line.turn({seat for seat, one in seen.items() if one.state != "exited"})
        self._roomy = turn.roomy
        # At once, and not when the seat's turn comes to boot: others may get its address meanwhile.
        for seat in astray(leads, seen) | (leads.keys() - turn.wished.keys()):
            self._gate.lead_nowhere(seat, leads[seat])
        opened = self._gate.opened(leads)
        actions = list(decide(turn.wanted, seen, opened, self._watch.seen, turn.waiting))
        ended = {action.seat for action in actions if isinstance(action, Ended)}
        self._line.note(turn, lost=turn.begun - running.keys() - ended - set(busy))
        return [*actions, *turn.leaving]

    def weigh(self) -> None:
        """See how heavy the servers are now; who waits for memory is judged by it."""
        self._line.weigh()
        self._gate.let_work_again()

    def act(self, action: Action) -> None:
        """Do one thing. What a person should know of a failure is kept with the wish.

        Raises Away when engine or launcher do not answer, and Conflict while another start of the
        seat is under way: the wish stands, for another pass.
        """
        try:
            match action:
                case Start():
                    self._boot(action)
                case Open():
                    self._open(action)
                case Stop():
                    self._stop(action.seat)
                case Ended():
                    self._ended(action)
                case MakeRoom():
                    self._make_room(action)
        except HomeroomError as error:
            if isinstance(action, Start) and self._blameless(action, error):
                with db.writing(self._database) as session:
                    wishes.back_in_line(session, action.seat)
                raise
            if isinstance(error, Away) or isinstance(action, Stop):
                raise  # nobody is to be told, and at once it would fail again
            log.warning("seat %s: %s", action.seat, error)
            self._explain(action, "trouble", error.say)

    def _blameless(self, start: Start, error: HomeroomError) -> bool:
        """Whether it is no fault of this start. A hub that was killed may have left another one of
        the same seat under way, with which it clashes; but not for ever.
        """
        if isinstance(error, Conflict):
            return self._watch.clashed_s(start.seat, start.start) < CLASH_S
        return isinstance(error, Away)

    def look_away(self) -> None:
        """The engine is out of sight: what ends now may have ended with it."""
        self._watch.look_away()

    def note_shortage(self, event: str) -> None:
        """The machine ended a program for want of memory; if it was a seat's, its owner is told."""
        whose = event.removeprefix("oom seat ")
        if whose.isdecimal():
            say = sentence("server-short-of-memory", mb=self._memory_mb(int(whose)))
            with db.writing(self._database) as session:
                wishes.note(session, int(whose), say, models.now())

    def _boot(self, action: Start) -> None:
        """Start it and see it through, so that only so many boot at once.

        One that takes long goes on beside those after it: the next pass waits for it.
        """
        started = self._start(action)
        if started and started.address:
            opening = Open(started.seat, started.start, started.address)
            if self._answers(opening, HELD_S):
                self._let_in(opening)

    def _start(self, action: Start) -> Seen | None:
        watched, seat_id = self._watch.seen, action.seat
        self._gate.close(seat_id)
        note_rescue(self._settings, self._database, self._launcher, seat_id)
        with db.writing(self._database) as session:
            server, seat = wishes.find(session, seat_id), access.seat_by_id(session, seat_id)
            if not server.wanted or server.start != action.start:
                return None
            if not seat:
                wishes.end(server, reason="archived", say=sentence("server-archived"))
                return None
            # Whoever is there already is not to wait until a kernel that they may not need is made.
            early = server.early and self._roomy
            spec = seat_spec(session, self._settings, self._key, seat, server, early_kernel=early)
            server.state, server.reason, server.began = "starting", "", models.now()
            server.memory_mb = spec.memory_mb
        self._launcher.stop(seat_id)
        started = self._launcher.start(spec)
        watched[seat_id] = spec.start
        self._watch.tried(seat_id, spec.start)
        return started

    def _open(self, action: Open) -> None:
        """It runs already: wait until it answers, however long that may take."""
        with db.writing(self._database) as session:
            server = wishes.find(session, action.seat)
            if server.wanted and server.start == action.start and server.state == "queued":
                # Its start was broken off, and it boots all the same.
                server.state, server.reason, server.began = "starting", "", models.now()
        if self._answers(action, BOOT_S):
            self._let_in(action)
        else:
            self._give_up(action)

    def _answers(self, at: Open, seconds: float) -> bool:
        return self._gate.answers(at, seconds, lambda: self._runs_at(at) and self._wants(at))

    def _let_in(self, at: Open) -> None:
        if self._gate.open(at):
            self._watch.let_in(at.seat)

    def _runs_at(self, at: Open) -> bool:
        """Whether it is still its container that has the address, and not somebody else's."""
        found = [one for one in self._launcher.seen() if one.seat == at.seat]
        return any(one.state == "running" and one.address == at.address for one in found)

    def _wants(self, action: Open | Ended) -> bool:
        """Whether this very start is still wished for, and not another or none."""
        with db.reading(self._database) as session:
            server = wishes.find(session, action.seat)
            return server.wanted and server.start == action.start

    def _give_up(self, opening: Open) -> None:
        """It never answered. What else happened meanwhile is seen to by the next pass.

        Where a route leads to it, it was let in before the hub was restarted: it may be busy, and
        has work to lose.
        """
        self._gate.shut(opening.seat)
        was_in = self._gate.leads().get(opening.seat) == opening.address
        if self._runs_at(opening) and self._wants(opening) and not was_in:
            tail = self._last_words(opening.seat)
            log.warning("seat %s did not answer within %s s: %s", opening.seat, BOOT_S, tail)
            self._explain(opening, "slow", sentence("server-slow"), tail)

    def _stop(self, seat_id: int) -> None:
        self._gate.close(seat_id)
        with db.writing(self._database) as session:
            server = wishes.find(session, seat_id)
            if server.wanted and access.seat_by_id(session, seat_id):
                return  # wished for anew meanwhile
            if server.wanted:
                wishes.end(server, reason="archived", say=None)
            access.drop_server_token(session, seat_id)
        self._launcher.stop(seat_id)

    def _ended(self, action: Ended) -> None:
        self._gate.close(action.seat)
        if not self._wants(action):
            return  # asked for anew meanwhile: the next pass starts it
        reason, say, tail = self._why(action)
        if self._watch.seen.get(action.seat) != action.start:
            return  # the engine went meanwhile: it may have ended with it
        self._explain(action, reason, say, tail)
        self._launcher.stop(action.seat)

    def _why(self, ended: Ended) -> tuple[str, Sentence, str]:
        """Why it ended: the reason, what its owner is told, and its last words."""
        if ended.exit_code is None:
            return "removed", sentence("server-removed"), ""
        if ended.oom_killed and ended.exit_code == KILLED:
            # The engine's mark is also there when a kernel was ended long before the server.
            mb = self._memory_mb(ended.seat)
            return "memory", sentence("server-out-of-memory", mb=mb), ""
        tail = self._last_words(ended.seat)
        log.warning("seat %s exited with %s: %s", ended.seat, ended.exit_code, tail)
        return "crashed", sentence("server-crashed"), tail

    def _make_room(self, action: MakeRoom) -> None:
        with db.writing(self._database) as session:
            server = wishes.find(session, action.seat)
            used = server.last_activity or server.asked or models.now()
            may = may_leave(used, models.now(), early=server.early)
            if server.wanted and server.start == action.start and may:
                wishes.end(server, reason="idle", say=sentence("server-made-room"))

    def _last_words(self, seat_id: int) -> str:
        try:
            return last_words(self._launcher.logs(seat_id))
        except NotFound:
            return ""

    def _memory_mb(self, seat_id: int) -> int:
        """What it was started with; the class may have another limit by now."""
        with db.reading(self._database) as session:
            return wishes.find(session, seat_id).memory_mb or self._settings.memory_mb

    def _explain(
        self,
        of: Start | Open | Ended | MakeRoom,
        reason: str,
        say: Sentence,
        last_words: str = "",
    ) -> None:
        """The wish is over, unless another start than this one was wished for meanwhile."""
        with db.writing(self._database) as session:
            if wishes.find(session, of.seat).start == of.start:
                wishes.ask_stop(session, of.seat, reason=reason, say=say, last_words=last_words)
