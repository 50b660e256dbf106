"""How Alembic reaches the database: through the engine it is given."""

from alembic import context
from sqlalchemy import Engine
from sqlmodel import SQLModel

from appliance import db, models, settings

assert models  # importing it fills the metadata


def run(engine: Engine) -> None:
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run(
    context.config.attributes.get("engine") or db.open_engine(settings.read().database_url),
)
