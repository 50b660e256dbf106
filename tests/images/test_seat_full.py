"""A seat whose home is full: it opens, says what is the matter, and things can be deleted."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.images.homework import source_notebook, write
from tests.images.seat import ANA, OWN_TOKEN, PREFIX, DoorHub, Seat, seated, serving

MB = 1024 * 1024
HEADERS = {"Authorization": f"token {OWN_TOKEN}"}

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="a small home is mounted; only root can")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "home"
    made.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(made)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small home is mounted, which is not allowed here")
    try:
        yield made
    finally:
        subprocess.run(["umount", "-l", str(made)], check=True)


def full(home: Path, hub: DoorHub) -> None:
    """A home that was used before, and is full now."""
    write(home / "p1.ipynb", source_notebook())
    with seated(home, hub) as seat:
        assert seat.ask("GET", "api/contents/p1.ipynb").ok
    with pytest.raises(OSError, match="No space"):
        (home / "big").write_bytes(bytes(3 * MB))


def save(seat: Seat, name: str, model: dict[str, Any]) -> requests.Response:
    url = f"{seat.origin}{PREFIX}api/contents/{name}"
    return requests.put(url, headers=HEADERS, json=model, timeout=60)


def test_a_full_home_opens_says_so_and_can_be_emptied(home: Path) -> None:
    hub = DoorHub(tokens={OWN_TOKEN: ANA})
    with serving(hub):
        full(home, hub)
        with seated(home, hub) as seat:
            browser = seat.browser()
            browser.sign_in()
            assert browser.get("lab").status_code == 200
            before = (home / "p1.ipynb").read_bytes()
            notebook = seat.ask("GET", "api/contents/p1.ipynb").json()
            cell = {"cell_type": "markdown", "metadata": {}, "source": "x" * MB}
            notebook["content"]["cells"].append(cell)
            text = {"type": "file", "format": "text", "content": "x" * MB}
            for refused in (save(seat, "p1.ipynb", notebook), save(seat, "n.txt", text)):
                assert refused.status_code == 507
                assert "no room left" in refused.json()["message"]
            assert (home / "p1.ipynb").read_bytes() == before
            gone = requests.delete(
                f"{seat.origin}{PREFIX}api/contents/big", headers=HEADERS, timeout=30
            )
            assert gone.status_code == 204
            assert save(seat, "n.txt", text).status_code in (200, 201)
