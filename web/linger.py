"""Answers that come before the end of an upload, and are heard all the same.

A program sends the whole of its body before it listens. Were the connection closed under it, it
would see a fault of the network and no sentence; were it read on, that could be for ever. So the
answer goes out at once, what still comes is thrown away for a while, and then the connection ends.
"""

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

LINGER_S = 5.0
LINGER_BYTES = 256 * 1024 * 1024


class Linger:
    """One request, seen from between server and application: use its `receive` and `send`."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._unread = _has_body(Headers(scope=scope))

    async def receive(self) -> Message:
        message = await self._receive()
        self._unread = message["type"] == "http.request" and message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        kind, last = message["type"], not message.get("more_body", False)
        if self._unread and kind == "http.response.start":
            MutableHeaders(scope=message)["Connection"] = "close"
        elif self._unread and kind == "http.response.body" and last:
            await self._send({**message, "more_body": True})
            await self._read_on()
            message = {"type": "http.response.body", "body": b""}
        await self._send(message)

    async def _read_on(self) -> None:
        left = LINGER_BYTES
        try:
            async with asyncio.timeout(LINGER_S):
                while self._unread and left > 0:
                    left -= len((await self.receive()).get("body", b""))
        except TimeoutError:
            return


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
