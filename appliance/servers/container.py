"""What the engine is asked for, word by word: the fixed templates of seats and jobs."""

from collections.abc import Mapping
from typing import Any

from appliance.servers.rules import CLASS_GIDS
from appliance.servers.spec import JobSpec, Spec

MB = 1024 * 1024
JOB_UID = 19999
NOBODY = 65534
JOB_MEMORY_MB = 1024
SEALED_MEMORY_MB = 512
OUTPUT_LIMITS_MB = {"execute": 64}
OUTPUT_LIMIT_MB = 1024

# Of the processors, when they are short: the engine gives others 1024, hub and proxy have more.
WORK_SHARES = 256
BOOT_SHARES = 64
"""A seat that boots stays out of the way of those in which somebody works already."""

Arguments = dict[str, Any]


def _ulimit(name: str, most: int) -> Arguments:
    return {"Name": name, "Soft": most, "Hard": most}


ULIMITS = [_ulimit("nofile", 4096), _ulimit("core", 0)]


def seats_network(project: str) -> str:
    """The one network seats are on."""
    return f"{project}-seats"


def seat_name(project: str, seat: int) -> str:
    """The container of this seat; there is never a second one."""
    return f"{project}-seat-{seat}"


def job_name(project: str, job: str) -> str:
    """The container of this job."""
    return f"{project}-job-{job}"


def course_folder(classroom: int) -> str:
    """Where a class's course folder lies in the courses volume."""
    return f"class-{classroom}"


def class_gid(classroom: int) -> int:
    """The group whose members write a class's course folder."""
    return CLASS_GIDS + classroom


def output_limit(job: JobSpec) -> int:
    """Bytes a job may write to stdout."""
    return OUTPUT_LIMITS_MB.get(job.kind, OUTPUT_LIMIT_MB) * MB


def seat_arguments(
    project: str, spec: Spec, device: str | None = None, *, fenced: bool = False
) -> Arguments:
    """The engine's arguments for a seat whose folders exist and whose spec passed the rules.

    Its home is a folder, or all of a device. `fenced`: the disk holds the home within bounds by
    what its owner could change, and the seat is to forbid that.
    """
    home = f"/home/{spec.name}"
    teaches = spec.role == "teacher"
    return {
        "Image": spec.image,
        "Cmd": ["jupyterhub-singleuser"],
        "User": f"{spec.uid}:{spec.uid}",
        "WorkingDir": home,
        "Env": _lines(_seat_environment(spec.name, home, fenced=fenced) | dict(spec.env)),
        "Labels": {
            "homeroom.project": project,
            "homeroom.seat": str(spec.seat),
            "homeroom.start": spec.start,
        },
        "HostConfig": _walls()
        | {"CpuShares": BOOT_SHARES}
        | _limits(spec.memory_mb, spec.cpus, spec.pids)
        | {
            "Ulimits": [*ULIMITS, _ulimit("fsize", spec.home_mb * MB)],
            "NetworkMode": seats_network(project),
            "GroupAdd": [str(class_gid(spec.classroom))] if teaches else [],
            "Tmpfs": {"/tmp": "size=128m,mode=1777,nosuid,nodev"},
            "Mounts": _seat_mounts(project, spec, home, device),
            # A student can write to this log: capped, and enough to explain a crash.
            "LogConfig": {
                "Type": "json-file",
                "Config": {"max-size": "1m", "max-file": "1"},
            },
        },
    }


