"""Tables from one version to another, by Alembic's migrations."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def config(engine: Engine) -> Config:
    """Alembic's own settings, for this database."""
    made = Config()
    made.set_main_option("script_location", "appliance:migrations")
    made.attributes["engine"] = engine
    return made


def to(engine: Engine, version: str) -> None:
    """Change the tables, step by step."""
    command.upgrade(config(engine), version)
