"""The launcher process: the engine and the socket, put together."""

import logging
import signal
import threading

from appliance.servers.engine import Engine, connect
from appliance.servers.home_files import HomeFiles
from appliance.servers.post import Post
from appliance.servers.serving import Server

log = logging.getLogger(__name__)


def run(post: Post) -> None:
    """Serve until SIGTERM or SIGINT. Raises Unavailable when the engine is away at the start, and
    when it goes.
    """
    images = frozenset({post.course_image} - {""})
    files = HomeFiles(post.homes / "files", wanted=post.home_files, reserve_mb=post.disk_reserve_mb)
    engine = Engine(post.project, images, post.homes, post.courses, connect(), files)
    engine.remove_leftover_jobs()
    with Server(post.socket, engine) as server:
        _stop_on_signals(server)
        gone = _stop_with_the_engine(server, engine)
        log.info("the launcher answers at %s", post.socket)
        server.serve_forever()
    for error in gone:
        raise error


def _stop_on_signals(server: Server) -> None:
    def stop(*_: object) -> None:
        # shutdown waits for the loop this very thread runs, so another thread has to ask.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _stop_with_the_engine(server: Server, engine: Engine) -> list[Exception]:
    """End when the engine does; why is in the list then.

    An engine that comes back listens at another socket of the same name, and what was mounted into
    this container stays the old one. The engine starts the container again, with the new one.
    """
    gone: list[Exception] = []

    def watch() -> None:
        try:
            for _ in engine.events():
                pass
        except Exception as error:
            gone.append(error)
        server.shutdown()

    threading.Thread(target=watch, name="the engine's life", daemon=True).start()
    return gone
