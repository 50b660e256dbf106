"""Requests per second: so many connections, each asking again as soon as it has its answer.

Hand-written over asyncio's transports, since a client library costs more CPU than the servers do.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MOST = 50_000
"""Requests of one flood, whatever its seconds."""


@dataclass
class Tally:
    """What came back: seconds of every answer, how many were not 2xx, and for how long."""

    seconds: list[float] = field(default_factory=list)
    failures: int = 0
    lasted_s: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.lasted_s if self.lasted_s else 0.0


class Answers:
    """Cuts a stream of bytes into HTTP/1.1 answers, and keeps their status only."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, data: bytes) -> int | None:
        """The status once the answer is whole, else None."""
        self._kept += data
        head = self._kept.find(b"\r\n\r\n")
        if head < 0:
            return None
        status = int(self._kept[9:12])
        if not self._whole(bytes(self._kept[:head]).lower(), head + 4):
            return None
        self._kept.clear()
        return status

    def _whole(self, head: bytes, body: int) -> bool:
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name == b"content-length":
                return len(self._kept) - body >= int(value)
            if name == b"transfer-encoding":
                return self._kept.endswith(b"0\r\n\r\n")
        return True


class _Connection(asyncio.Protocol):
    def __init__(self, request: bytes, tally: Tally, until: float) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request, self._tally, self._until = request, tally, until
        self._answers = Answers()
        self._began = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        status = self._answers.feed(data)
        if status is None:
            return
        now = time.perf_counter()
        if 200 <= status < 300:
            self._tally.seconds.append(now - self._began)
        else:
            self._tally.failures += 1
        if now < self._until and len(self._tally.seconds) + self._tally.failures < MOST:
            self._ask()
        elif self._transport:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def _ask(self) -> None:
        assert self._transport
        self._began = time.perf_counter()
        self._transport.write(self._request)


async def flood(url: str, cookies: Sequence[str], connections: int, seconds: float) -> Tally:
    """Ask for one address over so many connections; the cookies are dealt out to them in turn."""
    where = urlsplit(url)
    if where.hostname != "127.0.0.1":
        raise ValueError(f"{url} is not on this machine's loopback; nothing else is loaded.")
    tally, began = Tally(), time.perf_counter()
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(
            lambda number=number: _Connection(  # type: ignore[misc]
                request(url, cookies[number % len(cookies)]), tally, began + seconds
            ),
            where.hostname,
            where.port or 80,
        )
        for number in range(connections)
    ]
    async with asyncio.timeout(seconds + 30):
        await asyncio.gather(*(connection.done for _, connection in opened))
    tally.lasted_s = time.perf_counter() - began
    return tally


def request(url: str, cookies: str) -> bytes:
    """One GET as a browser sends it, word for word."""
    where = urlsplit(url)
    target = where.path + (f"?{where.query}" if where.query else "")
    lines = [
        f"GET {target} HTTP/1.1",
        f"Host: {where.netloc}",
        "Accept: text/html,*/*;q=0.8",
        "Accept-Encoding: gzip",
        *([f"Cookie: {cookies}"] if cookies else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode()
