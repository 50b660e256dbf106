"""The hub, put together: every form has a guard, and every address one page."""

from collections import Counter

from fastapi.routing import APIRoute
from starlette.routing import Mount

from tests.web.conftest import Hub
from web.forms import no_forgery
from web.guard import SAFE, for_programs
from web.pages.signin import own_form


def answers(hub: Hub) -> list[tuple[str, APIRoute]]:
    """What is answered: a method and its route."""
    routes = [route for route in hub.app.routes if isinstance(route, APIRoute)]
    others = [route for route in hub.app.routes if route not in routes]
    assert [type(route) for route in others] == [Mount], "its routes would be left out here"
    return [(method, route) for route in routes for method in route.methods or ()]


def test_every_form_of_a_page_is_guarded(hub: Hub) -> None:
    checks = {
        (method, route.path): {each.call for each in route.dependant.dependencies}
        & {no_forgery, own_form}
        for method, route in answers(hub)
        if method not in SAFE and not for_programs(route.path)
    }
    assert len(checks) > 30
    assert [form for form, found in checks.items() if not found] == []


def test_no_address_is_answered_twice(hub: Hub) -> None:
    asked = Counter((method, route.path) for method, route in answers(hub))
    assert [each for each, times in asked.items() if times > 1] == []
