"""The launcher's side of the socket: one thread and one request per connection."""

import contextlib
import logging
import os
import socketserver
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from appliance.errors import HomeroomError, Invalid, Unavailable
from appliance.servers.launcher import Launcher
from appliance.servers.spec import Earlier, JobSpec, Spec
from appliance.servers.wire import (
    FrameReader,
    FrameWriter,
    decode,
    encode,
    encode_error,
    read_line,
    write_line,
)
from roster.sentence import sentence

HUB_GID = 10001
SILENCE_S = 60
ARGUMENTS: dict[str, dict[str, Any]] = {
    "seen": {},
    "start": {"spec": Spec},
    "stop": {"seat": int, "grace_s": int},
    "let_work": {"seat": int},
    "usage": {},
    "logs": {"seat": int},
    "about": {},
    "pack_home": {"seat": int},
    "read_folder": {"seat": int, "folder": str, "most_bytes": int, "most_files": int},
    "hand_out": {"seat": int, "folder": str, "mode": str, "known": dict[str, Earlier]},
    "erase_home": {"seat": int},
    "measure_homes": {"seats": list[int]},
    "events": {},
    "run_job": {"job": JobSpec},
}
STREAMED = ("run_job", "pack_home", "read_folder")
"""The verbs that are answered by frames before their line."""
LEFT = (ConnectionError, TimeoutError, EOFError)

log = logging.getLogger(__name__)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers on a socket that root and the hub's group may open; listens when it is made."""

    daemon_threads = True
    # Requests in progress end with the process: what they left behind the next launcher sees.
    block_on_close = False
    request_queue_size = 256

    def __init__(self, path: Path, launcher: Launcher, gid: int = HUB_GID) -> None:
        self.launcher = launcher
        self._path = path
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            super().__init__(str(path), _Conversation)
        finally:
            os.umask(before)
        os.chown(path, -1, gid)
        path.chmod(0o660)

    def server_close(self) -> None:
        """Stop listening and take the socket's file away."""
        super().server_close()
        self._path.unlink(missing_ok=True)

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.exception("a request ended in a way nobody thought of")


class _Conversation(socketserver.StreamRequestHandler):
    timeout = SILENCE_S

    def handle(self) -> None:
        # The other side may leave at any time; what it asked for is done or undone all the same.
        with contextlib.suppress(*LEFT):
            self._answer()

    def _answer(self) -> None:
        verb, frames = None, FrameWriter(self.connection)
        try:
            request = read_line(cast(BinaryIO, self.rfile))
            verb = request.get("verb")
            answer = self._do(*_understood(request), frames)
        except LEFT:
            raise
        except Exception as error:
            answer = {"error": encode_error(_told(verb, error))}
        if verb in STREAMED:
            frames.end()
        write_line(self.connection, answer)

    def _do(self, verb: str, arguments: dict[str, Any], frames: FrameWriter) -> dict[str, Any]:
        launcher = cast(Server, self.server).launcher
        if verb == "events":
            for event in launcher.events():
                write_line(self.connection, {"event": event})
            return {"ok": None}
        body = FrameReader(cast(BinaryIO, self.rfile))
        if verb == "run_job":
            return {"ok": encode(launcher.run_job(body=body, out=frames, **arguments))}
        if verb == "hand_out":
            return {"ok": encode(launcher.hand_out(body=body, **arguments))}
        if verb == "read_folder":
            return {"ok": encode(launcher.read_folder(out=frames, **arguments))}
        if verb == "pack_home":
            launcher.pack_home(out=frames, **arguments)
            return {"ok": None}
        plain: dict[str, Callable[..., Any]] = {
            "seen": launcher.seen,
            "start": launcher.start,
            "stop": launcher.stop,
            "let_work": launcher.let_work,
            "usage": launcher.usage,
            "logs": launcher.logs,
            "erase_home": launcher.erase_home,
            "measure_homes": launcher.measure_homes,
            "about": launcher.about,
        }
        return {"ok": encode(plain[verb](**arguments))}


def _understood(request: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The verb and its arguments, each of its type; Invalid for anything else."""
    verb, given = request.get("verb"), {k: v for k, v in request.items() if k != "verb"}
    wanted = ARGUMENTS.get(verb) if isinstance(verb, str) else None
    if verb is None or wanted is None or wanted.keys() != given.keys():
        raise Invalid(
            f"{str(verb)[:80]!r} with {str(sorted(given))[:200]} is not in the vocabulary",
            say=sentence("launcher-of-another-version"),
        )
    return verb, {name: decode(kind, given[name]) for name, kind in wanted.items()}


def _told(verb: object, error: Exception) -> HomeroomError:
    """The error to send back; refusals are logged, and bugs with their trace."""
    if isinstance(error, HomeroomError):
        log.warning("refused %.40r: %s: %.400r", verb, type(error).__name__, str(error))
        return error
    log.error("%.40r failed", verb, exc_info=error)
    return Unavailable("a fault in the launcher", say=sentence("launcher-failed"))
