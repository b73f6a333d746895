"""How long the trail of what is over is kept (`[server] keep_days`)."""

from __future__ import annotations

from sqlalchemy import delete, select

from livedesk.store.database import Database
from livedesk.store.locks import CLEANING, is_ours_alone, lock_broadcasts
from livedesk.store.tables import beats, broadcasts, decisions, segments, sessions, signals

A_DAY_S = 86400.0
ROWS = 5000  # decisions in one look
AT_ONCE = 50  # broadcasts in one transaction


class Keeping:
    """Forgets signals, decisions and stretches of broadcasts that ended long ago.

    The broadcasts themselves stay: title, times, likes and the most viewers.

    Args:
        keep_days: after the end.
    """

    def __init__(self, database: Database, keep_days: float) -> None:
        self._database = database
        self._keep_s = keep_days * A_DAY_S

    def clean(self, now: float) -> int:
        """Forget whatever is too old, in small transactions; gives of how many broadcasts."""
        forgotten, after = 0, 0
        while True:
            ids, last = self._old(now - self._keep_s, after)
            for begin in range(0, len(ids), AT_ONCE):
                if not self._forget(ids[begin : begin + AT_ONCE]):
                    return forgotten  # another node does it
                forgotten += len(ids[begin : begin + AT_ONCE])
            if last is None:
                return forgotten
            after = last

    def _old(self, before: float, after: int) -> tuple[list[str], int | None]:
        """Whose decisions are the oldest, among some of them; and where to go on.

        Everything that is over has a decision, and these are numbered in the order of time: what
        is young is not looked at.
        """
        oldest = (
            select(decisions.c.id, decisions.c.broadcast_id, decisions.c.at)
            .where(decisions.c.id > after)
            .order_by(decisions.c.id)
            .limit(ROWS)
        )
        with self._database.reading() as connection:
            found = connection.execute(oldest).all()
            asked = {row.broadcast_id for row in found if row.at < before}
            over = select(broadcasts.c.id).where(
                broadcasts.c.id.in_(asked), broadcasts.c.ended_at < before
            )
            ids = sorted(connection.execute(over).scalars()) if asked else []
        more = len(found) == ROWS and found[-1].at < before
        return ids, found[-1].id if more else None

    def _forget(self, ids: list[str]) -> bool:
        with self._database.writing() as connection:
            if not is_ours_alone(connection, CLEANING):
                return False
            lock_broadcasts(connection, ids)
            for table in (signals, decisions, segments, sessions, beats):
                connection.execute(delete(table).where(table.c.broadcast_id.in_(ids)))
        return True
