"""How server processes on one PostgreSQL tell each other at once that something has changed.

What has changed is in the tables; the bell only says *look now* (NOTIFY), so one that is not heard
costs a second and no more: everybody looks once a second anyway. On SQLite there is no bell.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, func, select

from livedesk.store.database import POSTGRES_ARGS, Database
from livedesk.store.locks import is_shared

log = logging.getLogger(__name__)

CHANNEL = "livedesk"
CHANGES, ACCOUNTS = "changes", "accounts"
LISTEN_FOR_S = 0.5  # at a time; then whether to stop
AGAIN_AFTER_S = 1.0


def ring(connection: Connection, what: str) -> None:
    """When this transaction is written, everybody hears it."""
    if is_shared(connection):
        connection.execute(select(func.pg_notify(CHANNEL, what)))


class Bell:
    """Rings and is heard. `listen` starts a thread of its own, `close` ends it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def ring(self, what: str) -> None:
        """Others must look now.

        Raises:
            StoreUnavailable: they will look by themselves.
        """
        if self._database.shared:
            with self._database.writing() as connection:
                ring(connection, what)

    def listen(self, heard: Callable[[str], None]) -> None:
        """Call `heard` at each ring, and after each break; in another thread."""
        if self._database.shared and self._thread is None:
            self._thread = threading.Thread(
                target=self._listen, args=(heard,), name="bell", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join(2 * LISTEN_FOR_S)

    def _listen(self, heard: Callable[[str], None]) -> None:
        import psycopg  # an extra of the package

        while not self._over.is_set():
            with suppress(psycopg.Error), self._connected(psycopg) as line:
                line.execute(f"LISTEN {CHANNEL}")
                for what in (CHANGES, ACCOUNTS):
                    heard(what)
                while not self._over.is_set():
                    for one in line.notifies(timeout=LISTEN_FOR_S):
                        heard(one.payload)
                        if self._over.is_set():
                            return
                    line.execute("SELECT 1")  # a line that was cut says nothing by itself
            self._over.wait(AGAIN_AFTER_S)

    def _connected(self, psycopg: Any) -> Any:
        url = self._database.url.set(drivername="postgresql")
        args = {**POSTGRES_ARGS, "autocommit": True}
        return psycopg.connect(url.render_as_string(hide_password=False), **args)
