"""What a million hosts need: which account changed, and short ways to what is looked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "hosts", sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.create_index("hosts_by_version", "hosts", ["version"])
    shut_out = sa.text("disabled OR banned")
    op.create_index(
        "shut_out_hosts", "hosts", ["id"], sqlite_where=shut_out, postgresql_where=shut_out
    )
    closed = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "closed_sessions", "sessions", ["ended_at"], sqlite_where=closed, postgresql_where=closed
    )
    listed = sa.text("state IN ('live', 'interrupted')")
    for column in ("started_at", "viewers", "likes"):
        op.create_index(
            f"listed_by_{column}",
            "broadcasts",
            [column, "id"],
            sqlite_where=listed,
            postgresql_where=listed,
        )
