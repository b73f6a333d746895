"""INSERT … ON CONFLICT, written once: SQLite understands PostgreSQL's construct too."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert as upsert

__all__ = ["upsert"]
