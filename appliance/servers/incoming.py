"""Files on their way into a home: all of them are here and looked through before one is laid."""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from appliance.archive import Limits, Member, checked, tar_members
from appliance.errors import Invalid
from appliance.servers.attached import CHUNK, Source
from appliance.servers.spec import Earlier
from roster.sentence import sentence

LIMITS = Limits(total_bytes=512 * 1024 * 1024, files=20_000)
ROOM = LIMITS.total_bytes + (LIMITS.files + 16) * 4096
"""The longest a tar of so much is."""
NEW = Earlier((), given=False)


@dataclass(frozen=True)
class Incoming:
    """A file to be handed out; its content can be read once, before the next one is asked for."""

    name: str
    digest: str
    content: IO[bytes]
    earlier: Earlier


class Delivery:
    """The files that were received, in the order in which they came."""

    def __init__(self, file: BinaryIO, known: Mapping[str, Earlier]) -> None:
        self._file = file
        self._known = known
        self._digests = [_digest(member) for member in self._members()]

    def files(self) -> Iterator[Incoming]:
        """Each file, to be laid."""
        for member, digest in zip(self._members(), self._digests, strict=True):
            earlier = self._known.get(member.name, NEW)
            yield Incoming(member.name, digest, member.content, earlier)

    def _members(self) -> Iterator[Member]:
        self._file.seek(0)
        return checked(tar_members(self._file, LIMITS), LIMITS)


@contextlib.contextmanager
def received(body: Source, folder: Path, known: Mapping[str, Earlier]) -> Iterator[Delivery]:
    """All of `body`, kept in a file without a name on the disk of `folder`.

    What `body` raises goes up as it is. Raises Invalid for what is no tar of plain files within the
    limits, OSError when the disk does not take it.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        while piece := body.read(CHUNK):
            file.write(piece)
            if file.tell() > ROOM:
                most = LIMITS.total_bytes // (1024 * 1024)
                raise Invalid("a tar too long", say=sentence("files-too-large", most=most))
        yield Delivery(file, known)


def _digest(member: Member) -> str:
    found = hashlib.sha256()
    while piece := member.content.read(CHUNK):
        found.update(piece)
    return found.hexdigest()
