"""Servers: limits and hours of classes, how full homes are, and how long boots take."""

import sqlalchemy as sa
from alembic import op

from appliance.models import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("classroom", sa.Column("memory_mb", sa.Integer(), nullable=True))
    op.add_column("classroom", sa.Column("cpus", sa.Float(), nullable=True))
    op.add_column("classroom", sa.Column("pids", sa.Integer(), nullable=True))
    op.add_column("classroom", sa.Column("home_mb", sa.Integer(), nullable=True))
    op.add_column("server", sa.Column("began", Utc(), nullable=True))
    op.add_column("server", sa.Column("last_words", sa.String(), nullable=False, server_default=""))
    op.add_column("server", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.add_column("server", sa.Column("noted", Utc(), nullable=True))
    op.create_table(
        "home",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("mb", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("rescued_mb", sa.Integer(), nullable=False),
        sa.Column("measured", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"]),
        sa.PrimaryKeyConstraint("enrolment_id"),
    )
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("begun", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["classroom_id"], ["classroom.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_lesson_classroom_id", "lesson", ["classroom_id"])


def downgrade() -> None:
    op.drop_index("ix_lesson_classroom_id", "lesson")
    op.drop_table("lesson")
    op.drop_table("home")
    for table, column in (
        ("server", "noted"),
        ("server", "note"),
        ("server", "last_words"),
        ("server", "began"),
        ("classroom", "home_mb"),
        ("classroom", "pids"),
        ("classroom", "cpus"),
        ("classroom", "memory_mb"),
    ):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
