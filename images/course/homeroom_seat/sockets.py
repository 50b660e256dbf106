"""Open websockets, closed when the sign-in that opened them has ended."""

import asyncio
from weakref import WeakKeyDictionary

from tornado.log import app_log
from tornado.websocket import WebSocketHandler

from homeroom_seat.hub import Away
from homeroom_seat.visitors import Visitors

LOOK_EVERY_S = 20.0
SIGNED_OUT = 1008
"""Policy violation, in RFC 6455's list."""


class Sockets:
    """Kernels and terminals outlive a page's requests, so these are judged again and again."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors
        self._open: WeakKeyDictionary[WebSocketHandler, tuple[str, str]] = WeakKeyDictionary()

    def add(self, socket: WebSocketHandler, token: str, session: str) -> None:
        """Remember who opened it."""
        self._open[socket] = (token, session)

    async def watch(self) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except Exception:
                app_log.exception("Open websockets could not be looked at; the next look comes")

    async def look(self) -> None:
        """Close those whose sign-in has ended. A hub that is away ends nobody's."""
        for socket, (token, session) in list(self._open.items()):
            try:
                verdict = await self._visitors.judge(token, session)
            except Away:
                continue
            if not verdict.user and socket.ws_connection is not None:
                socket.close(SIGNED_OUT, "signed out")
