"""How long a roster of 2,000 rows takes; run it with `python -m tests.walks.roster_import`."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlmodel import col, select

from appliance import db
from appliance.models import Classroom, Person
from appliance.people import classrooms, rosters
from appliance.people.rosters import Upload

ROWS = 2000


def roster(domain: str, *, latin: bool) -> Upload:
    """A class list; people without Latin letters are the hardest, for all want one user name."""
    lines = ["Name,Student ID,Login,Email,Section"]
    for number in range(ROWS):
        name, login = ("Zoë Núñez", f"login{number}") if latin else ("王小明", "")
        lines.append(f"{name} {number},{number:06},{login},p{number}@{domain},S{number % 40}")
    return Upload("\n".join(lines).encode(), "class.csv")


def timed(act: Callable[[], object]) -> str:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return f"{time.perf_counter() - wall:5.2f} s ({time.process_time() - cpu:.2f} s of CPU)"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = db.open_engine(f"sqlite:///{Path(folder) / 'homeroom.db'}")
        db.migrate(database)
        with db.writing(database) as session:
            teacher = Person(name="rivera", display_name="Ms Rivera", teacher=True)
            session.add(teacher)
            session.flush()
            teacher_id = teacher.id or 0
            for title in ("Latin", "Chinese"):
                classrooms.make(session, teacher, title)

        def run(title: str, upload: Upload, *, apply: bool) -> None:
            with db.writing(database) as session:
                found = select(Classroom).where(col(Classroom.title) == title)
                act = rosters.apply if apply else rosters.preview
                result = act(session, session.exec(found).one(), upload, teacher_id)
                assert not result.problems

        for title, latin in (("Latin", True), ("Chinese", False)):
            first, second = (roster(d, latin=latin) for d in ("a.example", "b.example"))
            for what, upload, apply in (
                ("preview", first, False),
                ("apply", first, True),
                ("change all", second, True),
            ):
                taken = timed(lambda t=title, u=upload, a=apply: run(t, u, apply=a))  # type: ignore[misc]
                print(f"{ROWS} rows, {title:8} {what:11} {taken}")
        database.dispose()


if __name__ == "__main__":
    main()
