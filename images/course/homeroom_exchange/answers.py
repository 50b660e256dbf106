"""What the hub answers, as values with names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Assignment:
    """A released assignment. `due` is ISO 8601 in UTC, or None; `late_policy` a phrase, or "".

    `got` is the version that this home got last. What a hub does not say has its default here.
    """

    name: str
    due: str | None
    late_policy: str
    notebooks: tuple[str, ...]
    version: str = ""
    got: str | None = None
    grace_minutes: int = 0
    closed: bool = False
    extended: bool = False
    opens: str | None = None
    kind: str = "notebook"
    folder: str = ""

    @property
    def renewed(self) -> bool:
        """Whether there is a newer version than the one this home has."""
        return bool(self.got and self.version and self.got != self.version)

    @property
    def line(self) -> str:
        """When it is due and what lateness costs, for one line of a list."""
        parts = [f", due {shown(self.due)}"] if self.due else []
        if self.due and self.extended:
            parts.append(" (extended for you)")
        if self.due and self.grace_minutes:
            parts.append(f", {self.grace_minutes} minutes of grace")
        if self.late_policy:
            parts.append(f", {self.late_policy}")
        if self.closed:
            parts.append(", closed")
        return "".join(parts)


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
    source: str = "submitted"
    counts: bool = False
    findings: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """When it came and its receipt, as people read it in the Assignment List."""
        late = " · late" if self.late else ""
        how = " · collected from the folder" if self.source == "folder" else ""
        remarks = f" · to look at: {len(self.findings)}" if self.findings else ""
        return f"{self.timestamp[:19]} UTC · receipt {self.receipt}{late}{how}{remarks}"


@dataclass(frozen=True)
class Course:
    """A course as its asker may see it."""

    assignments: tuple[Assignment, ...]
    submissions: tuple[Submission, ...]
    role: str = "student"


@dataclass(frozen=True)
class Receipt:
    """The hub's word that a submission is safe."""

    number: int
    timestamp: str
    receipt: str
    late: bool
    digest: str
    findings: tuple[str, ...] = ()
    repaired: bool = False

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
        str(answer.get("role") or "student"),
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
        _sentences(answer),
        bool(answer.get("repaired")),
    )


def shown(moment: str) -> str:
    """ISO 8601 in UTC, as people read it."""
    return f"{moment[:10]} {moment[11:16]} UTC"


def _assignment(answer: Mapping[str, Any]) -> Assignment:
    policy = str(answer["late_policy"] or "")
    return Assignment(
        name=str(answer["name"]),
        due=answer["due"],
        late_policy="" if policy == "none" else policy,
        notebooks=tuple(str(name) for name in answer["notebooks"]),
        version=str(answer.get("version") or ""),
        got=answer.get("got"),
        grace_minutes=int(answer.get("grace_minutes") or 0),
        closed=bool(answer.get("closed")),
        extended=bool(answer.get("extended")),
        opens=answer.get("opens"),
        kind=str(answer.get("kind") or "notebook"),
        folder=str(answer.get("folder") or answer["name"]),
    )


def _sentences(answer: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(each) for each in answer.get("findings") or ())


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
        source=str(answer.get("source") or "submitted"),
        counts=bool(answer.get("counts")),
        findings=_sentences(answer),
    )
