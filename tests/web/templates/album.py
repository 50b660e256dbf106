"""Which pages there are, and what they look like when a class is busy."""

from collections.abc import Mapping
from dataclasses import dataclass

from httpx2 import Response

from appliance import db
from appliance.models import Job
from appliance.servers import wishes
from appliance.words import LANGUAGES
from roster.sentence import sentence
from tests.web.conftest import Browser, Hub
from tests.web.pages.test_desk import hand_out
from tests.web.templates.reading import Element, read

CLASS = "/hub/teach/biology-1"
STRANGERS = ["/", "/c/BIO1-7KQ", "/hub/teacher", "/hub/join", "/nowhere"]
STUDENTS = [
    "/hub/desk", "/hub/desk/biology-1/receipts", "/hub/logout", "/hub/user/ana/biology-1/",
    "/hub/teach", "/hub/nowhere",
]  # fmt: skip
TEACHERS = [
    "/hub/teach", CLASS, f"{CLASS}/now", f"{CLASS}/board", f"{CLASS}/roster", f"{CLASS}/people",
    f"{CLASS}/people/ana/edit", f"{CLASS}/cards", f"{CLASS}/sessions", f"{CLASS}/join",
    f"{CLASS}/settings", f"{CLASS}/homework", f"{CLASS}/homework/now",
    f"{CLASS}/assignments/Squares", f"{CLASS}/assignments/Squares/students/ana",
    f"{CLASS}/assignments/absent",
    "/hub/teach/physics", "/hub/teach/physics/people", "/hub/teach/nowhere",
]  # fmt: skip
PAGES = [
    *(("", path) for path in STRANGERS),
    *(("ana", path) for path in STUDENTS),
    *(("rivera", path) for path in TEACHERS),
    ("rivera", "POST roster"),
    ("rivera", "POST cards"),
]
"""Who looks at what; `POST` stands before what is shown after a form was sent."""
ROSTER = b"Name;Login;Student ID\nAna Ruiz;ana;1001\nDora Lind;dora;1002\nNobody;;;;;;x\n"


@dataclass(frozen=True)
class Album:
    """Every page in every language, by visitor, path and language."""

    pages: Mapping[tuple[str, str, str], Response]

    def page(self, who: str, path: str, language: str = "en") -> Element:
        """The page's tree; whatever its status, it is a page."""
        answer = self.pages[who, path, language]
        assert answer.headers["content-type"].startswith("text/html"), answer.status_code
        assert answer.status_code < 300 or answer.status_code in (403, 404), answer.status_code
        return read(answer.text)


def taken(hub: Hub) -> Album:
    """Make the class busy, and look at everything."""
    _make_busy(hub)
    visitors = {"": hub.browser(), "ana": hub.student("ana"), "rivera": hub.teacher()}
    with db.writing(hub.school.database) as session:
        # Only once everybody is in: whoever signs in is given a fresh start.
        said = sentence("server-crashed")
        wishes.ask_stop(session, hub.school.seat("cleo").id, reason="crashed", say=said)
    return Album(
        {
            (who, path, language): _look(visitors[who], path, language)
            for who, path in PAGES
            for language in LANGUAGES
        }
    )


def _look(browser: Browser, path: str, language: str) -> Response:
    wish = {"Accept-Language": language}
    if not path.startswith("POST "):
        return browser.client.get(path, headers=wish)
    files = {"file": ("class.csv", ROSTER)}
    return browser.post(f"{CLASS}/{path.removeprefix('POST ')}", files=files, headers=wish)


def _make_busy(hub: Hub) -> None:
    """Homework, a job that failed, one server waiting, one in trouble, somebody at the door."""
    hand_out(hub)
    rivera = hub.teacher()
    rivera.post("/hub/teach", {"title": "Physics"})
    rivera.post(f"{CLASS}/hours", {"weekday": ["0", "3"], "starts": "08:00", "ends": "09:30"})
    rivera.post(f"{CLASS}/start")
    rivera.post(f"{CLASS}/join", {"whom": "student", "minutes": "30"})
    with db.writing(hub.school.database) as session:
        session.add(Job(classroom_id=1, assignment_id=1, kind="collect", state="failed"))
