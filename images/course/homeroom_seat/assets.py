"""Lab's own files: the same for everybody, and most of them sent packed.

The first page of Lab is six megabytes, and a room has thirty of them to carry at once. So the
image's build leaves a packed copy, `main.js.gz`, beside each file that gains by it.
"""

import mimetypes
import os
from collections.abc import Iterable

from jupyter_server.base.handlers import FileFindHandler
from tornado.routing import Rule, RuleRouter
from tornado.web import RequestHandler

PACKED = ".gz"


class Assets(FileFindHandler):
    """jupyter_server's handler of files that everybody may read, without its questions."""

    packed = False
    """Whether this answer is a packed copy."""

    # jupyter_server's page of errors sets an XSRF cookie; here it would be one of no sign-in.
    write_error = RequestHandler.write_error

    async def prepare(self) -> None:  # type: ignore[override]
        """jupyter_server would ask who it is, only to let everybody read."""
        self.current_user = self._jupyter_current_user = None

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """The file to send: its packed copy, where there is one and the browser takes it."""
        self.packed = self._takes_packed() and _copied(absolute_path)
        return super().validate_absolute_path(root, absolute_path + PACKED * self.packed)

    def get_content_type(self) -> str:
        """What it is once unpacked."""
        if not self.packed or self.absolute_path is None:
            return super().get_content_type()
        kind, _ = mimetypes.guess_type(self.absolute_path)  # leaves out how it is packed
        return kind or "application/octet-stream"

    def set_extra_headers(self, path: str) -> None:
        """Say how it is packed."""
        self.set_header("Vary", "Accept-Encoding")
        if self.packed:
            self.set_header("Content-Encoding", "gzip")
            # Else a load that was cut off would go on with the rest of the file itself.
            self.set_header("Accept-Ranges", "none")

    def _takes_packed(self) -> bool:
        headers = self.request.headers
        # A range is one of the file as it is. Like tornado, this takes `gzip;q=0` for a yes.
        return "gzip" in headers.get("Accept-Encoding", "") and "Range" not in headers


def _copied(path: str) -> bool:
    """Whether a packed copy is there, and of this very file: another one has another time."""
    try:
        return int(os.stat(path).st_mtime) == int(os.stat(path + PACKED).st_mtime)
    except OSError:
        return False


def stand_in(rules: Iterable[Rule]) -> None:
    """Serve from here what jupyter_server's handler would: its own files, Lab's and extensions'."""
    for rule in rules:
        if isinstance(rule.target, RuleRouter):
            stand_in(rule.target.rules)
        elif rule.target is FileFindHandler:
            rule.target = Assets
