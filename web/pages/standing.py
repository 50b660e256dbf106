"""Where each student stands with a piece of homework."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from appliance.homework import deadlines, submissions
from appliance.homework.deadlines import Deadline
from appliance.models import Assignment, OtherDue, Submission
from appliance.people import enrolment
from appliance.people.enrolment import Member


@dataclass(frozen=True)
class Standing:
    """One student: until when there is time, and every version, the newest first."""

    member: Member
    deadline: Deadline
    versions: list[Submission]

    @property
    def counts(self) -> Submission | None:
        """The version that counts: the teacher's choice, else as collect settled it or would."""
        said = [one for one in self.versions if one.chosen]
        said += [one for one in self.versions if one.frozen]
        return said[0] if said else submissions.counting(self.versions)

    @property
    def chosen(self) -> bool:
        """Whether the teacher said which one counts."""
        return any(one.chosen for one in self.versions)

    def state(self, now: datetime) -> str:
        """returned, graded, handed-in, from-folder, missing (it was due) or open."""
        counts = self.counts
        if not counts:
            return "missing" if self.deadline.late(now) else "open"
        if counts.returned:
            return "returned"
        if counts.score is not None:
            return "graded"
        return "from-folder" if counts.source == "folder" else "handed-in"


def of_class(db: Session, assignment: Assignment) -> list[Standing]:
    """Every student of the class, and who left it but handed in."""
    found = submissions.handed_in(db, assignment.classroom_id, assignment_id=assignment.id)
    members = {one.id: one for one in enrolment.students(db, assignment.classroom_id)}
    for one in found:
        members.setdefault(one.enrolment.id or 0, Member(one.enrolment, one.person))
    deadline = deadlines.all_of(db, assignment)
    return [
        Standing(member, deadline[number], _newest_first(one.submission for one in mine))
        for number, member in members.items()
        for mine in [[one for one in found if one.enrolment.id == number]]
    ]


def of_student(db: Session, assignment: Assignment, member: Member) -> Standing:
    """One student."""
    mine = submissions.handed_in(
        db, assignment.classroom_id, assignment_id=assignment.id, enrolment_id=member.id
    )
    deadline = deadlines.find(db, assignment, member.enrolment)
    return Standing(member, deadline, _newest_first(one.submission for one in mine))


def _newest_first(versions: Iterable[Submission]) -> list[Submission]:
    return sorted(versions, key=lambda one: one.number, reverse=True)


def sections(
    db: Session, assignment: Assignment, rows: Iterable[Standing]
) -> Mapping[str, OtherDue | None]:
    """The class's sections, each with its own date if it has one."""
    own = {one.section: one for one in deadlines.others(db, [assignment.id]) if one.section}
    names = {row.member.enrolment.section for row in rows} | set(own)
    return {name: own.get(name) for name in sorted(names) if name}
