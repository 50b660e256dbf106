"""Seats whose homes are files, in real containers: what a student meets, and what is left."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from appliance import archive
from appliance.errors import Unavailable
from appliance.servers.engine import Engine
from appliance.servers.home_files import HomeFiles
from appliance.words import spoken
from tests.appliance.servers import mountable
from tests.appliance.servers.conftest import Real
from tests.appliance.servers.test_home_files import attached_in

pytestmark = [pytest.mark.docker, mountable.needed]

AMPLE = (10**9, 1000)


@pytest.fixture
def held(real: Real) -> Iterator[Real]:
    """The real engine, with a launcher that makes homes files; seats 1 to 3 have none yet."""
    erase(real)
    yield replace(real, engine=launcher(real))
    erase(real)
    assert attached_in(real.homes) == disks(real) == []
    assert not [*(real.homes / "files").glob("*")]


def erase(real: Real) -> None:
    for seat in (1, 2, 3):
        real.engine.stop(seat, grace_s=0)
        real.engine.erase_home(seat)


def launcher(real: Real) -> Engine:
    files = HomeFiles(real.homes / "files", wanted=True)
    images = frozenset({real.image})
    return Engine(real.project, images, real.homes, real.courses, real.client, files)


def start(real: Real, seat: int = 1, **changes: object) -> None:
    real.engine.start(real.bench().spec(seat, **{"home_mb": 60, **changes}))


def disks(real: Real) -> list[str]:
    """The volumes through which seats see homes that are files."""
    labels = {"label": f"homeroom.project={real.project}"}
    return [str(volume.name) for volume in real.client.volumes.list(filters=labels)]


def test_a_student_who_writes_beyond_the_limit_is_told_and_stays(held: Real) -> None:
    start(held)
    said = held.run(1, "head -c 100M /dev/zero >~/large; echo $?; stat -c %s ~/large")
    assert "No space left on device" in said
    assert 57 * 2**20 <= int(said.split()[-1]) <= 60 * 2**20
    assert [seat.state for seat in held.engine.seen()] == ["running"]
    assert [57 <= one.mb <= 60 for one in held.engine.measure_homes([1])] == [True]


def test_a_full_home_starts_again_and_can_be_emptied(held: Real) -> None:
    start(held)
    held.run(1, "head -c 100M /dev/zero >~/large; head -c 1M /dev/zero >~/rest")
    start(held)
    assert held.run(1, "rm ~/large; head -c 50M /dev/zero >~/fits; echo $?") == "0"


def test_work_outlives_container_launcher_and_device(held: Real) -> None:
    start(held)
    held.run(1, "echo mine >~/work")
    start(replace(held, engine=launcher(held)))
    assert held.run(1, "cat ~/work") == "mine"
    held.engine.stop(1, grace_s=0)
    assert not attached_in(held.homes)
    start(held, 2)
    start(held)
    assert held.run(1, "cat ~/work; ls -A ~") == "mine\nwork"


def test_two_homes_do_not_see_each_other(held: Real) -> None:
    start(held, 1)
    start(held, 2)
    held.run(1, "head -c 100M /dev/zero >~/large")
    assert held.run(2, "ls -A ~; head -c 50M /dev/zero >~/large; echo $?") == "0"


def test_a_seat_has_no_device_and_its_home_lends_no_rights(held: Real) -> None:
    start(held)
    assert held.run(1, "ls /dev | grep loop; grep -c ' /home/.*nosuid,nodev' /proc/mounts") == "1"


def test_a_teacher_has_the_course_folder_in_a_home_that_is_a_file(held: Real) -> None:
    start(held, 3, role="teacher")
    assert held.run(3, "touch ~/course/plan && ls ~/course") == "plan"
    (held.courses / "class-1" / "plan").unlink()


def test_what_is_handed_out_and_read_is_what_the_student_has(held: Real) -> None:
    start(held)
    body = io.BytesIO()
    archive.pack([("a.txt", b"given")], body)
    body.seek(0)
    held.engine.hand_out(1, "ps1", "place", {}, body)
    assert held.run(1, "cat ~/ps1/a.txt; echo answer >~/ps1/b.txt") == "given"
    taken = io.BytesIO()
    held.engine.read_folder(1, "ps1", *AMPLE, taken)
    assert b"answer" in taken.getvalue()
    held.engine.stop(1, grace_s=0)
    packed = io.BytesIO()
    held.engine.pack_home(1, packed)
    assert packed.getvalue().startswith(b"PK")


def test_a_home_that_was_a_folder_stays_one(real: Real, held: Real) -> None:
    real.engine.start(real.bench().spec(2))
    real.run(2, "echo old >~/work")
    start(held, 2)
    assert held.run(2, "cat ~/work") == "old"
    assert disks(held) == []


def test_a_home_that_is_a_file_stays_one_when_no_more_are_wanted(real: Real, held: Real) -> None:
    start(held)
    held.run(1, "echo mine >~/work")
    real.engine.start(real.bench().spec(1))
    assert real.run(1, "cat ~/work") == "mine"
    assert real.engine.about().quota != "files" and held.engine.about().quota == "files"


def test_a_damaged_home_is_told_while_others_start(held: Real) -> None:
    start(held, 1)
    held.engine.stop(1, grace_s=0)
    with (held.homes / "files" / "1.ext4").open("rb+") as image:
        image.write(os.urandom(20 * 2**20))
    with pytest.raises(Unavailable) as refusal:
        held.engine.start(held.bench().spec(1))
    assert "files/1.ext4" in spoken(refusal.value.say)
    start(held, 2)
    assert [seat.seat for seat in held.engine.seen()] == [2]


def test_an_erased_home_leaves_no_file_volume_or_device(held: Real) -> None:
    start(held)
    assert len(disks(held)) == len(attached_in(held.homes)) == 1
    held.engine.stop(1, grace_s=0)
    held.engine.erase_home(1)
    assert disks(held) == attached_in(held.homes) == os.listdir(held.homes / "files") == []
