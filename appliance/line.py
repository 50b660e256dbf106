"""The line of wishes, weighed against the machine's memory: which servers may be up now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import col, select

from appliance import db, models
from appliance.models import Classroom, Enrolment, Server
from appliance.servers import wishes
from appliance.servers.admission import Claim, admit
from appliance.servers.launcher import Launcher
from appliance.servers.limits import limits
from appliance.servers.reconcile import MakeRoom
from appliance.servers.scales import Scales, budget_mb, machine_mb
from appliance.settings import Settings


@dataclass(frozen=True)
class Turn:
    """What the line says now."""

    wished: Mapping[int, Server]
    """Every server somebody wants, by its seat, those first who are there and waited longest."""
    waiting: frozenset[int]
    """The seats that wait for memory; the others may be up."""
    leaving: tuple[MakeRoom, ...]
    gone: frozenset[int]
    """The seats of those who left the class, or whose class was put away, and still wish."""
    roomy: bool
    """Whether memory is left for what nobody has asked for yet."""

    @property
    def wanted(self) -> Mapping[int, str]:
        """The start that each seat wants."""
        return {seat: server.start for seat, server in self.wished.items()}

    @property
    def begun(self) -> set[int]:
        """The seats of which it is told that something runs there, or soon will."""
        return {seat for seat, server in self.wished.items() if server.state != "queued"}


class Line:
    """Lets wishes in, the longest waiting first, as far as memory goes."""

    def __init__(self, settings: Settings, database: Engine, launcher: Launcher) -> None:
        self._settings = settings
        self._database = database
        self._scales = Scales(launcher)
        self._budget_mb = budget_mb(settings.memory_budget_mb, machine_mb())

    def weigh(self) -> None:
        """See how heavy the servers are now. Raises Unavailable."""
        self._scales.weigh()

    def turn(self, up: Collection[int]) -> Turn:
        """Who may be up, given the seats that have a container."""
        rows, may_mb, gone = self._wished()
        claims = [_claim(row, may_mb[seat], up=seat in up) for seat, row in rows.items()]
        verdict = admit(claims, self._scales.weights, self._budget_mb, models.now())
        return Turn(
            wished=rows,
            waiting=frozenset(verdict.waiting),
            leaving=tuple(MakeRoom(seat, rows[seat].start) for seat in verdict.leaving),
            gone=gone,
            roomy=verdict.roomy,
        )

    def note(self, turn: Turn, lost: Collection[int]) -> None:
        """Whoever looks is told what they wait for; the `lost` seats wait again for all of it.

        Who is gone waits for nothing, and does not start unasked when they come back.
        """
        noted = {seat for seat, row in turn.wished.items() if row.reason == wishes.FOR_MEMORY}
        changed = turn.waiting ^ noted
        if not lost and not changed and not turn.gone:
            return
        with db.writing(self._database) as session:
            for seat in turn.gone:
                wishes.ask_stop(session, seat, reason="archived", say=None)
            for seat in lost:
                wishes.lost(session, seat)
            for seat in changed:
                server = wishes.find(session, seat)
                if server.state == "queued":
                    server.reason = wishes.FOR_MEMORY if seat in turn.waiting else ""

    def _wished(self) -> tuple[dict[int, Server], dict[int, int], frozenset[int]]:
        """Every server that is wanted, in the order in which they start; each one's memory, MB;
        and the seats of whoever is gone.
        """
        with db.reading(self._database) as session:
            rows = session.exec(
                select(Server, Classroom, Enrolment)
                .join(Enrolment, col(Enrolment.id) == col(Server.enrolment_id))
                .join(Classroom, col(Classroom.id) == col(Enrolment.classroom_id))
                .where(col(Server.wanted))
                .order_by(col(Server.early), col(Server.asked), col(Server.enrolment_id))
            ).all()
            here = [(row, may) for row, may, who in rows if not (who.archived or may.archived)]
            found = {row.enrolment_id: row for row, _ in here}
            may_mb = {
                row.enrolment_id: limits(classroom, self._settings).memory_mb
                for row, classroom in here
            }
            gone = frozenset(row.enrolment_id for row, *_ in rows) - found.keys()
        return found, may_mb, gone


def _claim(server: Server, limit_mb: int, *, up: bool) -> Claim:
    asked = server.asked or models.now()
    return Claim(
        seat=server.enrolment_id,
        asked=asked,
        used=server.last_activity or asked,
        limit_mb=limit_mb,
        up=up,
        early=server.early,
    )
