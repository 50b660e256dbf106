"""The JSON API of what was handed in: versions, choices, and zips to take away."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from appliance import db
from appliance.models import Assignment
from tests.web import test_exchange_api as exchange
from tests.web.conftest import Hub
from web import parcels

SQUARES = "/api/v1/classes/biology-1/assignments/Squares"
VERSIONS = f"{SQUARES}/submissions"


@pytest.fixture
def rivera(hub: Hub) -> TestClient:
    """Ms Rivera's script. Ana handed in twice, the second time an hour late; Cleo once."""
    server = hub.program(hub.school.server_token("rivera"))
    server.put(exchange.SQUARES, content=exchange.packed(exchange.FILES))
    ana, cleo = (hub.program(hub.school.server_token(name)) for name in ("ana", "cleo"))
    exchange.submit(ana)
    exchange.submit(cleo)
    with db.writing(hub.school.database) as session:
        squares = session.exec(select(Assignment)).one()
        squares.due = datetime.now(UTC) - timedelta(hours=1)
    exchange.submit(ana, {"p1.ipynb": b"[1]"})
    return hub.program(hub.school.api_token("rivera"))


def counting(answer: Response) -> list[tuple[str, int]]:
    assert answer.status_code == 200, answer.text
    return [(one["student"], one["number"]) for one in answer.json() if one["counts"]]


def files(answer: Response) -> dict[str, bytes]:
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_every_version_tells_how_late_it_is_and_where_it_came_from(rivera: TestClient) -> None:
    first, _, late = rivera.get(VERSIONS).json()
    assert (first["late"], first["days_late"], first["counts"]) == (False, 0, True)
    assert (late["late"], late["days_late"], late["counts"]) == (True, 1, False)
    assert (late["source"], late["penalty"]) == ("submitted", 0)
    assert "p1.ipynb" in late["findings"][0]


def test_the_teacher_chooses_which_version_counts(rivera: TestClient) -> None:
    chosen = rivera.post(f"{VERSIONS}/ana/2/choose")
    assert counting(chosen) == [("cleo", 1), ("ana", 2)]
    assert counting(rivera.delete(f"{VERSIONS}/ana/choose")) == [("ana", 1), ("cleo", 1)]
    assert rivera.post(f"{VERSIONS}/ana/3/choose").status_code == 404
    assert rivera.post(f"{VERSIONS}/ben/1/choose").status_code == 404


def test_one_version_is_a_zip(rivera: TestClient) -> None:
    answer = rivera.get(f"{VERSIONS}/ana/2.zip")
    ((name, content),) = files(answer).items()
    assert name.startswith("Squares/Ana Ruiz (ana)/v2 ") and name.endswith(" late/p1.ipynb")
    assert content == b"[1]"
    assert 'filename="Squares-ana-v2.zip"' in answer.headers["content-disposition"]
    for missing in ("ana/3", "ben/1"):
        assert rivera.get(f"{VERSIONS}/{missing}.zip").status_code == 404


def test_all_that_counts_or_all_there_is_is_a_zip(rivera: TestClient) -> None:
    def folders(which: str) -> list[str]:
        found = files(rivera.get(f"{VERSIONS}.zip?which={which}"))
        return sorted({f"{name.split('/')[1]}/{name.split('/')[2][:2]}" for name in found})

    assert folders("counting") == ["Ana Ruiz (ana)/v1", "Cleo Park (cleo)/v1"]
    assert folders("all") == ["Ana Ruiz (ana)/v1", "Ana Ruiz (ana)/v2", "Cleo Park (cleo)/v1"]
    assert rivera.get(f"{VERSIONS}.zip?which=some").status_code == 422


def test_another_teacher_gets_no_file(hub: Hub, rivera: TestClient) -> None:
    okafor = hub.program(hub.school.api_token("okafor"))
    for path in (f"{VERSIONS}.zip", f"{VERSIONS}/ana/1.zip", VERSIONS):
        assert okafor.get(path).status_code == 404


def test_only_so_many_are_packed_at_once_and_nothing_stays_behind(
    hub: Hub, rivera: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = hub.school.settings.data / "store" / "fresh"
    for _ in range(2 * parcels.AT_ONCE):
        assert rivera.get(f"{VERSIONS}.zip").status_code == 200
    assert list(scratch.iterdir()) == []
    for _ in range(parcels.AT_ONCE):
        assert parcels._room.acquire(blocking=False)
    try:
        answer = rivera.get(f"{VERSIONS}.zip")
    finally:
        parcels._room.release(parcels.AT_ONCE)
    assert answer.status_code == 503 and "Try again" in answer.json()["message"]


def test_a_zip_that_cannot_be_packed_leaves_nothing_behind(
    hub: Hub, rivera: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = hub.school.settings.data / "store" / "blobs"
    content = next(
        path for path in blobs.rglob("*") if path.is_file() and path.read_bytes() == b"[1]"
    )
    content.unlink()
    for _ in range(parcels.AT_ONCE + 1):
        assert rivera.get(f"{VERSIONS}/ana/2.zip").status_code == 500
    assert list((hub.school.settings.data / "store" / "fresh").iterdir()) == []
    assert rivera.get(f"{VERSIONS}/ana/1.zip").status_code == 200
