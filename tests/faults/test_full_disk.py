"""A full disk refuses in words, keeps nothing by half, and is no reason to start again."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Student
from tests.faults.hub import HubProcess
from tests.faults.lesson import Lesson, received
from tests.faults.students import NOT_SURE

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

DISK_MB = 8
SIZE = 100_000
FREE_KB = (0, 4, 60, 104, 116, 160, 204, 208, 212, 216, 220, 224, 232, 240, 260, 300, 400)
"""Room for ever more steps of a hand-in: the body, its files, the list of them, the rows."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same, on a very small disk that the hub has to itself."""
    place = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "none", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be made here: that takes root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def leave(disk: Path, kb: int) -> Path:
    """Fill the disk up to so much."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    with filler.open("wb") as file:
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - kb * 1024)))
    return filler


def test_wherever_the_disk_ends_the_hand_in_is_refused_whole(
    folder: Path, hub: HubProcess, lesson: Lesson, ana: Student
) -> None:
    fresh, refused = hub.settings.data / "store" / "fresh", 0
    for done, kb in enumerate(FREE_KB):
        (ana.folder / "data.bin").write_bytes(secrets.token_bytes(SIZE))
        filler = leave(folder, kb)
        said = ana.submit(hub.origin)
        assert list(fresh.iterdir()) == []
        filler.unlink()
        if said:
            refused += 1
            assert "disk is full" in said and NOT_SURE in said
            assert lesson.count(ana.assignment) == len(received(ana.folder)) == done
            assert ana.submit(hub.origin) == ""
        assert lesson.count(ana.assignment) == done + 1
    assert 5 <= refused < len(FREE_KB)
    log = (folder / "hub.log").read_text()
    assert "No space left" in log and "database or disk is full" in log
    assert all(lesson.store.check(one.tree) == [] for _, one in lesson.submissions(ana.assignment))
