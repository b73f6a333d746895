"""Who writes at once with whom: row locks on PostgreSQL; on SQLite a writer has everything.

The order keeps two writers from waiting for each other for ever: a host, its code, broadcasts by
id and all of them in one go, the change number last of all. What a lock guards is read in a later
statement, which sees what the one before had written.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, select

from livedesk.store.tables import broadcasts, codes, hosts

MIGRATION = 1
CLEANING = 2
EVERYTHING = 3
_NAMESPACE = 0x4C69  # of advisory locks; one database may be shared with other programs

# `key_share`: a row that refers to this one may be inserted meanwhile, e.g. a beat.
_BROADCASTS = (
    select(broadcasts.c.id)
    .where(broadcasts.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(broadcasts.c.id)
    .with_for_update(key_share=True)
)
_HOST = select(hosts.c.id).where(hosts.c.id == bindparam("id")).with_for_update(key_share=True)
_CODE = (
    select(codes.c.folded)
    .where(codes.c.folded == bindparam("folded"))
    .with_for_update(key_share=True)
)
_OURS_ALONE = select(func.pg_try_advisory_xact_lock(_NAMESPACE, bindparam("what")))
_WAIT_FOR = select(func.pg_advisory_xact_lock(_NAMESPACE, bindparam("what")))


def is_shared(connection: Connection) -> bool:
    """Whether others may write at the same time."""
    return connection.dialect.name == "postgresql"


def lock_broadcasts(connection: Connection, ids: Collection[str]) -> None:
    """Nobody else judges or changes these until the transaction is over."""
    if ids and is_shared(connection):
        connection.execute(_BROADCASTS, {"ids": sorted(ids)})


def lock_host(connection: Connection, id: str) -> None:
    """One creation of a host's at a time: limits and repeated calls are counted right."""
    if is_shared(connection):
        connection.execute(_HOST, {"id": id})


def lock_code(connection: Connection, folded: str) -> None:
    """What the media server says of a code comes one after the other."""
    if is_shared(connection):
        connection.execute(_CODE, {"folded": folded})


def lock_all(connection: Connection, what: int) -> None:
    """One at a time on all nodes, e.g. the migration."""
    if is_shared(connection):
        connection.execute(_WAIT_FOR, {"what": what})


def is_ours_alone(connection: Connection, what: int) -> bool:
    """False: another node is doing this just now."""
    return not is_shared(connection) or bool(
        connection.execute(_OURS_ALONE, {"what": what}).scalar_one()
    )
