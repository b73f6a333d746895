"""This server process among those that share the database."""

from __future__ import annotations

from collections.abc import Callable

from anyio.to_thread import run_sync

from livedesk.server.clock import SharedClock
from livedesk.server.writes import write
from livedesk.store.nodes import LEASE_S, Nodes, View

RENEW_S = LEASE_S / 3  # alone; with others, at every pass


class Node:
    """Lives on the event loop.

    Args:
        id: the same after a restart, so that a crash leaves no stranger behind.
        clock: epoch seconds; where the database is a server's, the database's own.

    Attributes:
        count: of the processes that share the database, as far as the last renewal told.
    """

    def __init__(self, nodes: Nodes, id: str, clock: Callable[[], float]) -> None:
        self.id = id
        self.count = 1
        self._nodes = nodes
        self._clock = clock
        self._renewed_at: float | None = None

    @property
    def alone(self) -> bool:
        """No other process shares the database."""
        return self.count == 1

    @property
    def lease_s(self) -> float:
        """For how many seconds the others still wait for this node; below 0: it is cut off."""
        last = self._renewed_at
        return LEASE_S if last is None else last + LEASE_S - self._clock()

    @property
    def ahead_s(self) -> float:
        """By how much this computer's clock is ahead of the database's."""
        return self._clock.own_is_ahead_by if isinstance(self._clock, SharedClock) else 0.0

    @property
    def is_shared(self) -> bool:
        """Others may share the database although none does now."""
        return self._nodes.shared

    @property
    def cut_off(self) -> bool:
        """The database has been away for longer than this node's lease.

        What it hears may be unknown to the others, so it must not say that it has heard. Asked by
        the clock: the pass that would find it out may be waiting for the database itself.
        """
        last = self._renewed_at
        others = self._nodes.shared or not self.alone  # who came since is unknown to it
        return others and last is not None and self._clock() - last > LEASE_S

    @property
    def fault(self) -> str | None:
        """For `/readyz`."""
        return self._clock.fault if isinstance(self._clock, SharedClock) else None

    async def view(self, now: float, heard_since: float) -> View:
        """Renew where it is due. Beats have been written up to `now`.

        Raises:
            StoreUnavailable: not renewed.
        """
        last = self._renewed_at
        if isinstance(self._clock, SharedClock):
            await run_sync(self._clock.measure)
        if not self._nodes.shared and self.alone and last is not None and 0 <= now - last < RENEW_S:
            return View(count=1, heard_since=heard_since, flushed_until=now)
        found = await write(self._nodes.renew, self.id, now, heard_since)
        self._renewed_at, self.count = now, found.count
        return found

    async def takes_turn(self, now: float, every_s: float) -> bool:
        """Whether this node is the one to ask the media server in this round.

        Raises:
            StoreUnavailable: nobody knows.
        """
        return self.alone or await write(self._nodes.take_turn, now, every_s)

    async def leave(self) -> None:
        """Everything is written; the others need not wait for this node's lease."""
        await run_sync(self._nodes.leave, self.id)
