"""nbgrader's exchange actions as its Assignment List does them, each told in plain values."""

import os
from typing import Any

from homeroom_exchange.answers import Course
from homeroom_exchange.submit import HubSubmit
from nbgrader.apps import NbGrader
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

Entry = dict[str, Any]


class Errands:
    """Actions in one course, for a server with this root. Every failure is an ExchangeError.

    Whoever calls sees to it that there is one at a time, and not in the event loop.
    """

    def __init__(self, root: str, course: str, language: str = "") -> None:
        self._root = root
        self._course = course
        self._language = language

    def listed(self) -> list[Entry]:
        """What is released and what was handed in, as nbgrader's panel wants them."""
        return self.look()[1]

    def look(self) -> tuple[Course, list[Entry]]:
        """What the hub says, and the list that is made of it. The hub is asked once."""
        lister = self._doing("List")
        released = lister.start()
        lister.cached = True
        submitted = lister.list_files()
        for entry in released:
            if entry["status"] == "fetched":
                entry["path"] = self._inside(entry["path"])
                for notebook in entry["notebooks"]:
                    notebook["path"] = self._inside(notebook["path"])
        for entry in submitted:
            for submission in entry["submissions"]:
                for each in (submission, *submission["notebooks"]):
                    place = each["local_feedback_path"]
                    each["local_feedback_path"] = place and self._inside(place)
        released.sort(key=lambda entry: (entry["course_id"], entry["assignment_id"]))
        return lister.course, released + submitted

    def fetch(self, assignment: str) -> None:
        """Bring an assignment into the home."""
        self._doing("FetchAssignment", assignment).start()

    def fetch_feedback(self, assignment: str) -> None:
        """Bring what was returned into the home."""
        self._doing("FetchFeedback", assignment).start()

    def submit(self, assignment: str) -> HubSubmit:
        """Pack the work and keep it, for the courier."""
        doing: HubSubmit = self._doing("Submit", assignment)
        doing.keeps = True
        doing.start()
        return doing

    def _doing(self, action: str, assignment: str = "") -> Any:
        app = NbGrader()
        app.load_config_file()
        config: Config = app.config
        config.CourseDirectory.course_id = self._course
        config.CourseDirectory.assignment_id = assignment
        factory = ExchangeFactory(config=config)
        doing = getattr(factory, action)(
            coursedir=CourseDirectory(config=config),
            authenticator=Authenticator(config=config),
            config=config,
        )
        doing.language = self._language
        return doing

    def _inside(self, path: str) -> str:
        return os.path.relpath(path, self._root)
