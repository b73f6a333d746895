"""The server processes that share one database, and since when all of them hear (rule 8)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from livedesk.store.database import Database
from livedesk.store.tables import counters, nodes
from livedesk.store.upsert import upsert

LEASE_S = 30.0
"""A node that has not renewed for so long is gone, and with it the beats that only it has heard."""

LEFT = 0.0  # the lease of a node that has left: its row still tells how late its clock was
LEFT_KEPT_S = 86400.0


# Made once: putting statements together costs more than SQLite does.
_GONE = delete(nodes).where(
    nodes.c.node != bindparam("mine"), nodes.c.lease_until.between(LEFT + 1, bindparam("now"))
)
_LONG_GONE = delete(nodes).where(
    nodes.c.node != bindparam("mine"), nodes.c.flushed_until < bindparam("before")
)
_NODE = upsert(nodes)
_RENEWED = _NODE.on_conflict_do_update(
    index_elements=["node"],
    set_={name: _NODE.excluded[name] for name in ("flushed_until", "lease_until", "heard_since")},
)
_PRESENT = select(nodes).where(nodes.c.lease_until != LEFT)


@dataclass(frozen=True, slots=True)
class View:
    """What a node learns when it renews.

    Attributes:
        count: of the nodes that have a lease, this one among them.
        heard_since: since when every node hears without a gap.
        flushed_until: every beat up to then is in the database, whichever node heard it.
    """

    count: int
    heard_since: float
    flushed_until: float


class Nodes:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.shared = database.shared

    def renew(self, node: str, now: float, heard_since: float) -> View:
        """This node lives, and has written its beats up to `now`.

        A node whose lease is over may have heard what nobody else did: everybody's patience begins
        anew, on every node.
        """
        with self._database.writing() as connection:
            gone = connection.execute(_GONE, {"mine": node, "now": now}).rowcount
            connection.execute(_LONG_GONE, {"mine": node, "before": now - LEFT_KEPT_S})
            values = {
                "node": node,
                "flushed_until": now,
                "lease_until": now + LEASE_S,
                "heard_since": now if gone else heard_since,
            }
            connection.execute(_RENEWED, values)
            rows = connection.execute(_PRESENT).mappings().all()
        return View(
            count=len(rows),
            heard_since=max(row["heard_since"] for row in rows),
            flushed_until=min(row["flushed_until"] for row in rows),
        )

    def agree(self, node: str, secrets: int, now: float) -> bool:
        """Whether the nodes that are at work have the same secrets, by their fingerprint."""
        with self._database.writing() as connection:
            this = counters.c.name == "secrets"
            first = upsert(counters).values(name="secrets", value=secrets).on_conflict_do_nothing()
            connection.execute(first)
            others = select(nodes.c.node).where(nodes.c.node != node, nodes.c.lease_until > now)
            if connection.execute(others).first() is None:
                connection.execute(update(counters).where(this).values(value=secrets))
            known = connection.execute(select(counters.c.value).where(this)).scalar_one()
        return bool(known == secrets)

    def take_turn(self, now: float, every_s: float) -> bool:
        """Whether no node has taken this one yet: the last is about `every_s` ago."""
        with self._database.writing() as connection:
            taken = (
                upsert(counters)
                .values(name="round", value=int(now * 1000))
                .on_conflict_do_update(
                    index_elements=["name"],
                    set_={"value": int(now * 1000)},
                    where=~counters.c.value.between(
                        int((now - 0.9 * every_s) * 1000), int(now * 1000)
                    ),
                )
            )
            return connection.execute(taken).rowcount > 0

    def leave(self, node: str) -> None:
        """This node has written everything and ends."""
        with self._database.writing() as connection:
            connection.execute(update(nodes).where(nodes.c.node == node).values(lease_until=LEFT))
