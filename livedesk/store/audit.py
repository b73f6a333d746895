"""What admins did, and when; kept for 400 days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from livedesk.store.database import Database
from livedesk.store.tables import audit, broadcasts

KEPT_S = 400 * 86400.0

COMMAND = "command"
"""The name of whoever sits at the server itself."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that an admin did.

    Attributes:
        admin: 8 hex of the token's SHA-256, or ``command`` for one at the server itself.
        action: ``kick`` ``hold`` ``lift`` ``ban`` …
        target: the id of a broadcast or a host, or a live code.
        title: the broadcast's, where the target is one.
    """

    id: int
    at: float
    admin: str
    action: str
    target: str
    detail: str
    title: str | None = None


class Audit:
    """Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def note(self, admin: str, action: str, target: str, detail: str = "") -> None:
        """Keep a deed, and forget what is too old."""
        now = self._clock()
        values = {"at": now, "admin": admin, "action": action, "target": target, "detail": detail}
        with self._database.writing() as connection:
            connection.execute(insert(audit).values(**values))
            connection.execute(delete(audit).where(audit.c.at < now - KEPT_S))

    def page(self, limit: int, before: int | None = None) -> list[Deed]:
        """The newest first.

        Args:
            before: only deeds with a smaller id.
        """
        named = audit.outerjoin(broadcasts, broadcasts.c.id == audit.c.target)
        statement = select(audit, broadcasts.c.title).select_from(named)
        statement = statement.order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            statement = statement.where(audit.c.id < before)
        with self._database.reading() as connection:
            return [Deed(**row) for row in connection.execute(statement).mappings()]
