"""What passes between a browser and a kernel, and a word to the cell that took too much memory."""

import json
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

GROUP = Path("/sys/fs/cgroup")
COUNTS = ("memory.events", "memory/memory.oom_control")
"""Where the second version of control groups counts whom it ended, and where the first does."""
V1 = "v1.kernel.websocket.jupyter.org"
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
        self._asked: dict[str, dict[str, Any]] = {}
        """The headers of the cells this browser asked for that are not done, the first first."""
        self._ended = ended()
        """How many had been ended when the kernel was given the cell it is at."""

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Pass on what the browser asks."""
        # A kernel may be gone before it said which cell it runs, so it is not asked.
        if (header := self._cell_in(incoming_msg)) and (number := header.get("msg_id")):
            if not self._asked:
                self._ended = ended()
            self._asked[number] = header
        super().handle_incoming_message(incoming_msg)  # type: ignore[arg-type]

    def handle_outgoing_message(self, stream: str, outgoing_msg: list[Any]) -> None:
        """Pass on what the kernel says."""
        super().handle_outgoing_message(stream, outgoing_msg)
        parts: Any = self.session.feed_identities(outgoing_msg)[1]
        _, header, parent, *_ = parts
        if b'"execute_reply"' in header:
            self._asked.pop(self.session.unpack(parent).get("msg_id"), None)
            self._ended = ended()

    def on_kernel_restarted(self) -> None:
        """Say why, before Lab hears of it: then it no longer listens to the cell."""
        self._explain()
        super().on_kernel_restarted()  # type: ignore[no-untyped-call]

    def on_restart_failed(self) -> None:
        """The same where it does not come back."""
        self._explain()
        super().on_restart_failed()  # type: ignore[no-untyped-call]

    def _explain(self) -> None:
        cell = next(iter(self._asked.values()), None)
        self._asked.clear()
        if cell and ended() > self._ended:
            self.write_stderr(SAY, cell)  # type: ignore[no-untyped-call]

    def _cell_in(self, message: str | bytes) -> dict[str, Any] | None:
        """The header of a request to run a cell; None where it is any other."""
        if isinstance(message, str):
            asks = "execute_request" in message
            header: dict[str, Any] = json.loads(message)["header"] if asks else {}
        elif self.subprotocol == V1 and b'"execute_request"' in message:
            _, parts = deserialize_msg_from_ws_v1(message)  # type: ignore[no-untyped-call]
            header = self.session.unpack(parts[0])
        else:
            header = {}
        return header if header.get("msg_type") == "execute_request" else None
