"""After the clock was set back: nothing that is stored may count as heard later than now.

A beat of "tomorrow" would keep a dead host on air until then. Rare, so it may look at every row.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, select, update

from livedesk.store.tables import beats, broadcasts, nodes, sessions

NEAR_S = 1.0


def is_ahead(connection: Connection, now: float) -> bool:
    """Whether the server has run by a clock that was ahead of today's."""
    newest = connection.execute(select(func.max(nodes.c.flushed_until))).scalar()
    return newest is not None and newest > now + NEAR_S


def forget(connection: Connection, now: float) -> None:
    """What was heard in the future was heard now; what is unfinished is judged again at once.

    What was promised for a time of the wall clock stays: expiry, holds.
    """
    heard = {
        beats: (beats.c.last, beats.c.last_willing),
        sessions: (sessions.c.started_at, sessions.c.ended_at),
        broadcasts: (broadcasts.c.poll_on_at, broadcasts.c.poll_lost_at, broadcasts.c.lost_at),
        nodes: (nodes.c.flushed_until, nodes.c.heard_since),
    }
    for table, columns in heard.items():
        for column in columns:
            connection.execute(update(table).where(column > now).values({column: now}))
    unfinished = broadcasts.c.over.is_(None)
    polled = select(broadcasts.c.id, broadcasts.c.polls_off_at).where(
        unfinished, broadcasts.c.polls_off_at != "[]"
    )
    for row in connection.execute(polled).all():
        offs = sorted({min(at, now) for at in json.loads(row.polls_off_at)})
        connection.execute(
            update(broadcasts)
            .where(broadcasts.c.id == row.id)
            .values(polls_off_at=json.dumps(offs))
        )
    connection.execute(
        update(broadcasts)
        .where(unfinished, broadcasts.c.look_again_at.is_not(None))
        .values(look_again_at=now)
    )
