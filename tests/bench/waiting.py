"""Waiting until something is so, and giving up with a sentence."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import httpx2


async def until(
    holds: Callable[[], Awaitable[bool]],
    what: str,
    *,
    every_s: float = 0.05,
    within_s: float = 300,
) -> None:
    """Ask again and again until it holds; TimeoutError names what did not come true."""
    give_up = time.monotonic() + within_s
    while not await holds():
        if time.monotonic() > give_up:
            raise TimeoutError(f"not within {within_s:.0f} s: {what}")
        await asyncio.sleep(every_s)


async def answers(url: str) -> bool:
    """Whether this address answers 200 now."""
    try:
        async with httpx2.AsyncClient(timeout=2, verify=False) as client:
            return (await client.get(url)).status_code == 200
    except httpx2.TransportError:
        return False
