"""An answer before the end of a body: it goes out at once, and the rest is not read for ever."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.types import Message, Receive, Scope, Send

from web import linger
from web.linger import Linger


def ask(chunks: Iterator[bytes] | None, *, reads: int = 0) -> list[str]:
    """What went each way when the application reads so many chunks, then answers."""
    seen: list[str] = []

    async def receive() -> Message:
        await asyncio.sleep(0)
        chunk = next(chunks, None) if chunks else None
        seen.append("in" if chunk else "end")
        return {"type": "http.request", "body": chunk or b"", "more_body": bool(chunk)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.append("close" if (b"connection", b"close") in message["headers"] else "start")
        else:
            seen.append(f"{message.get('body', b'').decode()}{'…' * message.get('more_body', 0)}")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for _ in range(reads):
            await receive()
        await send({"type": "http.response.start", "status": 413, "headers": []})
        await send({"type": "http.response.body", "body": b"no"})

    headers = [(b"transfer-encoding", b"chunked")] if chunks else []
    one = Linger({"type": "http", "headers": headers}, receive, send)
    asyncio.run(app({}, one.receive, one.send))
    return seen


def endless() -> Iterator[bytes]:
    while True:
        yield bytes(1000)


def test_a_body_that_was_read_and_none_at_all_change_nothing() -> None:
    assert ask(iter([b"x"]), reads=2) == ["in", "end", "start", "no"]
    assert ask(None) == ["start", "no"]


def test_the_answer_goes_before_the_rest_is_read() -> None:
    assert ask(iter([b"x", b"y"]), reads=1) == ["in", "close", "no…", "in", "end", ""]


def test_a_body_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linger, "LINGER_BYTES", 2500)
    assert ask(endless()) == ["close", "no…", "in", "in", "in", ""]


def test_a_slow_body_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linger, "LINGER_S", 0.0)
    assert ask(endless()) == ["close", "no…", ""]
