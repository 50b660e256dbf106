"""What a seat serves once somebody is in, and that files in a home cannot open its door."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.conftest import eventually
from tests.images.homework import source_notebook, write
from tests.images.seat import ANA, OWN_TOKEN, PREFIX, DoorHub, Seat, seated, serving

OPEN_DOOR = """
c = get_config()
c.ServerApp.allow_unauthenticated_access = True
c.ServerApp.identity_provider_class = "jupyter_server.auth.IdentityProvider"
c.ServerApp.authorizer_class = "jupyter_server.auth.AllowAllAuthorizer"
c.ServerApp.disable_check_xsrf = True
c.IdentityProvider.token = ""
c.ServerApp.base_url = "/elsewhere/"
"""

NOTE = {"type": "file", "format": "text", "content": ""}


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A seat in whose home somebody left files that would open it, were they read."""
    home = tmp_path_factory.mktemp("ana") / "home"
    for folder in (home, home / ".jupyter", home / ".local" / "etc" / "jupyter"):
        folder.mkdir(parents=True)
        (folder / "jupyter_server_config.py").write_text(OPEN_DOOR)
        (folder / "jupyter_config.py").write_text(OPEN_DOOR)
        door = {"ServerApp": {"allow_unauthenticated_access": True, "open_browser": 3}}
        (folder / "jupyter_server_config.json").write_text(json.dumps(door))
    (home / ".ipython").mkdir()  # as after the first kernel
    (home / "nbgrader_config.py").write_text("open('it-ran', 'w')")
    for folder in (home / "lab", home / ".local/share/jupyter/nbconvert/templates/lab"):
        folder.mkdir(parents=True)
        (folder / "index.html.j2").write_text("a page of {{ 1 + 1 }} lines")
    write(home / "p1.ipynb", source_notebook())
    hub = DoorHub(tokens={OWN_TOKEN: ANA})
    with serving(hub), seated(home, hub, JUPYTERHUB_ACTIVITY_INTERVAL="0.5") as running:
        yield running


def test_nothing_in_a_home_opens_the_door(seat: Seat) -> None:
    stranger = seat.browser()
    assert stranger.get("api").status_code == 200
    assert stranger.get("api/status", Sec_Fetch_Mode="cors").status_code == 403
    assert stranger.ask("POST", "api/terminals").status_code == 403


def test_nbgrader_is_loaded_by_the_first_who_asks_and_runs_nothing_from_the_home(
    seat: Seat,
) -> None:
    assert "nbgrader serverextension" not in seat.said()
    assert seat.browser().get("courses", Sec_Fetch_Mode="cors").status_code == 403
    answer = seat.ask("GET", "nbgrader_version?version=0.9.6")
    assert answer.json() == {"success": True}
    assert "in place of the assignment_list nbgrader serverextension" in seat.said()
    assert seat.ask("GET", "courses").status_code == 200
    assert seat.ask("GET", "formgrader").status_code == 404
    assert not (seat.home / "it-ran").exists()


def test_a_template_in_a_home_does_not_run_in_the_server(seat: Seat) -> None:
    answer = seat.ask("GET", "nbconvert/html/p1.ipynb")
    assert answer.status_code == 200 and "a page of 2 lines" not in answer.text


def test_lab_knows_its_hub_and_no_secret(seat: Seat) -> None:
    browser = seat.browser()
    browser.sign_in()
    page = browser.get("lab").text
    start = page.index("{", page.index('id="jupyter-config-data"'))
    config = json.loads(page[start : page.index("</script>", start)])
    assert config["hubHost"] == "http://hub.example:8000" and config["hubPrefix"] == "/hub/"
    assert (config["hubUser"], config["hubServerName"]) == ("ana", "bio1")
    assert config["token"] == "" and config["baseUrl"] == PREFIX
    assert OWN_TOKEN not in page and browser.token not in page


def test_no_other_page_may_frame_it(seat: Seat) -> None:
    answer = seat.ask("GET", "lab")
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert "frame-ancestors 'none'" in seat.ask("GET", "api").headers["Content-Security-Policy"]


def test_lab_saves_its_settings_in_the_home(seat: Seat) -> None:
    name = "@jupyterlab/apputils-extension:themes"
    raw = '{"theme": "JupyterLab Dark"}'
    assert put(seat, f"lab/api/settings/{name}", {"raw": raw}) == 204
    saved = seat.home / ".jupyter" / "lab" / "user-settings" / "@jupyterlab"
    assert "Dark" in (saved / "apputils-extension" / "themes.jupyterlab-settings").read_text()


def test_the_hub_hears_of_use_and_not_of_silence(seat: Seat) -> None:
    eventually(lambda: seat.hub.used)
    (told,) = seat.hub.used[:1]
    moment = datetime.fromisoformat(told["servers"]["bio1"]["last_activity"])
    assert told["last_activity"] == told["servers"]["bio1"]["last_activity"]
    assert timedelta() < datetime.now(UTC) - moment < timedelta(minutes=2)


def test_a_tab_that_is_merely_open_is_not_in_use_and_who_saves_is(seat: Seat) -> None:
    began = datetime.now(UTC)
    for path in ("api/contents?content=1", "api/kernels", "api/sessions", "api/terminals"):
        assert seat.ask("GET", path).status_code == 200
    assert put(seat, "lab/api/workspaces/default", workspace("default")) == 204
    saves = datetime.now(UTC)
    assert put(seat, "api/contents/note.txt", NOTE) == 201
    eventually(lambda: moments(seat)[-1] >= saves)
    assert not [moment for moment in moments(seat) if began <= moment < saves]


def moments(seat: Seat) -> list[datetime]:
    """The uses of which the hub was told."""
    return [datetime.fromisoformat(told["last_activity"]) for told in seat.hub.used]


def workspace(name: str) -> dict[str, Any]:
    return {"data": {}, "metadata": {"id": name}}


def put(seat: Seat, path: str, body: dict[str, Any]) -> int:
    headers = {"Authorization": f"token {OWN_TOKEN}"}
    url = f"{seat.origin}{PREFIX}{path}"
    return requests.put(url, headers=headers, data=json.dumps(body), timeout=30).status_code


def test_its_own_token_is_in_no_file(seat: Seat) -> None:
    files = [path for path in seat.home.parent.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if OWN_TOKEN.encode() in path.read_bytes()] == []
