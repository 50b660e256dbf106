"""Work to take away: versions as zips, for pages and programs alike."""

import shutil

from sqlmodel import Session
from starlette.responses import Response

from appliance import db
from appliance.errors import NotFound, Unavailable
from appliance.homework import assignments, bundle, submissions
from appliance.homework.submissions import HandedIn
from roster.sentence import sentence
from web.deps import class_of
from web.parcels import parcel
from web.parts import Parts


def version_zip(
    parts: Parts, teacher_id: int, slug: str, name: str, student: str, number: int
) -> Response:
    """The files of one version, as they came."""
    with db.reading(parts.database) as session:
        found = [
            one
            for one in _versions(session, teacher_id, slug, name)
            if (one.person.name, one.submission.number) == (student, number)
        ]
    if not found:
        raise NotFound(f"version {number}", say=sentence("exchange-no-submission"))
    return _zipped(parts, found, f"{name}-{student}-v{number}.zip")


def versions_zip(parts: Parts, teacher_id: int, slug: str, name: str, *, every: bool) -> Response:
    """The versions that count, or every one, in folders by section and student."""
    with db.reading(parts.database) as session:
        found = _versions(session, teacher_id, slug, name)
        count = submissions.which_count(one.submission for one in found)
    chosen = [one for one in found if every or one.submission.id in count]
    return _zipped(parts, chosen, f"{slug}-{name}.zip")


def _versions(session: Session, teacher_id: int, slug: str, name: str) -> list[HandedIn]:
    classroom_id = class_of(session, teacher_id, slug).id or 0
    assignment = assignments.find(session, classroom_id, name)
    return submissions.handed_in(session, classroom_id, assignment_id=assignment.id)


def _zipped(parts: Parts, versions: list[HandedIn], name: str) -> Response:
    zone, size = parts.settings.zone, _size(parts, versions)
    if size > shutil.disk_usage(parts.settings.data).free // 2:
        # It lies on the disk until it is sent, and the next hand-in needs room as well.
        raise Unavailable(f"a zip of {size} bytes", say=sentence("zip-no-room", mb=size // 10**6))
    return parcel(parts.store, lambda out: bundle.pack(parts.store, versions, zone, out), name)


def _size(parts: Parts, versions: list[HandedIn]) -> int:
    trees = (parts.store.tree(one.submission.tree) for one in versions)
    return sum(size for tree in trees for _, _, size in tree.entries)
