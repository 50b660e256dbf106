"""Two attacks by a student who owns a container: on another student's seat, and on the hub.

Ana's own server serves a page of hers to whoever comes, and Ben, signed in everywhere, opens it.
The page is harmless in itself: it only tries doors and says which gave way.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import Arrive, Stack, in_lab

pytestmark = pytest.mark.docker

TRAP = ".local/share/jupyter/labextensions/trap/static/trap.html"
"""Where JupyterLab finds what its extensions bring, and serves it to whoever asks."""


@pytest.fixture(scope="module")
def trap(stack: Stack, arrive: Arrive) -> Iterator[Page]:
    """Ana's page, opened in Ben's browser."""
    install = (
        f"import pathlib; page = pathlib.Path.home() / {TRAP!r}; "
        "page.parent.mkdir(parents=True, exist_ok=True); "
        "page.write_text('<!doctype html><title>trap</title>')"
    )
    stack.python("ana-garcia", install)
    ana, ben = arrive("ana-garcia"), arrive("ben-novak")
    page = ben.context.new_page()
    answer = page.goto(re.sub(r"/lab.*", "/lab/extensions/trap/static/trap.html", ana.page.url))
    assert answer is not None
    assert answer.status == 200
    yield page
    page.close()


def tried(page: Page, script: str, *arguments: Any) -> Any:
    """Run the attack's script in the page; what it says it got."""
    return page.evaluate(f"async (given) => {{ {script} }}", list(arguments))


def bens_terminals(stack: Stack) -> Any:
    ask = """
import os, urllib.request as r
url = "http://127.0.0.1:8888" + os.environ["JUPYTERHUB_SERVICE_PREFIX"] + "api/terminals"
token = os.environ["JUPYTERHUB_API_TOKEN"]
print(r.urlopen(r.Request(url, headers={"Authorization": "token " + token})).read().decode())
"""
    return json.loads(stack.python("ben-novak", ask))


def test_a_page_from_anas_seat_cannot_take_over_bens(
    stack: Stack, arrive: Arrive, trap: Page
) -> None:
    seat = re.sub(r"/lab.*", "/", arrive("ben-novak").page.url)
    before = bens_terminals(stack)
    read = tried(
        trap,
        """
        const [seat] = given, got = [];
        const ask = {credentials: 'include'};
        try { got.push(await (await fetch(seat + 'api/contents', ask)).text()) }
        catch (error) { got.push('closed') }
        const popup = open(seat + 'lab');
        await new Promise(done => setTimeout(done, 4000));
        try { got.push(popup.document.cookie) } catch (error) { got.push('closed') }
        popup && popup.close();
        return got;
        """,
        seat,
    )
    assert read == ["closed", "closed"]
    tried(
        trap,
        """
        const [seat] = given;
        history.pushState({}, '', new URL(seat).pathname);   // cookies go by path, not by port
        const found = /_xsrf=([^;]+)/.exec(document.cookie);
        const token = found ? found[1] : 'none';
        for (const mode of ['cors', 'no-cors'])
          try { await fetch(seat + 'api/terminals?_xsrf=' + encodeURIComponent(token),
                            {method: 'POST', credentials: 'include', mode}) } catch (error) {}
        return token;
        """,
        seat,
    )
    assert bens_terminals(stack) == before


def test_a_page_from_a_seat_can_neither_read_the_hub_nor_post_to_it(
    stack: Stack, arrive: Arrive, trap: Page
) -> None:
    seat = stack.seat("ben-novak")
    read = tried(
        trap,
        """
        const [hub] = given, got = [];
        try { got.push(await (await fetch(hub + '/hub/desk', {credentials: 'include'})).text()) }
        catch (error) { got.push('closed') }
        const frame = document.createElement('iframe');
        frame.src = hub + '/hub/desk';
        document.body.append(frame);
        await new Promise(done => frame.onload = done);
        try { got.push(frame.contentDocument ? 'open' : 'closed') }
        catch (error) { got.push('closed') }
        const body = new URLSearchParams({_xsrf: 'x'});
        const posted = await fetch(hub + '/hub/seat/biology-1/restart',
          {method: 'POST', credentials: 'include', mode: 'no-cors', body});
        got.push(posted.type);
        return got;
        """,
        stack.origin,
    )
    assert read == ["closed", "closed", "opaque"]
    trap.evaluate(
        """hub => { const form = document.createElement('form');
        form.method = 'post'; form.action = hub + '/hub/seat/biology-1/restart';
        document.body.append(form); form.submit(); }""",
        stack.origin,
    )
    expect(trap.get_by_text("sent from another place")).to_be_visible()
    ben = arrive("ben-novak")
    ben.page.goto(f"{stack.origin}/hub/desk")
    assert stack.seat("ben-novak") == seat


def test_the_hubs_login_cookie_never_reaches_a_seat(stack: Stack, arrive: Arrive) -> None:
    ana = arrive("ana-garcia")
    cookies = {cookie["name"]: cookie for cookie in ana.context.cookies()}
    assert cookies["homeroom-login"]["path"] == "/hub/"
    assert cookies["homeroom-login"]["httpOnly"]
    heard: list[str] = []

    def note(request: Any) -> None:
        if "/user/" in request.url and "/hub/" not in request.url:
            heard.append(request.all_headers().get("cookie", ""))

    ana.page.on("requestfinished", note)
    ana.page.goto(f"{stack.origin}/hub/desk")
    ana.page.get_by_role("button", name="Open my notebook").click()
    in_lab(ana)
    ana.page.remove_listener("requestfinished", note)
    assert heard
    assert not any("homeroom-login" in cookie for cookie in heard)
