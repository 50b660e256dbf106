"""Hand in an assignment: nothing counts as handed in before the hub's receipt is here."""

import hashlib
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import IO

from nbgrader.exchange import abc

from homeroom_exchange.answers import Receipt
from homeroom_exchange.archive import Refused
from homeroom_exchange.exchange import HubExchange


class HubSubmit(HubExchange, abc.ExchangeSubmit):  # type: ignore[misc]
    """nbgrader's submit. A retry of the same work is counted once."""

    after_failure = (
        "Your work is NOT confirmed as handed in. Press Submit again: the same work is never "
        "counted twice."
    )

    def init_src(self) -> None:
        """Find the folder. The hub knows who we are, so naming a student is refused."""
        if self.coursedir.student_id not in {"", "*"}:
            raise Refused("The hub knows who hands in. Leave out --student and submit again.")
        # `nbgrader submit ps1/` works with nbgrader's own exchange, so it does here.
        self.coursedir.assignment_id = self.coursedir.assignment_id.rstrip("/")
        self.src = self.folder(self.assignment_id)
        if not self.src.is_dir():
            raise Refused(f"There is no folder {self.src}. Fetch the assignment first.")

    def copy_files(self) -> None:
        """Send the folder and keep the receipt."""
        self._compare_with_release()
        with tempfile.TemporaryFile() as file:
            self.pack(self.src, file)
            pending = Pending(self.course_id, self.assignment_id)
            key = pending.key_for(_digest(file))
            receipt = self.hub.submit(self.assignment_id, file, key)
        self._note(receipt)
        pending.settle()
        self.log.info("%s %s: %s", self.course_id, self.assignment_id, receipt.sentence)

    def _compare_with_release(self) -> None:
        released = {each.name: each for each in self.hub.course().assignments}
        if self.assignment_id not in released:
            raise Refused(f"{self.assignment_id} is not released in {self.course_id}.")
        expected = released[self.assignment_id].notebooks
        missing = [name for name in expected if not (self.src / f"{name}.ipynb").is_file()]
        if missing and self.strict:
            raise Refused(f"Not handed in: {_files(missing)} missing from {self.src.name}.")
        if missing:
            self.log.warning("%s missing from %s.", _files(missing), self.src.name)

    def _note(self, receipt: Receipt) -> None:
        line = f"{receipt.sentence} sha256 {receipt.digest}\n"
        try:
            with (self.src / "receipts.txt").open("a", encoding="utf-8") as file:
                file.write(line)
        except OSError as error:
            # The hub has the work and shows the receipt: a full disk here changes nothing.
            self.log.warning("The receipt could not be kept in receipts.txt: %s", error)


class Pending:
    """The idempotency key of a hand-in that has no receipt yet, kept in the home."""

    def __init__(self, course: str, assignment: str) -> None:
        folder = Path.home() / ".homeroom" / "submit" / course
        self._file = folder / f"{assignment}.json"

    def key_for(self, digest: str) -> str:
        """The key kept for this very content, or a new one, written down before it is used."""
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            if kept["digest"] == digest:
                return str(kept["key"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        key = secrets.token_hex(16)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps({"digest": digest, "key": key}), "utf-8")
        os.replace(fresh, self._file)
        return key

    def settle(self) -> None:
        """The receipt is here; the next hand-in is a new one."""
        self._file.unlink(missing_ok=True)


def _digest(file: IO[bytes]) -> str:
    """Of the packed work, leaving the file at its beginning. Packing is repeatable."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return digest


def _files(notebooks: list[str]) -> str:
    names = ", ".join(f"{name}.ipynb" for name in notebooks)
    return f"{names} {'is' if len(notebooks) == 1 else 'are'}"
