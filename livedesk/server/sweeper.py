"""The server's pulse: flush the beats, look again at what is due, notice the own blindness."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial

from anyio.to_thread import run_sync

from livedesk.domain.errors import StoreUnavailable
from livedesk.server.arenas import give_back
from livedesk.server.beats import MOST_NOTES
from livedesk.server.put_off import PutOff
from livedesk.server.studio import Studio
from livedesk.store.store import EARLIEST

log = logging.getLogger(__name__)

BLIND_S = 5.0  # a gap between two looks that is longer than any load explains: a suspend
CLEAN_EVERY_S = 60.0
DUE_AT_ONCE = 500
LOOKED_AT_AT_ONCE = 5  # the event loop stands still now and then while a thread judges
REWRITTEN_AT_ONCE = 10
NOTED_IN_A_LOOK = 10  # batches
FORGOTTEN_IN_A_LOOK = 4  # slices
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
        self._after = EARLIEST
        self._put_off = PutOff()

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
            if studio.access.news:
                studio.beats.distrust(studio.access.changed())
            await self._flush()
            await studio.write_ends()
            was_alone = self._alone
            view = await studio.node.view(now, studio.store.heard_since)
            if was_alone and not self._alone:  # somebody has come who judges by what is written
                await self._flush()
            studio.beats.shared_by(studio.node.count)
            if view.heard_since > studio.store.heard_since:  # another node was blind
                studio.store.heard_since = view.heard_since
                studio.poller.ask_all()
            if self._alone:
                await self._sweep_alone(now)
            else:
                self._start_over()
                until = min(now, view.flushed_until)
                while await run_sync(studio.store.put_off, until):
                    pass
                while judged := await run_sync(studio.store.sweep, until):
                    await studio.all_changed(judged)
            for _ in range(FORGOTTEN_IN_A_LOOK):
                studio.beats.forget(studio.store.heard_since)
                await asyncio.sleep(0)  # others want to be heard
            if now - self._cleaned_at > CLEAN_EVERY_S:
                self._cleaned_at = now
                await run_sync(studio.store.clean)
                studio.beats.forget_polls()
                studio.audience.forget(now)
                await run_sync(studio.audience_store.forget_stale, now)
                await run_sync(give_back)
            if now - self._covers_at > COVERS_EVERY_S:
                self._covers_at = now
                await run_sync(self._clean_covers)
                await run_sync(studio.keeping.clean, now)
        except StoreUnavailable as error:  # the next pass is the retry
            if studio.faults.get(FAULT) != error.sentence:
                log.error("sweep skipped: %s", error.sentence)
            studio.faults[FAULT] = error.sentence
            self._start_over()
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
        self._start_over()
        self._cleaned_at = min(self._cleaned_at, now)
        self._covers_at = min(self._covers_at, now)

    @property
    def _alone(self) -> bool:
        """Nobody else judges, now or before this node could know it."""
        node = self._studio.node
        return node.alone and not node.is_shared

    async def _sweep_alone(self, now: float) -> None:
        """Nobody else hears or judges: who is due on the disk but beats can be put off in memory.

        So the disk is asked only once for what became due there, and memory for the rest. A few are
        written all the same: where there are no more than that, the disk has everything.
        """
        left = REWRITTEN_AT_ONCE
        while ids := self._put_off.due(now, DUE_AT_ONCE):
            left = await self._look_at([(id, True) for id in ids], now, left)
            await asyncio.sleep(0)  # after a start everybody's time comes at once
        while found := await run_sync(self._studio.store.due, now, self._after, DUE_AT_ONCE):
            left = await self._look_at([(id, steady) for (_, id), steady in found], now, left)
            self._after = found[-1][0]
            if len(found) < DUE_AT_ONCE:
                break

    async def _look_at(self, due: list[tuple[str, bool]], now: float, left: int) -> int:
        """In slices: whoever else writes need not wait for long.

        Args:
            due: ids, and whether they are steadily live as far as the disk knows.
            left: so many need not be put off.
        """
        studio, looks = self._studio, []
        for id, steady in due:
            until = studio.beats.until(id, studio.store.heard_since) if steady else now
            if until > now and left <= 0:
                self._put_off.add(id, until)
            else:
                left -= until > now
                looks.append(id)
        for begin in range(0, len(looks), LOOKED_AT_AT_ONCE):
            some = looks[begin : begin + LOOKED_AT_AT_ONCE]
            judged = await run_sync(partial(studio.store.sweep, now, ids=some))
            await studio.all_changed(judged)
        return left

    def _start_over(self) -> None:
        """Trust nothing that was put off."""
        self._after = EARLIEST
        self._put_off.clear()

    async def _flush(self, *, all_of_them: bool = False) -> None:
        """Alone, one batch is enough for now: nobody judges by what is on the disk."""
        beats = self._studio.beats
        if all_of_them:
            beats.want_all_written()
        # Before the beats: they would hide that somebody else has heard one in between.
        for _ in range(MOST_NOTES if all_of_them else NOTED_IN_A_LOOK):
            if not (notes := self._studio.beats.notes()):
                break
            await run_sync(self._studio.trail.note_beats, notes)
            self._studio.beats.noted(len(notes))
        while rows := beats.unwritten():
            await run_sync(self._studio.store.flush, rows)
            beats.written(rows)
            if self._alone and not all_of_them:
                break
        await self._flush_audience(all_of_them=all_of_them)

    async def _flush_audience(self, *, all_of_them: bool) -> None:
        studio, now = self._studio, self._studio.clock()
        for counted in studio.audience.due(now, all_of_them=all_of_them):
            if not counted:
                await asyncio.sleep(0)  # many rooms; others want to be heard
                continue
            try:
                likes = await run_sync(studio.audience_store.write, counted, now)
            except StoreUnavailable:
                studio.audience.failed(counted)
                raise
            studio.audience.written(counted, likes, now)
            studio.events.nudge()
            studio.board.counted()

    def _clean_covers(self) -> None:
        """Covers that no broadcast has any more; what cannot be removed now can be later."""
        try:
            self._studio.covers.clean(self._studio.live_list.covers())
        except OSError as error:
            log.warning("covers were not cleaned: %s", error)
