"""What the engine's refusals mean, and what a person can do about them."""

from collections.abc import Iterator
from typing import Any

from appliance.errors import Conflict, HomeroomError, Unavailable

OLDEST_API = (1, 45)
TOO_OLD = "The container engine is too old (API {}). Install Docker 26 or newer."
UNLIMITED = "The engine cannot limit {} here. Start it on a kernel with that control group."
NO_NETWORK = "The network {} does not exist. Run ./homeroom up to make it."
OPEN_NETWORK = "The network {} is not closed. Run ./homeroom down, remove it, and ./homeroom up."

WORDS = {
    "network": "The seats' network is missing or in the way. Run ./homeroom up to make it.",
    "no space left": "The disk is full. Make room on it (docker system df shows what takes it).",
    "cannot allocate memory": "The machine is out of memory. Stop some servers and try again.",
}
OTHERWISE = "The container engine refused. Look at ./homeroom logs launcher and try again."


def refused(status: int | None, text: str) -> HomeroomError:
    """The error for an answer of the engine that is not a yes."""
    if status == 409:
        return Conflict(text, say="Another start of it is going on. Wait a moment and try again.")
    say = next((say for word, say in WORDS.items() if word in text), OTHERWISE)
    return Unavailable(text, say=say)


def no_image(image: str, text: str) -> Unavailable:
    """The error for an image that was never built or pulled."""
    return Unavailable(
        text, say=f"The image {image} is not on this machine. Run ./homeroom up to build it."
    )


def gone(text: str) -> Unavailable:
    """The error for an engine that does not answer."""
    say = "The container engine does not answer. Start it (./homeroom up does) and try again."
    return Unavailable(f"engine: {text}", say=say)


def too_old(api_version: str) -> bool:
    """Whether this engine would mount a whole volume where a part of it is asked for."""
    return tuple(map(int, api_version.split("."))) < OLDEST_API


def problems(
    api_version: str, info: dict[str, Any], network: str, internal: bool | None
) -> Iterator[str]:
    """Sentences for what keeps seats from working safely; `internal` is None without a network."""
    if too_old(api_version):
        yield TOO_OLD.format(api_version)
    for what, key in (("memory", "MemoryLimit"), ("processes", "PidsLimit")):
        if not info.get(key, True):
            yield UNLIMITED.format(what)
    if internal is None:
        yield NO_NETWORK.format(network)
    elif not internal:
        yield OPEN_NETWORK.format(network)