def job_arguments(project: str, job: JobSpec) -> Arguments:
    """The engine's arguments for a job. `execute` runs students' code and gets nothing at all."""
    sealed = job.kind == "execute"
    return {
        "Image": job.image,
        "Cmd": ["python", "-m", "homeroom_grading", job.kind],
        "User": f"{NOBODY}:{NOBODY}" if sealed else f"{JOB_UID}:{class_gid(job.classroom)}",
        "WorkingDir": "/work" if sealed else "/course",
        "Env": [] if sealed else _lines({"HOME": "/tmp", "HOMEROOM_COURSE": job.course}),
        "Labels": {"homeroom.project": project, "homeroom.job": job.id},
        "OpenStdin": True,
        "StdinOnce": True,
        "AttachStdin": True,
        "AttachStdout": True,
        "AttachStderr": True,
        "HostConfig": _walls()
        | _limits(SEALED_MEMORY_MB if sealed else JOB_MEMORY_MB, 1.0, 128 if sealed else 256)
        | {
            "NetworkMode": "none",
            "Tmpfs": _job_tmpfs(sealed),
            "Mounts": [] if sealed else [_course_mount(project, job.classroom, "/course")],
            "LogConfig": {"Type": "none", "Config": {}},
        },
    }


def _walls() -> Arguments:
    return {
        "Init": True,
        "CapDrop": ["ALL"],
        "SecurityOpt": ["no-new-privileges"],
        "ReadonlyRootfs": True,
        "Privileged": False,
        # When the machine runs out of memory, seats and jobs go before hub and proxy.
        "OomScoreAdj": 500,
        "CpuShares": WORK_SHARES,
        "Ulimits": ULIMITS,
    }


def _limits(memory_mb: int, cpus: float, pids: int) -> Arguments:
    return {
        "Memory": memory_mb * MB,
        "MemorySwap": memory_mb * MB,
        "NanoCpus": round(cpus * 1e9),
        "PidsLimit": pids,
    }


def _seat_environment(name: str, home: str, *, fenced: bool) -> dict[str, str]:
    return ({"HOMEROOM_FENCED": "1"} if fenced else {}) | {
        "HOME": home,
        "USER": name,
        "LOGNAME": name,
        "SHELL": "/bin/bash",
        "JUPYTER_RUNTIME_DIR": "/tmp/jupyter-runtime",
        "XDG_CACHE_HOME": "/tmp/.cache",
    }


def _seat_mounts(project: str, spec: Spec, home: str, device: str | None) -> list[Arguments]:
    homes = f"{project}-homes"
    mounts = [
        _disk(project, device, home) if device else _mount(homes, f"home/{spec.seat}", home),
        _mount(homes, f"passwd/{spec.seat}", "/etc/passwd", read_only=True),
        _mount(homes, f"group/{spec.seat}", "/etc/group", read_only=True),
    ]
    if spec.role == "teacher":
        mounts.append(_course_mount(project, spec.classroom, f"{home}/course"))
    return mounts


def _course_mount(project: str, classroom: int, target: str) -> Arguments:
    return _mount(f"{project}-courses", course_folder(classroom), target)


def _mount(volume: str, subpath: str, target: str, *, read_only: bool = False) -> Arguments:
    return {
        "Type": "volume",
        "Source": volume,
        "Target": target,
        "ReadOnly": read_only,
        "VolumeOptions": {"NoCopy": True, "Subpath": subpath},
    }


def _disk(project: str, device: str, target: str) -> Arguments:
    """A volume without a name: it goes with the container, as the device may be another's then."""
    options = {"type": "ext4", "device": device, "o": "nosuid,nodev"}
    return {
        "Type": "volume",
        "Target": target,
        "VolumeOptions": {
            "NoCopy": True,
            "Labels": {"homeroom.project": project},
            "DriverConfig": {"Name": "local", "Options": options},
        },
    }


def _job_tmpfs(sealed: bool) -> dict[str, str]:
    if sealed:
        # An owner, since an older runc gives a tmpfs the mode of the folder it hides.
        small = f"size=64m,uid={NOBODY},gid={NOBODY},mode=700,nosuid,nodev"
        return {"/work": small, "/tmp": small}
    return {"/tmp": "size=256m,mode=1777,nosuid,nodev"}


def _lines(env: Mapping[str, str]) -> list[str]:
    return [f"{key}={value}" for key, value in env.items()]
