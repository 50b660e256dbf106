"""A class with homework to hand in: tokens, folders, and what has to be true afterwards."""

import io
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, func, select

from appliance import archive, db, models
from appliance.homework import assignments
from appliance.homework.store import Store
from appliance.models import Assignment, Enrolment, Person, Submission
from appliance.people import access, classrooms, rosters
from appliance.settings import Settings
from tests.images.homework import SOLUTION, source_notebook

COURSE = "biology-1"
NOTEBOOK = "p1.ipynb"


@dataclass(frozen=True)
class Lesson:
    """One class on the machine of these settings, seen from beside the hub."""

    settings: Settings
    database: Engine
    store: Store
    class_id: int
    tokens: dict[str, str]
    """Of every student's notebook server."""
    teacher: str
    """The token of the teacher's."""

    def release(self, name: str) -> None:
        """Hand an assignment out, without the hub noticing."""
        notebook = archive.Member(NOTEBOOK, io.BytesIO(work("...")))
        tree = self.store.keep([notebook], archive.Limits())
        with db.writing(self.database) as session:
            assignments.release(session, self.class_id, name, tree, models.now(), force=False)

    def submissions(self, name: str) -> list[tuple[str, Submission]]:
        """Every version of this assignment, with whose it is."""
        rows = (
            select(Person.name, Submission)
            .where(col(Submission.enrolment_id) == col(Enrolment.id))
            .where(col(Enrolment.person_id) == col(Person.id))
            .where(col(Submission.assignment_id) == col(Assignment.id))
            .where(col(Assignment.name) == name)
        )
        with db.reading(self.database) as session:
            found = [(who, version) for who, version in session.exec(rows)]
            session.expunge_all()
        return found

    def count(self, name: str) -> int:
        """How many versions there are."""
        with db.reading(self.database) as session:
            named = col(Assignment.id) == col(Submission.assignment_id)
            mine = select(func.count()).where(named, col(Assignment.name) == name)
            return session.exec(mine).one()

    def faults(self, name: str, homes: Path, *, receipts: bool = True) -> list[str]:
        """What is not as was promised of this assignment; `receipts` if all must have one."""
        versions = self.submissions(name)
        counted = Counter(who for who, _ in versions)
        faults = [f"{who} has {n} versions" for who, n in counted.items() if n != 1]
        faults += [f"{who} has none" for who in self.tokens.keys() - counted.keys() if receipts]
        for who, version in versions:
            faults += [f"{who}: {bad} is damaged" for bad in self.store.check(version.tree)]
            said = received(homes / who / name)
            if said != [version.tree] and (said or receipts):
                faults.append(f"{who} was told {said} and {version.tree} is stored")
            kept = {f: path.read_bytes() for f, path in self.store.files(version.tree)}
            if kept != {NOTEBOOK: (homes / who / name / NOTEBOOK).read_bytes()}:
                faults.append(f"{who} handed in something else than {sorted(kept)}")
        return faults


def school(settings: Settings, students: int) -> Lesson:
    """A machine with one class of so many, all of whose notebooks run."""
    database = db.open_engine(settings.database_url)
    db.migrate(database)
    with db.writing(database) as session:
        rivera = Person(name="rivera", display_name="Ms Rivera", teacher=True)
        session.add(rivera)
        session.flush()
        classroom = classrooms.make(session, rivera, "Biology 1")
        rows = "".join(f"Student {n:03},s{n:03}\n" for n in range(students))
        rosters.apply(session, classroom, rosters.Upload(f"Name,Login\n{rows}".encode()), 0)
        tokens = {}
        for person in session.exec(select(Person)):
            (seat,) = access.seats_of(session, person.id or 0)
            tokens[person.name] = access.new_server_token(session, seat)
        class_id = classroom.id or 0
    teacher = tokens.pop("rivera")
    return Lesson(settings, database, Store(settings.data / "store"), class_id, tokens, teacher)


def work(answer: str) -> bytes:
    """A notebook with this answer in it."""
    notebook = json.dumps(source_notebook())
    return notebook.replace(json.dumps(SOLUTION), json.dumps(answer)).encode()


def write_work(homes: Path, name: str, students: list[str]) -> None:
    """Everybody has done the assignment, each in their own way."""
    for who in students:
        folder = homes / who / name
        folder.mkdir(parents=True)
        (folder / NOTEBOOK).write_bytes(work(f"# {who}, {name}\ndef square(x): return x * x"))


def received(folder: Path) -> list[str]:
    """The digests of the receipts that a student holds."""
    kept = folder / "receipts.txt"
    return [line.split()[-1] for line in kept.read_text().splitlines()] if kept.exists() else []
