"""What can be found out about the box from within, each in one sentence, worst things included."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from appliance import db
from appliance.errors import HomeroomError
from appliance.health import LEAST_FREE_MB, MB
from appliance.models import Classroom, Enrolment
from appliance.servers import knock
from appliance.servers.launcher import Launcher
from appliance.servers.limits import limits
from appliance.servers.spec import About, Quota
from appliance.settings import Settings
from roster.sentence import Sentence, sentence

Mark = Literal["ok", "WARN", "FAIL"]
ROOMY_MB = 4 * LEAST_FREE_MB
SEATS_FOR_A_PROCESSOR = 20
"""With more of them a class takes minutes to start, and everybody's cells wait for one another."""

BOUNDS: Mapping[Quota, str] = {
    "watched": "doctor-homes",
    "project": "doctor-homes-quotas",
    "files": "doctor-homes-files",
}
REFUSED: Mapping[Quota, str] = {
    "watched": "doctor-homes-refused",
    "files": "doctor-homes-files-refused",
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: fine, to be watched, or in the way of a lesson."""

    mark: Mark
    say: Sentence


def examine(settings: Settings, database: Engine, launcher: Launcher) -> Iterator[Finding]:
    """Look at everything; what fails keeps nothing else from being looked at."""
    yield of_database(damages(database))
    try:
        about = launcher.about()
    except HomeroomError as error:
        yield Finding("FAIL", error.say)
    else:
        yield from of_machine(about, memories(database, settings))
        yield of_homes(about, settings)
    yield of_room(shutil.disk_usage(settings.data).free // MB)
    yield of_address(settings)
    heard = knock.status(settings.gateway, settings.api_port, "/hub/api") == 200
    yield of_api(settings, heard=heard)


def damages(database: Engine) -> str:
    """What is broken in the database, in the words of SQLite; nothing when it is whole."""
    try:
        with db.reading(database) as session:
            lines = session.connection().exec_driver_sql("PRAGMA integrity_check(3)").scalars()
            return "; ".join(str(line) for line in lines if line != "ok")
    except (SQLAlchemyError, sqlite3.Error) as error:
        return str(error)[:200]


def memories(database: Engine, settings: Settings) -> list[int]:
    """The memory, in MB, that each seat of a class in use may take; empty when nobody knows."""
    try:
        with db.reading(database) as session:
            here = ~col(Enrolment.archived), ~col(Classroom.archived)
            rows = session.exec(select(Classroom).join(Enrolment).where(*here))
            return [limits(classroom, settings).memory_mb for classroom in rows]
    except (SQLAlchemyError, sqlite3.Error):
        return []


def of_database(broken: str) -> Finding:
    if broken:
        return Finding("FAIL", sentence("doctor-database-broken", what=broken))
    return Finding("ok", sentence("doctor-database"))


def of_machine(about: About, seats_mb: list[int]) -> Iterator[Finding]:
    """The engine's own complaints, and whether the machine is large enough for its classes."""
    say = sentence("doctor-launcher", engine=about.engine_version, api=about.api_version)
    yield Finding("ok", say)
    yield from (Finding("FAIL", problem) for problem in about.problems)
    together = sum(seats_mb)
    facts = {"seats": len(seats_mb), "together": together, "memory": about.memory_mb}
    fits = together <= about.memory_mb
    name = "doctor-memory" if fits else "doctor-memory-short"
    yield Finding("ok" if fits else "WARN", sentence(name, **facts))
    if len(seats_mb) > SEATS_FOR_A_PROCESSOR * about.cpus:
        say = sentence("doctor-processors-short", seats=len(seats_mb), cpus=about.cpus)
        yield Finding("WARN", say)


def of_room(free_mb: int) -> Finding:
    if free_mb < LEAST_FREE_MB:
        return Finding("FAIL", sentence("box-disk-full", free=free_mb))
    if free_mb < ROOMY_MB:
        return Finding("WARN", sentence("doctor-room-short", free=free_mb))
    return Finding("ok", sentence("doctor-room", free=free_mb))


def of_homes(about: About, settings: Settings) -> Finding:
    """What keeps students' files within bounds."""
    if about.disk_free_mb < settings.disk_reserve_mb:
        return Finding("WARN", sentence("box-homes-full", free=about.disk_free_mb))
    facts = {"limit": settings.home_mb, "free": about.disk_free_mb}
    if about.quota_refused and (name := REFUSED.get(about.quota)):
        return Finding("WARN", sentence(name, why=about.quota_refused, **facts))
    return Finding("ok", sentence(BOUNDS[about.quota], **facts))


def of_address(settings: Settings) -> Finding:
    """Where the class is sent; this machine's own name leads nobody else here."""
    facts = {"hub": settings.hub_origin, "ports": settings.notebook_ports}
    if settings.address == "localhost" or settings.address.startswith("127."):
        return Finding("WARN", sentence("doctor-address-own", **facts))
    return Finding("ok", sentence("doctor-address", **facts))


def of_api(settings: Settings, *, heard: bool) -> Finding:
    """The one address at which notebooks call the hub."""
    address = f"http://{settings.gateway}:{settings.api_port}/hub/api"
    if heard:
        return Finding("ok", sentence("doctor-api", address=address))
    return Finding("FAIL", sentence("doctor-api-silent", address=address))
