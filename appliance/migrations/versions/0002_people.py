"""People: roles, walk-ins, PINs, and what a class remembers of its roster."""

import sqlalchemy as sa
from alembic import op

from appliance.models import Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Only what SQLite can do in place: to rebuild a table is to drop it, and rows elsewhere refer to
# these.


def upgrade() -> None:
    _add("person", _flag("assists_only"), sa.Column("pin_hash", sa.String(), nullable=True))
    _add(
        "classroom",
        sa.Column("ends", sa.Date(), nullable=True),
        _flag("pin_required"),
        _flag("archived"),
        _text("columns"),
        _text("roster_name"),
        sa.Column("roster_data", sa.LargeBinary(), nullable=True),
        _text("roster_reading"),
        sa.Column("join_digest", sa.String(), nullable=True),
        sa.Column("join_until", Utc(), nullable=True),
        _flag("join_guests"),
    )
    op.create_index("ix_classroom_join_digest", "classroom", ["join_digest"], unique=True)
    _add(
        "enrolment",
        _text("role", "student"),
        sa.Column("until", Utc(), nullable=True),
        sa.Column("erased", Utc(), nullable=True),
    )
    op.execute("UPDATE enrolment SET role = 'teacher' WHERE teaches")
    op.execute("ALTER TABLE enrolment DROP COLUMN teaches")
    _add("rosterdraft", _text("name"), _text("reading"))
    _add("signin", _text("device"), _flag("pin_pending"))
    op.execute("ALTER TABLE signin ADD COLUMN enrolment_id INTEGER REFERENCES enrolment (id)")
    op.create_index("ix_signin_enrolment_id", "signin", ["enrolment_id"])
    op.create_table(
        "joinrequest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("ticket_digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("created", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["classroom_id"], ["classroom.id"]),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket_digest"),
    )
    op.create_index("ix_joinrequest_classroom_id", "joinrequest", ["classroom_id"])
    _name_sentences()


def _name_sentences() -> None:
    """What was kept as words is kept as a sentence from now on (`roster.sentence`)."""
    op.execute("UPDATE server SET say = json_object('say', 'as-is', 'text', say) WHERE say != ''")
    op.execute(
        "UPDATE job SET problems = (SELECT json_group_array('' || json_object("
        "'say', 'as-is', 'text', value)) FROM json_each(job.problems)) WHERE problems != '[]'"
    )


def _add(table: str, *columns: sa.Column[object]) -> None:
    for column in columns:
        op.add_column(table, column)


def _flag(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _text(name: str, first: str = "") -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=False, server_default=first)


def downgrade() -> None:
    op.drop_table("joinrequest")
    op.drop_index("ix_signin_enrolment_id", "signin")
    _drop("signin", "enrolment_id", "pin_pending", "device")
    _drop("rosterdraft", "reading", "name")
    op.add_column("enrolment", _flag("teaches"))
    op.execute("UPDATE enrolment SET teaches = role IN ('teacher', 'assistant')")
    _drop("enrolment", "erased", "until", "role")
    op.drop_index("ix_classroom_join_digest", "classroom")
    _drop("classroom", "join_guests", "join_until", "join_digest", "roster_reading", "roster_data")
    _drop("classroom", "roster_name", "columns", "archived", "pin_required", "ends")
    _drop("person", "pin_hash", "assists_only")


def _drop(table: str, *columns: str) -> None:
    for column in columns:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
