"""Work that nobody handed in: read out of a student's folder, and kept like a hand-in."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from appliance import archive, db, models
from appliance.errors import NotFound
from appliance.homework import allowance, deadlines, intake
from appliance.homework.deliveries import folder_of
from appliance.homework.store import Store, Tree
from appliance.models import Assignment, Classroom, Enrolment, Submission
from appliance.servers.launcher import Launcher
from appliance.servers.spec import FolderRead
from roster.sentence import Sentence, all_to_json, sentence

log = logging.getLogger(__name__)

LOOKS = 3
"""At a folder in which somebody is just saving, before what may be torn is taken as it is."""
PROMPT = timedelta(minutes=15)
"""Looking after a whole class takes a while. It was there in time, so the wait costs no marks."""


@dataclass(frozen=True)
class Collector:
    """Collects from homes, through the launcher."""

    database: Engine
    store: Store
    launcher: Launcher

    def collect_folder(self, assignment: Assignment, enrolment: Enrolment) -> Submission | None:
        """Keep what lies in the student's folder as a version; None when nothing does.

        What is as it was in the newest version is that version. Raises Invalid when it is more than
        the class allows, Unavailable when the home cannot be read.
        """
        assert assignment.id is not None and enrolment.id is not None
        with db.reading(self.database) as session:
            classroom = session.get_one(Classroom, assignment.classroom_id)
            limits = allowance.limits(classroom)
        read = self._read(enrolment.id, folder_of(assignment), limits)
        if read is None or not read[0].entries:
            return None
        tree, told = read
        looked = intake.look(self.store, assignment.tree, tree)
        now = models.now()
        with db.writing(self.database) as session:
            newest = _newest(session, assignment.id, enrolment.id)
            if newest is None or newest.tree != tree.digest:
                newest = _record(session, assignment, enrolment.id, newest, tree, now)
                newest.findings = all_to_json([*_findings(told), *looked.findings])
                newest.repaired_tree = looked.repaired_tree
                session.flush()
            session.refresh(newest)
            session.expunge(newest)
        return newest

    def _read(
        self, seat: int, folder: str, limits: archive.Limits
    ) -> tuple[Tree, FolderRead] | None:
        """What is in the folder now, and what is not; None when there is no such folder."""
        try:
            for _ in range(LOOKS):
                with self.store.scratch() as scratch, open(f"{scratch}/folder.tar", "w+b") as file:
                    told = self._ask(seat, folder, limits, file)
                    tree = self.store.keep(archive.tar_members(file, limits), limits)
                if not told.changed:
                    break
        except NotFound:
            return None
        return tree, told

    def _ask(self, seat: int, folder: str, limits: archive.Limits, file: BinaryIO) -> FolderRead:
        told = self.launcher.read_folder(seat, folder, limits.total_bytes, limits.files, file)
        file.seek(0)
        return told


def _newest(db: Session, assignment_id: int, enrolment_id: int) -> Submission | None:
    mine = select(Submission).where(
        col(Submission.assignment_id) == assignment_id,
        col(Submission.enrolment_id) == enrolment_id,
    )
    return db.exec(mine.order_by(col(Submission.number).desc())).first()


def _record(
    db: Session,
    assignment: Assignment,
    enrolment_id: int,
    newest: Submission | None,
    tree: Tree,
    now: datetime,
) -> Submission:
    deadline = deadlines.find(db, assignment, db.get_one(Enrolment, enrolment_id))
    made = Submission(
        assignment_id=assignment.id or 0,
        enrolment_id=enrolment_id,
        number=newest.number + 1 if newest else 1,
        key=secrets.token_hex(16),
        source="folder",
        tree=tree.digest,
        timestamp=now,
        late=deadline.late(now - PROMPT),
    )
    db.add(made)
    return made


def _findings(told: FolderRead) -> list[Sentence]:
    found = []
    if told.left_out:
        found.append(sentence("collected-without", names=told.left_out))
    if told.changed:
        found.append(sentence("collected-changing", names=told.changed))
    return found
