"""Frames over a socket that two threads use at once."""

import socket
import threading
from typing import BinaryIO, cast

import pytest

from appliance.servers.wire import FrameReader, FrameWriter


def test_looking_whether_the_receiver_is_there_never_waits_for_it() -> None:
    """One thread takes the input that comes; the other looks, and must not wait for more of it."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(0.5)
        body = FrameReader(cast(BinaryIO, ours.makefile("rb", buffering=0)))
        talk = FrameWriter(ours)

        def take() -> None:
            while body.read(1):
                pass

        def feed() -> None:
            frames = FrameWriter(theirs)
            for _ in range(5000):
                frames.write(b"x")
            frames.end()

        threads = [threading.Thread(target=take), threading.Thread(target=feed)]
        for thread in threads:
            thread.start()
        while threads[0].is_alive():
            talk.flush()
        for thread in threads:
            thread.join()
        talk.flush()


def test_a_receiver_who_left_is_noticed() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        ours.settimeout(5)
        theirs.close()
        with pytest.raises(BrokenPipeError):
            FrameWriter(ours).flush()
