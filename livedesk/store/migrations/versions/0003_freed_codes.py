"""Codes that an admin has freed; refused pushes of everybody, newest first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("codes", sa.Column("freed_at", sa.Float()))
    refused = sa.text("kind = 'push_refused'")
    op.create_index(
        "refused_pushes", "signals", ["id"], sqlite_where=refused, postgresql_where=refused
    )
