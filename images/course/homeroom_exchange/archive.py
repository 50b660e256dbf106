"""Pack a folder into a tar and unpack one, refusing anything but plain files with plain names."""

import gzip
import io
import os
import secrets
import shutil
import tarfile
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

CHUNK = 1 << 16


class Refused(Exception):
    """A folder or an archive is not acceptable; the text is a sentence for a person."""


class Readable(Protocol):
    """What tarfile needs of a stream that can only be read forwards."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Limits:
    """How much one archive may hold, in files and bytes before compression."""

    files: int = 2_000
    file_bytes: int = 100_000_000
    total_bytes: int = 100_000_000


def pack(folder: Path, into: IO[bytes], skip: Callable[[Path], bool], limits: Limits) -> None:
    """Write the folder's plain files as tar.gz. The same files always give the same bytes.

    `skip` is asked for each file and folder. Raises Refused for links, devices and excess.
    """
    left = limits.total_bytes
    with (
        gzip.GzipFile(filename="", fileobj=into, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        for count, path in enumerate(plain_files(folder, skip), start=1):
            name, size = path.relative_to(folder).as_posix(), path.stat().st_size
            left -= size
            if size > limits.file_bytes:
                raise Refused(
                    f"{name} has {_megabytes(size)}; one file may have "
                    f"{_megabytes(limits.file_bytes)}. Make it smaller or take it out."
                )
            if left < 0 or count > limits.files:
                raise Refused(
                    f"The folder {folder.name} is too big: at most {limits.files} files and "
                    f"{_megabytes(limits.total_bytes)} in all. Take large files out."
                )
            add(tar, name, path)


def add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    """Add one file under `name`, without owner, date or mode, which mean nothing elsewhere."""
    info = tarfile.TarInfo(name)
    info.mode = 0o644
    with path.open("rb") as source:
        info.size = os.fstat(source.fileno()).st_size
        tar.addfile(info, source)


def plain_files(folder: Path, skip: Callable[[Path], bool] = lambda path: False) -> Iterator[Path]:
    """Yield the folder's files in a fixed order. Raises Refused at a link or a device."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = folder / entry.name
        if skip(path):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from plain_files(path, skip)
        elif entry.is_file(follow_symlinks=False):
            yield path
        else:
            raise Refused(f"{path} is a link or a device. Put the file itself there.")


def unpack(stream: Readable, into: Path, limits: Limits) -> None:
    """Unpack a tar stream below an existing folder. Raises Refused before a limit is passed."""
    capped = _Capped(stream, limits.total_bytes + 4_096 * (limits.files + 16))
    left = limits.total_bytes
    try:
        with tarfile.open(fileobj=capped, mode="r|") as tar:
            for count, member in enumerate(tar, start=1):
                left -= member.size
                if count > limits.files or left < 0 or member.size > limits.file_bytes:
                    raise Refused("The archive is larger than allowed.")
                if not member.isdir():
                    _write(tar, member, into)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused("The archive is damaged or was cut short. Try again.") from error


def unpack_gz(stream: IO[bytes], into: Path, limits: Limits) -> None:
    """Unpack a tar.gz stream below an existing folder. Raises Refused like `unpack`."""
    with gzip.GzipFile(fileobj=stream, mode="rb") as plain:
        unpack(plain, into, limits)


@contextmanager
def becoming(folder: Path) -> Iterator[Path]:
    """Give a new empty folder that takes `folder`'s place when the block ends well.

    On an error nothing is left behind and an existing `folder` stays as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (folder.parent / f".{folder.name}.{secrets.token_hex(4)}" for _ in range(2))
    fresh.mkdir()
    try:
        yield fresh
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    finally:
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)


class _Capped(io.RawIOBase):
    """A stream that refuses to go on for ever, so that no header or bomb can fill the memory."""

    def __init__(self, stream: Readable, limit: int) -> None:
        self._stream, self._left = stream, limit

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise Refused("The archive is larger than allowed.")
        return data


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    parts = member.name.split("/")
    if not member.isreg() or not all(_plain(part) for part in parts):
        raise Refused(f"The archive holds {member.name[:80]!r}, which is not a plain file.")
    target = into.joinpath(*parts)
    source = tar.extractfile(member)
    if source is None or target.exists():
        raise Refused(f"The archive holds {member.name[:80]!r} twice.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise Refused(f"The archive holds {member.name[:80]!r} below a file.") from None
    with source, target.open("xb") as file:
        shutil.copyfileobj(source, file, CHUNK)


def _plain(part: str) -> bool:
    """A name that is one step down on every system a class may use.

    Never less than the hub takes in: in a job, one name that is refused stops the whole class.
    Screenshots on a Mac have a narrow space in their names, and some emoji a joiner.
    """
    return (
        part not in {"", ".", ".."}
        and "\\" not in part
        and not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in part)
        and len(part.encode("utf-8", "surrogatepass")) <= 255
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
