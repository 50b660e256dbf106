"""A job's container seen through: attached before it starts, talked with, and waited for."""

import contextlib
import math
import os
import socket
import time
from collections.abc import Iterator
from typing import Any

import requests

from appliance.servers import container
from appliance.servers.attached import Conversation, Sink, Source, converse
from appliance.servers.spec import JobEnd, JobSpec

KILLED = 137


def run(api: Any, made: str, job: JobSpec, body: Source, out: Sink, until: float) -> JobEnd:
    """Start a container that was made for this job, and see it to its end or its deadline.

    `api` is the engine's, whose errors go up as they are; `until` is a time of time.monotonic().
    """
    with _attached(api, made) as peer:
        api.start(made)
        talk = converse(peer, body, out, container.output_limit(job), until)
    if talk.end == "deadline":
        return JobEnd(None, talk.log)
    if talk.end == "flood":
        return JobEnd(KILLED, f"{talk.log}\nEnded: it wrote more than it may.")
    return _ended(api, made, talk, until)


def _ended(api: Any, made: str, talk: Conversation, until: float) -> JobEnd:
    try:
        api.wait(made, timeout=math.ceil(max(1.0, until - time.monotonic())))
    except requests.RequestException:
        if time.monotonic() < until:
            raise
        # It closed its outputs and went on: the deadline is the end all the same.
        return JobEnd(None, talk.log)
    state = api.inspect_container(made)["State"]
    short = "\nEnded: it needed more memory than it may have." if state["OOMKilled"] else ""
    return JobEnd(state["ExitCode"], talk.log + short)


@contextlib.contextmanager
def _attached(api: Any, made: str) -> Iterator[socket.socket]:
    """A socket of its own to the container's three streams; attached before it starts."""
    streams = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
    hijacked = api.attach_socket(made, params=streams)
    # Closing what is handed out would leave the connection open; its response closes both.
    with (
        contextlib.closing(hijacked._response),
        socket.socket(fileno=os.dup(hijacked.fileno())) as peer,
    ):
        peer.settimeout(None)
        yield peer
