"""Lines of a class list that on purpose are no student, and why each is left out."""

from roster.headings import fold
from roster.problem import short
from roster.row import Row
from roster.sentence import Sentence, sentence

_STUDENTS = (
    "student", "learner", "pupil", "particip", "schuler", "schueler", "teilnehm", "studier",
    "lernende", "eleve", "etudiant", "apprenant", "estudiant", "alumn", "estudant", "aluno",
    "aluna",
)  # fmt: skip
_GONE = frozenset({"tobedeleted", "deleted", "inactive", "suspended", "withdrawn", "dropped"})
# What gradebooks put where names are, above or below the students.
_TOTALS = frozenset(
    {
        "pointspossible", "points", "maxpoints", "maximumpoints", "totalpoints", "date", "duedate",
        "classaverage", "average", "overallaverage", "mean", "median",
    }
)  # fmt: skip
_PREVIEW_LOGIN = "_previewuser"  # Blackboard's own test student


def why_left_out(row: Row) -> Sentence | None:
    """Why this line is no student; None when it is one, or means to be."""
    keys = (row.student_id, row.login, row.email)
    if not any((row.display_name, *keys)):
        return sentence("roster-left-nobody")
    if fold(row.display_name) in _TOTALS and not (any(keys) or (row.first_name and row.last_name)):
        return sentence("roster-left-totals", name=short(row.display_name))
    if _is_test_student(row):
        return sentence("roster-left-test-student")
    if fold(row.status) in _GONE:
        return sentence("roster-left-gone", name=_who(row), status=short(row.status))
    if row.role and not _is_student(row.role):
        return sentence("roster-left-role", name=_who(row), role=short(row.role))
    return None


def _is_test_student(row: Row) -> bool:
    named = (row.first_name, row.last_name) == ("Test", "Student")
    return named or row.login.casefold().endswith(_PREVIEW_LOGIN)


def _is_student(role: str) -> bool:
    return any(fold(part).startswith(_STUDENTS) for part in role.split(","))


def _who(row: Row) -> str:
    return short(row.display_name or row.student_id or row.login or row.email)
