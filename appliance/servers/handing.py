"""A set of files handed out to one home, file by file."""

import contextlib
import os
from collections.abc import Iterator

from appliance.errors import Conflict
from appliance.servers import plain
from appliance.servers.incoming import Delivery, Incoming
from appliance.servers.placing import Patience, Placing, reach
from appliance.servers.spec import MOST_TOLD, HandedOut, HandOut
from roster.sentence import Sentence, sentence


def hand_out(home: int, owner: int, folder: str, mode: HandOut, delivery: Delivery) -> HandedOut:
    """Lay the files below this folder of an open home.

    Raises Conflict where the owner's things take every name, OSError when the disk does not let it;
    what was laid before that stays, and is left alone the next time.
    """
    path = tuple(folder.split("/"))
    with _reached(home, path, owner, make=mode == "place") as top:
        if top is None:
            if mode == "place":
                raise Conflict(f"{folder!r} is taken", say=_taken(folder))
            return HandedOut(missing=True)
        return _Handing(top, owner, mode).all(delivery)


class _Handing:
    def __init__(self, top: int, owner: int, mode: HandOut) -> None:
        self._top = top
        self._owner = owner
        self._mode = mode
        self._patience = Patience()

    def all(self, delivery: Delivery) -> HandedOut:
        placed, kept, touched = list[str](), list[str](), set[plain.Path]()
        for file in delivery.files():
            *above, name = file.name.split("/")
            path = tuple(above)
            now, written = self._one(file, path)
            if written:
                placed.append("/".join([*path, now]))
                touched.add(path)
            if now != name:
                kept.append(file.name)
        for path in touched:
            self._settle(path)
        return HandedOut(tuple(placed[:MOST_TOLD]), tuple(kept[:MOST_TOLD]))

    def _one(self, file: Incoming, path: plain.Path) -> tuple[str, bool]:
        """The name a file has now, and whether it was written."""
        put_back = self._mode == "place" or not file.earlier.given
        with _reached(self._top, path, self._owner, make=put_back) as folder:
            if folder is None:
                if put_back:
                    raise Conflict(f"{file.name!r} is taken", say=_taken(file.name))
                return file.name.rsplit("/", 1)[-1], False
            return Placing(folder, self._owner, self._patience).lay(file, put_back=put_back)

    def _settle(self, path: plain.Path) -> None:
        """Have the names in a folder on the disk."""
        with _reached(self._top, path, self._owner, make=False) as folder:
            if folder is not None:
                os.fsync(folder)


@contextlib.contextmanager
def _reached(top: int, path: plain.Path, owner: int, *, make: bool) -> Iterator[int | None]:
    handle = reach(top, path, owner, make=make)
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


def _taken(name: str) -> Sentence:
    return sentence("home-name-taken", name=name)
