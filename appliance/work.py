"""Jobs, done: what the hub knows and what containers find out, joined step by step."""

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from appliance import archive, db, models
from appliance.errands import Errands, Outcome, below
from appliance.errors import Conflict, HomeroomError, Invalid
from appliance.grading import Grading
from appliance.homework import assignments, jobs, report, scores, submissions
from appliance.homework.store import Store
from appliance.models import Assignment, Classroom, Job, Submission
from appliance.servers.launcher import Launcher
from appliance.settings import Settings
from appliance.sweeper import CollectFolder, Sweeper, no_way_into_homes
from appliance.validation import STEPS, Validation
from roster.sentence import Sentence, sentence

log = logging.getLogger(__name__)


class Work:
    """Does the jobs of all classes, through the launcher."""

    def __init__(
        self,
        settings: Settings,
        database: Engine,
        store: Store,
        launcher: Launcher,
        collect_folder: CollectFolder = no_way_into_homes,
    ) -> None:
        self._settings = settings
        self._database = database
        self._store = store
        self._errands = Errands(settings, store, launcher)
        self._sweeper = Sweeper(database, collect_folder)
        self._grading = Grading(settings, database, store, self._errands)
        self._kinds: dict[str, Callable[[Job], list[Sentence]]] = {
            "check": self._check,
            "release": self._release,
            "collect": self._collect,
            "autograde": self._autograde,
            "release-feedback": self._release_feedback,
            "sweep": self._sweep,
        }

    def run(self, job: Job) -> None:
        """Do one claimed job to its end and write down how it went."""
        try:
            problems = self._kinds[job.kind](job)
        except HomeroomError as error:
            log.warning("job %s failed: %s", job.id, error)
            self._fail(job, error.say)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("job %s failed, reference %s", job.id, reference)
            self._fail(job, sentence("job-fault-of-ours", reference=reference))
        else:
            self._end(job, lambda row: jobs.finish(row, problems, models.now()))

    def _fail(self, job: Job, say: Sentence) -> None:
        self._end(job, lambda row: jobs.fail(row, say, models.now()))

    def _end(self, job: Job, note: Callable[[Job], None]) -> None:
        assert job.id is not None
        with db.writing(self._database) as session:
            note(jobs.find(session, job.id))

    def _progress(self, job: Job, done: int, total: int) -> None:
        self._end(job, lambda row: jobs.progress(row, done, total))

    # The kinds

    def _check(self, job: Job) -> list[Sentence]:
        """Try out what the teacher made, and keep the report."""
        assignment, classroom = self._subject(job)
        if assignment.kind != "notebook":
            return []
        tree = assignment.source_tree
        self._progress(job, 0, STEPS)
        found = Validation(
            self._errands, classroom, assignment, self._settings.grading_seconds
        ).run(
            self._store.files(tree) if tree else (),
            lambda done: self._progress(job, done, STEPS),
        )
        with db.writing(self._database) as session:
            row = session.get_one(Assignment, assignment.id)
            report.write(row, found, tree)
            replaced = row.source_tree != tree
        if replaced:
            # Asking again while this ran made no second job.
            return self._check(job)
        return [one.say for one in found if one.level == "wrong"]

    def _release(self, job: Job) -> list[Sentence]:
        """Make the students' version of what the teacher uploaded, and hand it out."""
        assignment, classroom = self._subject(job)
        if assignment.kind == "folder":
            return self._announce(job)
        self._progress(job, 0, 2)
        task = {"assignment": assignment.name}
        if assignment.source_tree:
            files = below("source", self._store.files(assignment.source_tree))
            with self._errands.send("add-source", classroom, task, files) as outcome:
                _refuse_problems(outcome)
                self._progress(job, 1, 2)
        if assignment.due:
            task["due"] = assignment.due.strftime("%Y-%m-%d %H:%M:%S UTC")
        with self._errands.send("generate", classroom, task, ()) as outcome:
            _refuse_problems(outcome)
            members = _members(outcome.files("release"))
            tree = self._store.keep(members, archive.Limits())
            with db.writing(self._database) as session:
                _refuse_unwanted(session, job)
                assignments.release(
                    session,
                    assignment.classroom_id,
                    assignment.name,
                    tree,
                    models.now(),
                    force=True,
                    source=assignment.source_tree,
                )
            return outcome.problems

    def _announce(self, job: Job) -> list[Sentence]:
        """Let students see that a folder is collected; there is nothing to hand out."""
        with db.writing(self._database) as session:
            _refuse_unwanted(session, job)
            row = session.get_one(Assignment, job.assignment_id)
            row.released = row.released or models.now()
        return []

    def _sweep(self, job: Job) -> list[Sentence]:
        """Look after those who handed in nothing in time."""
        assignment, _ = self._subject(job)
        return self._sweeper.sweep(assignment, models.now())

    def _collect(self, job: Job) -> list[Sentence]:
        """Freeze the versions that count; where a folder is collected, it is read first."""
        assignment, _ = self._subject(job)
        problems = self._sweeper.sweep_all(assignment) if assignment.kind == "folder" else []
        with db.writing(self._database) as session:
            row = jobs.find(session, job.id or 0)
            assignment = session.get_one(Assignment, job.assignment_id)
            chosen = submissions.collect(session, assignment)
            jobs.progress(row, len(chosen), len(chosen))
        return problems if chosen else [*problems, sentence("nobody-handed-in")]

    def _autograde(self, job: Job) -> list[Sentence]:
        """Grade the versions that collect settled on."""
        assignment, classroom = self._subject(job)
        _refuse_folder(assignment)
        chosen, penalties = self._frozen(assignment)
        if not chosen:
            return [sentence("collect-first")]
        return self._grading.grade(
            assignment,
            classroom,
            chosen,
            penalties,
            lambda done, total: self._progress(job, done, total),
        )

    def _release_feedback(self, job: Job) -> list[Sentence]:
        """Write the feedback pages and let the students see them and their scores."""
        assignment, classroom = self._subject(job)
        _refuse_folder(assignment)
        frozen, penalties = self._frozen(assignment)
        chosen = [one for one in frozen if one.submission.score is not None]
        if not chosen:
            return [sentence("autograde-first")]
        self._progress(job, 0, len(chosen))
        task = {
            "assignment": assignment.name,
            "students": [one.person.name for one in chosen],
            "penalties": penalties,
        }
        with self._errands.send("feedback", classroom, task, ()) as outcome:
            with db.writing(self._database) as session:
                scores.note_all(session, chosen, outcome.result["scores"])
            for one in chosen:
                files = list(outcome.files(f"feedback/{one.person.name}"))
                if files:
                    self._return(one.submission, files)
            return outcome.problems

    def _return(self, submission: Submission, files: list[tuple[str, Path]]) -> None:
        tree = self._store.keep(_members(files), archive.Limits())
        with db.writing(self._database) as session:
            row = session.get_one(Submission, submission.id)
            row.feedback_tree, row.returned = tree.digest, models.now()

    def grades(self, classroom: Classroom) -> list[dict[str, Any]]:
        """The gradebook as it is now, in nbgrader's own export columns."""
        with db.reading(self._database) as session:
            penalties = scores.penalties_of_class(session, classroom.id or 0)
        with self._errands.send("grades", classroom, {"penalties": penalties}, ()) as outcome:
            return list(outcome.result["rows"])

    # Between the hub and the containers

    def _subject(self, job: Job) -> tuple[Assignment, Classroom]:
        with db.reading(self._database) as session:
            assignment = session.get_one(Assignment, job.assignment_id)
            classroom = session.get_one(Classroom, job.classroom_id)
            return assignment, classroom

    def _frozen(
        self, assignment: Assignment
    ) -> tuple[list[submissions.HandedIn], dict[str, float]]:
        """The versions that are graded, and what lateness costs their students, by name."""
        with db.reading(self._database) as session:
            found = submissions.handed_in(
                session, assignment.classroom_id, assignment_id=assignment.id
            )
            frozen = [one for one in found if one.submission.frozen]
            penalties = scores.penalties(session, assignment, frozen)
        return frozen, penalties


def _refuse_unwanted(session: Session, job: Job) -> None:
    """What was taken back meanwhile is not handed out after all."""
    if not jobs.wanted(session, job):
        say = jobs.problems(jobs.find(session, job.id or 0))[0]
        raise Conflict(f"job {job.id} was called off", say=say)


def _refuse_problems(outcome: Outcome) -> None:
    """An assignment is handed out whole and right, or not at all."""
    if outcome.problems:
        # One is enough to act on, and the next try tells of the next.
        raise Invalid("the assignment could not be made", say=outcome.problems[0])


def _refuse_folder(assignment: Assignment) -> None:
    if assignment.kind == "folder":
        say = sentence("folder-not-graded", name=assignment.name)
        raise Invalid(f"{assignment.name} is a folder", say=say)


def _members(files: Iterable[tuple[str, Path]]) -> Iterator[archive.Member]:
    for name, path in files:
        with path.open("rb") as content:
            yield archive.Member(name, content)
