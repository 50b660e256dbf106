"""Who may come in: the hub's word on every token, believed for a few seconds."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from jupyter_server.auth.identity import User

from homeroom_seat.hub import Away

FRESH_S = 8.0
"""A withdrawn right is lost within this time."""
ALONE_S = 300.0
"""How long somebody already in stays in while the hub is away, which a restart makes it."""
MANY = 200


class SeatUser(User):
    """Somebody the hub lets into this seat."""


@dataclass(frozen=True)
class Verdict:
    """What the hub says of a token's bearer."""

    known: bool = False
    user: SeatUser | None = None
    """Whom it lets in; a bearer may be known and yet have no business here."""


@dataclass(frozen=True)
class _Heard:
    verdict: Verdict
    said: float
    ask_again: float


Ask = Callable[[str], Awaitable[Verdict]]
_Key = tuple[str, bytes]


class Visitors:
    """Remembers what the hub said, for each token and each sign-in at the hub.

    The sign-in's own cookie goes when somebody signs out there, so a browser that signed out is
    asked about at once, and a copy of its notebook cookie alone is worth nothing.
    """

    def __init__(self, ask: Ask, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._heard: dict[_Key, _Heard] = {}
        self._asking: dict[_Key, asyncio.Task[Verdict]] = {}

    async def judge(self, token: str, session: str) -> Verdict:
        """The hub's verdict, fresh or a few seconds old. Away where there is none to be had."""
        key = _key(token, session)
        last, now = self._heard.get(key), self._clock()
        if last and now < last.ask_again:
            return last.verdict
        try:
            verdict = await self._together(key, token)
        except Away:
            if not last or not last.verdict.user or now > last.said + ALONE_S:
                raise
            self._heard[key] = replace(last, ask_again=now + FRESH_S)
            return last.verdict
        self._remember(key, _Heard(verdict, now, now + FRESH_S))
        return verdict

    def hear(self, token: str, session: str, verdict: Verdict) -> None:
        """Remember what the hub said unasked."""
        now = self._clock()
        self._remember(_key(token, session), _Heard(verdict, now, now + FRESH_S))

    async def _together(self, key: _Key, token: str) -> Verdict:
        """One question for all who wait for its answer: Lab asks for thirty things at once."""
        if key not in self._asking:
            self._asking[key] = asyncio.ensure_future(self._ask(token))
            self._asking[key].add_done_callback(lambda _: self._asking.pop(key, None))
        return await asyncio.shield(self._asking[key])

    def _remember(self, key: _Key, heard: _Heard) -> None:
        self._heard.pop(key, None)
        self._heard[key] = heard
        if len(self._heard) > MANY:
            del self._heard[next(iter(self._heard))]


def _key(token: str, session: str) -> _Key:
    return session, hashlib.sha256(token.encode()).digest()
