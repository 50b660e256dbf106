"""A student's browser without a screen: cookies, forms, redirects, and one kernel."""

import asyncio
import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx2

from tests.bench.kernel import PATIENCE_S, Kernel


@dataclass
class Form:
    """A form of a page: where it goes and what it carries already."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        if tag == "input" and self.forms and "name" in given:
            self.forms[-1].fields[given["name"]] = given.get("value", "")


def form_with(page: str, name: str) -> Form:
    """The form of this page that has a field of this name."""
    parser = _Forms()
    parser.feed(page)
    for form in parser.forms:
        if name in form.fields:
            return form
    raise LookupError(f"no form with the field {name!r}")


class Browser:
    """One visitor. Every page that fails raises."""

    def __init__(self) -> None:
        self._client = httpx2.AsyncClient(follow_redirects=True, timeout=PATIENCE_S, verify=False)
        self.url = ""
        self.text = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    @property
    def path(self) -> str:
        """Where the visitor is."""
        return urlsplit(self.url).path

    async def open(self, url: str) -> None:
        """Go to a page and wherever it leads."""
        self._show(await self._client.get(url))

    async def submit(self, **fields: str) -> None:
        """Fill in the form that has these fields, press its button and go where it leads."""
        answer = await self._post(fields)
        if not answer.is_redirect:
            self._show(answer)
            return
        # As browsers do: where a form leads is a page like any other, and not sent from a form.
        await self.open(urljoin(str(answer.url), answer.headers["location"]))

    async def press(self, **fields: str) -> None:
        """The same, but stay: the answer must be the way on to another page."""
        answer = await self._post(fields)
        if not answer.is_redirect:
            raise RuntimeError(f"{answer.url} answers {answer.status_code}, and leads nowhere")

    async def _post(self, fields: dict[str, str]) -> httpx2.Response:
        form = form_with(self.text, next(iter(fields)))
        target = urljoin(self.url, form.action)
        filled = {**form.fields, **fields}
        headers = {"Origin": origin_of(target)}
        return await self._client.post(target, data=filled, headers=headers, follow_redirects=False)

    def _show(self, answer: httpx2.Response) -> None:
        answer.raise_for_status()
        self.url, self.text = str(answer.url), answer.text

    async def ask(self, method: str, url: str, **options: Any) -> httpx2.Response:
        """A call of the page's own script, with its cookie's token as scripts send it."""
        headers = {"X-XSRFToken": self.cookie("_xsrf", url), "Referer": self.url}
        headers |= options.pop("headers", {})
        return await self._client.request(method, url, headers=headers, **options)

    def stream(self, url: str) -> Any:
        """A response that comes bit by bit, as a context manager."""
        headers = {"X-XSRFToken": self.cookie("_xsrf", url), "Accept": "text/event-stream"}
        return self._client.stream("GET", url, headers=headers)

    def cookie(self, name: str, url: str) -> str:
        """The cookie of this name that goes to this address: the one with the longest path."""
        path = urlsplit(url).path
        fitting = [
            one
            for one in self._client.cookies.jar
            if one.name == name and path.startswith(one.path)
        ]
        return max(fitting, key=lambda one: len(one.path)).value or "" if fitting else ""

    def cookies(self, url: str) -> str:
        """The Cookie header that goes to this address."""
        return str(self._client.build_request("GET", url).headers.get("cookie", ""))

    async def open_kernel(self, seat: str) -> Kernel:
        """Begin a notebook's session as Lab does, and open its kernel's websocket."""
        answer = await self.ask("POST", f"{seat}api/sessions", json=_session())
        answer.raise_for_status()
        channels = f"{seat}api/kernels/{answer.json()['kernel']['id']}/channels"
        cookies = self.cookies(channels)
        return await asyncio.to_thread(Kernel.connect, channels, cookies, origin_of(channels))


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _session() -> dict[str, Any]:
    path = f"{uuid.uuid4().hex}.ipynb"
    return {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
