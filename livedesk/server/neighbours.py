"""What the other server processes on this database have written, for what this one remembers.

Nobody asks the database at each beat or viewer: memory answers. So what another node has ended,
held or changed must come into memory, within a second at the latest. A bell says when to look;
without it, and on SQLite, everybody looks from time to time.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from anyio.to_thread import run_sync

from livedesk.domain.errors import StoreUnavailable
from livedesk.server.writes import write
from livedesk.store.bell import CHANGES, Bell

if TYPE_CHECKING:
    from livedesk.server.studio import Studio

LOOK_EVERY_S = 0.5
AT_ONCE = 1000  # change numbers in one look


class Neighbours:
    """Lives on the event loop."""

    def __init__(self, studio: Studio, bell: Bell) -> None:
        self._studio = studio
        self._bell = bell
        self._rung = asyncio.Event()
        self._read_to: int | None = None

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()

        def heard(what: str) -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(self._heard, what)

        self._bell.listen(heard)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._rung.wait()
            self._rung.clear()
            with suppress(StoreUnavailable):  # the sweeper says so; the next look is the retry
                await self.look()

    async def close(self) -> None:
        await run_sync(self._bell.close)

    async def begin(self) -> None:
        """Before anything is remembered: what is written from now on is news.

        Raises:
            StoreUnavailable.
        """
        if self._read_to is None:
            self._read_to = await run_sync(self._studio.live_list.change)

    async def look(self) -> None:
        """Take over what others have written of what is remembered here.

        Raises:
            StoreUnavailable: the next look goes on from the same place.
        """
        studio, now = self._studio, self._studio.clock()
        if studio.node.alone and not studio.node.is_shared:
            studio.audience.rooms.known_until = now
            return
        await self.begin()
        while changes := await run_sync(studio.live_list.changes, self._read_to or 0, AT_ONCE):
            ids = [
                id
                for id, change in changes
                if studio.beats.is_behind(id, change) or studio.audience.is_behind(id, change)
            ]
            for stored in await run_sync(studio.live_list.several, ids) if ids else ():
                if studio.beats.refresh(stored, studio.store.heard_since):
                    await studio.changed(await write(studio.store.look, stored.id))
                else:
                    studio.audience.told(stored)
            self._read_to = changes[-1][1]
            if len(changes) < AT_ONCE:
                break
        studio.audience.rooms.known_until = now

    def _heard(self, what: str) -> None:
        if what == CHANGES:
            self._studio.events.nudge(by_others=True)
        else:
            self._studio.wake.set()
        self._rung.set()
