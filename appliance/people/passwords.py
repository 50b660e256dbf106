"""Slow hashes for what people type, a few at a time."""

import os
from concurrent.futures import ThreadPoolExecutor

from passlib.context import CryptContext

# 19 MiB and two passes: 25 ms on one core, so that thirty people who sign in at once wait less than
# half a second on two (docs/decisions/0009-sign-in-codes.md has what else was measured).
_context = CryptContext(
    schemes=["argon2"],
    argon2__type="id",
    argon2__memory_cost=19 * 1024,
    argon2__time_cost=2,
    argon2__parallelism=1,
)
SLOTS = os.cpu_count() or 1
"""Hashes computed at once; more would only take turns."""
# Threads of their own: the C library keeps for each thread what a hash needed, 19 MiB, and a hub
# that hashed on every thread that serves pages would hold it forty times.
_threads = ThreadPoolExecutor(SLOTS, thread_name_prefix="hash")

SHORTEST = 12


def hashed(secret: str) -> str:
    """An argon2id hash of `secret`."""
    return str(_threads.submit(_context.hash, secret).result())


def verified(secret: str, hash_: str | None) -> bool:
    """Whether `secret` has this hash. Without a hash the same time passes, and the answer is no."""
    return _threads.submit(_verified, secret, hash_).result()


def _verified(secret: str, hash_: str | None) -> bool:
    if hash_ is None:
        _context.dummy_verify()
        return False
    return bool(_context.verify(secret, hash_))
