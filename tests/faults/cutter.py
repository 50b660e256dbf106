"""A line between seats and hub that breaks in the middle of an upload."""

import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 1 << 14
LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)\r\n")


class Cutter:
    """Carries bytes both ways. `part` of the next upload passes before the line breaks, once.

    With 1.0 the whole upload passes, and the line breaks before the hub's answer does.
    """

    def __init__(self, listener: socket.socket, hub_port: int) -> None:
        self.origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.part: float | None = None
        self._listener, self._hub_port = listener, hub_port

    def serve(self) -> None:
        """Carry every connection, until the listener is closed."""
        while True:
            try:
                seat, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(seat,), daemon=True).start()

    def _carry(self, seat: socket.socket) -> None:
        with seat, socket.create_connection(("127.0.0.1", self._hub_port)) as hub:
            head = seat.recv(CHUNK)
            part, length = self.part, LENGTH.search(head)
            if part is None or not head.startswith(b"POST ") or not length:
                self._both_ways(seat, hub, head)
                return
            self.part = None
            whole = head.index(b"\r\n\r\n") + 4 + int(length[1])
            self._some(seat, hub, head, round(whole * part))
            if part == 1:
                hub.recv(1)  # the answer is there, and stays here
            for end in (seat, hub):
                # Reset, as a line that breaks does; to close would be a farewell.
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _some(self, seat: socket.socket, hub: socket.socket, data: bytes, most: int) -> None:
        while most > 0 and data:
            hub.sendall(data[:most])
            most -= len(data)
            data = seat.recv(CHUNK) if most > 0 else b""

    def _both_ways(self, seat: socket.socket, hub: socket.socket, head: bytes) -> None:
        hub.sendall(head)
        answers = threading.Thread(target=_pass_on, args=(hub, seat), daemon=True)
        answers.start()
        _pass_on(seat, hub)
        answers.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def cutting(hub_port: int) -> Iterator[Cutter]:
    """A line to the hub on this port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        cutter = Cutter(listener, hub_port)
        thread = threading.Thread(target=cutter.serve, daemon=True)
        thread.start()
        yield cutter
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
