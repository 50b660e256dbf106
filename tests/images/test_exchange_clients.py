"""nbgrader's own command line and Python API on our exchange, from release to feedback."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from tests.images.exchange_hub import ClassHub, contents
from tests.images.homework import Enter, answer, hand_in, source_notebook, write
from tests.images.notebook import environment

pytestmark = [
    pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning"),
    # nbgrader misspells an argument of its own when it returns feedback.
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning"),
]

Terminal = Callable[..., str]
PROJECT = os.environ.get("HOMEROOM_PROJECT", "homeroom-test")
IMAGE = os.environ.get("HOMEROOM_COURSE_IMAGE", f"{PROJECT}/course")
NBGRADER = """
import sys
sys.modules["rfc3987_syntax"] = None  # as in the image, where it is not installed
from nbgrader.apps.nbgraderapp import main
main()
"""


def terminal(hub: ClassHub, home: Path, image: str = "") -> Terminal:
    """`run(...)` types an nbgrader command in this person's terminal; what it says."""
    role = "teacher" if home.name == "rivera" else "student"
    home.mkdir(exist_ok=True)
    place = environment(role, home.name, home, hub)
    program = contained(place, home, image) if image else [sys.executable, "-c", NBGRADER]

    def run(*command: str, fails: bool = False) -> str:
        done = subprocess.run(
            [*program, *command],
            cwd=home,
            env=place,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode != 0) is fails, done.stderr
        return done.stderr

    return run


def contained(place: Mapping[str, str], home: Path, image: str) -> list[str]:
    """nbgrader in a container of the course image, which reaches the hub as this machine does."""
    ours = ("HOME", "JUPYTERHUB_")
    told = [f"{name}={said}" for name, said in place.items() if name.startswith(ours)]
    options = ["--rm", "--network=host", f"--user={os.getuid()}:{os.getgid()}"]
    options += [f"--volume={home}:{home}", f"--workdir={home}", *(f"--env={x}" for x in told)]
    return ["docker", "run", *options, image, "nbgrader"]


@pytest.mark.parametrize("image", ["", pytest.param(IMAGE, marks=pytest.mark.docker)])
def test_the_command_line_from_release_to_feedback(
    hub: ClassHub, tmp_path: Path, image: str
) -> None:
    rivera, ana = (terminal(hub, tmp_path / name, image) for name in ("rivera", "ana"))
    course, home = tmp_path / "rivera" / "course", tmp_path / "ana"
    write(course / "release" / "ps1" / "p1.ipynb", source_notebook())
    hub.due["ps1"] = "2026-11-27T12:00:00Z"
    assert "Released: bio1 ps1" in rivera("release_assignment", "ps1")
    assert "bio1 ps1, due 2026-11-27 12:00 UTC" in ana("list")
    ana("fetch_assignment", "ps1")
    answer(home / "ps1" / "p1.ipynb", "first")
    assert "Receipt ABCD-0001: submission 1" in ana("submit", "ps1")
    hub.findings = ("The cell visible is missing.",)
    said = ana("submit", "ps1/")
    assert "Receipt ABCD-0002: submission 2" in said and "The cell visible is missing." in said
    cached = ana("list", "--cached")
    assert "ps1 2026-11-23 10:15:01 UTC · receipt ABCD-0001" in cached
    hub.away = True
    refused = ana("submit", "ps1", fails=True)
    assert "The hub cannot be reached. Your work is NOT confirmed as handed in." in refused
    hub.away = False

    assert "Collected: ana" in rivera("collect", "ps1")
    graded = course / "submitted" / "ana" / "ps1"
    feedback = course / "feedback" / "ana" / "ps1"
    feedback.mkdir(parents=True)
    (feedback / "p1.html").write_text("well done")
    (graded / "submission_id.txt").rename(feedback / "submission_id.txt")
    rivera("release_feedback", "ps1")
    assert "Fetched feedback" in ana("fetch_feedback", "ps1")
    (page,) = (home / "ps1" / "feedback").glob("*/p1.html")
    assert page.read_text() == "well done"
    assert "Taken back: bio1 ps1" in rivera("list", "ps1", "--remove")
    assert not hub.released and len(hub.handins) == 2


def test_the_python_api_from_release_to_feedback(hub: ClassHub, seat: Enter) -> None:
    def api(name: str) -> NbGraderAPI:
        config = seat(name).config()
        return NbGraderAPI(coursedir=CourseDirectory(config=config), config=config)

    rivera = api("rivera")
    course = Path(rivera.coursedir.root)
    write(course / "release" / "ps1" / "p1.ipynb", source_notebook())
    assert rivera.get_released_assignments() == set()
    assert rivera.release_assignment("ps1")["success"]
    again = rivera.release_assignment("ps1")
    assert again["success"] is False
    assert again["error"].strip().endswith("Take it back first, or use --force.")
    assert rivera.get_released_assignments() == {"ps1"}

    hand_in(seat("ana"), "first")
    hand_in(seat("ana"), "second")
    rivera = api("rivera")
    assert rivera.collect("ps1")["success"]
    assert rivera.get_submitted_students("ps1") == {"ana"}
    assert str(rivera.get_submitted_timestamp("ps1", "ana")).startswith("2026-11-23 10:15:02")

    feedback = course / "feedback" / "ana" / "ps1"
    feedback.mkdir(parents=True)
    (feedback / "p1.html").write_text("well done")
    (feedback / "submission_id.txt").write_text(str(hub.handins[1].id))
    assert rivera.release_feedback("ps1")["success"]
    assert contents(hub.handins[1].feedback) == {"p1.html": b"well done"}

    fetched = api("ana").fetch_feedback("ps1", "ana")
    assert fetched["success"], fetched
    flags = [each["has_local_feedback"] for each in fetched["value"][0]["submissions"]]
    assert flags == [False, True]
    assert api("rivera").unrelease("ps1")["success"]
    assert not hub.released and len(hub.handins) == 2
