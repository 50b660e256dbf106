"""What a request brings to prove who sent it, and that they meant to."""

import hashlib
import hmac
import re
import time
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

SESSION = "jupyterhub-session-id"
READS = {"GET", "HEAD", "OPTIONS"}
_BEARER = re.compile(r"(?:token|bearer) +([\w.~+/=-]{1,200})", re.IGNORECASE)
_TOKEN = re.compile(r"[\w.~+/=-]{1,200}", re.ASCII)


def bearer(handler: RequestHandler) -> str:
    """The token a program shows. In an address only for a websocket, which can't send headers."""
    header = _BEARER.fullmatch(handler.request.headers.get("Authorization", ""))
    if header:
        return header[1]
    asked = handler.get_query_argument("token", "") if upgrades(handler.request) else ""
    return asked if _TOKEN.fullmatch(asked) else ""


def session(handler: RequestHandler) -> str:
    """The sign-in at the hub: it goes when the person signs out there."""
    return handler.get_cookie(SESSION) or ""


def upgrades(request: HTTPServerRequest) -> bool:
    """Whether a websocket is asked for."""
    return request.headers.get("Upgrade", "").lower() == "websocket"


def navigates(request: HTTPServerRequest) -> bool:
    """Whether a person goes to a page, as far as browsers say: over plain HTTP they don't."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return request.method in READS and mode == "navigate" and not upgrades(request)


def from_here(request: HTTPServerRequest) -> bool:
    """Whether no other origin sent it. Other seats differ from this one in their port alone."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")


def reads_quietly(request: HTTPServerRequest) -> bool:
    """Whether it is a read whose answer no script of another place gets to see."""
    fetched = request.headers.get("Sec-Fetch-Mode") == "no-cors"
    image = fetched and request.headers.get("Sec-Fetch-Site") == "same-origin"
    return request.method in READS and (navigates(request) or upgrades(request) or image)


def bind_xsrf(handler: RequestHandler, secret: bytes, token: str) -> None:
    """Make tornado expect the one XSRF token that belongs to this sign-in.

    By itself it believes its `_xsrf` cookie, which any page on this host name can set, whatever
    its port. Here the cookie only carries the token to Lab's scripts; what counts is worked out
    from the sign-in.
    """
    wanted = hmac.digest(secret, b"xsrf " + token.encode(), hashlib.sha256)[:16]
    version, brought, _ = handler._decode_xsrf_token(handler.get_cookie("_xsrf") or "")
    fits = brought is not None and hmac.compare_digest(brought, wanted)
    # Without a version tornado sends the browser a new cookie.
    handler._raw_xsrf_token = (version if fits else None, wanted, time.time())
