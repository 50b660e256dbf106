"""A hub that lives in memory and keeps to the exchange contract, for one class."""

import gzip
import hashlib
import io
import json
import re
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

COURSE = "bio1"


@dataclass
class Handin:
    """One submission as the hub keeps it."""

    id: int
    student: str
    assignment: str
    timestamp: str
    number: int
    receipt: str
    body: bytes
    key: str
    late: bool = False
    feedback: bytes = b""
    findings: tuple[str, ...] = ()


@dataclass
class ClassHub:
    """The hub's memory. `tokens` maps a bearer token to a name; `rivera` teaches."""

    tokens: dict[str, str] = field(
        default_factory=lambda: {f"token-{n}": n for n in ("rivera", "ana", "ben", "cleo")}
    )
    released: dict[str, bytes] = field(default_factory=dict)
    due: dict[str, str] = field(default_factory=dict)
    about: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What else the overview says of an assignment; an older hub says nothing of it."""
    got: dict[tuple[str, str], str] = field(default_factory=dict)
    """The version that somebody's home got last, by name and assignment."""
    findings: tuple[str, ...] = ()
    """What the check finds in whatever is handed in."""
    away: bool = False
    slow_s: float = 0
    """How long every answer takes."""
    handins: list[Handin] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    # Set by a test: what to answer instead, once, though the request was carried out. With
    # `instead_of` only to a request with that method.
    instead: tuple[int, bytes] | None = None
    instead_of: str = ""
    url: str = ""

    def token(self, name: str) -> str:
        """The token of that person's server."""
        return f"token-{name}"

    def answer(self, method: str, path: str, query: str, headers: Any, body: bytes) -> Any:
        """Status and answer: bytes are a tar.gz, anything else is JSON."""
        if self.away:
            return 502, ""
        person = self.tokens.get(headers.get("Authorization", "").removeprefix("token "))
        if person is None:
            return 403, "This server is not signed in. Open it from the desk."
        match = re.fullmatch(
            r"/hub/api/exchange/([^/]+)(?:/assignments/([^/]+)(?:/submissions(?:/(\d+)(/feedback)?)?)?)?",
            path,
        )
        if match is None or unquote(match[1]) != COURSE:
            return 404, "There is no such course."
        name = unquote(match[2] or "")
        kind = (
            "course" if not name
            else "assignment" if "/submissions" not in path
            else "submissions" if not match[3]
            else "feedback" if match[4] else "submission"
        )  # fmt: skip
        handler = getattr(self, f"_{method.lower()}_{kind}", None)
        if handler is None:
            return 405, "That cannot be done here."
        return handler(person, name, int(match[3] or 0), parse_qs(query), headers, body)

    def _get_course(self, person: str, *_: Any) -> Any:
        teaches = person == "rivera"
        return 200, {
            "course": COURSE,
            "role": "teacher" if teaches else "student",
            "assignments": [
                {
                    "name": name,
                    "due": self.due.get(name),
                    "late_policy": "",
                    "notebooks": [n[:-6] for n in names(body) if n.endswith(".ipynb")],
                    "version": version(body),
                    "got": self.got.get((person, name)),
                    **self.about.get(name, {}),
                }
                for name, body in sorted(self.released.items())
            ],
            "submissions": [
                self._listed(each) for each in self.handins if teaches or each.student == person
            ],
        }

    def _listed(self, each: Handin) -> Any:
        pages = contents(each.feedback) if each.feedback else {}
        md5 = {name[:-5]: hashlib.md5(text).hexdigest() for name, text in pages.items()}
        notebooks = [name[:-6] for name in names(each.body) if name.endswith(".ipynb")]
        return {
            "id": each.id,
            "student": each.student,
            "assignment": each.assignment,
            "timestamp": each.timestamp,
            "number": each.number,
            "receipt": each.receipt,
            "late": each.late,
            "source": "submitted",
            "findings": each.findings,
            "notebooks": [{"name": n, "feedback_md5": md5.get(n)} for n in notebooks],
            "returned": bool(each.feedback),
            "score": None,
            "max_score": None,
        }

    def _get_assignment(self, person: str, name: str, *_: Any) -> Any:
        if name not in self.released:
            return 404, f"{name} is not released. Ask your teacher."
        self.got[person, name] = version(self.released[name])
        return 200, self.released[name]

    def _put_assignment(
        self, person: str, name: str, _: int, query: Any, headers: Any, body: bytes
    ) -> Any:
        if person != "rivera":
            return 403, "Only a teacher of the class releases assignments."
        if name in self.released and query.get("force") != ["1"]:
            return 409, f"{name} is released already. Take it back first, or use --force."
        self.released[name] = body
        return 200, {"name": name}

    def _delete_assignment(self, person: str, name: str, *_: Any) -> Any:
        if person != "rivera":
            return 403, "Only a teacher of the class takes assignments back."
        self.released.pop(name, None)
        return 200, {"name": name}

    def _post_submissions(
        self, person: str, name: str, _: int, query: Any, headers: Any, body: bytes
    ) -> Any:
        key = headers.get("Idempotency-Key", "")
        if not re.fullmatch(r"[0-9a-f]{32}", key):
            return 422, "The hand-in has no key."
        for each in self.handins:
            if (each.key, each.student) == (key, person):
                return 201, self._receipt(each)
        if name not in self.released:
            return 404, f"{name} is not released. Ask your teacher."
        earlier = [e for e in self.handins if (e.student, e.assignment) == (person, name)]
        number = len(self.handins) + 1
        self.handins.append(
            Handin(
                id=100 + number,
                student=person,
                assignment=name,
                timestamp=f"2026-11-23 10:15:{number:02}.123456 UTC",
                number=len(earlier) + 1,
                receipt=f"ABCD-{number:04}",
                body=body,
                key=key,
                findings=self.findings,
            )
        )
        return 201, self._receipt(self.handins[-1])

    def _receipt(self, each: Handin) -> Any:
        digest = hashlib.sha256(each.body).hexdigest()
        parts = {key: getattr(each, key) for key in ("number", "timestamp", "receipt", "late")}
        return {**parts, "digest": digest, "findings": each.findings, "repaired": False}

    def _get_submission(self, person: str, name: str, number: int, *_: Any) -> Any:
        each = self._own(person, number)
        return (200, each.body) if each else (404, "There is no such submission.")

    def _put_feedback(
        self, person: str, name: str, number: int, query: Any, headers: Any, body: bytes
    ) -> Any:
        each = self._own(person, number)
        if each is None or person != "rivera":
            return 403, "Only a teacher of the class returns feedback."
        each.feedback = body
        return 200, {"id": number}

    def _get_feedback(self, person: str, name: str, number: int, *_: Any) -> Any:
        each = self._own(person, number)
        if each is None or not each.feedback:
            return 404, "There is no feedback yet."
        return 200, each.feedback

    def _own(self, person: str, number: int) -> Handin | None:
        theirs = [each for each in self.handins if person in {each.student, "rivera"}]
        return next((each for each in theirs if each.id == number), None)


