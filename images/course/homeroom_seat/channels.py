"""What passes between a browser and a kernel, and a word to the cell that took too much memory."""

from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

GROUP = Path("/sys/fs/cgroup")
COUNTS = ("memory.events", "memory/memory.oom_control")
"""Where the second version of control groups counts whom it ended, and where the first does."""
SAY = (
    "This needed more memory than the notebook may use, so the machine ended it.\n"
    "The kernel starts afresh: run the cells above again, and load less at once."
)


def ended() -> int:
    """How many programs of this container were ended for want of memory; 0 where nobody counts."""
    for name in COUNTS:
        try:
            lines = (GROUP / name).read_text().splitlines()
        except OSError:
            continue
        return next((int(one.split()[1]) for one in lines if one.startswith("oom_kill ")), 0)
    return 0


class Channels(ZMQChannelsWebsocketConnection):
    """Lab says that a kernel died. Why it did is written below the cell that ran."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._cell: dict[str, Any] | None = None
        """The header of the request that runs it."""
        self._ended = ended()
        """How many had been ended when the cell before it was done."""

    def handle_outgoing_message(self, stream: str, outgoing_msg: list[Any]) -> None:
        """Pass on what the kernel says; what it says first of a cell tells which one runs."""
        parts: Any = self.session.feed_identities(outgoing_msg)[1]
        _, header, parent, *_ = parts
        if b'"execute_input"' in header:
            self._cell = self.session.unpack(parent)
        elif b'"execute_reply"' in header:
            self._ended = ended()
        super().handle_outgoing_message(stream, outgoing_msg)

    def on_kernel_restarted(self) -> None:
        """Say why, before Lab hears of it: then it no longer listens to the cell."""
        self._explain()
        super().on_kernel_restarted()  # type: ignore[no-untyped-call]

    def on_restart_failed(self) -> None:
        """The same where it does not come back."""
        self._explain()
        super().on_restart_failed()  # type: ignore[no-untyped-call]

    def _explain(self) -> None:
        cell, self._cell = self._cell, None
        if cell and ended() > self._ended:
            self.write_stderr(SAY, cell)  # type: ignore[no-untyped-call]
