"""nbgrader's own classes against the real hub over HTTP: release, fetch, submit, list, collect."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
import uvicorn
from nbgrader.exchange import ExchangeError

from appliance.models import Submission
from tests.conftest import School, eventually
from tests.fakes import FakeEngine
from tests.images.homework import RIGHT, Seat, answer, hand_in, source_notebook, write
from web.app import create_app

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")
Enter = Callable[[str], Seat]


@pytest.fixture
def api(school: School, engine: FakeEngine) -> Iterator[str]:
    """The hub on a free port of this machine; the address notebooks call."""
    engine.away = True
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(school.settings, engine), log_config=None, ws="none", timeout_keep_alive=80
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        eventually(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/hub/api"
    finally:
        engine.leave()
        server.should_exit = True
        thread.join(15)
        listener.close()


@pytest.fixture
def enter(school: School, api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """`enter("ana")` goes to that person's server: its home, its token, its nbgrader."""
    tokens = {name: school.server_token(name) for name in ("rivera", "ana", "cleo", "ben")}

    def go(name: str) -> Seat:
        home = tmp_path / "seats" / name
        home.mkdir(parents=True, exist_ok=True)
        environment = {
            "HOME": str(home),
            "HOMEROOM_COURSE": "biology-1",
            "HOMEROOM_ROLE": "teacher" if name == "rivera" else "student",
            "JUPYTERHUB_API_URL": api,
            "JUPYTERHUB_API_TOKEN": tokens[name],
        }
        for key, value in environment.items():
            monkeypatch.setenv(key, value)
        monkeypatch.chdir(home)
        return Seat(home)

    return go


@pytest.fixture
def released(enter: Enter) -> None:
    """Ms Rivera released ps1 from her own server."""
    rivera = enter("rivera")
    write(rivera.home / "course" / "release" / "ps1" / "p1.ipynb", source_notebook())
    rivera.run("ReleaseAssignment", "ps1")


@pytest.mark.usefixtures("released")
def test_from_release_to_what_the_teacher_collects(enter: Enter, school: School) -> None:
    hand_in(enter("ana"), RIGHT)
    ana = enter("ana")
    (entry,) = ana.run("List", cached=True)
    receipt = (ana.home / "ps1" / "receipts.txt").read_text()
    assert entry["submissions"][0]["receipt"] in receipt
    hand_in(enter("cleo"), "def square(x): ...")
    rivera = enter("rivera")
    rivera.run("Collect", "ps1")
    collected = rivera.home / "course" / "submitted" / "ana" / "ps1" / "p1.ipynb"
    assert RIGHT in json.dumps(nbformat.read(collected, as_version=4)).replace("\\n", "\n")
    assert (rivera.home / "course" / "submitted" / "cleo" / "ps1" / "p1.ipynb").exists()
    assert school.count(Submission) == 2


@pytest.mark.usefixtures("released")
def test_feedback_finds_its_way_back(enter: Enter) -> None:
    hand_in(enter("ana"), RIGHT)
    rivera = enter("rivera")
    rivera.run("Collect", "ps1")
    page = rivera.home / "course" / "feedback" / "ana" / "ps1" / "p1.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>Well done</p>")
    # nbgrader carries the moment along, so that feedback finds its version.
    collected = rivera.home / "course" / "submitted" / "ana" / "ps1" / "timestamp.txt"
    (page.parent / "timestamp.txt").write_text(collected.read_text())
    rivera.run("ReleaseFeedback", "ps1")
    ana = enter("ana")
    ana.run("FetchFeedback", "ps1")
    (fetched,) = (ana.home / "ps1" / "feedback").glob("*/p1.html")
    assert fetched.read_text() == "<p>Well done</p>"


@pytest.mark.usefixtures("released")
def test_a_second_release_needs_force_and_says_so(enter: Enter) -> None:
    with pytest.raises(ExchangeError, match="released already"):
        enter("rivera").run("ReleaseAssignment", "ps1")


@pytest.mark.usefixtures("released")
def test_work_handed_in_again_is_a_second_version(enter: Enter, school: School) -> None:
    hand_in(enter("ana"), RIGHT)
    ana = enter("ana")
    answer(ana.home / "ps1" / "p1.ipynb", "def square(x): return x ** 2")
    ana.run("Submit", "ps1")
    assert school.count(Submission) == 2


@pytest.mark.usefixtures("released")
def test_a_server_of_another_class_gets_nothing(enter: Enter) -> None:
    with pytest.raises(ExchangeError, match="another class"):
        enter("ben").run("FetchAssignment", "ps1")


@pytest.mark.usefixtures("released")
def test_a_link_in_the_work_leaves_no_receipt(enter: Enter, school: School) -> None:
    ana = enter("ana")
    ana.run("FetchAssignment", "ps1")
    (ana.home / "ps1" / "notes").symlink_to("/etc/passwd")
    with pytest.raises(ExchangeError, match="link"):
        ana.run("Submit", "ps1")
    assert school.count(Submission) == 0
