"""Who watches, counted by each server process; the newest word of a viewer's player."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("proof_device", sa.Text()))
    op.add_column("broadcasts", sa.Column("proof_played_s", sa.Float()))
    op.add_column("broadcasts", sa.Column("proof_delay_s", sa.Float()))
    op.add_column("broadcasts", sa.Column("proof_at", sa.Float()))
    op.create_table(
        "audiences",
        sa.Column("broadcast_id", sa.Text(), sa.ForeignKey("broadcasts.id"), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("viewers", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "node"),
    )
