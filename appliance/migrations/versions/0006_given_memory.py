"""How much memory a server was started with, which its class may change meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "server", sa.Column("memory_mb", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("server", "memory_mb")
