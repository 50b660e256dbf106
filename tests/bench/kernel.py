"""A kernel's websocket as Lab has it: kept open, and asked for `1+1`."""

import json
import time
import uuid
from typing import Any, Self

import websocket

PATIENCE_S = 180.0
CELL, RESULT = "1+1", "2"


class Kernel:
    """One open websocket. Its methods block, so they are called in threads."""

    def __init__(self, socket: websocket.WebSocket) -> None:
        self._socket = socket
        self._session = uuid.uuid4().hex

    @classmethod
    def connect(cls, channels: str, cookies: str, origin: str) -> Self:
        """Open the websocket of a running kernel, with a browser's cookies and origin."""
        address = f"ws{channels.removeprefix('http')}?session_id={uuid.uuid4().hex}"
        return cls(websocket.create_connection(address, PATIENCE_S, cookie=cookies, origin=origin))

    def run(self) -> None:
        """Execute `1+1` and wait for 2; raises when that does not come."""
        asked = uuid.uuid4().hex
        self._socket.send(json.dumps(self._request(asked)))
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            said = json.loads(self._socket.recv())
            ours = said["parent_header"].get("msg_id") == asked
            if ours and said["header"]["msg_type"] == "execute_result":
                assert said["content"]["data"]["text/plain"] == RESULT, said
                return
        raise TimeoutError("the kernel gave no result")

    def close(self) -> None:
        """Close the websocket; the kernel lives on."""
        self._socket.close()

    def _request(self, asked: str) -> dict[str, Any]:
        return {
            "header": {
                "msg_id": asked,
                "msg_type": "execute_request",
                "username": "",
                "session": self._session,
                "version": "5.3",
            },
            "parent_header": {},
            "metadata": {},
            "content": {"code": CELL, "silent": False, "allow_stdin": False},
            "channel": "shell",
            "buffers": [],
        }
