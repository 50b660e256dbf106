"""What the launcher is told at its start: the few settings it needs, as words of a command."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Post:
    """Where the launcher stands. The names are those of the settings."""

    project: str
    course_image: str
    homes: Path
    courses: Path
    socket: Path
    home_files: bool = False
    disk_reserve_mb: int = 0


def told(post: Post) -> list[str]:
    """The post as arguments."""
    return [str(one) for one in astuple(post)]


def understood(arguments: Sequence[str]) -> Post:
    """The post that `told` put into arguments."""
    project, course_image, homes, courses, socket, files, reserve = arguments
    places = Path(homes), Path(courses), Path(socket)
    return Post(project, course_image, *places, files == str(True), int(reserve))
