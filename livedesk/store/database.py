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
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from livedesk.domain.errors import BadRequest, BadSettings, StoreUnavailable
from livedesk.store.locks import MIGRATION, lock_all

LOCK_WAIT_S = 10
"""How long a write waits for another process's, e.g. `host add` while the server runs."""

AT_ONCE = 8
"""Connections of one server process to PostgreSQL, and one that listens."""

CONNECT_WITHIN_S = 3
SILENT_S = 5
"""A peer that answers nothing for so long is gone: a cut cable tells nobody."""

_NO_RIGHT, _READ_ONLY = "42501", "25006"
_NOW = text("SELECT extract(epoch FROM clock_timestamp())")


class Database:
    """One database; every `writing()` and `reading()` is one transaction. Thread-safe.

    SQLite: one writer at a time; those of this process queue up at a lock, because SQLite's own
    waiting is a polling that is unfair under load. PostgreSQL: writers lock rows, see `locks`.

    Attributes:
        shared: a server's own, so that other server processes may work with it.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise BadSettings("--database: not a database address.") from error
        kind = parsed.get_backend_name()
        if kind not in ("sqlite", "postgresql", "postgres"):
            raise BadSettings(
                "--database: LiveDesk keeps its data in SQLite or in PostgreSQL "
                "(postgresql://user@host/name)."
            )
        self._writing = threading.Lock()
        self.shared = kind != "sqlite"
        self.url = parsed
        if self.shared:
            self.engine: Engine = _postgres(parsed)
            self._reader: Engine = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        else:
            # The last line first: each that is used fills a page cache and keeps its statements.
            pool = {"pool_use_lifo": True} if parsed.database else {}  # in memory there is one line
            args = {"timeout": LOCK_WAIT_S}
            self.engine = self._reader = create_engine(
                parsed, connect_args=args, hide_parameters=True, **pool
            )
            event.listen(self.engine, "connect", _prepare)

    @classmethod
    def in_folder(cls, folder: Path) -> Database:
        """The SQLite file of a data folder."""
        return cls(f"sqlite:///{folder / 'livedesk.db'}")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction; on SQLite it has the write lock from its first statement (race b).

        Raises:
            StoreUnavailable: locked too long, disk full, database gone. Nothing, or all, was
                written.
        """
        if self.shared:
            with self._known_errors(), self.engine.begin() as connection:
                yield connection
            return
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
        with self._known_errors(), self._reader.connect() as connection:
            if not self.shared:  # the other driver begins by itself
                connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    def now(self) -> float | None:
        """The database server's clock, epoch seconds; None: the database is this computer's own."""
        if not self.shared:
            return None
        with self._known_errors(), self._reader.connect() as connection:
            return float(connection.execute(_NOW).scalar_one())

    def migrate(self) -> None:
        """Bring the tables to this program's shape; a new database gets them all.

        Raises:
            StoreUnavailable: the database cannot be written.
            BadSettings: the database was written by a later LiveDesk, or belongs to others.
        """
        config = alembic.config.Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        script = ScriptDirectory.from_config(config)
        with self.writing() as connection:
            if self.shared:
                connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            lock_all(connection, MIGRATION)  # nodes that start together
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
        look_at = "PostgreSQL" if self.shared else "the disk of the data folder"
        try:
            yield
        except OperationalError as error:
            raise StoreUnavailable(
                f"The database does not answer: {_first_line(error.orig)}. Look at {look_at}."
            ) from error
        except PoolTimeout as error:
            raise StoreUnavailable(
                "The database takes no more questions just now: try again in a moment."
            ) from error
        except DBAPIError as error:
            said = str(error.orig)
            if "malformed" in said or "not a database" in said:
                raise StoreUnavailable(
                    f"The database is damaged ({said}): restore a backup."
                ) from error
            if self.shared:
                raise self._of_postgres(error) from error
            raise

    @staticmethod
    def _of_postgres(error: DBAPIError) -> Exception:
        state = getattr(error.orig, "sqlstate", None)
        told = _first_line(error.orig)
        if error.connection_invalidated or state == _READ_ONLY:  # a standby after a failover
            return StoreUnavailable(f"The database takes no writes: {told}. Look at PostgreSQL.")
        if state == _NO_RIGHT:
            return BadSettings(
                f"The database refuses its user ({told}): make the user the database's owner."
            )
        if isinstance(error, DataError):  # e.g. a NUL, which PostgreSQL's text cannot hold
            return BadRequest("Something in this call cannot be stored: look for odd characters.")
        return error


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


def _postgres(url: URL) -> Engine:
    """
    Raises:
        BadSettings: its driver is not installed.
    """
    try:
        return create_engine(
            postgres_url(url),
            connect_args=POSTGRES_ARGS,
            hide_parameters=True,
            pool_size=AT_ONCE // 2,
            max_overflow=AT_ONCE - AT_ONCE // 2,
            pool_timeout=LOCK_WAIT_S,
            pool_pre_ping=True,  # after a restart of PostgreSQL nobody gets a dead connection
            pool_use_lifo=True,
        )
    except ModuleNotFoundError as error:
        raise BadSettings(
            "--database: PostgreSQL's driver is missing: pip install 'livedesk[postgres]'."
        ) from error


def postgres_url(url: URL) -> URL:
    """With our driver, psycopg 3, whichever the address names."""
    return url.set(drivername="postgresql+psycopg")


POSTGRES_ARGS = {
    "application_name": "livedesk",
    "connect_timeout": CONNECT_WITHIN_S,
    "tcp_user_timeout": SILENT_S * 1000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    # The server's patience with us: a node that was cut off in the midst of a transaction must not
    # keep its locks.
    "options": f"-c lock_timeout={LOCK_WAIT_S}s -c statement_timeout=30s"
    f" -c idle_in_transaction_session_timeout={SILENT_S}s"
    f" -c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3",
}


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
