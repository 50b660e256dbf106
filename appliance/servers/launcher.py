"""The launcher's fixed vocabulary, and the hub's way to speak it over a unix socket."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

from appliance.errors import Away, Unavailable
from appliance.servers.attached import CHUNK, Sink, Source
from appliance.servers.spec import (
    About,
    Earlier,
    FolderRead,
    HandedOut,
    HandOut,
    HomeSize,
    JobEnd,
    JobSpec,
    Seen,
    Spec,
    Usage,
)
from appliance.servers.wire import (
    FrameReader,
    FrameWriter,
    decode,
    decode_error,
    encode,
    read_line,
    write_line,
)
from roster.sentence import sentence

CONNECT_S = 5
ANSWER_S = 60
START_S = 180
PACK_S = 180
"""Between two pieces: a home is counted before the first, and much may pack to little."""
ERASE_S = 600
HAND_OUT_S = 600
MEASURE_S = 300


class Launcher(Protocol):
    """Everything the hub may ask for. Every verb raises HomeroomErrors and nothing else."""

    def seen(self) -> list[Seen]:
        """Every seat's container, running or not."""

    def start(self, spec: Spec) -> Seen:
        """A fresh, running container for this seat, in place of any other."""

    def stop(self, seat: int, grace_s: int = 5) -> None:
        """End and remove a seat's container. Gone already is success."""

    def let_work(self, seat: int) -> None:
        """Give a seat that has booted its full share of the processors. Gone is success."""

    def usage(self) -> list[Usage]:
        """What every running seat uses now."""

    def logs(self, seat: int) -> str:
        """The last lines of a seat's container, also of one that ended; NotFound without one."""

    def run_job(self, job: JobSpec, body: Source, out: Sink) -> JobEnd:
        """Stream a tar in and a tar out; what `body` and `out` raise goes up as it is."""

    def pack_home(self, seat: int, out: Sink) -> None:
        """Stream a zip of a seat's files; NotFound without any, Invalid when they are too much.

        What `out` raises goes up as it is; a zip that broke off has no end.
        """

    def read_folder(
        self, seat: int, folder: str, most_bytes: int, most_files: int, out: Sink
    ) -> FolderRead:
        """Stream a tar of the plain files below a folder of a home, and say what is not in it.

        NotFound without such a folder, Invalid when it holds more than so much. What `out` raises
        goes up as it is; a tar that broke off has no end.
        """

    def hand_out(
        self, seat: int, folder: str, mode: HandOut, known: Mapping[str, Earlier], body: Source
    ) -> HandedOut:
        """Lay the files of a tar into a folder of a home, each of them whole or not at all.

        "place" makes the folder, "update" only goes into one that is there. What the owner touched
        stays, with the new one beside it; `known` tells that from earlier editions. NotFound
        without a home, Invalid for what is no tar of plain files, Conflict where no name is left.
        What `body` raises goes up as it is.
        """

    def measure_homes(self, seats: list[int]) -> list[HomeSize]:
        """What the homes of these seats hold now; one that is not there is left out."""

    def erase_home(self, seat: int) -> None:
        """Remove a seat's files for good; Conflict while it has a container. Gone is success."""

    def events(self) -> Iterator[str]:
        """LISTENING, then one line whenever a container of ours starts or ends; until Unavailable.

        What happened before it listened is told by nobody: whoever hears that, looks.
        """

    def about(self) -> About:
        """The engine, its machine and their problems."""


