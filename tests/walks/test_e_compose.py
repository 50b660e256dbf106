"""`docker compose up` by itself: no launcher script, no build secrets, only the base images."""

import contextlib
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import expect

from tests.walks.conftest import (
    Arrive,
    Stack,
    become_teacher,
    eventually,
    import_roster,
    instance,
    make_class,
    print_cards,
    run_cell,
    sign_in,
)

pytestmark = pytest.mark.docker

OWN_IMAGES = {"HOMEROOM_BASE_IMAGE": "homeroom/base", "HOMEROOM_PROXY_IMAGE": "homeroom/proxy"}
SECRETS = ("HOMEROOM_BUILD_SECRETS", "SSL_CERT_FILE", "PIP_CONFIG_FILE", "HTTP_PROXY")


@pytest.fixture(scope="module")
def bare(stack: Stack) -> Iterator[Stack]:
    """An instance that nothing but compose has touched."""
    running = instance(
        HOMEROOM_PROJECT="homeroom-test-bare",
        HOMEROOM_PORT="8760",
        HOMEROOM_HUB_PORT="18760",
        HOMEROOM_NOTEBOOK_PORTS="8761-8765",
        HOMEROOM_API_PORT="8782",
        HOMEROOM_SUBNET="10.212.0.0/24",
        HOMEROOM_GATEWAY="10.212.0.1",
        HOMEROOM_BRIDGE="hr-test-bare",
        HOMEROOM_HUB_IMAGE="homeroom-test-bare/hub",
        HOMEROOM_COURSE_IMAGE="homeroom-test-bare/course",
        COMPOSE_ENV_FILES="/dev/null",
    )
    for name, image in OWN_IMAGES.items():
        if running.run("docker", "images", "-q", image):
            running.environment.setdefault(name, image)
    for name in SECRETS:
        running.environment.pop(name, None)
    running.run("docker", "compose", "up", "-d", "--build")
    yield running
    with contextlib.suppress(AssertionError):
        running.run("docker", "compose", "stop")
        seats = running.run("docker", "ps", "-aq", "-f", f"name={running.project}-seat").split()
        running.run("docker", "rm", "-f", *seats)
    running.run("docker", "compose", "down", "--volumes")


def test_compose_alone_brings_a_class_up(bare: Stack, arrive: Arrive) -> None:
    def serves() -> bool:
        try:
            return httpx2.get(f"{bare.origin}/hub/health").status_code == 200
        except httpx2.HTTPError:
            return False

    eventually(serves, "the hub answers")
    link = bare.run("docker", "compose", "exec", "-T", "hub", "homeroom", "teacher", "mr-okafor")
    okafor, cleo = arrive("mr-okafor"), arrive("cleo")
    become_teacher(okafor, link)
    make_class(okafor, bare.origin, "Chemistry")
    import_roster(okafor, b"Name\nCleo Marsh\n")
    okafor.page.get_by_role("button", name="Apply").click()
    expect(okafor.page.get_by_text("Cleo Marsh")).to_be_visible()
    sign_in(cleo, bare.origin, print_cards(okafor)["Cleo Marsh"])
    expect(run_cell(cleo, "6*7")).to_have_text("42")
