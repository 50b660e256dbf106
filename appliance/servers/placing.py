"""Files into a home, written by root into folders whose owner may change anything meanwhile.

Everything happens below open folders and never through a link. A file is written under a name of
its own, belongs to the home's owner only once it is whole, and gets its name in one step: by a
link, which never takes the place of anything, or by a swap, after which what was there before is
looked at once more and given its name back if it turned out to be the owner's own.
"""

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Collection
from typing import IO

from appliance.errors import Conflict
from appliance.servers import plain
from appliance.servers.editions import OTHER, Action, names, settle
from appliance.servers.erasure import FOLDER
from appliance.servers.incoming import LIMITS, Incoming
from appliance.servers.swap import UNABLE, swap
from roster.sentence import sentence

FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
IN_THE_WAY = (errno.ENOTDIR, errno.ELOOP)
TRIES = 5
"""Whoever is quicker than that every time is at it on purpose."""
LARGEST = LIMITS.total_bytes
"""What is larger cannot be an edition of ours."""
MOST_READ = 4 * LARGEST
"""In one home, to tell what is there. Files without content are long for nothing, and whoever has
many in the way would keep the launcher at it for hours."""


class Patience:
    """How many bytes of the owner's are still read, in all of a delivery."""

    def __init__(self) -> None:
        self._left = MOST_READ

    def allows(self, size: int) -> bool:
        """Whether there are so many left, and then they are taken off."""
        if size > self._left:
            return False
        self._left -= size
        return True


def reach(top: int, path: plain.Path, owner: int, *, make: bool) -> int | None:
    """The folder at this path, open; None where there is none.

    With `make` it is made for the owner, beside whatever else stands in its way.
    """
    handle = os.dup(top)
    for name in path:
        try:
            inner = _step(handle, name, owner, make=make)
        finally:
            os.close(handle)
        if inner is None:
            return None
        handle = inner
    return handle


def _step(folder: int, name: str, owner: int, *, make: bool) -> int | None:
    for each in names(name):
        try:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(each, 0o700, dir_fd=folder)
            inner = os.open(each, FOLDER, dir_fd=folder)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno not in IN_THE_WAY:
                raise
            continue
        # By the handle: by its name it might be something else by now. No folder in a home is
        # root's, unless it was made just now, or by somebody who was ended here.
        if make and os.fstat(inner).st_uid == 0:
            os.fchown(inner, owner, owner)
            os.fchmod(inner, 0o755)
        return inner
    return None


def digest(folder: int, name: str, patience: Patience | None = None) -> str | None:
    """What is in a plain file; None for nothing, OTHER for all else, for what is too large, and
    for what goes beyond the patience."""
    try:
        # Looked at before it is opened: to open a device may do something.
        if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            return OTHER
        handle = os.open(name, plain.PLAIN, dir_fd=folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno not in plain.CHANGED + plain.UNREADABLE:
            raise
        return OTHER
    with open(handle, "rb", buffering=0) as file:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > LARGEST:
            return OTHER
        if patience and not patience.allows(facts.st_size):
            return OTHER
        return _hashed(file, facts.st_size)


def _hashed(file: IO[bytes], size: int) -> str:
    """The digest of a file that is not longer than it was, else OTHER."""
    found, left = hashlib.sha256(), size
    while piece := file.read(plain.CHUNK):
        left -= len(piece)
        if left < 0:
            return OTHER
        found.update(piece)
    return found.hexdigest()


class Placing:
    """Lays files into one open folder, for its owner."""

    def __init__(self, folder: int, owner: int, patience: Patience) -> None:
        self._folder = folder
        self._owner = owner
        self._patience = patience

    def lay(self, file: Incoming, *, put_back: bool) -> tuple[str, bool]:
        """Let the new edition have its name, or one beside it; the name, and if it was written.

        Raises Conflict when no name can be had, OSError when the disk does not let it; in neither
        case there is anything of it.
        """
        known: Collection[str] = file.earlier.digests
        name, action = self._settle(file, known, put_back)
        if action == "leave":
            return name, False
        fresh = self._written(file)
        try:
            for _ in range(TRIES):
                try:
                    if self._done(fresh, name, action, file):
                        return name, True
                except OSError as error:
                    if error.errno not in UNABLE:
                        raise
                    known = ()  # What cannot be swapped in one step is left to its owner.
                name, action = self._settle(file, known, put_back)
                if action == "leave":
                    return name, False
        finally:
            self._clear(fresh, name, file)
        raise _no_name(name)

    def _settle(self, file: Incoming, known: Collection[str], put_back: bool) -> tuple[str, Action]:
        def look(name: str) -> str | None:
            return digest(self._folder, name, self._patience)

        name = file.name.rsplit("/", 1)[-1]
        name, action = settle(name, look, known, file.digest, put_back=put_back)
        if action == "beside":
            raise _no_name(name)
        return name, action

    def _done(self, fresh: str, name: str, action: Action, file: Incoming) -> bool:
        """Give the written file its name; False when the owner was quicker."""
        if digest(self._folder, fresh) != file.digest:
            raise _no_name(name)  # Somebody meddles with what is being written.
        if action == "place":
            return self._linked(fresh, name)
        try:
            swap(self._folder, fresh, name)
        except FileNotFoundError:
            return False
        if self._ours(fresh, file):
            return True
        swap(self._folder, fresh, name)
        return False

    def _clear(self, fresh: str, name: str, file: Incoming) -> None:
        """Remove what has the passing name; if it is the owner's own, it is given another."""
        if self._ours(fresh, file) or any(self._linked(fresh, each) for each in names(name)):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(fresh, dir_fd=self._folder)

    def _linked(self, fresh: str, name: str) -> bool:
        """Give a file a name more, which nothing has; links are not followed."""
        folder = self._folder
        try:
            os.link(fresh, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except (FileExistsError, FileNotFoundError):
            return False
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            return False  # The owner gave the folder another project meanwhile.
        return True

    def _ours(self, name: str, file: Incoming) -> bool:
        found = digest(self._folder, name)
        return found is None or found in (file.digest, *file.earlier.digests)

    def _written(self, file: Incoming) -> str:
        """The passing name of the file, which is whole and on the disk, or not there at all."""
        fresh = f".homeroom-{secrets.token_hex(8)}"
        handle = os.open(fresh, FRESH, 0o600, dir_fd=self._folder)
        try:
            with open(handle, "wb") as out:
                while piece := file.content.read(plain.CHUNK):
                    out.write(piece)
                out.flush()
                os.fchmod(handle, 0o644)
                os.fchown(handle, self._owner, self._owner)
                os.fsync(handle)
        except BaseException:
            os.unlink(fresh, dir_fd=self._folder)
            raise
        return fresh


def _no_name(name: str) -> Conflict:
    return Conflict(f"no name for {ascii(name)[:80]}", say=sentence("home-name-taken", name=name))
