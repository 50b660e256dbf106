"""What a seat asks the hub, and tells it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse

from homeroom_seat.place import Place

ANSWER_S = 5.0
REFUSED = {400, 401, 403}


class Away(Exception):
    """The hub gave no answer to rely on."""


Model = dict[str, Any]
"""What the hub says of a token's bearer."""


@dataclass(frozen=True)
class Granted:
    """A browser's token."""

    token: str
    user: Model | None
    """Whose it is, where the hub says so unasked."""


class Hub:
    """The hub's API, as far as a notebook server needs it."""

    def __init__(self, place: Place) -> None:
        self._place = place

    async def whose(self, token: str) -> Model | None:
        """The model of a token's bearer; None where the hub knows no such token."""
        answer = await self._send(f"{self._place.api}/user", token)
        model: Model | None = _content(answer)
        return model

    async def trade(self, code: str, verifier: str) -> Granted | None:
        """The token for a sign-in's code; None where the hub refuses it."""
        form = {
            "client_id": self._place.client_id,
            "client_secret": self._place.token,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._place.callback,
            "code_verifier": verifier,
        }
        url = f"{self._place.api}/oauth2/token"
        kind = "application/x-www-form-urlencoded"
        answer = await self._send(url, self._place.token, urlencode(form), kind)
        granted = _content(answer)
        return Granted(str(granted["access_token"]), granted.get("user")) if granted else None

    async def report(self, last_used: datetime) -> None:
        """Say when this seat was last used."""
        moment = {"last_activity": last_used.astimezone(UTC).isoformat().replace("+00:00", "Z")}
        body = json.dumps({"servers": {self._place.server: moment}, **moment})
        url = self._place.activity_url
        answer = await self._send(url, self._place.token, body, "application/json")
        if answer.code >= 300:
            raise Away(f"{url} answered {answer.code}")

    async def _send(
        self, url: str, token: str, body: str | None = None, kind: str | None = None
    ) -> HTTPResponse:
        headers = {"Authorization": f"token {token}"} | ({"Content-Type": kind} if kind else {})
        request = HTTPRequest(
            url,
            method="GET" if body is None else "POST",
            headers=headers,
            body=body,
            request_timeout=ANSWER_S,
            follow_redirects=False,
        )
        try:
            return await AsyncHTTPClient().fetch(request, raise_error=False)
        except (HTTPClientError, OSError) as error:
            raise Away(f"{url}: {error}") from error


def _content(answer: HTTPResponse) -> Any:
    """What a good answer holds; None for a refusal. Anything else, a proxy's say, is no answer."""
    if answer.code in REFUSED:
        return None
    if answer.code != 200:
        raise Away(f"{answer.effective_url} answered {answer.code}")
    try:
        return json.loads(answer.body)
    except ValueError as error:
        raise Away(f"{answer.effective_url} answered no JSON") from error
