"""After the clock was set back: nothing that is stored may count as heard later than now.

A beat of "tomorrow" would keep a dead host on air until then. Rare, so it may look at every row.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, select, update

from livedesk.store.tables import beats, broadcasts, nodes, sessions

NEAR_S = 1.0
PRESSED = 1e-4  # an hour of the future into a third of a second
HEARD = (
    *(beats.c.last, beats.c.last_willing),
    *(sessions.c.started_at, sessions.c.ended_at),
    *(broadcasts.c.poll_on_at, broadcasts.c.poll_lost_at, broadcasts.c.lost_at),
)


def is_ahead(connection: Connection, now: float) -> bool:
    """Whether the server has run by a clock that was ahead of today's."""
    newest = connection.execute(select(func.max(nodes.c.flushed_until))).scalar()
    return newest is not None and newest > now + NEAR_S


def forget(connection: Connection, now: float) -> None:
    """What was heard in the future was heard just now; what is unfinished is judged again at once.

    The order of what was heard stays: what came before a fall to offline brings nobody back. What
    was promised for a time of the wall clock stays: expiry, holds.
    """
    unfinished = broadcasts.c.over.is_(None)
    polled = select(broadcasts.c.id, broadcasts.c.polls_off_at).where(
        unfinished, broadcasts.c.polls_off_at != "[]"
    )
    found = connection.execute(polled)
    offs: dict[str, list[float]] = {row.id: json.loads(row.polls_off_at) for row in found}
    newest = max(connection.execute(select(func.max(at))).scalar() or 0.0 for at in HEARD)
    newest = max(newest, *(at for asked in offs.values() for at in asked), now)
    for at in HEARD:
        just_now = now - (newest - at) * PRESSED
        connection.execute(update(at.table).where(at > now).values({at: just_now}))
    for id, asked in offs.items():
        pressed = [at if at <= now else now - (newest - at) * PRESSED for at in asked]
        connection.execute(
            update(broadcasts)
            .where(broadcasts.c.id == id)
            .values(polls_off_at=json.dumps(sorted(set(pressed))))
        )
    for column in (nodes.c.flushed_until, nodes.c.heard_since):
        connection.execute(update(nodes).where(column > now).values({column: now}))
    connection.execute(update(broadcasts).where(unfinished).values(look_again_at=now))
