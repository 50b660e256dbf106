"""What the browser without a screen understands of pages."""

import asyncio

import httpx2
import pytest

from tests.bench.browser import Browser, form_with
from tests.bench.engine import private_kb
from tests.bench.our_hub import asks

PAGE = """<form action="/language"><input name="lang" value="de"></form>
<form method="post" action="/hub/login"><input type="hidden" name="_xsrf" value="t&amp;1">
<input type="hidden" name="next" value=""><input name="code"><button>Sign in</button></form>"""

QUEUED = """<div hx-get="/hub/seat/bio/state?path=/user/ana/bio/&amp;a=1"
  hx-trigger="load delay:250ms">"""
OFF = """<div hx-post="/hub/seat/bio/start" hx-trigger="load" hx-headers='{"X-Xsrf": "abc:1"}'>"""


def test_the_form_with_the_wanted_field_brings_all_its_hidden_ones() -> None:
    form = form_with(PAGE, "code")
    assert form.action == "/hub/login"
    assert form.fields == {"_xsrf": "t&1", "next": "", "code": ""}


def test_a_page_without_the_field_is_named() -> None:
    with pytest.raises(LookupError, match="password"):
        form_with(PAGE, "password")


def test_where_a_form_leads_is_opened_like_any_page_and_not_as_sent_by_the_form() -> None:
    asked: list[tuple[str, str | None]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append((request.method, request.headers.get("origin")))
        if request.method == "POST":
            return httpx2.Response(303, headers={"location": "http://127.0.0.1:8100/"})
        return httpx2.Response(200, text=PAGE)

    async def sign_in() -> str:
        async with Browser() as browser:
            browser._client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
            await browser.open("http://127.0.0.1:8000/")
            await browser.submit(code="BIO1")
            return browser.url

    assert asyncio.run(sign_in()) == "http://127.0.0.1:8100/"
    assert asked == [("GET", None), ("POST", "http://127.0.0.1:8000"), ("GET", None)]


def test_the_waiting_page_is_asked_as_often_as_it_says() -> None:
    method, url, delay_s, _ = asks(QUEUED, "")
    assert (method, delay_s) == ("GET", 0.25)
    assert url == "/hub/seat/bio/state?path=/user/ana/bio/&a=1"


def test_a_start_carries_the_forms_token() -> None:
    method, url, delay_s, headers = asks(OFF, "")
    assert (method, url, delay_s) == ("POST", "/hub/seat/bio/start", 0.0)
    assert headers["X-Xsrf"] == "abc:1"


def test_a_page_that_asks_nothing_is_asked_for_its_state() -> None:
    assert asks("<p>soon</p>", "/state")[:2] == ("GET", "/state")


def test_private_memory_is_what_nobody_shares() -> None:
    rollup = "Rss: 900 kB\nPss: 500 kB\nShared_Clean: 300 kB\nPrivate_Clean: 10 kB\n"
    assert private_kb(rollup + "Private_Dirty: 32 kB\nSwap: 0 kB\n") == 42
