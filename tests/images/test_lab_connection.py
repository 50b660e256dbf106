"""What an open tab says while its server does not answer, in a real browser and JupyterLab."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.images.exchange_hub import ClassHub, serving
from tests.images.notebook import Server, opened

# It needs no engine, but a browser, which ./homeroom test has.
pytestmark = pytest.mark.docker

SLOW_MS = 60_000  # Lab asks for its lists every ten seconds, and twice before it gives up
API = "**/api/**"


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("ana") / "home"
    with serving(ClassHub()) as hub, opened("student", "ana", home, hub) as server:
        yield server


def lab(browser: Browser, seat: Server, locale: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale=locale)
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    page.goto(f"{seat.url}/lab?token=seat&reset")
    page.locator(".jp-Launcher").first.wait_for()
    return page


def stopped(route: Route) -> None:
    """What the hub answers in the place of a notebook that does not run."""
    route.fulfill(status=424, json={"message": "This notebook server is not running."})


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def test_whoever_loses_the_server_reads_where_the_work_is_until_it_is_there_again(
    browser: Browser, seat: Server
) -> None:
    page = lab(browser, seat, "en-GB")
    page.route(API, stopped)
    expect(dialog(page)).to_contain_text("Your notebook was stopped", timeout=SLOW_MS)
    expect(dialog(page)).to_contain_text("What you typed is still in this tab")
    page.unroute(API)
    expect(dialog(page)).to_have_count(0, timeout=SLOW_MS)
    expect(page.get_by_text("there again. Save what you typed")).to_be_visible(timeout=SLOW_MS)


def test_a_network_that_is_silent_is_told_as_well_as_one_that_says_no(
    browser: Browser, seat: Server
) -> None:
    page = lab(browser, seat, "en-GB")

    def gone(route: Route) -> None:
        if "/api/status" not in route.request.url:
            route.abort()  # and what asks after it is never answered

    page.route(API, gone)
    expect(dialog(page)).to_contain_text("can’t be reached", timeout=SLOW_MS)
    page.unroute(API)
    expect(dialog(page)).to_have_count(0, timeout=SLOW_MS)


def test_a_lost_network_is_told_from_a_server_that_was_stopped(
    browser: Browser, seat: Server
) -> None:
    page = lab(browser, seat, "de-AT")
    page.route(API, lambda route: route.abort())
    expect(dialog(page)).to_contain_text("nicht erreichbar", timeout=SLOW_MS)
    page.unroute(API)
    page.route(API, stopped)
    expect(dialog(page)).to_contain_text("wurde angehalten", timeout=SLOW_MS)


def test_whoever_put_it_away_is_left_alone(browser: Browser, seat: Server) -> None:
    page = lab(browser, seat, "en-GB")
    asked = []

    def gone(route: Route) -> None:
        asked.append(route.request.url)
        stopped(route)

    page.route(API, gone)
    dialog(page).get_by_role("button", name="All right").click()
    seen = len(asked)
    with page.expect_request(API):
        pass
    with page.expect_request(API):
        pass
    assert len(asked) > seen and all("/api/status" in url for url in asked[seen:])
    expect(dialog(page)).to_have_count(0)
