"""The push addresses that were issued, by their txTime: Tencent's signature knows nothing else.

Every function is part of a caller's transaction.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from livedesk.domain.addresses import tx_time
from livedesk.store.tables import broadcasts, push_keys


def free_second(connection: Connection, code: str, expires_at: float) -> float:
    """The first expiry from this one on that no other address of the code has."""
    taken = select(push_keys.c.tx_time).where(push_keys.c.folded == code.lower())
    known = set(connection.execute(taken).scalars())
    while tx_time(expires_at) in known:
        expires_at += 1
    return expires_at


def issue(connection: Connection, code: str, id: str, expires_at: float) -> float:
    """Note a new address; gives its expiry, some seconds later where that one is taken."""
    expires_at = free_second(connection, code, expires_at)
    connection.execute(
        insert(push_keys).values(
            folded=code.lower(),
            tx_time=tx_time(expires_at),
            broadcast_id=id,
            expires_at=expires_at,
        )
    )
    return expires_at


def revoke(connection: Connection, id: str, now: float) -> None:
    """Every address of this broadcast so far has been replaced."""
    mine = (push_keys.c.broadcast_id == id, push_keys.c.revoked_at.is_(None))
    connection.execute(update(push_keys).where(*mine).values(revoked_at=now))


def is_stale(connection: Connection, code: str, tx_time: str) -> bool:
    """Whether the address was replaced, or belongs to a broadcast that is over."""
    known = (
        select(push_keys.c.revoked_at, broadcasts.c.over)
        .join(broadcasts, broadcasts.c.id == push_keys.c.broadcast_id)
        .where(push_keys.c.folded == code.lower(), push_keys.c.tx_time == tx_time.upper())
    )
    found = connection.execute(known).first()
    return found is not None and (found.revoked_at is not None or found.over is not None)


def clean(connection: Connection, now: float) -> None:
    """Forget addresses that open nothing any more."""
    connection.execute(delete(push_keys).where(push_keys.c.expires_at < now))
