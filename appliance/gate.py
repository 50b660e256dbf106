"""Lets visitors in to servers that answer, and to no others."""

import logging
from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from appliance import db, models
from appliance.errors import Away, HomeroomError
from appliance.people import access
from appliance.servers import knock, wishes
from appliance.servers.launcher import Launcher
from appliance.servers.reconcile import Open
from appliance.servers.routes import JUPYTER_PORT, Routes, seat_routes
from appliance.settings import Settings

log = logging.getLogger(__name__)


class Gate:
    """The routes of all seats, and which of them were seen to answer."""

    def __init__(
        self, settings: Settings, database: Engine, launcher: Launcher, routes: Routes
    ) -> None:
        self._settings = settings
        self._database = database
        self._launcher = launcher
        self._routes = routes
        self._open: set[int] = set()
        self._hindered: set[int] = set()
        """Seats that were let in, and have the processors of one that boots all the same."""

    def leads(self) -> Mapping[int, str]:
        """Where each seat's route leads, whoever made it."""
        return self._routes.leads()

    def opened(self, leads: Mapping[int, str]) -> Mapping[int, str]:
        """Those of the routes behind which somebody answered."""
        return {seat: address for seat, address in leads.items() if seat in self._open}

    def answers(self, at: Open, seconds: float, alive: Callable[[], bool]) -> bool:
        """Knock until the server answers, for so many seconds and as long as it is `alive`."""
        place = self._place(at.seat)
        return place is not None and knock.until(
            lambda: (knock.status(at.address, JUPYTER_PORT, f"{place[1]}api") or 500) < 500,
            seconds=seconds,
            alive=alive,
        )

    def open(self, at: Open) -> bool:
        """Let visitors in; whoever waits is told. False for a seat that is gone."""
        place = self._place(at.seat)
        if not place:
            return False
        port, prefix = place
        routes = seat_routes(self._settings, at.seat, port, prefix, at.address)
        self._routes.lead(at.seat, at.address, routes)
        if not knock.until(
            lambda: knock.status("127.0.0.1", port, f"{prefix}api") == 200,
            seconds=5.0,
            alive=lambda: True,
        ):
            log.warning("seat %s is up, but the proxy passes nobody on to it yet", at.seat)
        self._open.add(at.seat)
        with db.writing(self._database) as session:
            server = wishes.find(session, at.seat)
            if server.wanted and server.start == at.start and server.state != "ready":
                server.state, server.ready = "ready", models.now()
        self._let_work(at.seat)
        return True

    def shut(self, seat: int) -> None:
        """It does not answer any more; its route stays."""
        self._open.discard(seat)

    def close(self, seat: int) -> None:
        """Let nobody in."""
        self.shut(seat)
        self._hindered.discard(seat)
        self._routes.remove(seat)

    def lead_nowhere(self, seat: int, address: str) -> None:
        """Take the route away if it still leads there."""
        self._routes.remove(seat, address)

    def let_work_again(self) -> None:
        """Try again where it failed before; while the engine is away, not at every seat."""
        for seat in list(self._hindered):
            if isinstance(self._hindrance(seat), Away):
                return

    def _let_work(self, seat: int) -> None:
        """Give it its full share of the processors. It works without, though slowly."""
        if error := self._hindrance(seat):
            log.warning("seat %s has the processors of one that boots: %s", seat, error)

    def _hindrance(self, seat: int) -> HomeroomError | None:
        """What keeps it from its full share; None once it has it."""
        try:
            self._launcher.let_work(seat)
        except HomeroomError as error:
            self._hindered.add(seat)
            return error
        self._hindered.discard(seat)
        return None

    def _place(self, seat: int) -> tuple[int, str] | None:
        """The seat's port and prefix."""
        with db.reading(self._database) as session:
            found = access.seat_by_id(session, seat)
            port = found.enrolment.port if found else None
            return (port, found.prefix) if found and port else None
