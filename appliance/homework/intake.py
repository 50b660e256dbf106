"""Work that comes in, looked at: what is kept of it beside the files as they came."""

import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from appliance.archive import Limits, twin
from appliance.errors import Conflict
from appliance.homework import notebooks
from appliance.homework.check import check
from appliance.homework.store import Store, Tree
from roster.sentence import Sentence, sentence

log = logging.getLogger(__name__)

_room = threading.BoundedSemaphore(os.cpu_count() or 1)
"""A notebook that is read takes many times its size; a whole class may hand in at once."""


MOST_VERSIONS = 500
FULL = 10
"""Times what one hand-in may have: so much of a student's for one assignment. It stays for good,
and the disk is everybody's."""


def refuse_too_much(store: Store, trees: Sequence[str], limits: Limits) -> None:
    """Raise Conflict when a student has handed in so often, or so much, that no more is kept."""
    held = sum(size for tree in set(trees) for _, _, size in store.tree(tree).entries)
    if len(trees) >= MOST_VERSIONS or held >= FULL * limits.total_bytes:
        raise Conflict(f"{len(trees)} versions, {held} bytes", say=sentence("submit-too-much"))


@dataclass(frozen=True)
class Looked:
    """What a student is told about what came in, and its mended form, if it needed one."""

    findings: tuple[Sentence, ...] = ()
    repaired_tree: str | None = None


def look(store: Store, released_tree: str | None, tree: Tree) -> Looked:
    """Compare what came in with what was released, and keep a mended form beside it.

    Where nothing was released, as for a folder that is collected, there is nothing to compare.

    What goes wrong here is ours, and no reason to turn work away: it is logged, and nothing found.
    """
    if released_tree is None:
        return Looked()
    try:
        with _room:
            return _look(store, released_tree, tree)
    except Exception:
        log.exception("tree %s could not be checked", tree.digest)
        return Looked()


def _look(store: Store, released_tree: str, tree: Tree) -> Looked:
    released = {n: path for n, path in _at_the_top(store, released_tree) if n.endswith(".ipynb")}
    # Browsers add to a name: squares.ipynb.txt.
    came = {n: path for n, path in _at_the_top(store, tree.digest) if ".ipynb" in n.lower()}
    folders = {twin(name.split("/")[0]) for name, _, _ in tree.entries if "/" in name}
    if folders & {twin(name) for name in released}:
        # Where a folder has a notebook's name, no notebook can be put.
        came = {name: path for name, path in came.items() if name in released}
    checked = check(_Notebooks(released), _Notebooks(came))
    mended = store.amend(tree, checked.repaired).digest if checked.repaired else None
    return Looked(checked.findings, mended)


def _at_the_top(store: Store, digest: str) -> Iterator[tuple[str, Path]]:
    return ((name, path) for name, path in store.files(digest) if "/" not in name)


@dataclass(frozen=True)
class _Notebooks(Mapping[str, bytes]):
    """Files that are read one at a time, and never further than a notebook may reach."""

    paths: Mapping[str, Path]

    def __getitem__(self, name: str) -> bytes:
        with self.paths[name].open("rb") as file:
            return file.read(notebooks.LARGEST + 1)

    def __contains__(self, name: object) -> bool:
        return name in self.paths

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)