class LauncherClient:
    """The vocabulary over the socket; one connection per request, usable from many threads."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def seen(self) -> list[Seen]:
        return decode(list[Seen], self._ask(ANSWER_S, "seen"))

    def start(self, spec: Spec) -> Seen:
        return decode(Seen, self._ask(START_S, "start", spec=encode(spec)))

    def stop(self, seat: int, grace_s: int = 5) -> None:
        self._ask(ANSWER_S + grace_s, "stop", seat=seat, grace_s=grace_s)

    def let_work(self, seat: int) -> None:
        self._ask(ANSWER_S, "let_work", seat=seat)

    def usage(self) -> list[Usage]:
        return decode(list[Usage], self._ask(ANSWER_S, "usage"))

    def logs(self, seat: int) -> str:
        return decode(str, self._ask(ANSWER_S, "logs", seat=seat))

    def about(self) -> About:
        return decode(About, self._ask(ANSWER_S, "about"))

    def pack_home(self, seat: int, out: Sink) -> None:
        with self._asked(PACK_S, "pack_home", seat=seat) as (_, answers):
            _take(answers, out)
            _heard(answers)

    def read_folder(
        self, seat: int, folder: str, most_bytes: int, most_files: int, out: Sink
    ) -> FolderRead:
        amount = {"most_bytes": most_bytes, "most_files": most_files}
        with self._asked(PACK_S, "read_folder", seat=seat, folder=folder, **amount) as asked:
            _take(asked[1], out)
            return decode(FolderRead, _heard(asked[1]).get("ok"))

    def hand_out(
        self, seat: int, folder: str, mode: HandOut, known: Mapping[str, Earlier], body: Source
    ) -> HandedOut:
        told = {"seat": seat, "folder": folder, "mode": mode, "known": encode(known)}
        with (
            self._asked(HAND_OUT_S, "hand_out", **told) as (connection, answers),
            _Feeding(connection, body) as feeding,
            feeding.to_blame(),
        ):
            return decode(HandedOut, _heard(answers).get("ok"))

    def measure_homes(self, seats: list[int]) -> list[HomeSize]:
        return decode(list[HomeSize], self._ask(MEASURE_S, "measure_homes", seats=seats))

    def erase_home(self, seat: int) -> None:
        self._ask(ERASE_S, "erase_home", seat=seat)

    def events(self) -> Iterator[str]:
        with self._asked(None, "events") as (_, answers):
            while "event" in (message := _heard(answers)):
                yield decode(str, message["event"])
        raise _silent("the stream of events ended")

    def run_job(self, job: JobSpec, body: Source, out: Sink) -> JobEnd:
        timeout_s = job.deadline_s + ANSWER_S
        with (
            self._asked(timeout_s, "run_job", job=encode(job)) as (connection, answers),
            _Feeding(connection, body) as feeding,
            feeding.to_blame(),
        ):
            _take(answers, out)
            return decode(JobEnd, _heard(answers).get("ok"))

    def _ask(self, timeout_s: float, verb: str, **arguments: Any) -> Any:
        with self._asked(timeout_s, verb, **arguments) as (_, answers):
            return _heard(answers).get("ok")

    @contextlib.contextmanager
    def _asked(
        self, timeout_s: float | None, verb: str, **arguments: Any
    ) -> Iterator[tuple[socket.socket, BinaryIO]]:
        """A connection on which this request was sent, and the stream of its answers."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(CONNECT_S)
            try:
                connection.connect(str(self._path))
                connection.settimeout(timeout_s)
                write_line(connection, {"verb": verb, **arguments})
            except OSError as error:
                raise _silent(str(error)) from error
            with connection.makefile("rb") as answers:
                yield connection, answers


class _Feeding(threading.Thread):
    """Sends a body beside the reading of the answer; it is over when the block is left."""

    def __init__(self, connection: socket.socket, body: Source) -> None:
        super().__init__(name="body", daemon=True)
        self._connection = connection
        self._body = body
        self.failure: Exception | None = None

    def run(self) -> None:
        frames = FrameWriter(self._connection)
        while (data := self._read()) and self._sent(frames.write, data):
            pass
        if data == b"":
            self._sent(frames.end)

    @contextlib.contextmanager
    def to_blame(self) -> Iterator[None]:
        """When our own input broke, that is the reason, not what the launcher made of it."""
        try:
            yield
        except Unavailable:
            if self.failure:
                raise self.failure from None
            raise

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()
        self.join()

    def _read(self) -> bytes | None:
        """The next piece; None when the source failed, and then the launcher must not wait on."""
        try:
            return self._body.read(CHUNK)
        except Exception as failure:
            self.failure = failure
            self._hang_up()
            return None

    def _sent(self, send: Callable[..., object], *data: bytes) -> bool:
        try:
            send(*data)
        except OSError:
            return False  # The launcher hung up; its answer says why.
        return True

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)


def _take(answers: BinaryIO, out: Sink) -> None:
    frames = FrameReader(answers)
    while data := _piece(frames):
        out.write(data)


def _piece(frames: FrameReader) -> bytes:
    try:
        return frames.read(CHUNK)
    except (OSError, EOFError) as error:
        raise _silent(str(error)) from error


def _heard(answers: BinaryIO) -> dict[str, Any]:
    try:
        message = read_line(answers)
    except (OSError, EOFError) as error:
        raise _silent(str(error)) from error
    if "error" in message:
        raise decode_error(message["error"])
    return message


def check(path: Path) -> About:
    """What the launcher says about itself. Raises Unavailable when it does not answer."""
    return LauncherClient(path).about()


def _silent(text: str) -> Away:
    return Away(f"launcher: {text}", say=sentence("launcher-silent"))
