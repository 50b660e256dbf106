"""What the engine reports of containers, as our values. Pure: rows of its JSON in, values out."""

from typing import Any

from appliance.servers.container import MB
from appliance.servers.spec import Seen, State, Usage

STATES: dict[str, State] = {"created": "created", "running": "running", "paused": "running"}


def state_of(row: dict[str, Any]) -> State:
    """The state of a container in the engine's list."""
    return STATES.get(row["State"], "exited")


def address_in(settings: dict[str, Any], network: str) -> str | None:
    """A container's IPv4 address on this network."""
    return settings["Networks"].get(network, {}).get("IPAddress") or None


def seen(row: dict[str, Any], ended: dict[str, Any] | None, network: str) -> Seen:
    """A seat in the engine's list; `ended` is its whole state once it has exited."""
    state, labels = state_of(row), row["Labels"]
    return Seen(
        seat=int(labels["homeroom.seat"]),
        start=labels["homeroom.start"],
        state=state,
        address=address_in(row["NetworkSettings"], network) if state == "running" else None,
        exit_code=ended["ExitCode"] if ended else None,
        oom_killed=bool(ended and ended["OOMKilled"]),
    )


def usage(row: dict[str, Any], stats: dict[str, Any]) -> Usage | None:
    """What a seat uses, from the engine's statistics; None when it ended meanwhile."""
    memory, labels = stats["memory_stats"], row["Labels"]
    if "usage" not in memory:
        return None
    # The field's name depends on the version of control groups.
    detail = memory["stats"]
    droppable = detail.get("total_inactive_file", detail.get("inactive_file", 0))
    return Usage(
        seat=int(labels["homeroom.seat"]),
        start=labels["homeroom.start"],
        memory_mb=(memory["usage"] - droppable) // MB,
        cpu_s=stats["cpu_stats"]["cpu_usage"]["total_usage"] / 1e9,
    )
