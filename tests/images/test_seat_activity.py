"""What counts as use of a seat: people, and what they let compute."""

from datetime import UTC, datetime, timedelta

import pytest
from homeroom_seat.activity import last_used, shows_use

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "states", "in_use"),
    [
        (timedelta(minutes=20), [], False),
        (timedelta(minutes=20), ["idle", "starting"], False),
        (timedelta(minutes=20), ["idle", "busy"], True),
        (timedelta(minutes=119), ["busy"], True),
        (timedelta(hours=2), ["busy"], False),
    ],
)
def test_a_computation_is_use_unless_it_hangs(
    quiet: timedelta, states: list[str], in_use: bool
) -> None:
    noted = NOON - quiet
    assert last_used(noted, states, NOON) == (NOON if in_use else noted)


@pytest.mark.parametrize(
    ("method", "path", "accepts", "shows"),
    [
        ("PUT", "api/contents/a.ipynb", "*/*", True),
        ("POST", "api/sessions", "", True),
        ("GET", "lab/tree/a.ipynb", "text/html,application/xhtml+xml", True),
        ("GET", "api/contents", "*/*", False),
        ("HEAD", "api", "", False),
        ("PUT", "lab/api/workspaces/default", "*/*", False),
    ],
)
def test_what_an_open_tab_asks_by_itself_is_no_use(
    method: str, path: str, accepts: str, shows: bool
) -> None:
    assert shows_use(method, f"/user/ana/bio1/{path}", accepts) == shows
