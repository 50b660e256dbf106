"""All grades as rows, with the columns of nbgrader's own export."""

from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student

from homeroom_grading import lateness
from homeroom_grading.courses import Course
from homeroom_grading.streams import Answer, Job


def grades(job: Job, root: Path) -> Answer:
    """One row for each assignment and student; who handed in nothing has 0, as in nbgrader.

    `penalties` of the job is what lateness costs, by assignment and student.
    """
    with Course.of(job, root).gradebook() as gradebook:
        for assignment, theirs in job.order.get("penalties", {}).items():
            for student, penalty in theirs.items():
                lateness.settle(gradebook, str(assignment), str(student), float(penalty))
        rows = [
            _row(gradebook, assignment, student)
            for assignment in gradebook.assignments
            for student in gradebook.students
        ]
    return Answer({"problems": [], "rows": rows}, {})


def _row(gradebook: Gradebook, assignment: Assignment, student: Student) -> dict[str, Any]:
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        time, raw, penalty = "", 0.0, 0.0
    else:
        time, raw = str(submission.timestamp or ""), float(submission.score)
        penalty = float(submission.late_submission_penalty or 0.0)
    return {
        "assignment": assignment.name,
        "duedate": str(assignment.duedate or ""),
        "timestamp": time,
        "student_id": student.id,
        "last_name": student.last_name or "",
        "first_name": student.first_name or "",
        "email": student.email or "",
        "raw_score": raw,
        "late_submission_penalty": penalty,
        "score": max(0.0, raw - penalty),
        "max_score": float(assignment.max_score),
    }
