"""The `homeroom` command inside the container: teachers, tokens, doctor, the launcher process."""

import logging
import os
import sys
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from appliance import db, models, settings
from appliance import doctor as examination
from appliance.errors import HomeroomError, Invalid, NotFound
from appliance.models import Person
from appliance.people import access, signin
from appliance.servers.launcher import LauncherClient
from appliance.servers.post import Post, told
from appliance.servers.routes import Routes, hub_routes, spare_certificate
from appliance.settings import Settings
from appliance.words import spoken
from roster import names
from roster.sentence import sentence

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
HUB_UID = 10001
Name = Annotated[str, typer.Argument(help="The teacher's user name: letters, digits, hyphens.")]


def _database(config: Settings) -> Engine:
    database = db.open_engine(config.database_url)
    db.migrate(database)
    return database


@app.command()
def teacher(
    name: Annotated[str, typer.Argument(help="The teacher's user name.")] = "",
    first: Annotated[
        bool,
        typer.Option("--first", help="Only while there is no teacher with a password."),
    ] = False,
) -> None:
    """Make a teacher, or reset one; prints a one-time sign-in link."""
    config = settings.read()
    with db.writing(_database(config)) as session:
        if first and _any_teacher(session):
            return
        person = _ensure_teacher(session, name or "teacher")
        assert person.id is not None
        secret = signin.make_link(session, person.id, models.now())
    typer.echo(f"{config.hub_origin}/hub/link/{secret}")


def _any_teacher(session: Session) -> bool:
    with_password = select(Person).where(
        col(Person.teacher), col(Person.password_hash).is_not(None)
    )
    return session.exec(with_password).first() is not None


def _ensure_teacher(session: Session, name: str) -> Person:
    wanted = names.latin(name)
    if not wanted or wanted != name.lower():
        raise Invalid(f"teacher name {name[:40]!r}", say=sentence("teacher-name-malformed"))
    person = session.exec(select(Person).where(col(Person.name) == wanted)).first()
    if person and not person.teacher:
        raise Invalid(f"{wanted} is a student", say=sentence("teacher-name-taken", name=wanted))
    person = person or Person(name=wanted, display_name=name, teacher=True)
    session.add(person)
    session.flush()
    return person


@app.command()
def token(name: Name) -> None:
    """Print a new API token of a teacher."""
    config = settings.read()
    with db.writing(_database(config)) as session:
        person = signin.find_teacher(session, name)
        if not person:
            shown = name[:40]
            raise NotFound(f"no teacher {shown!r}", say=sentence("teacher-none", name=shown))
        typer.echo(access.new_api_token(session, person, models.now()))


@app.command("launcher")
def run_launcher() -> None:
    """Prepare the routes, then become the launcher: the only process with the Docker SDK."""
    config = settings.read()
    routes = Routes(config.routes)
    routes.prepare(HUB_UID)
    routes.write("hub", hub_routes(config, spare_certificate()))
    post = Post(
        config.project,
        config.course_image,
        config.homes,
        config.courses,
        config.socket,
        config.home_files,
        config.disk_reserve_mb,
    )
    os.execv(sys.executable, [sys.executable, "-m", "appliance.servers", *told(post)])


@app.command()
def doctor() -> None:
    """Look at the database, the launcher, the disk and the addresses: a line for each finding."""
    config = settings.read()
    database, launcher = db.open_engine(config.database_url), LauncherClient(config.socket)
    found = list(examination.examine(config, database, launcher))
    for one in found:
        typer.echo(f"{one.mark:<4}  {spoken(one.say)}")
    if any(one.mark == "FAIL" for one in found):
        raise typer.Exit(1)


def main() -> None:
    """Run a command; what a person can understand is said in one sentence."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        app()
    except HomeroomError as error:
        typer.echo(spoken(error.say), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
