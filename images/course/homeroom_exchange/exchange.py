"""What all our exchange classes share: the hub, the folders, and failing with a sentence."""

import fnmatch
import os
from functools import partial
from pathlib import Path
from typing import IO, Any

from nbgrader.exchange.abc import Exchange
from traitlets import Bool, Unicode

from homeroom_exchange import archive
from homeroom_exchange.archive import Limits, Refused
from homeroom_exchange.client import Hub, HubProblem, Unreachable
from homeroom_exchange.names import SERVER_OWNED, checked


class HubExchange(Exchange):  # type: ignore[misc]
    """An nbgrader exchange class that asks the hub. Every failure is an ExchangeError."""

    path_includes_course = Bool(
        False, help="Whether fetched assignments lie in a folder named after the course."
    ).tag(config=True)

    language = Unicode("", help="What the hub's sentences are to be in, as browsers ask for it.")

    # What to know and do after the hub could not be asked, or the disk failed us.
    after_failure = "Try again in a moment."

    def start(self) -> Any:
        """Do the transfer. Raises ExchangeError with one sentence for a person."""
        try:
            if self.coursedir is None:
                raise Refused("No course directory was given.")
            return super().start()
        except Unreachable as problem:
            sentence = f"{problem} {self.after_failure}"
        except (HubProblem, Refused) as problem:
            sentence = str(problem)
        except OSError as problem:
            place = f" ({problem.filename})" if problem.filename else ""
            sentence = f"{problem.strerror or problem}{place}. {self.after_failure}"
        # Outside the except block: nbgrader shows whole tracebacks, and ours should be short.
        self.fail(sentence)

    def init_src(self) -> None:
        """Nothing to prepare."""

    def init_dest(self) -> None:
        """Nothing to prepare."""

    @property
    def course_id(self) -> str:
        """This seat's course."""
        course = self.coursedir.course_id or os.environ.get("HOMEROOM_COURSE", "")
        if not course:
            raise Refused("No course was named. Add --course NAME.")
        return str(course)

    @property
    def assignment_id(self) -> str:
        """The assignment this is about."""
        return checked(self.coursedir.assignment_id)

    @property
    def hub(self) -> Hub:
        """The hub; asked for late, since nbgrader makes these objects long before it uses them."""
        return Hub.from_environment(self.course_id, self.language)

    @property
    def limits(self) -> Limits:
        """nbgrader's own size options, which count in thousands of bytes."""
        return Limits(
            file_bytes=1_000 * self.coursedir.max_file_size,
            total_bytes=1_000 * self.coursedir.max_dir_size,
        )

    def folder(self, assignment: str) -> Path:
        """Where the assignment lies in this home."""
        root = Path(self.assignment_dir).absolute()
        if self.path_includes_course:
            root = root / checked(self.course_id)
        return root / assignment

    def pack(self, folder: Path, file: IO[bytes]) -> None:
        """Pack the folder as nbgrader's options say, leaving the file at its beginning."""
        archive.pack(folder, file, partial(self._stays, folder), self.limits)
        file.seek(0)

    def _stays(self, root: Path, path: Path) -> bool:
        """Whether a file or folder is not to be sent."""
        if path.parent == root and path.name in SERVER_OWNED:
            return True
        if any(fnmatch.fnmatch(path.name, pattern) for pattern in self.coursedir.ignore):
            return True
        included = any(fnmatch.fnmatch(path.name, pattern) for pattern in self.coursedir.include)
        return path.is_file() and not included
