"""Bytes of an uploaded file → text, or a sentence about what the file is instead."""

import codecs
import io
from dataclasses import dataclass

from roster.problem import Refused

MAX_BYTES = 1024 * 1024

_SAVE_AS_CSV = (
    "Open it in a spreadsheet program, save the class list as “CSV UTF-8” and upload that file."
)
_NO_TABLES = (
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a word processor's document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_NO_TEXT_TABLES = (
    ("<", "a web page or XML file"),
    ("{", "a JSON file or notebook"),
    ("[", "a JSON file"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)


@dataclass(frozen=True)
class Text:
    """The decoded file: the encoding by the name teachers know, and its lines with line ends."""

    encoding: str
    lines: tuple[str, ...]


def decode(data: bytes) -> Text:
    """Decode by byte order mark, else strict UTF-8, else Windows-1252; Refused when no text."""
    _refuse_size(data)
    _refuse_kind(data)
    encoding, content = _decoded(data)
    content = content.lstrip("\ufeff")
    _refuse_content(content)
    return Text(encoding, tuple(io.StringIO(content, newline=None)))


def _refuse_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Refused(
            f"The file has {len(data) / MAX_BYTES:.1f} MB; a roster may have at most 1 MB. "
            "Export only the list of people and upload that."
        )


def _refuse_kind(data: bytes) -> None:
    for magic, kind in _NO_TABLES:
        if data.startswith(magic):
            raise Refused(f"This is {kind}, not a CSV file. {_SAVE_AS_CSV}")


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return name, _strict(data[len(mark) :], codec, name)
    try:
        return "UTF-8", data.decode("utf-8")
    except UnicodeDecodeError:
        return "Windows-1252", _strict(data, "cp1252", "UTF-8 or Windows-1252")


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(codec, "ignore").count("\n") + 1
        raise Refused(
            f"Line {line} holds bytes that are not {name} text. {_SAVE_AS_CSV}", line
        ) from None


def _refuse_content(content: str) -> None:
    if not content.strip():
        raise Refused("The file is empty. Export the class list again and upload that file.")
    before_nul, nul, _ = content.partition("\0")
    if nul:
        line = before_nul.count("\n") + 1
        raise Refused(
            f"Line {line} holds a NUL character, so the file is damaged or no text. {_SAVE_AS_CSV}",
            line,
        )
    for start, kind in _NO_TEXT_TABLES:
        if content.lstrip().startswith(start):
            raise Refused(f"This is {kind}, not a CSV file. {_SAVE_AS_CSV}")
