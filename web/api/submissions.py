"""What was handed in: every version, which of them counts, and their files, in JSON and zips."""

from typing import Any, Literal

from fastapi import APIRouter
from starlette.responses import Response

from appliance.homework import assignments, deadlines, submissions
from appliance.people import enrolment
from web.api import PREFIX
from web.deps import ApiClass, ApiTeacher, Db, Language, Number, TheParts
from web.downloads import version_zip, versions_zip
from web.exchange_answers import told
from web.moments import nbgrader_time

router = APIRouter(prefix=PREFIX + "/classes/{slug}/assignments/{name}")


@router.get("/submissions")
def versions(one: ApiClass, name: str, db: Db, language: Language) -> list[dict[str, Any]]:
    """Every version handed in, or collected from a folder."""
    assignment = assignments.find(db, one.id or 0, name)
    found = submissions.handed_in(db, one.id or 0, assignment_id=assignment.id)
    count = submissions.which_count(version.submission for version in found)
    deadline = deadlines.all_of(db, assignment)
    return [
        {
            "student": each.person.name,
            "timestamp": nbgrader_time(each.submission.timestamp),
            "late": each.submission.late,
            "days_late": deadlines.days(deadline[each.enrolment.id or 0], each.submission),
            "receipt": submissions.receipt(each.submission),
            "number": each.submission.number,
            "source": each.submission.source,
            "findings": told(each.submission, language),
            "counts": each.submission.id in count,
            "chosen": each.submission.chosen,
            "collected": each.submission.frozen,
            "score": each.submission.score,
            "max_score": each.submission.max_score,
            "penalty": each.submission.penalty,
            "needs_manual": each.submission.needs_manual,
            "returned": each.submission.returned is not None,
        }
        for each in found
    ]


@router.post("/submissions/{student}/{number}/choose")
def choose(
    one: ApiClass, name: str, student: str, number: Number, db: Db, language: Language
) -> list[dict[str, Any]]:
    """Let this version of the student count; all versions as they are now."""
    return _choose(one, name, student, number, db, language)


@router.delete("/submissions/{student}/choose")
def leave_it_to_the_rule(
    one: ApiClass, name: str, student: str, db: Db, language: Language
) -> list[dict[str, Any]]:
    """Let the rule say again which version of the student counts."""
    return _choose(one, name, student, None, db, language)


def _choose(
    one: ApiClass, name: str, student: str, number: int | None, db: Db, language: str
) -> list[dict[str, Any]]:
    found = assignments.find(db, one.id or 0, name)
    submissions.choose(db, found, enrolment.member(db, one.id or 0, student).id, number)
    return versions(one, name, db, language)


@router.get("/submissions/{student}/{number}.zip")
def version(
    slug: str, name: str, student: str, number: Number, teacher: ApiTeacher, parts: TheParts
) -> Response:
    """The files of one version, as they came."""
    return version_zip(parts, teacher.id or 0, slug, name, student, number)


@router.get("/submissions.zip")
def all_versions(
    slug: str,
    name: str,
    teacher: ApiTeacher,
    parts: TheParts,
    which: Literal["counting", "all"] = "counting",
) -> Response:
    """The versions that count, or all, in folders by section and student."""
    return versions_zip(parts, teacher.id or 0, slug, name, every=which == "all")
