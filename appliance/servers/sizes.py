"""How much the homes hold, counted without following a link or trusting a name in them."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from appliance.servers.erasure import FOLDER, opened
from appliance.servers.spec import HomeSize

BLOCK = 512
MB = 1024 * 1024
MOST_ENTRIES = 1_000_000
DEEPEST = 400
"""Counting ends there: each folder on the way down costs an open handle."""


class _Endless(Exception):
    """There is more than anybody needs."""


def homes(folder: Path, seats: Iterable[int]) -> list[HomeSize]:
    """The sizes of these seats' homes in this folder; what is not there is left out."""
    with opened(folder) as handle:
        found = [_home(seat, handle) for seat in seats]
    return [size for size in found if size]


def _home(seat: int, homes: int) -> HomeSize | None:
    try:
        handle = os.open(str(seat), FOLDER, dir_fd=homes)
    except OSError:
        return None
    try:
        return _counted(seat, handle)
    finally:
        os.close(handle)


def _counted(seat: int, home: int) -> HomeSize:
    blocks, files, whole, several = 0, 0, True, set[tuple[int, int]]()
    try:
        for facts in _entries(home):
            files += 1
            # A file of several names is on the disk once.
            if facts.st_nlink > 1 and not stat.S_ISDIR(facts.st_mode):
                if (facts.st_dev, facts.st_ino) in several:
                    continue
                several.add((facts.st_dev, facts.st_ino))
            blocks += facts.st_blocks
            if files >= MOST_ENTRIES:
                raise _Endless
    except _Endless:
        whole = False
    return HomeSize(seat, -(-blocks * BLOCK // MB), files, whole)


def _entries(folder: int, depth: int = 0) -> Iterator[os.stat_result]:
    """The facts of everything below an open folder."""
    try:
        found = os.scandir(folder)
    except OSError:
        return
    with found as entries:
        for entry in entries:
            try:
                facts = entry.stat(follow_symlinks=False)
                yield facts
                if stat.S_ISDIR(facts.st_mode):
                    if depth >= DEEPEST:
                        raise _Endless
                    with opened(entry.name, folder) as inner:
                        yield from _entries(inner, depth + 1)
            except OSError as error:
                # Too many open folders are a home too deep; anything else went away meanwhile.
                if error.errno in (errno.EMFILE, errno.ENFILE):
                    raise _Endless from error
