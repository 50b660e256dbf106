"""What people send: files into trees, and moments as forms and scripts write them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from fastapi import UploadFile

from appliance import archive, db
from appliance.errors import Invalid
from appliance.homework import assignments, jobs
from appliance.homework.store import Store, Tree
from roster.sentence import sentence
from web.deps import class_of
from web.parts import Parts

YEARS = range(2000, 9000)
"""Due dates outside have no moment in every zone."""


def keep_upload(store: Store, files: Sequence[UploadFile]) -> Tree:
    """A zip or a tar, or plain files: one, several, or a folder as browsers send it."""
    given = [file for file in files if file.filename]
    if not given:
        raise Invalid("no file", say=sentence("upload-no-file"))
    limits = archive.Limits()
    packed = _unpacked(given[0], limits) if len(given) == 1 else None
    return store.keep(packed or _plain(given), limits)


def _unpacked(file: UploadFile, limits: archive.Limits) -> Iterator[archive.Member] | None:
    head = file.file.read(262)
    file.file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return archive.zip_members(file.file)
    if head.startswith(b"\x1f\x8b") or head[257:262] == b"ustar":
        return archive.tar_members(file.file, limits)
    return None


def _plain(files: Sequence[UploadFile]) -> Iterator[archive.Member]:
    """Each file by its name; of a folder that was chosen whole, what is in it."""
    names = [(file.filename or "").replace("\\", "/") for file in files]
    tops = {name.split("/")[0] for name in names if "/" in name}
    whole = len(tops) == 1 and all("/" in name for name in names)
    for name, file in zip(names, files, strict=True):
        yield archive.Member(name.split("/", 1)[1] if whole else name.rsplit("/", 1)[-1], file.file)


def moment(text: str, zone: tzinfo) -> datetime | None:
    """A due date as a form or a script writes it; `zone` is meant where it names none."""
    if not text.strip():
        return None
    try:
        given = datetime.fromisoformat(text.strip())
        if given.year not in YEARS:
            raise ValueError(f"the year {given.year}")
    except ValueError as error:
        say = sentence("due-date-unreadable", zone=str(zone))
        raise Invalid(f"due date {text[:40]!r}", say=say) from error
    return given if given.tzinfo else given.replace(tzinfo=zone)


def named_after(files: Sequence[UploadFile]) -> str:
    """What an upload is called when nobody says: its folder, or its first file."""
    first = ((files[0].filename or "") if files else "").replace("\\", "/")
    top, _, _ = first.partition("/")
    return re.sub(r"\.[A-Za-z0-9]+$", "", top)


def put(
    parts: Parts,
    teacher_id: int,
    slug: str,
    files: Sequence[UploadFile],
    name: str,
    when: datetime | None,
) -> int:
    """Keep an upload as an assignment's source, and have it checked; its number.

    Files first, then the row.
    """
    name = name.strip() or named_after(files)
    assignments.check_assignment_name(name)
    tree = keep_upload(parts.store, files)
    with db.writing(parts.database) as session:
        classroom = class_of(session, teacher_id, slug)
        made = assignments.put_source(session, classroom.id or 0, name, tree, when)
        jobs.ask(session, made, "check")
        assert made.id is not None
        number = made.id
    parts.ring()
    return number
