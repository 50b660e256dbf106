"""The sign-in hand-shake with the hub: OAuth 2's authorization code with state and PKCE."""

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from tornado.web import RequestHandler

from homeroom_seat.place import Place

BEGUN_S = 600
"""A sign-in has to end within ten minutes."""
AT_ONCE = 4
"""Tabs signing in at the same time; with more, the oldest begin again."""
LONGEST_NEXT = 1500
"""A browser drops a cookie of more than 4 kB."""
_STRANGE = re.compile(r"[\x00-\x1f\x7f\\]|//|/\.\.(/|$)")


@dataclass(frozen=True)
class Begun:
    """A sign-in that left for the hub: what it must bring back, and where it was going."""

    state: str
    verifier: str
    next: str

    @classmethod
    def now(cls, next_path: str) -> "Begun":
        return cls(secrets.token_urlsafe(16), secrets.token_urlsafe(48), next_path)

    @property
    def challenge(self) -> str:
        """What the hub is shown of the verifier (RFC 7636, S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class SignIn:
    """Begins and ends hand-shakes; all it remembers is in signed cookies of the browser's own.

    A cookie for each begun sign-in, so that two tabs do not take each other's.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._begun = f"{place.client_id}-oauth-state-"

    def begin(self, handler: RequestHandler) -> str:
        """Remember where the visitor was going; the hub's address for signing in."""
        begun = Begun.now(self._within(handler.request.uri or ""))
        waiting = [name for name in handler.request.cookies if name.startswith(self._begun)]
        for name in waiting[: len(waiting) - AT_ONCE + 1]:
            handler.clear_cookie(name, path=self._place.prefix)
        handler.set_signed_cookie(
            self._begun + begun.state[:8],
            json.dumps([begun.state, begun.verifier, begun.next]),
            expires_days=None,
            max_age=BEGUN_S,
            **self._kind(handler),
        )
        return self._place.sign_in_url(begun.state, begun.challenge)

    def finish(self, handler: RequestHandler, state: str) -> Begun | None:
        """The sign-in this browser began under that state, once; None where it began none."""
        name = self._begun + state[:8]
        signed = handler.get_signed_cookie(name, max_age_days=BEGUN_S / 86400)
        if not signed:
            return None
        handler.clear_cookie(name, path=self._place.prefix)
        begun = Begun(*json.loads(signed))
        if not hmac.compare_digest(begun.state.encode(), state.encode()):
            return None
        return Begun(begun.state, begun.verifier, self._within(begun.next))

    def token(self, handler: RequestHandler) -> str:
        """The visitor's token, from the cookie that only this server can write."""
        return (handler.get_signed_cookie(self._place.client_id) or b"").decode("ascii", "replace")

    def keep(self, handler: RequestHandler, token: str) -> None:
        """Let the browser bring its token from now on, until it closes or signs out."""
        name, kind = self._place.client_id, self._kind(handler)
        handler.set_signed_cookie(name, token, expires_days=None, **kind)

    def forget(self, handler: RequestHandler) -> None:
        """Take the token away again."""
        handler.clear_cookie(self._place.client_id, path=self._place.prefix)

    def _kind(self, handler: RequestHandler) -> dict[str, Any]:
        secure = self._place.https or handler.request.protocol == "https"
        return {"path": self._place.prefix, "httponly": True, "samesite": "Lax", "secure": secure}

    def _within(self, uri: str) -> str:
        """`uri` if it is a path of this seat's, else the way to its first page.

        That page is also what the bare address means, whatever is asked of it.
        """
        home = self._place.prefix + self._place.default_url.lstrip("/")
        path, mark, query = uri.partition("?")
        uri = home + mark + query if path == self._place.prefix else uri
        parts, plain = urlsplit(uri), unquote(unquote(uri.partition("?")[0]))
        ours = plain.startswith(self._place.prefix) and plain != self._place.prefix
        if parts.scheme or parts.netloc or not ours or _STRANGE.search(plain):
            return home
        return uri if len(uri) <= LONGEST_NEXT else home
