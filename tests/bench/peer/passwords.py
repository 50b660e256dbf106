"""Sign-in for the peer with a password that costs as much to check as a code of ours."""

import asyncio
import json
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from jupyterhub.auth import Authenticator  # type: ignore[import-not-found]

HASHES = Path("/srv/hashes.json")


class Passwords(Authenticator):  # type: ignore[misc]
    """Names and argon2id hashes from a file; each hash says itself what it costs to check."""

    async def authenticate(self, handler: Any, data: dict[str, str]) -> str | None:
        """The name if the password is right. Hashing leaves the event loop, as ours does."""
        hash_ = json.loads(HASHES.read_text()).get(data["username"])
        if hash_ is None:
            return None
        loop = asyncio.get_running_loop()
        right = await loop.run_in_executor(None, verified, hash_, data["password"])
        return data["username"] if right else None


def verified(hash_: str, password: str) -> bool:
    """Whether the password has this hash."""
    try:
        return PasswordHasher().verify(hash_, password)
    except VerifyMismatchError:
        return False
