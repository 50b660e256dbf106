"""The engine and the kernel, asked directly: what containers there are, what memory they hold."""

import asyncio
import json
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx2

SOCKET = "/var/run/docker.sock"
LOOK_EVERY_S = 0.05


class Engine:
    """The few questions the benchmark has; no command is started, so asking costs little."""

    def __init__(self, socket: str = SOCKET) -> None:
        transport = httpx2.AsyncHTTPTransport(uds=socket)
        self._client = httpx2.AsyncClient(
            transport=transport, base_url="http://engine", timeout=120
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def about(self) -> dict[str, Any]:
        """Version and the like."""
        return dict(await self._get("/version"))

    async def containers(self, prefix: str) -> list[str]:
        """Names of all containers, running or not, that begin so."""
        filters = json.dumps({"name": [f"^/{prefix}"]})
        found = await self._get("/containers/json", all="1", filters=filters)
        return sorted(one["Names"][0].removeprefix("/") for one in found)

    async def gone(self, prefix: str, within_s: float = 300) -> None:
        """Wait until no container's name begins so."""
        until = time.monotonic() + within_s
        while await self.containers(prefix):
            if time.monotonic() > until:
                raise TimeoutError(f"containers {prefix}… are still there")
            await asyncio.sleep(LOOK_EVERY_S)

    async def restart(self, container: str, grace_s: int = 10) -> None:
        """Ask it to end, wait, start it again."""
        answer = await self._client.post(f"/containers/{container}/restart?t={grace_s}")
        answer.raise_for_status()

    async def private_mb(self, container: str) -> float:
        """Memory that only this container's processes hold, in MB of 2^20 bytes; needs root."""
        top = await self._get(f"/containers/{container}/top", ps_args="-eo pid")
        return sum(private_mb(int(row[0])) for row in top["Processes"])

    async def _get(self, path: str, **query: str) -> Any:
        answer = await self._client.get(path, params=query)
        answer.raise_for_status()
        return answer.json()


def may_measure_memory() -> bool:
    """Whether this user may look into other users' processes."""
    return os.geteuid() == 0


def private_mb(pid: int) -> float:
    """A process's private memory in MB; 0 when it is gone. No page cache, nothing shared."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return private_kb(rollup) / 1024


def private_kb(rollup: str) -> int:
    """Private_Clean + Private_Dirty of a smaps_rollup."""
    return sum(
        int(line.split()[1])
        for line in rollup.splitlines()
        if line.startswith(("Private_Clean:", "Private_Dirty:"))
    )
