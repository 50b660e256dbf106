"""Work that has no receipt yet, kept in the home, and the key under which it is counted once."""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from homeroom_exchange.answers import Receipt
from homeroom_exchange.names import checked

WORK = re.compile(r"(.+)\.([0-9a-f]{32})\.work")


@dataclass(frozen=True)
class Work:
    """Packed work on its way. Its file is named after its key, and is gone once it is settled."""

    course: str
    assignment: str
    key: str
    file: Path


class Outbox:
    """One course's folder of what was to be handed in: `~/.homeroom/submit/COURSE`.

    A try from the command line leaves its key (`ASSIGNMENT.json`), for whoever tries again. The
    server keeps the packed work itself (`ASSIGNMENT.KEY.work`), since it goes on trying by itself.
    """

    def __init__(self, course: str) -> None:
        self.course = checked(course)
        self._folder = Path.home() / ".homeroom" / "submit" / course

    def key_for(self, assignment: str, digest: str) -> str:
        """The key kept for this very content, or a new one, written down before it is used."""
        known = self._kept_key(assignment, digest)
        if known:
            return known
        key = secrets.token_hex(16)
        # Only a retry needs the note: a full home must not keep anybody from handing in.
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._folder / f"{assignment}.new"
            fresh.write_text(json.dumps({"digest": digest, "key": key}), "utf-8")
            os.replace(fresh, self._named(assignment, "json"))
        return key

    def keep(self, assignment: str, pack: Callable[[IO[bytes]], None]) -> Work:
        """Write the packed work down, whole or not at all, in place of older work.

        Raises OSError where there is no room for it.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        fresh = self._folder / f".{secrets.token_hex(4)}.new"
        try:
            with fresh.open("w+b") as file:
                pack(file)
                os.fsync(file.fileno())
                key = self.key_for(assignment, digest(file))
            work = self._work(assignment, key)
            os.replace(fresh, work.file)
        finally:
            fresh.unlink(missing_ok=True)
        self._sync()
        for older in self.waiting():
            if older.assignment == assignment and older.key != key:
                older.file.unlink(missing_ok=True)
        self._named(assignment, "refused").unlink(missing_ok=True)
        return work

    def waiting(self) -> list[Work]:
        """What was kept and has no receipt yet, by assignment."""
        names = (WORK.fullmatch(each.name) for each in self._files("*.work"))
        return [self._work(name[1], name[2]) for name in names if name]

    def settle(self, assignment: str, key: str) -> None:
        """The receipt is here; the next hand-in is a new one."""
        # What cannot be tidied away does not make the receipt less true.
        with suppress(OSError):
            self._work(assignment, key).file.unlink(missing_ok=True)
            if self._key_of(assignment) in {"", key}:
                self._named(assignment, "json").unlink(missing_ok=True)

    def refuse(self, work: Work, sentence: str) -> None:
        """The hub will not take it: remember why, until the next try, and try no more."""
        with suppress(OSError):
            self._named(work.assignment, "refused").write_text(sentence, "utf-8")
        self.settle(work.assignment, work.key)

    def refusals(self) -> dict[str, str]:
        """Why the last hand-in of an assignment was refused."""
        return {each.stem: each.read_text("utf-8") for each in self._files("*.refused")}

    def _kept_key(self, assignment: str, content: str) -> str:
        if self._key_of(assignment, content):
            return self._key_of(assignment, content)
        for work in self.waiting():
            if work.assignment == assignment:
                with work.file.open("rb") as file:
                    if digest(file) == content:
                        return work.key
        return ""

    def _key_of(self, assignment: str, content: str = "") -> str:
        """The key that a try left, or, with `content`, only if it was for that."""
        try:
            kept = json.loads(self._named(assignment, "json").read_text("utf-8"))
            return str(kept["key"]) if content in {"", kept["digest"]} else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _named(self, assignment: str, kind: str) -> Path:
        return self._folder / f"{assignment}.{kind}"

    def _work(self, assignment: str, key: str) -> Work:
        return Work(self.course, assignment, key, self._named(assignment, f"{key}.work"))

    def _files(self, pattern: str) -> Iterator[Path]:
        yield from sorted(self._folder.glob(pattern)) if self._folder.is_dir() else ()

    def _sweep(self) -> None:
        """What a server left that was stopped while it packed."""
        for leftover in self._files(".*.new"):
            leftover.unlink(missing_ok=True)

    def _sync(self) -> None:
        """Make the new name last: only then may somebody be told that the work is kept."""
        place = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


def digest(file: IO[bytes]) -> str:
    """Of packed work, leaving the file at its beginning. Packing is repeatable."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return found


def note(folder: Path, receipt: Receipt) -> None:
    """Add the receipt to receipts.txt beside the work. Raises OSError; the hub has it as well."""
    with (folder / "receipts.txt").open("a", encoding="utf-8") as file:
        file.write(f"{receipt.sentence} sha256 {receipt.digest}\n")
