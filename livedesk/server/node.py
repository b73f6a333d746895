"""This server process among those that share the database."""

from __future__ import annotations

from anyio.to_thread import run_sync

from livedesk.server.writes import write
from livedesk.store.nodes import LEASE_S, Nodes, View

RENEW_S = LEASE_S / 3  # alone; with others, at every pass


class Node:
    """Lives on the event loop.

    Args:
        id: the same after a restart, so that a crash leaves no stranger behind.

    Attributes:
        alone: no other process shares the database, as far as the last renewal told.
        cut_off: the database has been away for longer than this node's lease: what it hears may be
            unknown to the others, so it must not say that it has heard.
    """

    def __init__(self, nodes: Nodes, id: str) -> None:
        self.id = id
        self.alone = True
        self.cut_off = False
        self._nodes = nodes
        self._renewed_at: float | None = None

    async def view(self, now: float, heard_since: float) -> View:
        """Renew where it is due. Beats have been written up to `now`.

        Raises:
            StoreUnavailable: not renewed.
        """
        last = self._renewed_at
        if self.alone and last is not None and 0 <= now - last < RENEW_S:
            return View(alone=True, heard_since=heard_since, flushed_until=now)
        found = await write(self._nodes.renew, self.id, now, heard_since)
        self._renewed_at, self.alone, self.cut_off = now, found.alone, False
        return found

    async def takes_turn(self, now: float, every_s: float) -> bool:
        """Whether this node is the one to ask the media server in this round.

        Raises:
            StoreUnavailable: nobody knows.
        """
        return self.alone or await write(self._nodes.take_turn, now, every_s)

    def missed(self, now: float) -> None:
        """The database could not be reached."""
        last = self._renewed_at
        self.cut_off = not self.alone and last is not None and now - last > LEASE_S

    async def leave(self) -> None:
        """Everything is written; the others need not wait for this node's lease."""
        await run_sync(self._nodes.leave, self.id)
