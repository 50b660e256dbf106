"""The hub's side of the exchange: one small class, and every failure a sentence."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, TypeVar
from urllib.parse import quote

import requests

from homeroom_exchange import answers

Answer = TypeVar("Answer")

# Seconds to connect and between two bytes. Somebody waits, and formgrader has us called inside the
# notebook server's event loop, which stands still meanwhile: so one try, and a short one.
QUICK = (2.0, 5.0)
UPLOAD = (2.0, 60.0)
# Too slow, too early, too many: refusals that say nothing of what was asked for.
PASSING = {408, 425, 429}
# What a proxy says for a hub that restarts.
AWAY = {502, 503, 504}


class HubProblem(Exception):
    """The hub refused or could not be asked; the text is a sentence for a person."""


class Unreachable(HubProblem):
    """No answer, or one that says nothing: what was asked for may or may not have happened."""


class Hub:
    """The exchange of one course, with this server's own token."""

    def __init__(self, url: str, token: str, course: str, language: str = "") -> None:
        self._url = f"{url.rstrip('/')}/exchange/{quote(course, safe='')}"
        self._session = requests.Session()
        # No proxy and no .netrc from the environment may come between us and the hub.
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"token {token}"
        if language:
            self._session.headers["Accept-Language"] = language

    @classmethod
    def from_environment(cls, course: str, language: str = "") -> "Hub":
        """The hub that started this server, which may say its sentences in another language.

        Raises HubProblem where no hub did.
        """
        try:
            url, token = os.environ["JUPYTERHUB_API_URL"], os.environ["JUPYTERHUB_API_TOKEN"]
            return cls(url, token, course, language)
        except KeyError as missing:
            raise HubProblem(
                f"This server was not started by a hub: {missing.args[0]} is not set. "
                "Open your server from the hub's desk."
            ) from None

    def course(self) -> answers.Course:
        """Everything this asker may see of the course, in one call."""
        with self._asked("GET", "", QUICK) as response:
            return _read(response, answers.course)

    @contextmanager
    def released(self, assignment: str, limit: int) -> Iterator[IO[bytes]]:
        """The released files as tar.gz, at most `limit` bytes."""
        with self._download(_path(assignment), limit) as file:
            yield file

    def release(self, assignment: str, file: IO[bytes], force: bool) -> None:
        """Release the tar.gz. Raises HubProblem when it is released already and not `force`."""
        query = {"force": "1" if force else "0"}
        with self._asked("PUT", _path(assignment), UPLOAD, data=file, params=query):
            return

    def unrelease(self, assignment: str) -> None:
        """Take an assignment back. Submissions stay where they are."""
        with self._asked("DELETE", _path(assignment), QUICK):
            return

    def submit(self, assignment: str, file: IO[bytes], key: str) -> answers.Receipt:
        """Hand in the tar.gz. The same key is never counted twice."""
        path, headers = f"{_path(assignment)}/submissions", {"Idempotency-Key": key}
        with self._asked("POST", path, UPLOAD, data=file, headers=headers) as response:
            return _read(response, answers.receipt)

    @contextmanager
    def submission(self, assignment: str, number: int, limit: int) -> Iterator[IO[bytes]]:
        """The files of the submission with that id, as tar.gz."""
        with self._download(f"{_path(assignment)}/submissions/{number}", limit) as file:
            yield file

    def return_feedback(self, assignment: str, number: int, file: IO[bytes]) -> None:
        """Give the submission's author its feedback, a tar.gz of NOTEBOOK.html."""
        path = f"{_path(assignment)}/submissions/{number}/feedback"
        with self._asked("PUT", path, UPLOAD, data=file):
            return

    @contextmanager
    def feedback(self, assignment: str, number: int, limit: int) -> Iterator[IO[bytes]]:
        """The submission's feedback as tar.gz, once it was returned."""
        with self._download(f"{_path(assignment)}/submissions/{number}/feedback", limit) as file:
            yield file

    @contextmanager
    def _download(self, path: str, limit: int) -> Iterator[IO[bytes]]:
        with tempfile.TemporaryFile() as file:
            with self._asked("GET", path, QUICK) as response:
                for chunk in _chunks(response):
                    file.write(chunk)
                    if file.tell() > limit:
                        raise HubProblem("The hub sent more than allowed. Tell your teacher.")
            file.seek(0)
            yield file

    @contextmanager
    def _asked(
        self, method: str, path: str, timeout: tuple[float, float], **more: Any
    ) -> Iterator[requests.Response]:
        try:
            response = self._session.request(
                method,
                self._url + path,
                timeout=timeout,
                stream=True,
                allow_redirects=False,
                **more,
            )
        except requests.RequestException as error:
            raise _unreachable(error) from error
        with response:
            if not 200 <= response.status_code < 300:
                status = response.status_code
                broken = status not in range(400, 500) or status in PASSING
                raise (Unreachable if broken else HubProblem)(_explanation(response))
            yield response


def _path(assignment: str) -> str:
    return f"/assignments/{quote(assignment, safe='')}"


def _chunks(response: requests.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_content(1 << 16)
    except requests.RequestException as error:
        raise _unreachable(error) from error


def _read(response: requests.Response, into: Callable[[Mapping[str, Any]], Answer]) -> Answer:
    try:
        return into(response.json())
    except requests.exceptions.JSONDecodeError as error:
        raise _strange(response) from error
    except requests.RequestException as error:
        raise _unreachable(error) from error
    except (KeyError, TypeError, ValueError) as error:
        raise _strange(response) from error


def _strange(response: requests.Response) -> HubProblem:
    return Unreachable(
        f"The hub answered {response.status_code} with something this server does not "
        "understand. Tell your teacher."
    )


def _unreachable(error: requests.RequestException) -> HubProblem:
    if isinstance(error, requests.Timeout):
        return Unreachable("The hub did not answer in time.")
    return Unreachable("The hub cannot be reached.")


def _explanation(response: requests.Response) -> str:
    """The hub's own sentence where it gave one."""
    try:
        message = response.json()["message"]
    except (requests.RequestException, ValueError, KeyError, TypeError):
        message = ""
    if isinstance(message, str) and message.strip():
        return message.strip()
    if response.status_code in AWAY:
        return "The hub cannot be reached."
    return f"The hub answered {response.status_code} without an explanation. Tell your teacher."
