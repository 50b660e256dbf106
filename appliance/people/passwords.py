"""Slow hashes for what people type, a few at a time."""

import os
from threading import BoundedSemaphore

from passlib.context import CryptContext

# 19 MiB and two passes is OWASP's first recommendation for argon2id; thirty of them cost well
# under a second on two cores (docs/measurements.md).
_context = CryptContext(
    schemes=["argon2"],
    argon2__type="id",
    argon2__memory_cost=19 * 1024,
    argon2__time_cost=2,
    argon2__parallelism=1,
)
_slots = BoundedSemaphore(os.cpu_count() or 1)  # more at once would only take turns

SHORTEST = 12


def hashed(secret: str) -> str:
    """An argon2id hash of `secret`."""
    with _slots:
        return str(_context.hash(secret))


def verified(secret: str, hash_: str | None) -> bool:
    """Whether `secret` has this hash. Without a hash the same time passes, and the answer is no."""
    with _slots:
        if hash_ is None:
            _context.dummy_verify()
            return False
        return bool(_context.verify(secret, hash_))
