"""A database copied as a whole, from either engine into either: backups are SQLite files.

So a backup of one computer's SQLite can be restored into PostgreSQL, and the other way round.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, delete, func, insert, select, text, update

from livedesk.domain.errors import BadSettings
from livedesk.store import search
from livedesk.store.database import Database
from livedesk.store.locks import EVERYTHING, MIGRATION, lock_all
from livedesk.store.nodes import LEFT
from livedesk.store.tables import audiences, counters, metadata, nodes, searchable

ROWS = 1000
SOFT = (nodes, audiences, searchable)  # of server processes that will not be there; made anew
CHECK = "PRAGMA integrity_check"


def copy_out(database: Database, file: Path) -> None:
    """A consistent copy as a SQLite file, while servers go on writing.

    Args:
        file: not there yet.

    Raises:
        StoreUnavailable, BadSettings.
    """
    if not database.shared:
        with database.reading() as connection, closing(sqlite3.connect(file)) as made:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)  # noqa: S101  of this engine
            source.backup(made)
        return
    into = Database(f"sqlite:///{file}")
    try:
        into.migrate()
        with database.reading() as source, into.writing() as target:
            source.execute(text("SET LOCAL statement_timeout = 0"))
            source.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            _copy(source, target)
    finally:
        into.close()


def copy_in(file: Path, database: Database) -> None:
    """Put a copy's rows in place of all that is in a database of either engine.

    Args:
        file: is brought to this program's shape first.

    Raises:
        StoreUnavailable: the copy is damaged, or the database does not take it; it is as before.
        BadSettings: the copy was written by a later LiveDesk; a server works on the database.
    """
    source = Database(f"sqlite:///{file}")
    try:
        source.migrate()
        with source.reading() as reading, database.writing() as writing:
            for what in (MIGRATION, EVERYTHING):
                lock_all(writing, what)
            refuse_while_served(writing, database)
            if database.shared:
                writing.execute(text("SET LOCAL statement_timeout = 0"))
                writing.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            _copy(reading, writing)
    finally:
        source.close()


def is_sound(file: Path) -> bool:
    """Whether a SQLite file is one, and whole."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            found = opened.execute(CHECK).fetchall()
            tables = opened.execute("SELECT count(*) FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        return False
    return found == [("ok",)] and tables == (1,)


def refuse_while_served(connection: Connection, database: Database) -> None:
    """
    Raises:
        BadSettings: a server process has a lease on this database.
    """
    now = database.now()
    if now is None:  # SQLite: the data folder's lock tells
        return
    here = select(nodes.c.node).where(nodes.c.lease_until != LEFT, nodes.c.lease_until > now)
    found = connection.execute(here).scalars().all()
    if found:
        raise BadSettings(
            f"{len(found)} server process(es) work on this database ({', '.join(found[:3])}): stop "
            "them first. One that was killed counts for half a minute."
        )


def _copy(source: Connection, target: Connection) -> None:
    """Every row but the soft ones, in place of those that are there."""
    tables = metadata.sorted_tables
    for table in reversed(tables):
        target.execute(delete(table))
    for table in tables:
        if table in SOFT:
            continue
        rows = source.execution_options(yield_per=ROWS).execute(select(table))
        for some in _in_batches(rows):
            target.execute(insert(table), some)
    # Whoever remembers an account or an event by its number must not take the old for the new.
    target.execute(update(counters).values(value=counters.c.value + 1))
    search.rebuild(target)
    if target.dialect.name == "postgresql":
        for table in tables:
            column = table.autoincrement_column
            if column is not None and isinstance(column.type, Integer):
                newest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                target.execute(select(func.setval(sequence, newest, False)))


def _in_batches(rows: Any) -> Iterator[Sequence[dict[str, Any]]]:
    for part in rows.partitions(ROWS):
        yield [dict(row._mapping) for row in part]
