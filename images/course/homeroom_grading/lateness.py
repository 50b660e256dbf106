"""What lateness costs goes into the gradebook as nbgrader's own penalties, by the hub's word.

nbgrader asks its own plugin only once the gradebook's due date has passed, and that knows neither
grace nor sections. And it takes off no more than a notebook was worth when it was graded: what is
marked by hand later would come too late. So the hub's number is put in whenever scores are looked
at, and formgrader, feedback and every export then read the same.
"""

from collections.abc import Iterable, Iterator

from nbgrader.api import Gradebook, MissingEntry


def shares(scores: Iterable[float], penalty: float) -> Iterator[float]:
    """Take a penalty off these scores, one after the other, and none below 0."""
    for score in scores:
        share = max(0.0, min(score, penalty))
        yield share
        penalty -= share


def settle(gradebook: Gradebook, assignment: str, student: str, penalty: float) -> None:
    """Let the student's notebooks bear this penalty together; nothing is written if they do."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return
    notebooks = sorted(submission.notebooks, key=lambda notebook: notebook.name)
    wanted = list(shares([float(one.score) for one in notebooks], penalty))
    if wanted == [float(one.late_submission_penalty or 0.0) for one in notebooks]:
        return
    for notebook, share in zip(notebooks, wanted, strict=True):
        notebook.late_submission_penalty = share
    gradebook.db.commit()
