"""What a million hosts need: which account changed, and short ways to what is looked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from livedesk.store import search

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
    op.create_table(
        "searchable",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("broadcast_id", sa.Text(), sa.ForeignKey("broadcasts.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("broadcast_id"),
    )
    connection = op.get_bind()
    if search.has_index(connection):
        op.execute(search.CREATE)
        search.rebuild(connection)
