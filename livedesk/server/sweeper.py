"""The server's pulse: flush the beats, look again at what is due, notice the own blindness."""

from __future__ import annotations

import asyncio
import logging

from anyio.to_thread import run_sync

from livedesk.domain.errors import StoreUnavailable
from livedesk.server.studio import Studio

log = logging.getLogger(__name__)

BLIND_S = 5.0  # a gap between two looks that is longer than any load explains: a suspend
CLEAN_EVERY_S = 60.0
FAULT = "sweeper"


class Sweeper:
    """Runs on the event loop; every look at the database is in a thread."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._looked_at = studio.clock()
        self._cleaned_at = studio.clock()

    async def run(self) -> None:
        """Until cancelled; then write what is still only in memory."""
        studio = self._studio
        studio.store.heard_since = self._looked_at = studio.clock()
        try:
            while True:
                await self.look()
                await asyncio.sleep(studio.settings.policy.sweep_interval_s)
        finally:
            await self._flush(all_of_them=True)

    async def look(self) -> None:
        """One pass, as of its beginning: a suspend in the midst of it is seen by the next one.

        A pass that fails judges nothing, and what follows it forgives (rule 8).
        """
        studio, now = self._studio, self._studio.clock()
        blind = now - self._looked_at > BLIND_S + studio.settings.policy.sweep_interval_s
        if blind or FAULT in studio.faults:
            log.warning(
                "heard nothing for %.0f s: every deadline counts anew", now - self._looked_at
            )
            studio.store.heard_since = now
            studio.poller.ask_all()
        try:
            changed = await run_sync(studio.access.refresh)
            if changed or FAULT in studio.faults:  # a fault may have hidden a change that was seen
                await studio.kick_disabled()
            await self._flush()
            while judged := await run_sync(studio.store.sweep, now):
                await studio.all_changed(judged)
            if now - self._cleaned_at > CLEAN_EVERY_S:
                self._cleaned_at = now
                await run_sync(studio.store.clean)
                studio.beats.forget()
        except StoreUnavailable as error:  # the next pass is the retry
            studio.faults[FAULT] = error.sentence
            log.error("sweep skipped: %s", error.sentence)
        else:
            studio.faults.pop(FAULT, None)
            self._looked_at = studio.clock()  # a slow pass is no blindness

    async def _flush(self, *, all_of_them: bool = False) -> None:
        rows = self._studio.beats.unwritten(all_of_them=all_of_them)
        if rows:
            await run_sync(self._studio.store.flush, rows)
            self._studio.beats.written(rows)
