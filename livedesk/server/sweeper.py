"""The server's pulse: flush the beats, look again at what is due, notice the own blindness."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from anyio.to_thread import run_sync

from livedesk.domain.errors import StoreUnavailable
from livedesk.server.studio import Studio

log = logging.getLogger(__name__)

BLIND_S = 5.0  # a gap between two looks that is longer than any load explains: a suspend
CLEAN_EVERY_S = 60.0
COVERS_EVERY_S = 3600.0
FAULT = "sweeper"


class Sweeper:
    """Runs on the event loop; every look at the database is in a thread."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._looked_at = studio.clock()
        self._cleaned_at = self._covers_at = studio.clock()
        self._accounts = studio.access.version
        self._set_back = False

    async def run(self) -> None:
        """Until cancelled; then write what is still only in memory."""
        studio = self._studio
        studio.store.heard_since = self._looked_at = studio.clock()
        try:
            while True:
                await self.look()
                with suppress(TimeoutError):
                    async with asyncio.timeout(studio.settings.policy.sweep_interval_s):
                        await studio.wake.wait()
                studio.wake.clear()
        finally:
            try:
                await self._flush(all_of_them=True)
                await studio.node.leave()
            except StoreUnavailable as error:  # others wait for this node's lease then
                log.error("left without a last word: %s", error.sentence)

    async def look(self) -> None:
        """One pass, as of its beginning: a suspend in the midst of it is seen by the next one.

        A pass that fails judges nothing, and what follows it forgives (rule 8).
        """
        studio, step = self._studio, self._studio.clock_step()
        now = studio.clock()
        self._looked_at += step
        if step:
            log.warning("the clock was set by %+.0f s: every deadline counts anew", step)
        self._set_back = self._set_back or step < 0
        blind = step or now - self._looked_at > BLIND_S + studio.settings.policy.sweep_interval_s
        if blind or FAULT in studio.faults:
            if blind:
                gap = now - self._looked_at
                log.warning("heard nothing for %.0f s: every deadline counts anew", gap)
            studio.store.heard_since = now
            studio.poller.ask_all()
        try:
            if self._set_back:
                await self._clock_set_back(now)
            changed = await run_sync(studio.access.refresh)
            if self._accounts != studio.access.version:  # a call may have noticed it first
                self._accounts = studio.access.version
                studio.events.close(mine=True)
            if changed or FAULT in studio.faults:  # a fault may have hidden a change that was seen
                await studio.kick_shut_out()
            await self._flush()
            await studio.write_ends()
            view = await studio.node.view(now, studio.store.heard_since)
            if view.heard_since > studio.store.heard_since:  # another node was blind
                studio.store.heard_since = view.heard_since
                studio.poller.ask_all()
            while judged := await run_sync(studio.store.sweep, min(now, view.flushed_until)):
                await studio.all_changed(judged)
            if now - self._cleaned_at > CLEAN_EVERY_S:
                self._cleaned_at = now
                await run_sync(studio.store.clean)
                studio.beats.forget()
                studio.audience.forget(now)
                await run_sync(studio.audience_store.forget_stale, now)
            if now - self._covers_at > COVERS_EVERY_S:
                self._covers_at = now
                await run_sync(self._clean_covers)
                await run_sync(studio.keeping.clean, now)
        except StoreUnavailable as error:  # the next pass is the retry
            if studio.faults.get(FAULT) != error.sentence:
                log.error("sweep skipped: %s", error.sentence)
            studio.faults[FAULT] = error.sentence
            self._looked_at = now  # it was awake: the fault itself forgives
        else:
            if studio.faults.pop(FAULT, None):
                log.warning("the database answers again: every deadline counts anew")
            self._looked_at = studio.clock()  # a slow pass is no blindness

    async def _clock_set_back(self, now: float) -> None:
        """What was heard by the clock of before must not count as heard from the future."""
        studio = self._studio
        await self._flush(all_of_them=True)
        studio.beats.forget_the_future(now)
        await run_sync(lambda: studio.store.forget_the_future(surely=True))
        studio.drops.forget_the_future(now)
        studio.last_call_at = min(studio.last_call_at, now)
        self._set_back = False
        self._cleaned_at = min(self._cleaned_at, now)
        self._covers_at = min(self._covers_at, now)

    async def _flush(self, *, all_of_them: bool = False) -> None:
        rows = self._studio.beats.unwritten(all_of_them=all_of_them)
        if rows:
            await run_sync(self._studio.store.flush, rows)
            self._studio.beats.written(rows)
        while notes := self._studio.beats.notes():
            await run_sync(self._studio.trail.note_beats, notes)
            self._studio.beats.noted(len(notes))
        await self._flush_audience(all_of_them=all_of_them)

    async def _flush_audience(self, *, all_of_them: bool) -> None:
        studio, now = self._studio, self._studio.clock()
        counted = studio.audience.unwritten(now, all_of_them=all_of_them)
        if counted:
            try:
                await run_sync(studio.audience_store.write, counted, now)
            except StoreUnavailable:
                studio.audience.failed(counted)
                raise
            studio.audience.written(counted, now)
            studio.events.nudge()

    def _clean_covers(self) -> None:
        """Covers that no broadcast has any more; what cannot be removed now can be later."""
        try:
            self._studio.covers.clean(self._studio.live_list.covers())
        except OSError as error:
            log.warning("covers were not cleaned: %s", error)
