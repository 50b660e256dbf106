"""Secrets: made at random, kept as digests; the one key that is kept lies beside the database."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path


def new_token() -> str:
    """A fresh secret of 256 bits, safe in a URL and in a cookie."""
    return secrets.token_urlsafe(32)


def is_number(text: str) -> bool:
    """Whether this is the number of a row; more digits than this no database takes."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def digest(token: str) -> str:
    """What is kept of a random token; it needs no key, for it can't be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


class Key:
    """The installation's key. It is not in the database, so a copied database opens nothing."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def sign(self, purpose: str, text: str) -> str:
        """A keyed digest of `text`, different for every `purpose`."""
        return hmac.new(self._secret, f"{purpose}\0{text}".encode(), "sha256").hexdigest()

    def signed(self, purpose: str, text: str, signature: str) -> bool:
        return hmac.compare_digest(self.sign(purpose, text).encode(), signature.encode())


def ensure_key(folder: Path) -> Key:
    """The key in `folder`, made there the first time."""
    path = folder / "key"
    if not path.exists():
        fresh = folder / f"key.{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # two starters may race; the first one's key stays
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return Key(path.read_bytes())
