"""Bytes of an uploaded file → text, or a sentence about what the file is instead."""

import codecs
import io
from collections.abc import Mapping
from dataclasses import dataclass

from roster.problem import Refused
from roster.sentence import sentence

MAX_BYTES = 1024 * 1024
GUESSES: Mapping[str, str] = {
    "Windows-1252": "cp1252",
    "Shift_JIS": "cp932",
    "Windows-1250": "cp1250",
    "Windows-1254": "cp1254",
    "Windows-1251": "cp1251",
}
"""Encodings that leave no mark, by the names teachers meet; the likeliest first."""

_NO_TABLES = (
    (b"\xd0\xcf\x11\xe0", "old-excel"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "compressed"),
)
_NO_TEXT_TABLES = (("<", "web-page"), ("{", "json"), ("[", "json"))
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)


@dataclass(frozen=True)
class Written:
    """How a text was written, so that it can be written so again.

    `encoding` is the name teachers know; it is a guess when `guesses` offers others beside it.
    """

    encoding: str
    codec: str
    mark: bytes = b""
    line_end: str = "\n"
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """The decoded file: its lines, each with a plain line end, and how they were written."""

    written: Written
    lines: tuple[str, ...]


def decode(data: bytes, encoding: str = "") -> Text:
    """Decode by byte order mark, else as strict UTF-8, else by a guess.

    A teacher who sees that the guess is wrong names another of `GUESSES` as `encoding`.
    Raises Refused when it is no text, or not in that encoding.
    """
    refuse_size(data)
    _refuse_kind(data)
    written, content = _marked(data) or (_named(data, encoding) if encoding else _guessed(data))
    content = content.lstrip("\ufeff")
    _refuse_content(content)
    return Text(written, tuple(io.StringIO(content, newline=None)))


def refuse_size(data: bytes) -> None:
    """Raises Refused when the file is bigger than any roster."""
    if len(data) > MAX_BYTES:
        size = round(len(data) / MAX_BYTES + 0.05, 1)
        raise Refused(sentence("roster-too-big", size=size, most=MAX_BYTES // 1024**2))


def no_roster(kind: str) -> Refused:
    """The refusal of a file that is something else: `pdf`, `picture`, `word` …"""
    return Refused(sentence("roster-other-file", kind=sentence(f"roster-file-{kind}")))


def _refuse_kind(data: bytes) -> None:
    for magic, kind in _NO_TABLES:
        if data.startswith(magic):
            raise no_roster(kind)


def _marked(data: bytes) -> tuple[Written, str] | None:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, Written(name, codec, mark))
    return None


def _named(data: bytes, encoding: str) -> tuple[Written, str]:
    if encoding not in (*GUESSES, "UTF-8"):
        raise Refused(sentence("roster-unknown-encoding"))
    codec = GUESSES.get(encoding, "utf-8")
    return _strict(data, Written(encoding, codec, guesses=tuple(GUESSES)))


def _guessed(data: bytes) -> tuple[Written, str]:
    """As UTF-8, else as the likeliest encoding in which every byte means something."""
    tries = [Written("UTF-8", "utf-8")]
    tries += [Written(name, codec, guesses=tuple(GUESSES)) for name, codec in GUESSES.items()]
    for written in tries:
        try:
            return _strict(data, written)
        except Refused:
            continue
    return _strict(data, tries[1])


def _strict(data: bytes, written: Written) -> tuple[Written, str]:
    bare = data[len(written.mark) :]
    try:
        content = bare.decode(written.codec)
    except UnicodeDecodeError as error:
        line = bare[: error.start].decode(written.codec, "ignore").count("\n") + 1
        raise Refused(sentence("roster-not-in-encoding", encoding=written.encoding), line) from None
    line_end = "\r\n" if "\r\n" in content else "\n"
    return Written(
        written.encoding, written.codec, written.mark, line_end, written.guesses
    ), content


def _refuse_content(content: str) -> None:
    if not content.strip():
        raise Refused(sentence("roster-empty"))
    before_nul, nul, _ = content.partition("\0")
    if nul:
        raise Refused(sentence("roster-nul"), before_nul.count("\n") + 1)
    for start, kind in _NO_TEXT_TABLES:
        if content.lstrip().startswith(start):
            raise no_roster(kind)
