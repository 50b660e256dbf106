"""The launcher process: the engine, prepared volumes and the socket, put together."""

import logging
import signal
import threading
from collections.abc import Callable

from appliance.servers.engine import Engine, connect
from appliance.servers.serving import Server
from appliance.settings import Settings

log = logging.getLogger(__name__)


def run(settings: Settings, prepare: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT. `prepare` is called once, before anybody can ask.

    Raises Unavailable when the engine does not answer at the start.
    """
    images = frozenset({settings.course_image} - {""})
    engine = Engine(settings.project, images, settings.homes, settings.courses, connect())
    prepare()
    engine.remove_leftover_jobs()
    with Server(settings.socket, engine) as server:
        _stop_on_signals(server)
        log.info("the launcher answers at %s", settings.socket)
        server.serve_forever()


def _stop_on_signals(server: Server) -> None:
    def stop(*_: object) -> None:
        # shutdown waits for the loop this very thread runs, so another thread has to ask.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
