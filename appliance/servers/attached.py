"""The conversation with an attached job: feed its input, take both outputs, within bounds."""

import logging
import select
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from appliance.errors import Unavailable
from roster.sentence import sentence

CHUNK = 64 * 1024
LOG_BYTES = 4096
GLANCE_S = 0.5
HEADER = struct.Struct(">BxxxL")
STDOUT = 1


class Source(Protocol):
    """Where a job's input comes from; every BinaryIO is one."""

    def read(self, size: int, /) -> bytes: ...


class Sink(Protocol):
    """Where a job's output goes; every BinaryIO is one.

    `flush` is called every half second, so that a receiver who has left can say so by raising.
    """

    def write(self, data: bytes, /) -> int: ...
    def flush(self) -> None: ...


@dataclass(frozen=True)
class Conversation:
    """How the talking ended, and the last of what was said on stderr."""

    end: Literal["closed", "deadline", "flood"]
    log: str


def converse(
    peer: socket.socket, body: Source, out: Sink, limit: int, until: float
) -> Conversation:
    """Send `body`, write stdout to `out`, until the other side closes.

    Ends early when more than `limit` bytes came or the monotonic clock passes `until`. Raises
    Unavailable when the input broke off half way; whatever `out` raises goes up as it is.
    """
    feeding = _Feeding(peer, body)
    feeding.start()
    log, passed = bytearray(), 0
    for stream, data in _frames(peer, out, until):
        if stream == STDOUT:
            passed += len(data)
            if passed > limit:
                return Conversation("flood", _tail(log))
            out.write(data)
        else:
            log = (log + data)[-LOG_BYTES:]
    if feeding.failure:
        raise Unavailable(
            f"the job's input broke off: {feeding.failure!r}", say=sentence("job-input-broke-off")
        )
    return Conversation("closed" if time.monotonic() < until else "deadline", _tail(log))


def _frames(peer: socket.socket, out: Sink, until: float) -> Iterator[tuple[int, bytes]]:
    """The engine's frames: stream number and data. Ends at the deadline or with the stream."""
    ready = select.poll()
    ready.register(peer, select.POLLIN)
    pending = bytearray()
    while (left := until - time.monotonic()) > 0:
        out.flush()
        if not ready.poll(min(left, GLANCE_S) * 1000):
            continue
        data = _received(peer)
        if not data:
            return
        pending += data
        yield from _whole_frames(pending)


def _received(peer: socket.socket) -> bytes:
    try:
        return peer.recv(CHUNK)
    except OSError:
        return b""  # The engine broke off; whoever asks it for the exit code will hear so.


def _whole_frames(pending: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take every complete frame off the front of `pending`."""
    while len(pending) >= HEADER.size:
        stream, size = HEADER.unpack_from(pending)
        end = HEADER.size + size
        if len(pending) < end:
            return
        data = bytes(pending[HEADER.size : end])
        del pending[:end]
        yield stream, data


def _tail(log: bytearray) -> str:
    return log.decode(errors="replace")


class _Feeding(threading.Thread):
    """Sends the input beside the reading, since either side may be slow."""

    def __init__(self, peer: socket.socket, body: Source) -> None:
        super().__init__(name="job input", daemon=True)
        self._peer = peer
        self._body = body
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            for data in iter(lambda: self._body.read(CHUNK), b""):
                if not self._send(data):
                    return
            self._end(socket.SHUT_WR)
        except Exception as failure:
            # Whatever broke the input: a job must never take half of it for the whole.
            self.failure = failure
            logging.getLogger(__name__).warning("job input broke off: %.200r", failure)
            self._end(socket.SHUT_RDWR)

    def _send(self, data: bytes) -> bool:
        try:
            self._peer.sendall(data)
        except OSError:
            return False  # The job reads no further; its exit code says whether that was right.
        return True

    def _end(self, how: int) -> None:
        try:
            self._peer.shutdown(how)
        except OSError:
            return
