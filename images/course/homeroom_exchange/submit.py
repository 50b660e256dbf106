"""Hand in an assignment: nothing counts as handed in before the hub's receipt is here."""

import tempfile
from functools import partial

from nbgrader.exchange import abc
from traitlets import Bool

from homeroom_exchange.answers import Receipt
from homeroom_exchange.archive import Refused
from homeroom_exchange.exchange import HubExchange
from homeroom_exchange.outbox import Outbox, Work, digest, note


class HubSubmit(HubExchange, abc.ExchangeSubmit):  # type: ignore[misc]
    """nbgrader's submit. A retry of the same work is counted once.

    With `keeps` the work is only packed, as `work`, for somebody who goes on trying to send it.
    Without, or where there is no room to keep it, it is sent, once: `receipt`.
    """

    keeps = Bool(False, help="Keep the packed work in the home instead of sending it.")
    work: Work | None = None
    receipt: Receipt | None = None

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
        """Send the folder and keep the receipt, or keep the work itself."""
        outbox = Outbox(self.course_id)
        if self.keeps and not self.strict:
            try:
                self.work = outbox.keep(self.assignment_id, partial(self.pack, self.src))
                return
            except OSError as error:
                # A full home must not keep anybody from handing in.
                self.log.warning("The work could not be kept for further tries: %s", error)
        self._compare_with_release()
        self._send(outbox)

    def _send(self, outbox: Outbox) -> None:
        with tempfile.TemporaryFile() as file:
            self.pack(self.src, file)
            key = outbox.key_for(self.assignment_id, digest(file))
            self.receipt = self.hub.submit(self.assignment_id, file, key)
        try:
            note(self.src, self.receipt)
        except OSError as error:
            # The hub has the work and shows the receipt: a full disk here changes nothing.
            self.log.warning("The receipt could not be kept in receipts.txt: %s", error)
        outbox.settle(self.assignment_id, key)
        self._tell(self.receipt)

    def _tell(self, receipt: Receipt) -> None:
        self.log.info("%s %s: %s", self.course_id, self.assignment_id, receipt.sentence)
        for finding in receipt.findings:
            self.log.warning("%s", finding)
        if receipt.repaired:
            self.log.warning("What could be mended was mended in a copy; yours is kept as well.")

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


def _files(notebooks: list[str]) -> str:
    names = ", ".join(f"{name}.ipynb" for name in notebooks)
    return f"{names} {'is' if len(notebooks) == 1 else 'are'}"
