"""Asks the media server who publishes: everybody's turn comes once an interval, some at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, fail_after
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
IN_A_WRITE = 25  # answers in one transaction: some 30 ms
FAULT = "poller"
PATIENCE_S = 2.0  # nginx-rtmp and ZLMediaKit wait 10 s for leave, and the database has its share
ENDED_LATELY_S = 86400.0
NO_PICTURE = (Reason.WAITING, Reason.ADMIN_HOLD, Reason.MEDIA_STOPPED, Reason.POLL_LOST)
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
        """Who publishes this code now, for a media server that waits for leave.

        Raises:
            MediaUnavailable: rule 6; also if it takes longer than media servers wait for us.
        """
        try:
            with fail_after(PATIENCE_S):
                return await self._asked(code)
        except TimeoutError:
            raise MediaUnavailable("The media server is too slow to say who publishes.") from None

    async def _asked(self, code: str) -> Publisher | None:
        publisher = self._studio.media.publisher
        return await run_sync(publisher, code, limiter=self._threads, abandon_on_cancel=True)

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
        try:
            wanted = await run_sync(
                self._studio.live_list.pollable, now, None if whole_round else due
            )
            await self._ask(wanted, due, now, whole_round=whole_round)
            if whole_round and self.fault is None:  # who was not seen was not there
                self._meter.forget(now - 3 * self._policy.poll_interval_s)
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
        media = self._studio.media
        if not wanted and not (whole_round and media.drops):
            return
        found: Mapping[str, Publisher] | None = None
        answered = False
        if whole_round or (media.lists_all and len(wanted) > FEW):
            try:
                found = await run_sync(media.publishers, limiter=self._threads)
            except MediaUnavailable as error:
                self._failed(error)
                if media.lists_all:
                    return
                found = {}  # a list that does not tell all may fail alone
            else:
                answered = True
                self._studio.metrics.poll(answered=True)
        if whole_round and found:
            await self._drop_the_ended(found.keys() - {one.code for one in wanted}, now)
        words: list[PollWord] = []
        singly: list[Pollable] = []
        for one in wanted:
            if found is not None and (one.code in found or media.lists_all):
                words += self._word(one, found.get(one.code), now, urgent=one.id in due)
            elif one.id in due or one.state in LISTED or self._beats(one, now):
                singly.append(one)
        if singly:
            singly.sort(key=lambda one: one.id not in due)
            words += await self._ask_singly(singly, due)
        elif answered:
            self.fault = None
        await self._tell(words)

    async def _drop_the_ended(self, codes: Collection[str], now: float) -> None:
        """Whoever still publishes what host or admin has ended; streams of others are let alone."""
        if codes and self._studio.media.drops:
            lately = now - ENDED_LATELY_S
            for code in await run_sync(self._studio.live_list.over_since, codes, lately):
                self._studio.drops.soon(code)

    async def _ask_singly(self, many: list[Pollable], due: set[str]) -> list[PollWord]:
        """Where none of some is answered the media server is away: the others wait for a round."""
        words: list[PollWord] = []
        for begin in range(0, len(many), AT_ONCE):
            some = many[begin : begin + AT_ONCE]
            answers = await asyncio.gather(*(self._asked_singly(one, due) for one in some))
            words += [word for answer in answers for word in answer or ()]
            if all(answer is None for answer in answers):
                break
        return words

    async def _asked_singly(self, one: Pollable, due: set[str]) -> list[PollWord] | None:
        """None: not answered."""
        asked_at = self._studio.clock()
        try:
            found = await self._asked(one.code)
        except MediaUnavailable as error:
            self._failed(error)
            return None
        self._studio.metrics.poll(answered=True)
        self.fault = None
        return self._word(one, found, asked_at, urgent=one.id in due)

    def _word(
        self, one: Pollable, found: Publisher | None, asked_at: float, *, urgent: bool
    ) -> list[PollWord]:
        """What the store must be told; an answer that confirms what it knows is kept in memory."""
        publishing = found is not None and self._meter.flows(found, asked_at)
        beats = self._studio.beats
        if publishing and one.reason is Reason.ADMIN_HOLD:
            self._studio.drops.soon(one.code)
        if not publishing:
            # The first one is told: it closes what an earlier broadcast left open on this code.
            first = one.reason is Reason.WAITING and not one.polls.off_at
            if one.reason in NO_PICTURE and one.state not in LISTED and not first:
                return []
            hidden = one.state is State.READY  # a rehearsal may stay without picture for long
            if hidden and one.off_run >= self._policy.poll_misses and not urgent:
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
        self._studio.metrics.poll(answered=False)
        if self.fault is None:
            log.error("poll failed: %s", error.sentence)
        self.fault = error.sentence
