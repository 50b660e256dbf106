"""Ask a notebook server whether it answers, directly and through the proxy."""

import http.client
import time
from collections.abc import Callable

SOON_S, SELDOM_S = 0.015, 0.1
"""A look costs a millisecond, and somebody is waiting; who takes long is asked less often."""


def status(host: str, port: int, path: str, timeout_s: float = 2.0) -> int | None:
    """The HTTP status of a GET, or None where nobody answers."""
    connection = http.client.HTTPConnection(host, port, timeout=timeout_s)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def until(answers: Callable[[], bool], *, seconds: float, alive: Callable[[], bool]) -> bool:
    """Wait for `answers`, at most so long, and no longer than `alive` (asked once a second)."""
    began = time.monotonic()
    deadline, ask_again = began + seconds, began + 1.0
    while not answers():
        now = time.monotonic()
        if now > deadline:
            return False
        if now > ask_again:
            if not alive():
                return False
            ask_again = now + 1.0
        # A tenth of the time so far: so much is lost at most.
        time.sleep(min(SELDOM_S, max(SOON_S, (now - began) / 10)))
    return True
