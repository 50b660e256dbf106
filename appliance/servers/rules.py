"""What the launcher refuses: everything outside its fixed vocabulary."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from appliance.errors import Invalid, NotAllowed
from appliance.servers.spec import HandOut, JobKind, JobSpec, Role, Spec
from roster.sentence import sentence

# Uids of people stay clear of the gids of classes, so that nobody's own group is a class's group,
# and of 65534, under which sealed jobs run.
CLASS_GIDS = 30000
CLASSROOMS = range(1, 30000)
FIRST_UIDS = range(20000, 30000)
MORE_UIDS = range(1_000_000, 2**31)
"""For everybody after the first ten thousand, for no number is given twice."""
SEATS = range(1, 2**31)
LONGEST_JOB_S = 24 * 3600
MOST_BYTES = 2048 * 1024 * 1024
MOST_FILES = 20_000
"""Read from a home, or handed out to it, at once."""
DEEPEST_FOLDER = 8

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
NONCE = re.compile(r"[0-9a-f]{1,64}")
ENV_KEY = re.compile(r"(?:JUPYTERHUB|HOMEROOM)_[A-Z0-9_]{1,64}")
ENV_BYTES = 32 * 1024

ASK = sentence("fault-to-report")


@dataclass(frozen=True)
class Rules:
    """The limits of one machine and the images its launcher may run; no image listed means none."""

    images: frozenset[str]
    memory_mb: int
    cpus: float

    def check_seat(self, spec: Spec) -> None:
        """Raise Invalid or NotAllowed at the first thing that is out of bounds."""
        _number("seat", spec.seat, SEATS)
        _number("class", spec.classroom, CLASSROOMS)
        if not is_person(spec.uid):
            raise Invalid(f"uid {spec.uid} is nobody's", say=ASK)
        _number("pids", spec.pids, range(16, 4097))
        _number("home_mb", spec.home_mb, range(1, 2**20 + 1))
        _text("name", spec.name, NAME)
        _text("start", spec.start, NONCE)
        _one_of("role", spec.role, get_args(Role))
        self._share("MEMORY_MB", spec.memory_mb, 64, self.memory_mb)
        self._share("CPUS", spec.cpus, 0.01, self.cpus)
        self._image(spec.image)
        _environment(spec.env)

    def check_job(self, job: JobSpec) -> None:
        """Raise Invalid or NotAllowed at the first thing that is out of bounds."""
        _text("job", job.id, NONCE)
        _one_of("kind", job.kind, get_args(JobKind))
        _number("class", job.classroom, CLASSROOMS)
        _text("course", job.course, NAME)
        _number("deadline_s", job.deadline_s, range(1, LONGEST_JOB_S + 1))
        self._image(job.image)

    def _share(self, what: str, value: float, least: float, most: float) -> None:
        if not (math.isfinite(value) and least <= value <= most):
            facts = {"given": f"{value:g}", "least": f"{least:g}", "most": f"{most:g}"}
            raise Invalid(
                f"{what} {value!r} is not between {least:g} and {most:g}",
                say=sentence("setting-beyond-machine", name=f"HOMEROOM_{what}", **facts),
            )

    def _image(self, image: str) -> None:
        if image not in self.images:
            raise NotAllowed(
                f"image {image!r} is not in the launcher's list",
                say=sentence("image-not-allowed"),
            )


def person_uid(person: int) -> int:
    """Under which this person's programs run, in every class."""
    first = len(FIRST_UIDS)
    return FIRST_UIDS[person] if person < first else MORE_UIDS[person - first]


def is_person(uid: int) -> bool:
    """Whether it may be a person's uid."""
    return uid in FIRST_UIDS or uid in MORE_UIDS


def check_seat_number(seat: int) -> None:
    """Raise Invalid unless a seat can have this number."""
    _number("seat", seat, SEATS)


def check_grace(grace_s: int) -> None:
    """Raise Invalid unless a container may take these seconds to end."""
    _number("grace_s", grace_s, range(301))


def check_folder(folder: str) -> None:
    """Raise Invalid unless this is a path below a home that nothing but files for people is in.

    Hidden folders are out of bounds: what lies in some of them is run.
    """
    names = folder.split("/")
    fit = all(
        0 < len(name.encode(errors="replace")) <= 255 and name[0] != "." and name.isprintable()
        for name in names
    )
    if not fit or len(names) > DEEPEST_FOLDER:
        raise Invalid(f"folder {folder[:80]!r}", say=sentence("home-folder-unfit"))


def check_amount(most_bytes: int, most_files: int) -> None:
    """Raise Invalid unless so much may be read at once."""
    _number("most_bytes", most_bytes, range(1, MOST_BYTES + 1))
    _number("most_files", most_files, range(1, MOST_FILES + 1))


def check_hand_out(mode: str) -> None:
    """Raise Invalid for a way to hand out that there is not."""
    _one_of("mode", mode, get_args(HandOut))


def _number(what: str, value: int, allowed: range) -> None:
    if value not in allowed:
        raise Invalid(f"{what} {value} is not in {allowed[0]}..{allowed[-1]}", say=ASK)


def _text(what: str, value: str, pattern: re.Pattern[str]) -> None:
    if not pattern.fullmatch(value):
        raise Invalid(f"{what} {value!r} is malformed", say=ASK)


def _one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise Invalid(f"{what} {value!r} is unknown", say=ASK)


def _environment(env: Mapping[str, str]) -> None:
    for key, value in env.items():
        if not ENV_KEY.fullmatch(key):
            raise NotAllowed(f"variable {key!r} is not JUPYTERHUB_* or HOMEROOM_*", say=ASK)
        if "\0" in value:
            raise Invalid(f"variable {key} has a NUL in it", say=ASK)
    if sum(len(key) + len(value.encode()) for key, value in env.items()) > ENV_BYTES:
        raise Invalid(f"the environment is larger than {ENV_BYTES} bytes", say=ASK)
