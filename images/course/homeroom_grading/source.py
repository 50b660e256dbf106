"""The teacher's own notebooks: take them in, and make the student version."""

import shutil
from pathlib import Path

from homeroom_exchange import archive
from nbgrader.converters import GenerateAssignment

from homeroom_grading import courses
from homeroom_grading.courses import Course
from homeroom_grading.streams import Answer, Job, below, problem


def add_source(job: Job, root: Path) -> Answer:
    """Replace source/ASSIGNMENT by the files of the job, whole or not at all."""
    course, came = Course.of(job, root), job.file("source")
    notebooks = _notebooks(came)
    if not notebooks:
        message = "There is no notebook (.ipynb) in it. Upload the notebook with its files."
        return Answer({"problems": [problem(message)], "notebooks": []}, {})
    with archive.becoming(course.folder("source", job.order["assignment"])) as folder:
        shutil.copytree(came, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    return Answer({"problems": [], "notebooks": notebooks}, {})


def generate(job: Job, root: Path) -> Answer:
    """Make the student version with nbgrader and give back its files."""
    course, assignment = Course.of(job, root), str(job.order["assignment"])
    converter = GenerateAssignment(
        coursedir=course.directory(assignment), config=course.config(), force=True
    )
    wrong = courses.run(converter)
    if wrong:
        message = f"The student version of {assignment} could not be made. {wrong}"
        return Answer({"problems": [problem(message)], "notebooks": [], "max_score": 0.0}, {})
    release = course.folder("release", assignment)
    with course.gradebook() as gradebook:
        if "due" in job.order:
            gradebook.update_or_create_assignment(assignment, duedate=job.order["due"])
        points = float(gradebook.find_assignment(assignment).max_score)
    result = {"problems": [], "notebooks": _notebooks(release), "max_score": points}
    return Answer(result, below("release", release))


def _notebooks(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.ipynb"))
