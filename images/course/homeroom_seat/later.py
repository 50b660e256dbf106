"""Homework and nbgrader's extensions, loaded by the first request instead of at the start."""

import importlib
import os
import random
from collections.abc import Iterable
from typing import Any

from jupyter_server.serverapp import ServerApp
from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import PathMatches, Router, Rule

HOMEWORK = "homeroom_homework.handlers"
VALIDATE = "nbgrader.server_extensions.validate_assignment"
FORMGRADER = "nbgrader.server_extensions.formgrader"
STUDENT = (HOMEWORK, VALIDATE)
TEACHER = (*STUDENT, FORMGRADER)
PATHS = {
    HOMEWORK: r"assignments|assignments/(fetch|submit|fetch_feedback)|courses|homeroom/homework",
    VALIDATE: r"assignments/validate|nbgrader_version",
    FORMGRADER: r"formgrader|formgrader/.*",
}


class Later(Router):
    """Stands at the paths of extensions until somebody asks for one, then makes way for them."""

    def __init__(self, server: ServerApp, extensions: Iterable[str]) -> None:
        self._server = server
        self._extensions = tuple(extensions)
        paths = "|".join(PATHS[name] for name in self._extensions)
        self._rule = Rule(PathMatches(f"{server.base_url}(?:{paths})$"), self)
        self._rules = server.web_app.default_router.rules
        self._rules.insert(0, self._rule)

    def find_handler(self, request: HTTPServerRequest, **more: Any) -> HTTPMessageDelegate | None:
        """Load the extensions, step aside, and let them answer."""
        if self._rule in self._rules:
            self._rules.remove(self._rule)
            self._load()
        return self._server.web_app.find_handler(request, **more)

    def _load(self) -> None:
        for name in self._extensions:
            importlib.import_module(name).load_jupyter_server_extension(self._server)
        if self._extensions == STUDENT:
            # A file in a student's home is not to run in the server itself. Teachers' courses
            # have settings of their own.
            importlib.import_module("nbgrader.apps").NbGrader.load_cwd_config = False


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "homeroom_seat.later"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Called by jupyter_server in place of nbgrader's own."""
    teaches = os.environ.get("HOMEROOM_ROLE") == "teacher"
    Later(server, TEACHER if teaches else STUDENT)
    if _unsent():
        # Not at once: after a break of the hub's, all seats may start together.
        server.io_loop.call_later(random.uniform(1, 4), _go_on_handing_in, server)


def _unsent() -> bool:
    """Whether work waits in the home that was to be handed in, and has no receipt."""
    course = os.environ.get("HOMEROOM_COURSE", "")
    folder = os.path.expanduser(f"~/.homeroom/submit/{course}")
    try:
        return bool(course) and any(name.endswith(".work") for name in os.listdir(folder))
    except OSError:
        return False


def _go_on_handing_in(server: ServerApp) -> None:
    importlib.import_module("homeroom_homework.courier").of(server).take_up()
