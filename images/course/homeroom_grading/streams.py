"""A job's tar in and its tar out."""

import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from homeroom_exchange import archive

# A whole class in one job; what a single student may send was limited at the hub.
LIMITS = archive.Limits(files=200_000, file_bytes=1_000_000_000, total_bytes=4_000_000_000)


@dataclass(frozen=True)
class Job:
    """What to do (`order` is job.json) and a folder of our own with the files that came along."""

    order: Mapping[str, Any]
    folder: Path

    def file(self, *parts: str) -> Path:
        """A file or folder that came along, or is to go back."""
        return self.folder.joinpath(*parts)


@dataclass(frozen=True)
class Answer:
    """What came out: result.json's content, and for each member name the file behind it."""

    result: Mapping[str, Any]
    files: Mapping[str, Path]


def private_stdout() -> IO[bytes]:
    """Take stdout for the answer alone; whatever else prints goes to the log."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def read(stream: archive.Readable, into: Path) -> Job:
    """Read a job. Raises Refused for a damaged tar, ValueError for a damaged job.json."""
    archive.unpack(stream, into, LIMITS)
    order = json.loads((into / "job.json").read_text("utf-8"))
    if not isinstance(order, dict):
        raise ValueError("job.json is not an object")
    return Job(order, into)


def write(answer: Answer, stream: IO[bytes]) -> None:
    """Write result.json first, then the files."""
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        result = json.dumps(answer.result, ensure_ascii=False).encode()
        info = tarfile.TarInfo("result.json")
        info.size = len(result)
        tar.addfile(info, io.BytesIO(result))
        for name, path in sorted(answer.files.items()):
            archive.add(tar, name, path)


def below(prefix: str, folder: Path) -> dict[str, Path]:
    """The folder's plain files as members below `prefix`."""
    files = archive.plain_files(folder)
    return {f"{prefix}/{path.relative_to(folder).as_posix()}": path for path in files}


def problem(message: str, student: str | None = None) -> dict[str, str | None]:
    """An entry of a result's list of problems."""
    return {"student": student, "message": message}
