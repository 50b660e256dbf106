"""Homework: due dates of many kinds, updates, hand-outs, and what was found in work handed in."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from appliance.models import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _text(name: str, default: str = "") -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def _whole(name: str, default: int) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False, server_default=str(default))


def _number(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Float(), nullable=False, server_default="0")


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _maybe(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=True)


def _new() -> "dict[str, list[sa.Column[Any]]]":
    """Made afresh each time: a column belongs to the table it was put in."""
    return {
        "classroom": [_whole("submission_mb", 100), _whole("submission_files", 2000)],
        "assignment": [
            _text("kind", "notebook"),
            _text("folder"),
            _text("zone"),
            sa.Column("opens", Utc(), nullable=True),
            _whole("grace_minutes", 0),
            _text("late_policy", "none"),
            _number("late_marks"),
            _flag("into_homes"),
            _text("report"),
            _maybe("report_tree"),
            _maybe("released_source"),
        ],
        "submission": [
            _text("source", "submitted"),
            _maybe("repaired_tree"),
            _text("findings", "[]"),
            _flag("chosen"),
            _number("penalty"),
        ],
    }


def _link(name: str, to: str, nullable: bool = False) -> list[sa.Column[int] | sa.Constraint]:
    return [
        sa.Column(name, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([name], [f"{to}.id"]),
    ]


def _id() -> list[sa.Column[int] | sa.Constraint]:
    return [sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id")]


def _moment(name: str) -> "sa.Column[object]":
    return sa.Column(name, Utc(), nullable=False)


def upgrade() -> None:
    for table, columns in _new().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "otherdue",
        *_id(),
        *_link("assignment_id", "assignment"),
        _maybe("section"),
        *_link("enrolment_id", "enrolment", nullable=True),
        _moment("due"),
        _moment("given"),
        sa.UniqueConstraint("assignment_id", "section"),
        sa.UniqueConstraint("assignment_id", "enrolment_id"),
    )
    op.create_index("ix_otherdue_assignment_id", "otherdue", ["assignment_id"])
    op.create_table(
        "edition",
        *_id(),
        *_link("assignment_id", "assignment"),
        sa.Column("tree", sa.String(), nullable=False),
        _moment("released"),
    )
    op.create_index("ix_edition_assignment_id", "edition", ["assignment_id"])
    op.execute("UPDATE assignment SET released_source = source_tree WHERE tree IS NOT NULL")
    op.execute(
        "INSERT INTO edition (assignment_id, tree, released)"
        " SELECT id, tree, COALESCE(released, CURRENT_TIMESTAMP) FROM assignment"
        " WHERE tree IS NOT NULL"
    )
    op.create_table(
        "handout",
        *_id(),
        *_link("classroom_id", "classroom"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tree", sa.String(), nullable=False),
        _moment("given"),
        sa.UniqueConstraint("classroom_id", "name"),
    )
    op.create_index("ix_handout_classroom_id", "handout", ["classroom_id"])
    op.create_table(
        "delivery",
        *_id(),
        *_link("enrolment_id", "enrolment"),
        *_link("assignment_id", "assignment", nullable=True),
        *_link("handout_id", "handout", nullable=True),
        _maybe("tree"),
        sa.Column("updated", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.String(), nullable=False),
        sa.Column("say", sa.String(), nullable=False),
        _moment("at"),
        sa.UniqueConstraint("enrolment_id", "assignment_id"),
        sa.UniqueConstraint("enrolment_id", "handout_id"),
    )
    for link in ("enrolment_id", "assignment_id", "handout_id"):
        op.create_index(f"ix_delivery_{link}", "delivery", [link])
    op.create_table(
        "sweep",
        *_link("assignment_id", "assignment"),
        *_link("enrolment_id", "enrolment"),
        sa.Column("found", sa.Boolean(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("assignment_id", "enrolment_id"),
    )


def downgrade() -> None:
    for table in ("sweep", "delivery", "handout", "edition", "otherdue"):
        op.drop_table(table)
    for table, columns in _new().items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")
