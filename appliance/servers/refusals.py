"""What the engine's refusals mean, and what a person can do about them."""

from collections.abc import Iterator
from typing import Any

from appliance.errors import Away, Conflict, HomeroomError, NotFound, Unavailable
from roster.sentence import Sentence, sentence

OLDEST_API = (1, 45)

WORDS = {
    "network": "engine-lacks-network",
    "no space left": "engine-disk-full",
    "cannot allocate memory": "engine-memory-full",
}
"""What is said of a refusal in which the engine uses these words."""


def refused(status: int | None, text: str) -> HomeroomError:
    """The error for an answer of the engine that is not a yes."""
    if status == 409:
        return Conflict(text, say=sentence("engine-is-at-it"))
    known = (name for word, name in WORDS.items() if word in text)
    return Unavailable(text, say=sentence(next(known, "engine-refused")))


def no_image(image: str, text: str) -> Unavailable:
    """The error for an image that was never built or pulled."""
    return Unavailable(text, say=sentence("engine-lacks-image", image=image))


def no_container(seat: int) -> NotFound:
    """The error for a seat that has no container, running or ended."""
    return NotFound(f"seat {seat} has no container", say=sentence("server-none"))


def in_use(seat: int) -> Conflict:
    """The error for a home that its container still uses."""
    return Conflict(f"seat {seat} still has a container", say=sentence("home-in-use"))


def gone(text: str) -> Away:
    """The error for an engine that does not answer."""
    return Away(f"engine: {text}", say=sentence("engine-silent"))


def too_old(api_version: str) -> bool:
    """Whether this engine would mount a whole volume where a part of it is asked for."""
    return tuple(map(int, api_version.split("."))) < OLDEST_API


def outdated(api_version: str) -> Unavailable:
    """The error for an engine that is too old."""
    text = f"engine API {api_version} is too old"
    return Unavailable(text, say=sentence("engine-too-old", version=api_version))


def problems(
    api_version: str, info: dict[str, Any], network: str, internal: bool | None
) -> Iterator[Sentence]:
    """What keeps seats from working safely; `internal` is None without a network."""
    if too_old(api_version):
        yield sentence("engine-too-old", version=api_version)
    if not info.get("MemoryLimit", True):
        yield sentence("engine-cannot-limit-memory")
    if not info.get("PidsLimit", True):
        yield sentence("engine-cannot-limit-processes")
    if internal is None:
        yield sentence("network-missing", network=network)
    elif not internal:
        yield sentence("network-open", network=network)
