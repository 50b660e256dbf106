"""A class's course folder and gradebook, as nbgrader's objects want them."""

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeroom_exchange.names import checked
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from homeroom_grading.streams import Job


@dataclass(frozen=True)
class Course:
    """The course folder. nbgrader_config.py in it is a teacher's own and never read here."""

    root: Path
    name: str = ""

    @classmethod
    def of(cls, job: Job, root: Path) -> "Course":
        """The course of a job, with the class's name where the job gives it."""
        # SQLite would make its file without the group's right to write, whatever the umask says.
        (root / "gradebook.db").touch()
        return cls(root, str(job.order.get("course", "")))

    def config(self) -> Config:
        """A fresh nbgrader configuration for this folder."""
        config = Config()
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.course_id = self.name
        # Instructors share the folder through their group.
        config.CourseDirectory.groupshared = True
        return config

    def directory(self, assignment: str, student: str = "*") -> CourseDirectory:
        """nbgrader's course directory, set to one assignment and one student."""
        directory = CourseDirectory(config=self.config())
        directory.assignment_id = checked(assignment)
        directory.student_id = student if student == "*" else checked(student)
        return directory

    def folder(self, step: str, assignment: str, student: str = ".") -> Path:
        """STEP/STUDENT/ASSIGNMENT, with names that cannot lead elsewhere."""
        who = student if student == "." else checked(student)
        return self.root / step / who / checked(assignment)

    @property
    def db_url(self) -> str:
        """Where the gradebook is."""
        return f"sqlite:///{self.root / 'gradebook.db'}"

    def gradebook(self) -> Gradebook:
        """The gradebook, to be used in a `with`."""
        return Gradebook(self.db_url, self.name)


def run(converter: Any) -> str | None:
    """Run an nbgrader converter: None when it went well, otherwise what went wrong."""
    heard = _Heard()
    converter.log.addHandler(heard)
    try:
        converter.start()
    except Exception as error:
        return heard.reason or f"{type(error).__name__}: {error}"
    finally:
        converter.log.removeHandler(heard)
    return None


class _Heard(logging.Handler):
    """Remembers the reason nbgrader logs before it raises a general error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.reason: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().strip()
        if self.reason is None and text.startswith("Traceback"):
            self.reason = re.sub(r"^[\w.]+(Error|Exception): ", "", text.splitlines()[-1])
