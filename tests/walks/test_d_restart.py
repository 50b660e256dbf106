"""The hub goes away and comes back while a cell runs, and the student notices nothing."""

import json
import ssl
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import Arrive, Stack, eventually, go_to_class, in_lab, run_cell

pytestmark = pytest.mark.docker

TICKS = "import time; [(print(t, flush=True), time.sleep(0.25)) for t in range(1, 1000)]"


def test_a_running_cell_outlives_the_hub(stack: Stack, arrive: Arrive) -> None:
    ana = arrive("ana-garcia")
    ana.page.goto(f"{stack.origin}/hub/desk")
    ana.page.get_by_role("button", name="Open my notebook").click()
    in_lab(ana)
    output = run_cell(ana, TICKS)
    seats = sorted(stack.run("docker", "ps", "-q", "-f", f"name={stack.project}-seat").split())

    def last() -> int:
        return int((output.inner_text().split() or ["0"])[-1])

    def goes_on(when: str, seconds: float = 20) -> None:
        now = last()
        eventually(lambda: last() > now + 3, f"output goes on {when}", seconds)

    goes_on("before")
    rivera = arrive("ms-rivera")
    go_to_class(rivera, stack.origin, "biology-1")
    silent = rivera.page.get_by_text("Homeroom does not answer just now.")
    stack.run("docker", "compose", "kill", "hub")
    goes_on("while the hub is gone")
    expect(silent).to_be_visible(timeout=30_000)
    rivera.look("hub-gone")
    stack.run("docker", "compose", "up", "-d", "--no-build", "hub")
    goes_on("while the hub comes back")
    expect(silent).to_be_hidden(timeout=30_000)
    stack.homeroom("up")
    goes_on("after")
    stack.run("docker", "compose", "restart", "proxy")
    goes_on("after the proxy was started again", seconds=90)
    assert seats == sorted(
        stack.run("docker", "ps", "-q", "-f", f"name={stack.project}-seat").split()
    )
    ana.page.goto(f"{stack.origin}/hub/desk")
    expect(ana.page.get_by_role("button", name="Open my notebook")).to_be_visible()


def test_the_proxy_takes_the_certificate_it_is_given_and_makes_none(stack: Stack) -> None:
    routes = stack.run("docker", "compose", "exec", "-T", "hub", "cat", "/routes/live/hub.yml")
    given = json.loads(routes)["tls"]["stores"]["default"]["defaultCertificate"]["certFile"]
    where = urlsplit(stack.origin)
    assert where.hostname and where.port
    shown = ssl.get_server_certificate((where.hostname, where.port), timeout=10)
    assert shown.split() == given[given.index("-----BEGIN CERTIFICATE") :].split()
