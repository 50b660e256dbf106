"""The values that cross the border between hub and launcher."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from roster.sentence import Sentence

Role = Literal["student", "teacher"]
State = Literal["created", "running", "exited"]
Quota = Literal["watched", "project", "files"]
LISTENING = "listening"
"""The first line of an engine's events."""
MOST_TOLD = 200
"""Names in an answer about files; whoever has more of them reads the first."""
HandOut = Literal["place", "update"]
JobKind = Literal[
    "inspect",
    "appraise",
    "add-source",
    "generate",
    "prepare",
    "execute",
    "score",
    "feedback",
    "grades",
]


@dataclass(frozen=True)
class Spec:
    """The wanted container of one seat: one person in one class."""

    seat: int
    """An opaque number; no container name says who sits there."""
    start: str
    """A hex nonce of this very start, so that an older container is never taken for it."""
    classroom: int
    """The class's number: its group, and the course folder a teacher gets."""
    name: str
    """Login name inside the container only: the passwd line and `/home/NAME`."""
    role: Role
    uid: int
    """One per person, so that limits counted per uid are not shared."""
    image: str
    memory_mb: int
    cpus: float
    pids: int
    home_mb: int
    """No single file may be larger."""
    env: Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """The container of one seat as the engine reports it."""

    seat: int
    start: str
    state: State
    address: str | None
    """IPv4 on the seats' network, while it runs."""
    exit_code: int | None
    """None until it has exited."""
    oom_killed: bool


@dataclass(frozen=True)
class Usage:
    """What the container of one seat uses, as the engine reports it."""

    seat: int
    start: str
    memory_mb: int
    """Its working set: without pages of files that may be dropped."""
    cpu_s: float
    """Processor seconds since it started."""


@dataclass(frozen=True)
class HomeSize:
    """What the home of a seat holds."""

    seat: int
    mb: int
    """On the disk, rounded up."""
    files: int
    """Files and folders."""
    whole: bool = True
    """Whether counting came to its end; nobody needs so many files, or folders so deep."""
    bounded: bool = False
    """Whether all the room it may take is its own already: filling it takes nothing from others."""


@dataclass(frozen=True)
class FolderRead:
    """What a folder that was read out of a home lacks; names as a page can show them."""

    left_out: tuple[str, ...]
    """Links, devices, what is not the owner's, and names that cannot be kept."""
    changed: tuple[str, ...]
    """Written to while they were read, so they may be torn."""


@dataclass(frozen=True)
class Earlier:
    """What is known of a file's earlier editions."""

    digests: tuple[str, ...]
    """SHA-256 of each: a file that is one of these was not touched by the home's owner."""
    given: bool
    """Whether this home got one of them: if it is not there, its owner took it away."""


@dataclass(frozen=True)
class HandedOut:
    """What became of files that were handed out to a home."""

    placed: tuple[str, ...] = ()
    """What was written, by the name it has now."""
    kept: tuple[str, ...] = ()
    """What is the owner's own: it stayed, and the new one lies beside it."""
    missing: bool = False
    """There was no such folder to update, so nothing was done."""


@dataclass(frozen=True)
class Weight:
    """How heavy a seat lies on the machine."""

    seat: int
    memory_mb: int
    computing: bool
    """Whether it lately used a good part of a processor."""


@dataclass(frozen=True)
class JobSpec:
    """One throwaway container that reads a tar and writes a tar."""

    id: str
    kind: JobKind
    classroom: int
    course: str
    image: str
    deadline_s: int


@dataclass(frozen=True)
class JobEnd:
    """How a job ended."""

    exit_code: int | None
    """None: the deadline passed and it was removed by force."""
    log: str
    """The last 4 kB of what it wrote to stderr."""


@dataclass(frozen=True)
class About:
    """The engine and its machine."""

    engine_version: str
    api_version: str
    cpus: int
    memory_mb: int
    disk_mb: int
    """The file system of the homes."""
    disk_free_mb: int
    problems: tuple[Sentence, ...]
    """What keeps seats from working, and what to do."""
    quota: Quota = "watched"
    """What keeps homes within bounds: somebody looks; `project`: their file system does as well;
    `files`: each new one is a file of its own size."""
    quota_refused: Sentence | None = None
    """Why a file system with project quotas is not let do it."""
