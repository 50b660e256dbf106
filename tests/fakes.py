"""Stand-ins for what is slow: they keep the same promises and pass the same tests."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from appliance import archive
from appliance.errors import Invalid, NotFound, Unavailable
from appliance.servers import refusals
from appliance.servers.attached import CHUNK, LOG_BYTES, Sink, Source
from appliance.servers.bundle import skipped
from appliance.servers.container import output_limit
from appliance.servers.editions import settle
from appliance.servers.incoming import Delivery
from appliance.servers.rules import (
    Rules,
    check_amount,
    check_folder,
    check_grace,
    check_hand_out,
    check_seat_number,
)
from appliance.servers.spec import (
    LISTENING,
    About,
    Earlier,
    FolderRead,
    HandedOut,
    HandOut,
    HomeSize,
    JobEnd,
    JobKind,
    JobSpec,
    Seen,
    Spec,
    Usage,
)
from roster.sentence import sentence

COURSE_IMAGE = "homeroom/course"


@dataclass(frozen=True)
class Done:
    """What a job did: its stdout, its stderr, and its exit code; None means it never ended."""

    out: bytes = b""
    log: str = ""
    exit_code: int | None = 0


Work = Callable[[JobSpec, bytes], Done]


class FakeEngine:
    """A launcher whose containers are only remembered. Usable from many threads.

    `away` makes every verb raise Unavailable, as when the engine is gone; `absent` names images
    that are allowed but were never built; `work` says what a kind of job does with its input;
    `lines` is what a seat printed; `homes` has the files of every seat that was ever started;
    `started` is every Spec that was ever started, in order, and `at_work` every seat that was given
    its full share; `uses` is memory in MB and processor seconds of a seat.
    """

    def __init__(self, images: frozenset[str] = frozenset({COURSE_IMAGE})) -> None:
        self.away = False
        self.absent: set[str] = set()
        self.work: dict[JobKind, Work] = {}
        self.lines: dict[int, str] = {}
        self.homes: dict[int, dict[str, bytes]] = {}
        self.bounded: set[int] = set()
        self.started: list[Spec] = []
        self.disk_free_mb = 50_000
        self.at_work: list[int] = []
        self.uses: dict[int, tuple[int, float]] = {}
        self.jobs: list[JobSpec] = []
        self._rules = Rules(images, memory_mb=16 * 1024, cpus=4.0)
        self._seats: dict[int, Seen] = {}
        self._told: list[str] = []
        self._changed = threading.Condition(threading.RLock())

    def seen(self) -> list[Seen]:
        with self._changed:
            self._answer()
            return list(self._seats.values())

    def start(self, spec: Spec) -> Seen:
        self._rules.check_seat(spec)
        self._answer(spec.image)
        with self._changed:
            self.started.append(spec)
            address = f"10.213.{spec.seat // 250 % 4}.{spec.seat % 250 + 2}"
            seat = Seen(spec.seat, spec.start, "running", address, None, False)
            self._seats[spec.seat] = seat
            self.homes.setdefault(spec.seat, {})
            self._tell("start", "seat", spec.seat)
        return seat

    def stop(self, seat: int, grace_s: int = 5) -> None:
        check_seat_number(seat)
        check_grace(grace_s)
        self._answer()
        self.lose(seat)

    def let_work(self, seat: int) -> None:
        check_seat_number(seat)
        self._answer()
        self.at_work.append(seat)

    def usage(self) -> list[Usage]:
        self._answer()
        with self._changed:
            running = [one for one in self._seats.values() if one.state == "running"]
            return [
                Usage(one.seat, one.start, *self.uses.get(one.seat, (50, 0.5))) for one in running
            ]

    def logs(self, seat: int) -> str:
        check_seat_number(seat)
        self._answer()
        if seat not in self._seats:
            raise refusals.no_container(seat)
        return self.lines.get(seat, "")

    def run_job(self, job: JobSpec, body: Source, out: Sink) -> JobEnd:
        self._rules.check_job(job)
        self._answer(job.image)
        self.jobs.append(job)
        try:
            given = b"".join(iter(lambda: body.read(CHUNK), b""))
        except Exception as failure:
            text = f"the job's input broke off: {failure!r}"
            raise Unavailable(text, say=sentence("job-input-broke-off")) from failure
        done = self.work.get(job.kind, _nothing)(job, given)
        log = done.log.encode()[-LOG_BYTES:].decode(errors="replace")
        limit = output_limit(job)
        out.write(done.out[:limit])
        if len(done.out) > limit:
            return JobEnd(137, f"{log}\nEnded: it wrote more than it may.")
        return JobEnd(done.exit_code, log)

    def pack_home(self, seat: int, out: Sink) -> None:
        check_seat_number(seat)
        self._answer()
        if seat not in self.homes:
            raise NotFound(f"seat {seat} has no home", say=sentence("home-none"))
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as zipped:
            for name, content in self.homes[seat].items():
                zipped.writestr(name, content)
        out.write(made.getvalue())

    def read_folder(
        self, seat: int, folder: str, most_bytes: int, most_files: int, out: Sink
    ) -> FolderRead:
        check_seat_number(seat)
        check_folder(folder)
        check_amount(most_bytes, most_files)
        self._answer()
        found = {
            name: content
            for name, content in self._below(seat, folder).items()
            if not _skipped(name)
        }
        if not self._below(seat, folder):
            raise NotFound("no folder", say=sentence("home-folder-none", folder=folder))
        if len(found) > most_files:
            raise Invalid("too many", say=sentence("files-too-many", most=most_files))
        if sum(map(len, found.values())) > most_bytes:
            most = most_bytes // 2**20
            raise Invalid("too large", say=sentence("files-too-large", most=most))
        archive.pack(found.items(), out)  # type: ignore[arg-type]
        return FolderRead((), ())

    def hand_out(
        self, seat: int, folder: str, mode: HandOut, known: Mapping[str, Earlier], body: Source
    ) -> HandedOut:
        check_seat_number(seat)
        check_folder(folder)
        check_hand_out(mode)
        self._answer()
        given = io.BytesIO(b"".join(iter(lambda: body.read(CHUNK), b"")))
        if seat not in self.homes:
            raise NotFound(f"seat {seat} has no home", say=sentence("home-none"))
        delivery = Delivery(given, known)
        if mode == "update" and not self._below(seat, folder):
            return HandedOut(missing=True)
        placed, kept = list[str](), list[str]()
        for file in delivery.files():
            name, action = settle(
                file.name,
                self._digests(seat, folder).get,
                file.earlier.digests,
                file.digest,
                put_back=mode == "place" or not file.earlier.given,
            )
            if action in ("place", "replace"):
                self.homes[seat][f"{folder}/{name}"] = file.content.read()
                placed.append(name)
            if name != file.name:
                kept.append(file.name)
        return HandedOut(tuple(placed), tuple(kept))

    def _below(self, seat: int, folder: str) -> dict[str, bytes]:
        files, top = self.homes.get(seat, {}), f"{folder}/"
        return {name.removeprefix(top): files[name] for name in files if name.startswith(top)}

    def _digests(self, seat: int, folder: str) -> dict[str, str]:
        below = self._below(seat, folder)
        return {name: hashlib.sha256(content).hexdigest() for name, content in below.items()}

    def measure_homes(self, seats: list[int]) -> list[HomeSize]:
        for seat in seats:
            check_seat_number(seat)
        self._answer()
        found = [_size(seat, self.homes[seat]) for seat in seats if seat in self.homes]
        return [replace(one, bounded=one.seat in self.bounded) for one in found]

    def erase_home(self, seat: int) -> None:
        check_seat_number(seat)
        self._answer()
        if seat in self._seats:
            raise refusals.in_use(seat)
        self.homes.pop(seat, None)

    def events(self) -> Iterator[str]:
        self._answer()
        told = len(self._told)
        yield LISTENING
        while True:
            yield self._told_after(told)
            told += 1

    def about(self) -> About:
        self._answer()
        return About("26.1.5", "1.45", 4, 16 * 1024, 100_000, self.disk_free_mb, ())

    def move(self, seat: int, address: str) -> None:
        """Somebody starts its container again by hand, and it has another address."""
        with self._changed:
            self._seats[seat] = replace(self._seats[seat], address=address)

    def crash(self, seat: int, exit_code: int = 1, *, oom_killed: bool = False) -> None:
        """Let a seat's container end by itself."""
        with self._changed:
            ended = replace(self._seats[seat], state="exited", address=None)
            self._seats[seat] = replace(ended, exit_code=exit_code, oom_killed=oom_killed)
            self._tell("die", "seat", seat)

    def squeeze(self, seat: int) -> None:
        """Let the machine end a program in a seat for want of memory; the seat goes on."""
        with self._changed:
            self._tell("oom", "seat", seat)

    def lose(self, seat: int) -> None:
        """Let a seat's container vanish, as when somebody removes it."""
        with self._changed:
            if self._seats.pop(seat, None):
                self._tell("destroy", "seat", seat)

    def leave(self) -> None:
        """Go away, and tell those who listen."""
        with self._changed:
            self.away = True
            self._changed.notify_all()

    def _told_after(self, told: int) -> str:
        with self._changed:
            self._changed.wait_for(lambda: self.away or len(self._told) > told)
            self._answer()
            return self._told[told]

    def _tell(self, *words: object) -> None:
        self._told.append(" ".join(map(str, words)))
        self._changed.notify_all()

    def _answer(self, image: str = "") -> None:
        if self.away:
            raise refusals.gone("away")
        if image in self.absent:
            raise refusals.no_image(image, f"no image {image}")


def _size(seat: int, files: dict[str, bytes]) -> HomeSize:
    held = sum(len(content) for content in files.values())
    return HomeSize(seat, -(-held // 2**20), len(files))


def _skipped(name: str) -> bool:
    path = tuple(name.split("/"))
    return any(skipped(path[: n + 1]) for n in range(len(path)))


def _nothing(job: JobSpec, given: bytes) -> Done:
    return Done(log=f"{job.kind}: nothing to do with {len(given)} bytes\n")
