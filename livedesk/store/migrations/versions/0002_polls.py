"""Polls, issued push addresses, recordings, covers by the media server, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "broadcasts", sa.Column("polls_off_at", sa.Text(), nullable=False, server_default="[]")
    )
    op.add_column("broadcasts", sa.Column("poll_lost_at", sa.Float()))
    op.add_column("broadcasts", sa.Column("snapshot_url", sa.Text()))
    op.drop_column("broadcasts", "polls_off")
    op.create_table(
        "push_keys",
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("tx_time", sa.Text(), nullable=False),
        sa.Column("broadcast_id", sa.Text(), sa.ForeignKey("broadcasts.id"), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("revoked_at", sa.Float()),
        sa.PrimaryKeyConstraint("folded", "tx_time"),
    )
    op.create_index("push_keys_by_age", "push_keys", ["expires_at"])
    if op.get_bind().dialect.name == "sqlite":  # no older version knew another database
        op.execute(  # addresses that were issued before; an unfinished broadcast's counts first
            "INSERT OR IGNORE INTO push_keys (folded, tx_time, broadcast_id, expires_at) "
            "SELECT folded, printf('%X', CAST(expires_at AS INTEGER)), id, expires_at "
            "FROM broadcasts ORDER BY over IS NOT NULL, created_at DESC"
        )
    op.create_index(
        "open_sessions",
        "sessions",
        ["broadcast_id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "recordings",
        sa.Column("broadcast_id", sa.Text(), sa.ForeignKey("broadcasts.id"), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("start", sa.Float(), nullable=False),
        sa.Column("end", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "file"),
    )
    op.create_table(
        "audit",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("admin", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
    )
    op.create_index("audit_by_age", "audit", ["at"])
