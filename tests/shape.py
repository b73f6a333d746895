"""A database's shape, for alembic to compare with the tables of the code."""

from __future__ import annotations

from alembic.migration import MigrationContext
from sqlalchemy import Connection


def shape_of(connection: Connection) -> MigrationContext:
    """Every table but those in which SQLite keeps its search index."""
    if connection.dialect.name != "sqlite":
        return MigrationContext.configure(connection)
    kept = (
        "SELECT name FROM sqlite_master WHERE name = 'search_index' OR name GLOB 'search_index_*'"
    )
    index = set(connection.exec_driver_sql(kept).scalars())
    assert index >= {"search_index", "search_index_data"}
    return MigrationContext.configure(
        connection, opts={"include_name": lambda name, kind, _: name not in index}
    )
