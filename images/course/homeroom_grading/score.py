"""Score submissions with nbgrader, one at a time, from outputs the sealed runner gave."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.preprocessors import CheckCellMetadata, IgnorePattern, LimitOutput, SaveAutoGrades

from homeroom_grading import courses, lateness
from homeroom_grading.courses import Course
from homeroom_grading.guard import GuardGrades
from homeroom_grading.paste import PasteOutputs
from homeroom_grading.prepare import sanitizers
from homeroom_grading.streams import Answer, Job, problem


def score(job: Job, root: Path) -> Answer:
    """Autograde each submission. One that cannot be graded becomes a problem, not a stop."""
    course, assignment = Course.of(job, root), str(job.order["assignment"])
    problems: list[Any] = []
    scores: list[Any] = []
    for submission in job.order["submissions"]:
        student = str(submission["student"])
        try:
            problems += _grade(course, assignment, submission, job.file("outputs", student))
            penalty = float(submission.get("penalty", 0.0))
            scores.append(score_of(course, assignment, student, penalty))
        except Exception as error:
            problems.append(problem(f"It could not be graded. {error}", student))
    return Answer({"problems": problems, "scores": scores}, {})


def score_of(course: Course, assignment: str, student: str, penalty: float) -> dict[str, Any]:
    """The score as it stands in the gradebook, once lateness has cost this much of it."""
    with course.gradebook() as gradebook:
        lateness.settle(gradebook, assignment, student, penalty)
        submission = gradebook.find_submission(assignment, student)
        taken_off = float(submission.late_submission_penalty or 0.0)
        return {
            "student": student,
            "score": max(0.0, submission.score - taken_off),
            "penalty": taken_off,
            "max_score": float(submission.max_score),
            "needs_manual": bool(submission.needs_manual_grade),
        }


def _grade(
    course: Course, assignment: str, submission: Mapping[str, Any], outputs: Path
) -> list[Any]:
    """Run Autograde for one student; what the teacher should look at comes back."""
    student = str(submission["student"])
    here = course.folder("submitted", assignment, student) / "timestamp.txt"
    if here.read_text("utf-8").strip() != str(submission["timestamp"]):
        raise ValueError("A newer version came in meanwhile. Press Autograde again.")
    found: list[Any] = []
    converter = Autograde(
        coursedir=course.directory(assignment, student), config=course.config(), force=True
    )
    converter.sanitize_preprocessors = sanitizers(course, assignment)
    converter.autograde_preprocessors = [
        PasteOutputs(outputs),
        IgnorePattern,
        LimitOutput,
        GuardGrades(lambda sentence: found.append(problem(sentence, student))),
        SaveAutoGrades,
        CheckCellMetadata,
    ]
    wrong = courses.run(converter)
    if wrong:
        raise ValueError(wrong)
    return found
