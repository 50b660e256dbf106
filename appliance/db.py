"""The database: open it, migrate it, and one transaction at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlmodel import Session

BUSY_MS = 15_000
CONNECTIONS = 40
"""Kept open, one for each thread that serves pages; to open one costs more than most questions."""


def open_engine(url: str) -> Engine:
    """The database behind `url`; SQLite is set to WAL and to sync every commit."""
    kept = {"pool_size": CONNECTIONS, "pool_use_lifo": True}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **kept)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        _Pen().hand_out(engine)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come too late for IMMEDIATE
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


class _Pen:
    """SQLite has one writer at a time, and lets others ask again after sleeps of up to a tenth of a
    second. In this process they wait for the pen: the next has it the moment it is put down.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def hand_out(self, engine: Engine) -> None:
        """From now on, to whoever writes to this database."""
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "checkin", self._put_down)

    def _begin(self, connection: Connection) -> None:
        # A transaction that turns from reading to writing cannot wait for its turn, so writers say
        # so at once.
        writes = connection.get_execution_options().get("homeroom_writes", False)
        held = connection.info.get("pen", False)
        if writes and not held and self._lock.acquire(timeout=BUSY_MS / 1000):
            connection.info["pen"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def _put_down(self, _connection: Any, record: Any) -> None:
        # Once the transaction is over, for good or bad: before that it is still the one writer.
        if record.info.pop("pen", False):
            self._lock.release()


def writer(engine: Engine) -> Engine:
    """The same database, for transactions that write."""
    return engine.execution_options(homeroom_writes=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction that may write: all of it is kept, or none."""
    with Session(writer(engine)) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One consistent look; nobody is kept waiting by it, and what was found can be kept."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; a copy of the database is kept beside it before they change."""
    current = version(engine)
    if current == NEWEST:
        return
    # Loaded only when there is something to do: a hub that restarts is waited for.
    from appliance import upgrade

    if current is not None and engine.url.database:
        keep_copy(engine, Path(engine.url.database).with_suffix(f".before-{NEWEST}.db"))
    upgrade.to(engine, NEWEST)


NEWEST = max(path.name[:4] for path in Path(__file__).parent.glob("migrations/versions/0*.py"))
"""The version of the tables that this code is written for: the last of the migrations."""


def version(engine: Engine) -> str | None:
    """The version that the database's tables have; None when there are none yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def keep_copy(engine: Engine, path: Path) -> None:
    """Write a consistent copy of a SQLite database to `path`, while it is in use."""
    path.unlink(missing_ok=True)
    connection = engine.raw_connection()
    try:
        # Straight at the driver: VACUUM cannot stand in a transaction, and every other way in
        # begins one.
        connection.cursor().execute("VACUUM INTO ?", (str(path),))
    finally:
        connection.close()
