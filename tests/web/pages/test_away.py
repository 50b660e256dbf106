"""A seat's port while nobody is in: people wait at the hub, programs are told."""

import pytest

from tests.web.conftest import HOME, Hub

AWAY = "/seat-away/user/ana/biology-1/"


def test_a_person_is_sent_to_wait_and_the_address_is_kept(hub: Hub) -> None:
    answer = hub.browser().get(AWAY + "lab/tree/50%25%20%231%3F.ipynb?x=%2F", host="other:8100")
    assert answer.status_code == 302
    kept = "/hub/user/ana/biology-1/lab/tree/50%25%20%231%3F.ipynb?x=%2F"
    assert answer.headers["location"] == HOME + kept


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD"])
def test_every_other_request_is_told(hub: Hub, method: str) -> None:
    answer = hub.program().request(method, AWAY + "lab")
    assert answer.status_code == 424


@pytest.mark.parametrize(("path", "accept"), [("api/kernels", "*/*"), ("lab", "application/json")])
def test_a_program_is_told(hub: Hub, path: str, accept: str) -> None:
    answer = hub.browser().get(AWAY + path, accept=accept)
    assert answer.status_code == 424 and "not running" in answer.json()["message"]


def test_nobody_is_sent_to_another_host(hub: Hub) -> None:
    answer = hub.browser().get("/seat-away//evil.example")
    assert answer.headers["location"].startswith(HOME + "/hub/")
