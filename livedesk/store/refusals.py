"""Refused pushes in a broadcast's trail: an encoder that tries for hours must not flood it.

Part of a caller's transaction that has the write lock.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from livedesk.store.judgement import note
from livedesk.store.tables import signals

PUSH_REFUSED = "push_refused"
AGAIN_S = 60.0  # the same words are not kept twice within this
MOST = 50  # kept of one broadcast: the newest


def keep(connection: Connection, id: str, now: float, why: str) -> bool:
    """Keep that a push was refused; gives whether it was news."""
    mine = (signals.c.broadcast_id == id, signals.c.kind == PUSH_REFUSED)
    known = connection.execute(
        select(signals.c.id, signals.c.at, signals.c.detail)
        .where(*mine)
        .order_by(signals.c.id.desc())
    ).all()
    if any(row.detail == why and 0 <= now - row.at < AGAIN_S for row in known):
        return False
    too_many = [row.id for row in known[MOST - 1 :]]
    connection.execute(delete(signals).where(*mine, signals.c.id.in_(too_many)))
    note(connection, id, now, PUSH_REFUSED, why)
    return True