@contextmanager
def serving(hub: ClassHub) -> Iterator[ClassHub]:
    """Serve the hub on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            hub.requests.append(f"{self.command} {parts.path}")
            time.sleep(hub.slow_s)
            status, answer = hub.answer(self.command, parts.path, parts.query, self.headers, body)
            if hub.instead is not None and hub.instead_of in {"", self.command}:
                (status, answer), hub.instead = hub.instead, None
            if status >= 400 and isinstance(answer, str):
                answer = {"status": status, "message": answer}
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_address[1]}/hub/api"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def version(body: bytes) -> str:
    """What the hub calls this version of an assignment."""
    return hashlib.sha256(body).hexdigest()


def contents(body: bytes) -> dict[str, bytes]:
    """The files of a tar.gz."""
    with tarfile.open(fileobj=io.BytesIO(body), mode="r:gz") as tar:
        files = {member.name: tar.extractfile(member) for member in tar}
        return {name: file.read() for name, file in files.items() if file is not None}


def names(body: bytes) -> list[str]:
    """The names in a tar.gz."""
    return sorted(contents(body))


def tar_gz(files: dict[str, bytes | tarfile.TarInfo]) -> bytes:
    """A tar.gz of these files; a TarInfo is put in as it is."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name, content in files.items():
            if isinstance(content, tarfile.TarInfo):
                tar.addfile(content)
                continue
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return gzip.compress(plain.getvalue())


def lose_the_next_receipt(hub: ClassHub, status: int = 502, reply: bytes = b"") -> None:
    """Carry the next hand-in out, and answer it with this instead."""
    hub.instead, hub.instead_of = (status, reply), "POST"
