"""Asks the media server who publishes: everybody's turn comes once an interval, some at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from livedesk.domain.errors import MediaUnavailable, StoreUnavailable
from livedesk.domain.verdict import LISTED, Reason, State
from livedesk.media.media_server import Publisher
from livedesk.server.meter import Meter
from livedesk.server.writes import write
from livedesk.store.live_list import Pollable
from livedesk.store.publishers import PollWord

if TYPE_CHECKING:
    from livedesk.server.studio import Studio

log = logging.getLogger(__name__)

AT_ONCE = 8  # questions that are under way together; their threads are nobody else's
IN_A_WRITE = 50  # answers in one transaction
FAULT = "poller"
FEW = 3  # so many are asked singly, rather than all with one question


class Poller:
    """Lives on the event loop; every question is in a thread.

    Attributes:
        fault: why the media server cannot be asked, for `/readyz`; None while it can.
    """

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._policy = studio.policy
        self._meter = Meter()
        self._soon: dict[str, float] = {}  # broadcasts to ask about, by when
        self._next_round = 0.0
        self._threads = CapacityLimiter(AT_ONCE)
        self.fault: str | None = None

    def ask_soon(self, id: str, after_s: float = 0.0) -> None:
        """Do not wait for the round: something happened."""
        if self._studio.media.polls:
            self._soon.setdefault(id, self._studio.clock() + after_s)

    def ask_all(self) -> None:
        """Everybody now: this server could not hear, or its clock was set."""
        self._next_round = 0.0
        self._soon.clear()

    async def publisher(self, code: str) -> Publisher | None:
        """Who publishes this code now, for somebody who waits.

        Raises:
            MediaUnavailable: rule 6.
        """
        return await run_sync(self._studio.media.publisher, code, limiter=self._threads)

    async def run(self) -> None:
        """Until cancelled."""
        self._next_round = 0.0
        while True:
            await self.look()
            await asyncio.sleep(self._studio.settings.policy.sweep_interval_s)

    async def look(self) -> None:
        """One pass: the round if it is due, else those who were asked for."""
        if not self._studio.media.polls:
            return
        now = self._studio.clock()
        due = {id for id, at in self._soon.items() if at <= now}
        whole_round = now >= self._next_round
        if not due and not whole_round:
            return
        try:
            whole_round = whole_round and await self._studio.node.takes_turn(
                now, self._policy.poll_interval_s
            )
        except StoreUnavailable:  # the sweeper says so in `/readyz`
            return
        for id in due:
            del self._soon[id]
        if whole_round:
            self._next_round = now + self._policy.poll_interval_s
            self._meter.forget(now - 3 * self._policy.poll_interval_s)
        try:
            wanted = await run_sync(
                self._studio.live_list.pollable, now, None if whole_round else due
            )
            await self._ask(wanted, due, now, whole_round=whole_round)
            self._studio.faults.pop(FAULT, None)
        except StoreUnavailable as error:  # the sweeper says so in `/readyz`
            log.error("polls wait: %s", error.sentence)
            for id in due:
                self._soon.setdefault(id, now + 1.0)

    async def _ask(
        self, wanted: list[Pollable], due: set[str], now: float, *, whole_round: bool
    ) -> None:
        """Ask about these, and tell the store.

        Args:
            due: those of them whose answer counts in any case.
        """
        if not wanted:
            return
        media = self._studio.media
        found: Mapping[str, Publisher] | None = None
        if whole_round or (media.lists_all and len(wanted) > FEW):
            try:
                found = await run_sync(media.publishers, limiter=self._threads)
            except MediaUnavailable as error:
                self._failed(error)
                if media.lists_all:
                    return
                found = {}  # a list that does not tell all may fail alone
        words: list[PollWord] = []
        singly: list[Pollable] = []
        for one in wanted:
            if found is not None and (one.code in found or media.lists_all):
                words += self._word(one, found.get(one.code), now, urgent=one.id in due)
            elif one.id in due or one.state in LISTED or self._beats(one, now):
                singly.append(one)
        if singly:
            answers = await asyncio.gather(*(self._asked_singly(one, due) for one in singly))
            words += [word for answer in answers for word in answer]
        elif found is not None:
            self.fault = None
        await self._tell(words)

    async def _asked_singly(self, one: Pollable, due: set[str]) -> list[PollWord]:
        asked_at = self._studio.clock()
        try:
            found = await self.publisher(one.code)
        except MediaUnavailable as error:
            self._failed(error)
            return []
        self.fault = None
        return self._word(one, found, asked_at, urgent=one.id in due)

    def _word(
        self, one: Pollable, found: Publisher | None, asked_at: float, *, urgent: bool
    ) -> list[PollWord]:
        """What the store must be told; an answer that confirms what it knows is kept in memory."""
        publishing = found is not None and self._meter.flows(found, asked_at)
        beats = self._studio.beats
        if not publishing:
            needless = one.state is State.OFFLINE or one.reason is Reason.WAITING
            if needless or (one.off_run >= self._policy.poll_misses and not urgent):
                return []
        elif one.state is State.LIVE and not urgent:
            beats.polled_on(one.id, asked_at)
            # Other nodes judge too: what they must know goes to the database.
            if self._studio.node.alone and one.polls.on_at is not None and not one.off_run:
                return []
        return [PollWord(one.id, asked_at, publishing, found.client if found else None)]

    def _beats(self, one: Pollable, now: float) -> bool:
        heard = self._studio.beats.heard(one.id)
        in_memory = heard.beats.last if heard is not None else None
        last = max(in_memory or 0.0, one.last_beat or 0.0)
        return now - last < self._policy.allowance_s

    async def _tell(self, words: Iterable[PollWord]) -> None:
        waiting = list(words)
        while waiting:
            batch, waiting = waiting[:IN_A_WRITE], waiting[IN_A_WRITE:]
            await self._studio.all_changed(await write(self._studio.store.polled, batch))

    def _failed(self, error: MediaUnavailable) -> None:
        if self.fault is None:
            log.error("poll failed: %s", error.sentence)
        self.fault = error.sentence
