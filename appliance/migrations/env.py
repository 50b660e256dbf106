"""How Alembic reaches the database: through the engine it is given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Engine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from appliance import db, models, settings

assert models  # importing it fills the metadata


def plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own types by their short names, so that a migration needs no more imports."""
    if kind == "type" and isinstance(item, models.Utc):
        return "Utc()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


def run(engine: Engine) -> None:
    """Bring this database to the wanted revision."""
    with db.writer(engine).connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=plainly,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run(
    context.config.attributes.get("engine") or db.open_engine(settings.read().database_url),
)
