"""Likes and viewers, counted in memory by each server process and written in batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, select, update

from livedesk.domain.verdict import LISTED
from livedesk.store.database import Database
from livedesk.store.judgement import next_change
from livedesk.store.locks import lock_broadcasts
from livedesk.store.rows import StoredProof
from livedesk.store.tables import audiences, broadcasts
from livedesk.store.upsert import upsert

STALE_S = 120.0
"""A process that has not repeated its count for so long is gone, and its viewers with it."""

# Made once: putting statements together costs more than SQLite does.
_FOUND = select(
    broadcasts.c.state,
    broadcasts.c.likes,
    broadcasts.c.viewers,
    broadcasts.c.peak_viewers,
    broadcasts.c.proof_at,
).where(broadcasts.c.id == bindparam("id"))
_SUM = select(func.coalesce(func.sum(audiences.c.viewers), 0)).where(
    audiences.c.broadcast_id == bindparam("id"), audiences.c.at > bindparam("oldest")
)
_COUNT = upsert(audiences)
_WRITE_COUNT = _COUNT.on_conflict_do_update(
    index_elements=["broadcast_id", "node"],
    set_={name: _COUNT.excluded[name] for name in ("viewers", "at")},
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one process has counted of one broadcast since it last wrote.

    Attributes:
        likes: that came since.
        viewers: that watch now, as this process sees it.
        proof: the newest, or None where nothing new was said.
    """

    likes: int
    viewers: int
    proof: StoredProof | None = None


class Audience:
    """Every method is one transaction and may be called from any thread.

    Args:
        node: this process's name among those that share the database.
    """

    def __init__(self, database: Database, node: str) -> None:
        self._database = database
        self._node = node

    def before(self) -> dict[str, int]:
        """How many were watching when this process last wrote, before it was started again."""
        mine = select(audiences.c.broadcast_id, audiences.c.viewers)
        with self._database.reading() as connection:
            found = connection.execute(mine.where(audiences.c.node == self._node))
            return {row.broadcast_id: row.viewers for row in found}

    def write(self, counted: Mapping[str, Counted], now: float) -> dict[str, int]:
        """Add the likes, and make the viewers what all processes together count.

        Gives how many likes each has now.
        """
        with self._database.writing() as connection:
            lock_broadcasts(connection, counted)
            return {id: self._write(connection, id, one, now) for id, one in counted.items()}

    def forget_stale(self, now: float) -> None:
        """Processes that are gone count nobody any more."""
        gone = audiences.c.at <= now - STALE_S
        with self._database.reading() as connection:
            ids = connection.execute(select(audiences.c.broadcast_id).where(gone)).scalars().all()
        if ids:
            with self._database.writing() as connection:
                lock_broadcasts(connection, set(ids))
                connection.execute(delete(audiences).where(gone))
                for id in set(ids):
                    self._add_up(connection, id, 0, None, now)

    def _write(self, connection: Connection, id: str, one: Counted, now: float) -> int:
        mine = {"broadcast_id": id, "node": self._node}
        if one.viewers:
            connection.execute(_WRITE_COUNT, {**mine, "viewers": one.viewers, "at": now})
        else:
            connection.execute(delete(audiences).filter_by(**mine))
        return self._add_up(connection, id, one.likes, one.proof, now)

    def _add_up(
        self, connection: Connection, id: str, likes: int, proof: StoredProof | None, now: float
    ) -> int:
        """Gives the likes."""
        found = connection.execute(_FOUND, {"id": id}).first()
        if found is None:
            return 0
        total = 0
        if found.state in LISTED:
            oldest = {"id": id, "oldest": now - STALE_S}
            total = int(connection.execute(_SUM, oldest).scalar_one())
        else:  # it went while this was counted
            connection.execute(delete(audiences).where(audiences.c.broadcast_id == id))
        values: dict[str, object] = {}
        if likes or total != found.viewers:
            values |= {
                "likes": found.likes + likes,
                "viewers": total,
                "peak_viewers": max(total, found.peak_viewers),
                "change": next_change(connection),
            }
        if proof is not None and proof.at > (found.proof_at or 0.0):
            values |= {
                "proof_device": proof.device,
                "proof_played_s": proof.played_s,
                "proof_delay_s": proof.delay_s,
                "proof_at": proof.at,
            }
        if values:
            connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(**values))
        return int(found.likes) + likes
