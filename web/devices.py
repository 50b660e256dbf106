"""Who knocks: the address, and the device cookie, which opens nothing."""

import ipaddress
import secrets
import time

from fastapi import Request
from starlette.responses import Response

from appliance.keys import Key
from appliance.people.turns import Asker

COOKIE = "homeroom-device"
LASTS_S = 400 * 24 * 3600
_PURPOSE = "device cookie"


def asker(key: Key, form: str, request: Request) -> Asker:
    """Whoever sends this form, as the queue tells visitors apart."""
    return Asker(form, address(request), known(key, request))


def address(request: Request) -> str:
    """Where a request comes from; of IPv6 the network, since a device has all of one."""
    host = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else host


def known(key: Key, request: Request) -> str:
    """Whose device this is, as `remember` was told; empty when it is nobody's we know."""
    facts, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
    owner, _, rest = facts.partition(".")
    made = rest.partition(".")[0]
    if not facts or not key.signed(_PURPOSE, facts, signature) or not made.isdecimal():
        return ""
    return owner if time.time() - int(made) < LASTS_S else ""


def remember(key: Key, response: Response, owner: str) -> None:
    """Know this device from now on."""
    facts = f"{owner}.{int(time.time())}.{secrets.token_hex(8)}"
    response.set_cookie(
        COOKIE,
        f"{facts}.{key.sign(_PURPOSE, facts)}",
        path="/hub/",
        max_age=LASTS_S,
        httponly=True,
        samesite="lax",
    )
