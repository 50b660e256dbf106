"""Archives in and out, member by member: nothing is believed, and a bad one is refused whole."""

import gzip
import io
import lzma
import os
import re
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Self

from appliance.errors import Invalid, TooLarge
from roster.sentence import sentence

CHUNK = 1 << 16
DEEPEST = 64
LONGEST_HEADER = 64 * 1024
_EXTENSIONS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What reading an archive raises when its bytes are not what they should be."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How a zip's files may be packed: of others zipfile unpacks more at once than it is asked for."""
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


@dataclass(frozen=True)
class Limits:
    """How much one archive may unpack to."""

    total_bytes: int = 100 * 1024 * 1024
    files: int = 2000

    @property
    def tar_bytes(self) -> int:
        """Headers, folders and padding are no files, but they are unpacked all the same."""
        return self.total_bytes + (self.files + 16) * 4096

    @property
    def packed_bytes(self) -> int:
        """The longest such a tar can be, packed or not: what does not shrink grows a little."""
        return self.tar_bytes + self.tar_bytes // 1000 + 1024


@dataclass(frozen=True)
class Member:
    """One file on its way: a checked name and what to read it from."""

    name: str
    content: IO[bytes]


def check_name(name: str) -> str:
    """A relative path that means the same file on every system, or a sentence why not."""
    parts = name.split("/")
    bad = (
        not name
        or name.startswith("/")
        or "\\" in name
        or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)
        or len(name.encode()) > 1000
        or len(parts) > DEEPEST
        or any(part in ("", ".", "..") or part != part.rstrip(" .") for part in parts)
        or any(len(part.encode()) > 255 or _RESERVED.match(part) for part in parts)
    )
    if bad:
        raise Invalid(
            f"unsafe file name {ascii(name)[:80]}",
            say=sentence("file-name-unfit", name=_shown(name)),
        )
    return name


def twin(name: str) -> str:
    """The same for two names that some systems cannot tell apart."""
    return unicodedata.normalize("NFC", name).casefold()


class Names:
    """The names of an archive that were seen so far, and the folders that they lie in.

    Of all of them the hashes: folders can be many times more than files, and long.
    """

    def __init__(self) -> None:
        self._files: set[int] = set()
        self._folders: set[int] = set()

    def __len__(self) -> int:
        return len(self._files)

    def taken(self, name: str) -> bool:
        """Whether some system cannot put this file beside the others; if not, it is one of them."""
        parts = twin(name).split("/")
        *above, mine = (hash("/".join(parts[:count])) for count in range(1, len(parts) + 1))
        if mine in self._files or mine in self._folders or not self._files.isdisjoint(above):
            return True
        self._files.add(mine)
        self._folders.update(above)
        return False


def _shown(name: str) -> str:
    """A name that may hold anything, as a page can show it."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name[:80])[:80]


class _Header(tarfile.TarInfo):
    """Refuses extended headers that tarfile would read into memory whole."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        info = super().frombuf(buf, encoding, errors)
        if info.type in _EXTENSIONS and info.size > LONGEST_HEADER:
            raise _broken()
        return info


def tar_members(file: BinaryIO, limits: Limits) -> Iterator[Member]:
    """The files of a tar, packed or not. Folders are passed over; links and devices are refused."""
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    meter = _Meter(limits.tar_bytes, limits)
    raw = meter.watch(gzip.GzipFile(fileobj=file) if packed else file)
    try:
        with tarfile.open(fileobj=raw, mode="r|", tarinfo=_Header) as tar:
            for number, info in enumerate(tar):
                if number >= 2 * limits.files:
                    raise _too_many(limits)
                if info.isdir():
                    continue
                if not info.isreg():
                    raise Invalid(
                        f"{ascii(info.name)[:80]} is no regular file",
                        say=sentence("file-not-plain", name=_shown(info.name)),
                    )
                content = tar.extractfile(info)
                assert content is not None
                yield Member(info.name.removeprefix("./"), content)
    except _BROKEN as error:
        raise _broken() from error


def zip_members(file: BinaryIO) -> Iterator[Member]:
    """The files of a zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                if info.compress_type not in _METHODS:
                    raise _broken()
                if not info.is_dir():
                    with archive.open(info) as content:
                        yield Member(info.filename, content)
    except _BROKEN as error:
        raise _broken() from error


def _broken() -> Invalid:
    return Invalid("archive is broken or cut off", say=sentence("archive-broken"))


def too_large(limits: Limits) -> TooLarge:
    """What is said of an archive that goes beyond the limits."""
    return TooLarge(
        f"more than {limits.total_bytes} bytes",
        say=sentence("files-too-large", most=limits.total_bytes // 1_048_576),
    )


def _too_many(limits: Limits) -> Invalid:
    return Invalid(
        f"more than {limits.files} files", say=sentence("files-too-many", most=limits.files)
    )


def checked(members: Iterable[Member], limits: Limits) -> Iterator[Member]:
    """Pass the members on while they stay within the limits; bytes count as they are read."""
    seen = Names()
    meter = _Meter(limits.total_bytes, limits)
    for member in members:
        name = check_name(member.name)
        if seen.taken(name):
            raise Invalid(
                f"two files named {ascii(name)[:80]}",
                say=sentence("file-twins", name=_shown(name)),
            )
        if len(seen) > limits.files:
            raise _too_many(limits)
        yield Member(name, meter.watch(member.content))


class _Meter:
    """Counts what is read, over all members, and stops at the limit."""

    def __init__(self, most: int, limits: Limits) -> None:
        self._left = most
        self._limits = limits

    def watch(self, content: IO[bytes] | gzip.GzipFile) -> IO[bytes]:
        return io.BufferedReader(_Metered(self, content), CHUNK)

    def took(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise too_large(self._limits)


class _Metered(io.RawIOBase):
    def __init__(self, meter: _Meter, content: IO[bytes] | gzip.GzipFile) -> None:
        self._meter = meter
        self._content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        try:
            data = self._content.read(len(buffer))
        except _BROKEN as error:
            raise _broken() from error
        self._meter.took(len(data))
        buffer[: len(data)] = data
        return len(data)


def pack(
    files: Iterable[tuple[str, Path | bytes]],
    out: IO[bytes],
    *,
    compressed: bool = False,
) -> None:
    """Write a tar of `files`, each a name and a path or the bytes themselves."""
    open_tar: Callable[..., tarfile.TarFile] = tarfile.open
    with open_tar(fileobj=out, mode="w|gz" if compressed else "w|") as tar:
        for name, source in files:
            info = tarfile.TarInfo(name)
            info.mode = 0o644
            if isinstance(source, bytes):
                info.size = len(source)
                tar.addfile(info, io.BytesIO(source))
            else:
                with source.open("rb") as content:
                    info.size = os.fstat(content.fileno()).st_size
                    tar.addfile(info, content)
