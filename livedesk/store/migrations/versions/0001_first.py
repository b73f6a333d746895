"""The first shape: hosts, codes, broadcasts and their signals; nodes for several servers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "admins",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "hosts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("banned", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "nodes",
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("flushed_until", sa.Float(), nullable=False),
        sa.Column("lease_until", sa.Float(), nullable=False),
        sa.Column("heard_since", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("node"),
    )
    op.create_table(
        "codes",
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["hosts.id"],
        ),
        sa.PrimaryKeyConstraint("folded"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("cover_url", sa.Text(), nullable=True),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("push_nonce", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("look_again_at", sa.Float(), nullable=True),
        sa.Column("over", sa.Text(), nullable=True),
        sa.Column("lost_at", sa.Float(), nullable=True),
        sa.Column("hold_until", sa.Float(), nullable=True),
        sa.Column("started_at", sa.Float(), nullable=True),
        sa.Column("ended_at", sa.Float(), nullable=True),
        sa.Column("polled_until", sa.Float(), nullable=True),
        sa.Column("polls_off", sa.Integer(), nullable=False),
        sa.Column("poll_on_at", sa.Float(), nullable=True),
        sa.Column("likes", BIG, nullable=False),
        sa.Column("viewers", sa.Integer(), nullable=False),
        sa.Column("peak_viewers", sa.Integer(), nullable=False),
        sa.Column("change", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["folded"],
            ["codes.folded"],
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["hosts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("by_change", "broadcasts", ["change"], unique=False)
    op.create_index("by_code", "broadcasts", ["folded", "created_at"], unique=False)
    op.create_index("by_host", "broadcasts", ["host_id", "created_at"], unique=False)
    op.create_index("by_state", "broadcasts", ["state", "started_at", "id"], unique=False)
    op.create_index(
        "due",
        "broadcasts",
        ["look_again_at"],
        unique=False,
        sqlite_where=sa.text("over IS NULL"),
        postgresql_where=sa.text("over IS NULL"),
    )
    op.create_index(
        "one_unfinished_per_code",
        "broadcasts",
        ["folded"],
        unique=True,
        sqlite_where=sa.text("over IS NULL"),
        postgresql_where=sa.text("over IS NULL"),
    )
    op.create_table(
        "beats",
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("last", sa.Float(), nullable=False),
        sa.Column("last_willing", sa.Float(), nullable=True),
        sa.Column("console", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
        ),
        sa.PrimaryKeyConstraint("broadcast_id"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("change", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("decisions_by_broadcast", "decisions", ["broadcast_id", "id"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["hosts.id"],
        ),
        sa.PrimaryKeyConstraint("host_id", "key"),
    )
    op.create_index("idempotency_by_age", "idempotency", ["created_at"], unique=False)
    op.create_table(
        "segments",
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Float(), nullable=False),
        sa.Column("end", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "start"),
    )
    op.create_table(
        "sessions",
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Float(), nullable=True),
        sa.Column("ended_at", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
        ),
        sa.PrimaryKeyConstraint("folded", "session"),
    )
    op.create_index("sessions_by_broadcast", "sessions", ["broadcast_id"], unique=False)
    op.create_table(
        "signals",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("signals_by_broadcast", "signals", ["broadcast_id", "id"], unique=False)
    op.execute("INSERT INTO counters (name, value) VALUES ('change', 0), ('accounts', 0)")


def downgrade() -> None:
    op.drop_index("signals_by_broadcast", table_name="signals")
    op.drop_table("signals")
    op.drop_index("sessions_by_broadcast", table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("segments")
    op.drop_index("idempotency_by_age", table_name="idempotency")
    op.drop_table("idempotency")
    op.drop_index("decisions_by_broadcast", table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("beats")
    op.drop_index(
        "one_unfinished_per_code",
        table_name="broadcasts",
        sqlite_where=sa.text("over IS NULL"),
        postgresql_where=sa.text("over IS NULL"),
    )
    op.drop_index(
        "due",
        table_name="broadcasts",
        sqlite_where=sa.text("over IS NULL"),
        postgresql_where=sa.text("over IS NULL"),
    )
    op.drop_index("by_state", table_name="broadcasts")
    op.drop_index("by_host", table_name="broadcasts")
    op.drop_index("by_code", table_name="broadcasts")
    op.drop_index("by_change", table_name="broadcasts")
    op.drop_table("broadcasts")
    op.drop_table("codes")
    op.drop_table("nodes")
    op.drop_table("hosts")
    op.drop_table("counters")
    op.drop_table("admins")
