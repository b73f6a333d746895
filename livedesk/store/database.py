"""Opening the database: engine, pragmas, migrations."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from livedesk.domain.errors import BadSettings, StoreUnavailable

LOCK_WAIT_S = 10
"""How long a write waits for another process's, e.g. `host add` while the server runs."""


class Database:
    """One database; every `writing()` and `reading()` is one transaction.

    Thread-safe. Writers of this process queue up at a lock, because SQLite's own waiting is a
    polling that is unfair under load.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise BadSettings("--database: not a database address.") from error
        if parsed.get_backend_name() != "sqlite":
            raise BadSettings("--database: this version keeps its data in SQLite only.")
        self._writing = threading.Lock()
        self.engine = create_engine(
            parsed, connect_args={"timeout": LOCK_WAIT_S}, hide_parameters=True
        )
        event.listen(self.engine, "connect", _prepare)

    @classmethod
    def in_folder(cls, folder: Path) -> Database:
        """The SQLite file of a data folder."""
        return cls(f"sqlite:///{folder / 'livedesk.db'}")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that has the write lock from its first statement (race b).

        Raises:
            StoreUnavailable: locked too long, disk full, file gone. Nothing, or all, was written.
        """
        if not self._writing.acquire(timeout=LOCK_WAIT_S):
            raise StoreUnavailable("The database takes no writes just now: try again in a moment.")
        try:
            with self._known_errors(), self.engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                with _committed(connection):
                    yield connection
        finally:
            self._writing.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view; never waits for a writer."""
        with self._known_errors(), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    def migrate(self) -> None:
        """Bring the tables to this program's shape; a new database gets them all.

        Raises:
            StoreUnavailable: the file cannot be written.
            BadSettings: the database was written by a later LiveDesk.
        """
        config = alembic.config.Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        script = ScriptDirectory.from_config(config)
        with self.writing() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            if current is not None and current not in {r.revision for r in script.walk_revisions()}:
                raise BadSettings(
                    "The database was written by a later LiveDesk: install that version again."
                )
            config.attributes["connection"] = connection
            alembic.command.upgrade(config, "head")

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _known_errors(self) -> Iterator[None]:
        """What the outside did to the database; a mistake of ours in SQL stays a bug."""
        try:
            yield
        except OperationalError as error:
            raise StoreUnavailable(
                f"The database does not answer: {error.orig}. Look at the disk of the data folder."
            ) from error
        except DBAPIError as error:
            if "malformed" in str(error.orig) or "not a database" in str(error.orig):
                raise StoreUnavailable(
                    f"The database is damaged ({error.orig}): restore a backup."
                ) from error
            raise


@contextmanager
def _committed(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _lower(text: object) -> object:
    """SQLite's own knows A to Z only, and a search for "École" would not find it."""
    return text.lower() if isinstance(text, str) else text


def _prepare(connection: Any, record: object) -> None:  # the driver's connection
    """WAL with FULL: what was answered survives a power cut, not only a kill."""
    del record
    connection.isolation_level = None  # BEGIN is ours, see `writing`
    connection.create_function("lower", 1, _lower, deterministic=True)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {LOCK_WAIT_S * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")
