"""Files that must not be lost: kept by their content, on disk for good before anyone is told."""

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from appliance.archive import CHUNK, Limits, Member, checked, twin

Entry = tuple[str, str, int]
"""Name, SHA-256 and size in bytes of one file of a tree."""


@dataclass(frozen=True)
class Tree:
    """A folder's content: its digest says everything about it."""

    digest: str
    entries: tuple[Entry, ...]

    @property
    def notebooks(self) -> list[str]:
        """Names, without the ending, of the notebooks at the top."""
        names = (name for name, _, _ in self.entries)
        return sorted(n[: -len(".ipynb")] for n in names if n.endswith(".ipynb") and "/" not in n)


class Store:
    """Blobs named by their SHA-256; a tree is a blob that lists blobs.

    A blob is written in `fresh`, synced, and only then renamed to its place, blobs of a tree before
    the tree, and the tree before any row that names it. So wherever the machine stops there is
    content that no row names, which does no harm, and never a row without its content.
    """

    def __init__(self, folder: Path) -> None:
        self._blobs = folder / "blobs"
        self._fresh = folder / "fresh"
        for path in (self._blobs, self._fresh):
            path.mkdir(parents=True, exist_ok=True)
        for path in (folder, folder.parent):
            _sync_folder(path)

    def scratch(self) -> "tempfile.TemporaryDirectory[str]":
        """A folder for work in progress, on the store's own disk."""
        return tempfile.TemporaryDirectory(dir=self._fresh)

    @contextmanager
    def scratch_file(self) -> "Iterator[tempfile._TemporaryFileWrapper[bytes]]":
        """A file for work in progress; it stays for whoever asked to remove, if all goes well."""
        path = None
        try:
            with tempfile.NamedTemporaryFile(dir=self._fresh, delete=False) as file:
                path = Path(file.name)
                yield file
        except BaseException:
            if path:
                path.unlink(missing_ok=True)
            raise

    def clear_scratch(self) -> None:
        """Remove what an earlier run left unfinished; nobody was promised any of it."""
        for path in self._fresh.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def keep(self, members: Iterable[Member], limits: Limits) -> Tree:
        """Keep these files as one tree, or refuse them all. When it returns, they are durable."""
        return self._keep_tree(tuple(sorted(self._keep_files(members, limits))))

    def recognise(self, members: Iterable[Member], limits: Limits) -> str:
        """The digest of the tree that these files would be; nothing is kept of them."""
        return _manifest(tuple(sorted(map(_hashed, checked(members, limits)))))[1]

    def amend(self, tree: Tree, files: Mapping[str, bytes]) -> Tree:
        """The tree with these files, in place of those that go by their names; durable as well."""
        limits = Limits(total_bytes=sum(map(len, files.values())), files=len(files))
        fresh = self._keep_files((Member(n, io.BytesIO(each)) for n, each in files.items()), limits)
        replaced = {twin(name) for name in files}
        stay = [entry for entry in tree.entries if twin(entry[0]) not in replaced]
        return self._keep_tree(tuple(sorted([*stay, *fresh])))

    def _keep_files(self, members: Iterable[Member], limits: Limits) -> list[Entry]:
        with self.scratch() as scratch:
            entries: list[Entry] = []
            for number, member in enumerate(checked(members, limits)):
                entries.append(_receive(member, Path(scratch) / str(number)))
            self._place((Path(scratch) / str(n), one[1]) for n, one in enumerate(entries))
        return entries

    def _keep_tree(self, entries: tuple[Entry, ...]) -> Tree:
        manifest, digest = _manifest(entries)
        with self.scratch() as scratch:
            path = Path(scratch) / "tree"
            with path.open("wb") as file:
                file.write(manifest)
                file.flush()
                os.fsync(file.fileno())
            self._place([(path, digest)])
        return Tree(digest, entries)

    def _place(self, blobs: Iterable[tuple[Path, str]]) -> None:
        """Put synced files where their digests say; the names are on disk when it returns."""
        folders = {self._blobs}
        for fresh, digest in blobs:
            target = self._path(digest)
            target.parent.mkdir(exist_ok=True)
            # One of another size was damaged since: what was just received takes its place.
            if not target.exists() or target.stat().st_size != fresh.stat().st_size:
                fresh.replace(target)
            folders.add(target.parent)
        # Also where nothing was renamed: whoever did may not have come to this yet.
        for folder in folders:
            _sync_folder(folder)

    def _path(self, digest: str) -> Path:
        return self._blobs / digest[:2] / digest[2:]

    def tree(self, digest: str) -> Tree:
        """A tree that was kept."""
        rows = json.loads(self._path(digest).read_bytes())
        return Tree(digest, tuple((name, sha, size) for name, sha, size in rows))

    def files(self, digest: str) -> Iterator[tuple[str, Path]]:
        """Name and place of every file of a tree."""
        for name, sha, _ in self.tree(digest).entries:
            yield name, self._path(sha)

    def check(self, digest: str) -> list[str]:
        """Names of the files that are not as they were kept; the digest, for the list of them."""
        if not self._sound(digest):
            return [digest]
        return [name for name, sha, _ in self.tree(digest).entries if not self._sound(sha)]

    def _sound(self, digest: str) -> bool:
        """Whether a blob is there and still what its name says."""
        try:
            with self._path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False


def _manifest(entries: tuple[Entry, ...]) -> tuple[bytes, str]:
    """A tree as a blob, and its digest."""
    manifest = json.dumps(entries, ensure_ascii=False).encode()
    return manifest, hashlib.sha256(manifest).hexdigest()


def _hashed(member: Member) -> Entry:
    sha, size = hashlib.sha256(), 0
    while chunk := member.content.read(CHUNK):
        sha.update(chunk)
        size += len(chunk)
    return member.name, sha.hexdigest(), size


def _receive(member: Member, path: Path) -> Entry:
    sha, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        os.fchmod(file.fileno(), 0o644)
        while chunk := member.content.read(CHUNK):
            sha.update(chunk)
            size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return member.name, sha.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
