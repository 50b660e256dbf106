"""What the hub answers, as values with names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Assignment:
    """A released assignment. `due` is ISO 8601 in UTC, or None."""

    name: str
    due: str | None
    late_policy: str
    notebooks: tuple[str, ...]


@dataclass(frozen=True)
class Submission:
    """One version a student handed in. `feedback` has an md5 for each returned notebook."""

    id: int
    student: str
    assignment: str
    timestamp: str
    number: int
    receipt: str
    late: bool
    returned: bool
    notebooks: tuple[str, ...]
    feedback: Mapping[str, str]
    score: float | None
    max_score: float | None

    @property
    def line(self) -> str:
        """When it came and its receipt, as people read it in the Assignment List."""
        late = " · late" if self.late else ""
        return f"{self.timestamp[:19]} UTC · receipt {self.receipt}{late}"


@dataclass(frozen=True)
class Course:
    """A course as its asker may see it."""

    assignments: tuple[Assignment, ...]
    submissions: tuple[Submission, ...]


@dataclass(frozen=True)
class Receipt:
    """The hub's word that a submission is safe."""

    number: int
    timestamp: str
    receipt: str
    late: bool
    digest: str

    @property
    def sentence(self) -> str:
        late = ", which is late" if self.late else ""
        return (
            f"Receipt {self.receipt}: submission {self.number} arrived at "
            f"{self.timestamp[:19]} UTC{late}."
        )


def course(answer: Mapping[str, Any]) -> Course:
    """Read the bulk list. Raises KeyError, TypeError or ValueError when it is something else."""
    return Course(
        tuple(_assignment(each) for each in answer["assignments"]),
        tuple(_submission(each) for each in answer["submissions"]),
    )


def receipt(answer: Mapping[str, Any]) -> Receipt:
    """Read the answer to a submission. Raises like `course`; a receipt is never made up."""
    if not answer["receipt"] or not answer["timestamp"]:
        raise ValueError("the receipt is empty")
    return Receipt(
        int(answer["number"]),
        str(answer["timestamp"]),
        str(answer["receipt"]),
        bool(answer["late"]),
        str(answer["digest"]),
    )


def _assignment(answer: Mapping[str, Any]) -> Assignment:
    notebooks = tuple(str(name) for name in answer["notebooks"])
    return Assignment(str(answer["name"]), answer["due"], str(answer["late_policy"]), notebooks)


def _submission(answer: Mapping[str, Any]) -> Submission:
    marks = {str(each["name"]): each["feedback_md5"] for each in answer["notebooks"]}
    returned = bool(answer["returned"])
    return Submission(
        id=int(answer["id"]),
        student=str(answer["student"]),
        assignment=str(answer["assignment"]),
        timestamp=str(answer["timestamp"]),
        number=int(answer["number"]),
        receipt=str(answer["receipt"]),
        late=bool(answer["late"]),
        returned=returned,
        notebooks=tuple(marks),
        feedback={name: md5 for name, md5 in marks.items() if md5 and returned},
        score=answer["score"],
        max_score=answer["max_score"],
    )
