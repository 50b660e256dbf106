"""How hub and launcher talk over their socket.

A request is one line of JSON, `{"verb": …, arguments}`, on a connection of its own; the answer is
one line, `{"ok": …}` or `{"error": {"kind", "message", "say"}}`, where `say` is a sentence as JSON.
`events` answers with any number of `{"event": …}` lines before that. `run_job` is followed by the
job's input, `hand_out` by the files; a job's output, and what `pack_home` and `read_folder` read,
come before that line. All of them are frames: four bytes of length, big-endian, then so many bytes;
a frame of length nought is the end. A connection that closes before it broke off: what ends so is
never taken for whole, and a job whose client has left is removed.
"""

import contextlib
import dataclasses
import json
import socket
import struct
import types
from collections.abc import Mapping
from typing import (
    Any,
    BinaryIO,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from appliance.errors import (
    Away,
    Conflict,
    HomeroomError,
    Invalid,
    NotAllowed,
    NotFound,
    TooLarge,
    Unavailable,
)
from roster.sentence import Sentence, from_json, sentence, to_json

LINE_BYTES = 4 * 1024 * 1024
"""`hand_out` names every file with the digests of its earlier editions."""
FRAME_BYTES = 64 * 1024
LENGTH = struct.Struct(">L")
TOLD = (NotFound, NotAllowed, Invalid, TooLarge, Conflict, Unavailable, Away)
KINDS = {kind.__name__: kind for kind in TOLD}

T = TypeVar("T")


def write_line(connection: socket.socket, message: Mapping[str, Any]) -> None:
    """Send one JSON line."""
    connection.sendall(json.dumps(message, separators=(",", ":")).encode() + b"\n")


def read_line(stream: BinaryIO) -> dict[str, Any]:
    """One JSON object. Raises EOFError when the connection ended, Invalid for anything else."""
    line = stream.readline(LINE_BYTES)
    if not line:
        raise EOFError("the connection ended")
    try:
        message = json.loads(line) if line.endswith(b"\n") else None
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise Invalid("not a line of JSON", say=sentence("launcher-asked-nonsense"))
    return message


def encode(value: Any) -> Any:
    """A value of spec.py as JSON takes it."""
    if isinstance(value, Sentence):
        return to_json(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: encode(each) for key, each in value.items()}
    return [encode(each) for each in value] if isinstance(value, list | tuple) else value


def decode(wanted: type[T], data: Any) -> T:
    """`data` as a `wanted`: every field there, none besides, each of its type; else Invalid."""
    value: T = _checked(wanted, data)
    return value


def encode_error(error: HomeroomError) -> dict[str, str]:
    """What the other side needs to raise it again."""
    kind = type(error).__name__
    return {
        "kind": kind if kind in KINDS else "Unavailable",
        "message": str(error),
        "say": to_json(error.say),
    }


def decode_error(data: Any) -> HomeroomError:
    """The error of the other side, to be raised."""
    told = decode(dict[str, str], data)
    kind = KINDS.get(told.get("kind", ""), Unavailable)
    return kind(told.get("message", "unknown error"), say=decode(Sentence, told.get("say")))


class FrameReader:
    """The frames of a stream as one body. Raises EOFError when it breaks off before its end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = 0
        self._ended = False

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end, and again none after it."""
        if not self._left and not self._ended:
            (self._left,) = LENGTH.unpack(self._exactly(LENGTH.size))
            self._ended = not self._left
        data = self._exactly(min(self._left, size))
        self._left -= len(data)
        return data

    def _exactly(self, size: int) -> bytes:
        data = self._stream.read(size)
        if len(data) < size:
            raise EOFError("the body broke off")
        return data


class FrameWriter:
    """A body as frames to a receiver whose leaving is noticed; `end` says that it is whole."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes) -> int:
        for start in range(0, len(data), FRAME_BYTES):
            piece = data[start : start + FRAME_BYTES]
            self._connection.sendall(LENGTH.pack(len(piece)) + piece)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here to be sent; raises BrokenPipeError when the receiver has left."""
        # A socket with a timeout waits even when told not to, so a double that has none looks.
        # Asking first whether anything is there would not do: another thread may read it meanwhile.
        with self._connection.dup() as glance, contextlib.suppress(BlockingIOError):
            glance.setblocking(False)
            if not glance.recv(1, socket.MSG_PEEK):
                raise BrokenPipeError("the receiver left")

    def end(self) -> None:
        self._connection.sendall(LENGTH.pack(0))


def _checked(wanted: Any, data: Any) -> Any:
    if wanted is Sentence:
        return _checked_sentence(data)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        return _checked_fields(wanted, data)
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin is Literal and data in inner:
        return data
    if origin in (Union, types.UnionType):
        return None if data is None else _checked(inner[0], data)
    if origin is tuple and isinstance(data, list):
        return tuple(_checked(inner[0], each) for each in data)
    if origin is list and isinstance(data, list):
        return [_checked(inner[0], each) for each in data]
    if origin in (dict, Mapping) and isinstance(data, dict):
        return {key: _checked(inner[1], each) for key, each in data.items()}
    if wanted is float and type(data) is int:
        return float(data)
    # bool is an int to isinstance, and True is no seat.
    if type(data) is wanted:
        return data
    raise Invalid(f"{str(data)[:80]!r} is not {wanted}", say=sentence("launcher-asked-nonsense"))


def _checked_sentence(data: Any) -> Sentence:
    try:
        return from_json(data)
    except (ValueError, TypeError, RecursionError) as error:
        raise Invalid(f"{str(data)[:80]!r} is no sentence", say=_other_version()) from error


def _checked_fields(wanted: type[Any], data: Any) -> Any:
    names = {field.name for field in dataclasses.fields(wanted)}
    if not isinstance(data, dict) or data.keys() != names:
        got = sorted(data) if isinstance(data, dict) else data
        raise Invalid(
            f"{wanted.__name__} has other fields than {str(got)[:200]}",
            say=_other_version(),
        )
    hints = get_type_hints(wanted)
    return wanted(**{name: _checked(hints[name], data[name]) for name in names})


def _other_version() -> Sentence:
    return sentence("launcher-of-another-version")
