"""The conversation with a job, over a socket pair instead of the engine."""

import io
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from appliance.errors import Unavailable
from appliance.servers.attached import HEADER, converse
from appliance.words import spoken


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Ours, and the engine's."""
    ours, engines = socket.socketpair()
    with ours, engines:
        yield ours, engines


def frame(stream: int, data: bytes) -> bytes:
    return HEADER.pack(stream, len(data)) + data


def soon(seconds: float = 10) -> float:
    return time.monotonic() + seconds


Pair = tuple[socket.socket, socket.socket]


def test_outputs_are_told_apart_however_they_are_cut(pair: Pair) -> None:
    ours, engines = pair
    spoken = frame(1, b"tar ") + frame(2, b"log ") + frame(1, b"tar") + frame(2, b"end")

    def speak() -> None:
        for byte in spoken:
            engines.sendall(bytes([byte]))
        engines.shutdown(socket.SHUT_WR)

    speaking, out = threading.Thread(target=speak), io.BytesIO()
    speaking.start()
    talk = converse(ours, io.BytesIO(), out, 100, soon())
    speaking.join()
    assert (talk.end, talk.log, out.getvalue()) == ("closed", "log end", b"tar tar")


def test_input_arrives_whole_and_then_ends(pair: Pair) -> None:
    ours, engines = pair
    engines.sendall(frame(1, b"x"))
    given: list[bytes] = []

    def listen() -> None:
        given.extend(iter(lambda: engines.recv(4096), b""))
        engines.shutdown(socket.SHUT_WR)

    listening = threading.Thread(target=listen)
    listening.start()
    converse(ours, io.BytesIO(bytes(300_000)), io.BytesIO(), 100, soon())
    listening.join()
    assert sum(map(len, given)) == 300_000


def test_job_that_reads_nothing_can_still_end(pair: Pair) -> None:
    ours, engines = pair
    engines.sendall(frame(2, b"no thanks"))
    engines.close()
    talk = converse(ours, io.BytesIO(bytes(10_000_000)), io.BytesIO(), 100, soon())
    assert (talk.end, talk.log) == ("closed", "no thanks")


def test_silence_ends_at_the_deadline(pair: Pair) -> None:
    talk = converse(pair[0], io.BytesIO(), io.BytesIO(), 100, soon(0.05))
    assert talk.end == "deadline"


def test_nothing_past_the_limit_is_passed_on(pair: Pair) -> None:
    pair[1].sendall(frame(1, b"a" * 100) + frame(1, b"b"))
    out = io.BytesIO()
    talk = converse(pair[0], io.BytesIO(), out, 100, soon())
    assert (talk.end, out.getvalue()) == ("flood", b"a" * 100)


def test_broken_input_hangs_up(pair: Pair) -> None:
    class Broken:
        def read(self, size: int, /) -> bytes:
            raise EOFError("the body broke off")

    with pytest.raises(Unavailable) as broken:
        converse(pair[0], Broken(), io.BytesIO(), 100, soon())
    assert "try again" in spoken(broken.value.say)
    assert pair[1].recv(10) == b""
