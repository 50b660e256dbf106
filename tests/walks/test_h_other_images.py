"""Images that are not ours: unmodified JupyterHub notebook servers sign in and run at our hub."""

import re
from collections.abc import Iterator

import httpx2
import pytest

from tests.walks import measure
from tests.walks.conftest import Stack

pytestmark = pytest.mark.docker

CLASS = "biology-1"


@pytest.fixture(params=["4.1.6", "5.5.4", "6.1.1"])
def version(request: pytest.FixtureRequest, stack: Stack) -> Iterator[str]:
    """Seats start from an image with this version, as if the class had chosen it."""
    course, ours = f"{stack.project}/course", f"{stack.project}/course:ours"
    stack.run("docker", "tag", course, ours)
    stack.run("tests/walks/other/build.sh", ours, request.param, course)
    yield str(request.param)
    stack.run("docker", "tag", ours, course)
    stack.run("docker", "rmi", ours)


def test_an_unmodified_server_lets_its_owner_in_and_nobody_else(
    stack: Stack, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOMEROOM_PROJECT", stack.project)
    with stack.api() as api:
        # It signs in as a browser does, and ends with the notebook's own 200.
        measure.once(stack.origin, api, CLASS, "ana-garcia")
        assert stack.inside("ana-garcia", "jupyterhub-singleuser", "--version") == version
        students = {each["name"]: each for each in api.get(f"/classes/{CLASS}/students").json()}
        seat = students["ana-garcia"]["server"]["url"]
        code = api.post(f"/classes/{CLASS}/codes", json={"students": ["ben-novak"]}).json()
        assert httpx2.get(f"{seat}api/status").status_code == 403
        with httpx2.Client(follow_redirects=True, timeout=60) as ben:
            ticket = re.search(r'name="_xsrf" value="([^"]+)"', ben.get(stack.origin).text)
            assert ticket is not None
            ben.post(
                f"{stack.origin}/hub/login", data={"_xsrf": ticket[1], "code": code[0]["code"]}
            )
            assert ben.get(f"{seat}lab").status_code == 403
