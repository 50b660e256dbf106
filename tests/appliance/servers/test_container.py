"""The fixed templates: what a seat and a job may never have, and what they must have."""

from dataclasses import replace
from typing import Any

import pytest

from appliance.servers.container import job_arguments, output_limit, seat_arguments
from appliance.servers.spec import JobSpec, Spec

ANA = Spec(
    seat=7,
    start="ab12",
    classroom=3,
    name="ana",
    role="student",
    uid=20001,
    image="homeroom/course",
    memory_mb=1024,
    cpus=1.0,
    pids=256,
    home_mb=500,
    env={"JUPYTERHUB_USER": "ana"},
)
RIVERA = replace(ANA, seat=8, name="ms-rivera", role="teacher", uid=20002)
GENERATE = JobSpec("c0ffee", "generate", 3, "bio", "homeroom/course", 60)
EXECUTE = replace(GENERATE, kind="execute")

EVERY = [
    pytest.param(seat_arguments("homeroom", ANA), id="student"),
    pytest.param(seat_arguments("homeroom", RIVERA), id="teacher"),
    pytest.param(job_arguments("homeroom", GENERATE), id="job"),
    pytest.param(job_arguments("homeroom", EXECUTE), id="sealed job"),
]


@pytest.mark.parametrize("arguments", EVERY)
def test_every_container_stands_behind_the_same_walls(arguments: dict[str, Any]) -> None:
    host = arguments["HostConfig"]
    assert host["CapDrop"] == ["ALL"] and "CapAdd" not in host
    assert host["SecurityOpt"] == ["no-new-privileges"]
    assert host["ReadonlyRootfs"] is True and host["Privileged"] is False
    assert host["Memory"] == host["MemorySwap"] > 0
    assert host["PidsLimit"] > 0 and host["NanoCpus"] > 0
    assert not {"PidMode", "IpcMode", "UsernsMode", "Devices", "Binds", "PortBindings"} & set(host)
    assert not arguments["User"].startswith("0")


@pytest.mark.parametrize("arguments", EVERY)
def test_only_our_volumes_are_mounted_and_never_whole(arguments: dict[str, Any]) -> None:
    for mount in arguments["HostConfig"]["Mounts"]:
        assert mount["Type"] == "volume"
        assert mount["Source"] in {"homeroom-homes", "homeroom-courses"}
        assert mount["VolumeOptions"]["Subpath"] and mount["VolumeOptions"]["NoCopy"]


def mounts(arguments: dict[str, Any]) -> dict[str, str]:
    return {m["Target"]: m["VolumeOptions"]["Subpath"] for m in arguments["HostConfig"]["Mounts"]}


def test_student_has_a_home_and_names_and_nothing_else() -> None:
    assert mounts(seat_arguments("homeroom", ANA)) == {
        "/home/ana": "home/7",
        "/etc/passwd": "passwd/7",
        "/etc/group": "group/7",
    }


def test_a_home_that_is_a_device_is_mounted_whole_and_lends_no_rights() -> None:
    home, *others = seat_arguments("homeroom", ANA, "/dev/loop7")["HostConfig"]["Mounts"]
    assert (home["Target"], home["Type"]) == ("/home/ana", "volume") and "Source" not in home
    options = home["VolumeOptions"]["DriverConfig"]["Options"]
    assert options == {"type": "ext4", "device": "/dev/loop7", "o": "nosuid,nodev"}
    assert others == seat_arguments("homeroom", ANA)["HostConfig"]["Mounts"][1:]


def test_a_seat_is_told_to_keep_its_owner_from_what_bounds_the_home_only_where_it_does() -> None:
    told = "HOMEROOM_FENCED=1"
    assert told in seat_arguments("homeroom", ANA, fenced=True)["Env"]
    assert told not in seat_arguments("homeroom", ANA)["Env"]


def test_names_files_are_read_only() -> None:
    read_only = {
        m["Target"]: m["ReadOnly"] for m in seat_arguments("hr", ANA)["HostConfig"]["Mounts"]
    }
    assert read_only == {"/home/ana": False, "/etc/passwd": True, "/etc/group": True}


def test_teacher_has_the_course_folder_and_its_group() -> None:
    arguments = seat_arguments("homeroom", RIVERA)
    assert mounts(arguments)["/home/ms-rivera/course"] == "class-3"
    assert arguments["HostConfig"]["GroupAdd"] == ["30003"]


def test_student_has_no_group_of_the_class() -> None:
    assert seat_arguments("homeroom", ANA)["HostConfig"]["GroupAdd"] == []


def test_no_name_is_in_what_other_containers_could_see() -> None:
    arguments = seat_arguments("homeroom", ANA)
    assert arguments["Labels"] == {
        "homeroom.project": "homeroom",
        "homeroom.seat": "7",
        "homeroom.start": "ab12",
    }
    assert arguments["HostConfig"]["NetworkMode"] == "homeroom-seats"


def test_job_writes_the_course_folder_without_network() -> None:
    arguments = job_arguments("homeroom", GENERATE)
    assert mounts(arguments) == {"/course": "class-3"}
    assert arguments["User"] == "19999:30003"
    assert arguments["HostConfig"]["NetworkMode"] == "none"


def test_sealed_job_gets_nothing() -> None:
    arguments = job_arguments("homeroom", EXECUTE)
    assert arguments["HostConfig"]["Mounts"] == [] and arguments["Env"] == []
    assert arguments["User"] == "65534:65534"
    assert arguments["HostConfig"]["NetworkMode"] == "none"
    assert arguments["HostConfig"]["Memory"] == 512 * 1024 * 1024
    assert arguments["HostConfig"]["PidsLimit"] == 128


def test_sealed_job_may_write_less_than_others() -> None:
    assert (output_limit(EXECUTE), output_limit(GENERATE)) == (64 * 1024**2, 1024**3)
