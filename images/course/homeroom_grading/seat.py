"""What formgrader's own Autograde does in a teacher's seat: refuse, and say where to press."""

from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException

SENTENCE = (
    "Student code never runs in your own server. "
    "Press Autograde on the assignment's page of your class, on the hub; the marks appear here."
)


class RefuseAutograde(NotebookExporter):
    """Stands in as Autograde.exporter_class.

    nbgrader makes its exporter before it touches any file, so refusing here leaves earlier
    results as they are; a refusing preprocessor would come after they were removed.
    """

    def __init__(self, **more: Any) -> None:
        raise NbGraderException(SENTENCE)
