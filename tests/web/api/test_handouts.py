"""The JSON API of hand-outs: files to everybody, a new edition, and no more of it."""

import pytest
from starlette.testclient import TestClient

from appliance.homework.store import Store
from appliance.postman import Postman
from tests.appliance.homework.conftest import zipped
from tests.appliance.test_postman import open_home
from tests.fakes import FakeEngine
from tests.web.conftest import Hub

HANDOUTS = "/api/v1/classes/biology-1/handouts"


@pytest.fixture
def rivera(hub: Hub) -> TestClient:
    return hub.program(hub.school.api_token("rivera"))


@pytest.fixture
def homes() -> FakeEngine:
    """A launcher of this test's own: the hub's is away, so that its loops leave all to the test."""
    return FakeEngine()


def rounds(hub: Hub, homes: FakeEngine) -> None:
    store = Store(hub.school.settings.data / "store")
    Postman(hub.school.database, store, homes).deliver()


def test_files_are_handed_out_and_followed(hub: Hub, rivera: TestClient, homes: FakeEngine) -> None:
    seat = open_home(hub.school, homes, "ana")
    files = [("file", ("a.csv", b"1,2")), ("file", ("b.pdf", b"%PDF"))]
    made = rivera.post(HANDOUTS, files=files, data={"name": "Readings"})
    assert made.status_code == 201
    rounds(hub, homes)
    (one,) = rivera.get(HANDOUTS).json()
    assert one["name"] == "Readings" and one["given"].endswith("Z")
    assert one["files"] == [{"name": "a.csv", "bytes": 3}, {"name": "b.pdf", "bytes": 4}]
    assert one["delivered"] == {"done": 1, "total": 2, "kept": [], "failed": []}
    assert homes.homes[seat] == {"Readings/a.csv": b"1,2", "Readings/b.pdf": b"%PDF"}


def test_an_archive_is_unpacked_and_a_name_again_is_a_new_edition(
    hub: Hub, rivera: TestClient, homes: FakeEngine
) -> None:
    seat = open_home(hub.school, homes, "ana")
    for content in (b"1", b"2"):
        zip_ = zipped({"data/a.csv": content, "b.csv": content})
        rivera.post(HANDOUTS, files={"file": ("x.zip", zip_)}, data={"name": "Data"})
        rounds(hub, homes)
        homes.homes[seat]["Data/b.csv"] = b"own"
    (one,) = rivera.get(HANDOUTS).json()
    assert one["delivered"]["kept"] == [{"student": "Ana Ruiz", "files": ["b.csv"]}]
    assert homes.homes[seat] == {
        "Data/data/a.csv": b"2",
        "Data/b.csv": b"own",
        "Data/b (new).csv": b"2",
    }


def test_what_is_taken_back_stays_where_it_is(
    hub: Hub, rivera: TestClient, homes: FakeEngine
) -> None:
    seat = open_home(hub.school, homes, "ana")
    rivera.post(HANDOUTS, files={"file": ("a.csv", b"1")}, data={"name": "Data"})
    rounds(hub, homes)
    assert rivera.delete(f"{HANDOUTS}/Data").status_code == 204
    late = open_home(hub.school, homes, "cleo")
    rounds(hub, homes)
    assert rivera.get(HANDOUTS).json() == [] and homes.homes[late] == {}
    assert homes.homes[seat] == {"Data/a.csv": b"1"}
    assert rivera.delete(f"{HANDOUTS}/Data").status_code == 404


def test_what_cannot_be_handed_out_is_refused_with_the_reason(rivera: TestClient) -> None:
    file = {"file": ("a.csv", b"1")}
    for files, name, words in (
        (file, "../x", "1 to 64 letters"),
        (None, "Data", "No file was chosen"),
        ({"file": ("x.zip", zipped({"../a": b"1"}))}, "Data", "can’t be used"),
    ):
        refused = rivera.post(HANDOUTS, files=files, data={"name": name})
        assert refused.status_code == 422 and words in refused.json()["message"]
    notebook = {"notebook": ("Squares.ipynb", b"{}")}
    rivera.post("/api/v1/classes/biology-1/assignments", files=notebook)
    taken = rivera.post(HANDOUTS, files=file, data={"name": "Squares"})
    assert taken.status_code == 409 and "is an assignment" in taken.json()["message"]


def test_teachers_of_other_classes_see_and_give_nothing(hub: Hub) -> None:
    okafor = hub.program(hub.school.api_token("okafor"))
    file, name = {"file": ("a.csv", b"1")}, {"name": "Data"}
    assert okafor.get(HANDOUTS).status_code == 404
    assert okafor.post(HANDOUTS, files=file, data=name).status_code == 404
    assert okafor.delete(f"{HANDOUTS}/Data").status_code == 404
