"""Work to take away: a zip with everybody's versions in order, by names that every disk takes."""

import re
import shutil
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import IO

from appliance.homework.store import Store
from appliance.homework.submissions import HandedIn

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FORBIDDEN = frozenset('<>:"/\\|?*') | {
    chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""What Windows refuses, and what turns the letters of a name around."""
_END = re.compile(r"[.\s]+\Z")
"""Windows drops dots and blanks at the end of a name."""
MOST_BYTES = 240
"""Of a name as Linux and macOS keep it: 255, less a number that tells it from others like it."""
LONGEST = 80
"""Of one folder's name, in letters: Windows counts the whole path."""


def portable(text: str, longest: int = MOST_BYTES) -> str:
    """The name of one file or folder, as every system takes it."""
    kept = "".join(_letter(one) for one in unicodedata.normalize("NFC", text))[:longest]
    kept = kept.encode()[:MOST_BYTES].decode(errors="ignore").strip()
    kept = _END.sub("", kept)
    return f"_{kept}" if not kept or _RESERVED.fullmatch(kept) else kept


def _letter(letter: str) -> str:
    forbidden = letter in _FORBIDDEN or unicodedata.category(letter) in ("Cc", "Cs")
    return "_" if forbidden else letter


def portable_paths(names: Iterable[str]) -> Mapping[str, str]:
    """For each path one that every system takes, and no two that any of them confuses."""
    taken: set[str] = set()
    made: dict[str, str] = {}
    for name in sorted(names):
        path = PurePosixPath(*(portable(part) for part in name.split("/")))
        found = next(one for one in _alternatives(path) if one.casefold() not in taken)
        taken.add(found.casefold())
        made[name] = found
    return made


def _alternatives(path: PurePosixPath) -> Iterator[str]:
    yield str(path)
    for number in range(2, 10_000):
        yield str(path.with_name(f"{path.stem} ({number}){path.suffix}"))


def folder_of(one: HandedIn, zone: tzinfo) -> str:
    """Where a version lies: ASSIGNMENT/SECTION/Name (login)/v2 2026-05-04 08-00 late."""
    version, moment = one.submission, one.submission.timestamp.astimezone(zone)
    note = " from folder" if version.source == "folder" else " late" if version.late else ""
    name = portable(one.person.display_name, LONGEST)
    parts = [portable(one.assignment.name)]
    if one.enrolment.section.strip():
        parts.append(portable(one.enrolment.section, LONGEST))
    parts += [f"{name} ({one.person.name})", f"v{version.number} {moment:%Y-%m-%d %H-%M}{note}"]
    return "/".join(parts)


def pack(store: Store, versions: Iterable[HandedIn], zone: tzinfo, out: IO[bytes]) -> None:
    """Write the zip. Files are as they were handed in, and so is their time."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for one in versions:
            folder, moment = folder_of(one, zone), one.submission.timestamp.astimezone(zone)
            files = dict(store.files(one.submission.tree))
            for name, path in portable_paths(files).items():
                _add(archive, f"{folder}/{path}", files[name], moment)


def _add(archive: zipfile.ZipFile, name: str, path: Path, moment: datetime) -> None:
    info = zipfile.ZipInfo(name, moment.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.file_size = path.stat().st_size
    with path.open("rb") as content, archive.open(info, "w") as packed:
        shutil.copyfileobj(content, packed)
