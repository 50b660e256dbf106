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
    """Serve until SIGTERM or SIGINT. Raises Unavailable when the engine is away at the start."""
    images = frozenset({post.course_image} - {""})
    files = HomeFiles(post.homes / "files", wanted=post.home_files, reserve_mb=post.disk_reserve_mb)
    engine = Engine(post.project, images, post.homes, post.courses, connect(), files)
    engine.remove_leftover_jobs()
    with Server(post.socket, engine) as server:
        _stop_on_signals(server)
        log.info("the launcher answers at %s", post.socket)
        server.serve_forever()


def _stop_on_signals(server: Server) -> None:
    def stop(*_: object) -> None:
        # shutdown waits for the loop this very thread runs, so another thread has to ask.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
