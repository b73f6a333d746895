"""The heartbeat path: memory first, written in batches.

A beat is renewed every minute, so it is soft state: after a kill every console beats again before
anybody is judged (rule 8). Only a beat that changes the state waits for the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from anyio.to_thread import run_sync

from livedesk.domain.errors import Forbidden, OtherConsole
from livedesk.domain.evidence import Beats, Evidence, Polls
from livedesk.domain.explain_trail import Signal, gap_detail
from livedesk.domain.verdict import Policy, Verdict, judge
from livedesk.server.writes import write
from livedesk.store.judgement import Heard, no_such_broadcast
from livedesk.store.live_list import LiveList
from livedesk.store.rows import Account, StoredBroadcast
from livedesk.store.store import Store, ended
from livedesk.store.trail import BeatNote

GAP = 1.5  # intervals without a beat that the trail keeps
MOST_NOTES = 10_000  # that wait for the disk
NOTES_AT_ONCE = 500


@dataclass(slots=True)
class Slot:
    """What memory holds of one broadcast.

    Attributes:
        stored: as the database last had it.
        beats: the newest, written or not.
    """

    stored: StoredBroadcast
    beats: Beats
    console: str | None

    def evidence(self, heard_since: float, polled_on: float | None) -> Evidence:
        """With what is not written yet: beats, and the newest poll that said *publishing*."""
        polls = self.stored.polls.merged(Polls(polled_on))
        return replace(self.stored.evidence(heard_since), beats=self.beats, polls=polls)


class BeatBook:
    """The beats of everybody who beats. Lives on the event loop; `heard` may be asked anywhere."""

    def __init__(self, live_list: LiveList, policy: Policy, clock: Callable[[], float]) -> None:
        self._live_list = live_list
        self._policy = policy
        self._clock = clock
        self._slots: dict[str, Slot] = {}
        self._polled_on: dict[str, float] = {}
        self._loading: dict[str, StoredBroadcast | None] = {}  # being read; the news since then
        self._notes: list[BeatNote] = []

    def heard(self, id: str) -> Heard | None:
        """The newest beats, for the store's judgements. Thread-safe: one look-up."""
        slot, on_at = self._slots.get(id), self._polled_on.get(id)
        if slot is None:
            return None if on_at is None else Heard(poll_on_at=on_at)
        return Heard(slot.beats, slot.console, on_at)

    def forget_the_future(self, now: float) -> None:
        """The clock was set back, and all beats are written: the database tells when they came."""
        self._slots.clear()
        self._polled_on = {id: at for id, at in self._polled_on.items() if at <= now}

    def polled_on(self, id: str, asked_at: float) -> None:
        """A poll said *publishing* once more; the disk need not know each of them."""
        self._polled_on[id] = asked_at

    async def beat(
        self,
        store: Store,
        id: str,
        host: Account,
        on_air: bool | None,
        console: str | None,
        *,
        take_over: bool,
    ) -> tuple[Verdict, StoredBroadcast | None]:
        """One beat. Gives the verdict, and the new row where the beat changed the state.

        Raises:
            NotFound, Forbidden, BroadcastEnded, OtherConsole, StoreUnavailable: not counted.
        """
        slot = await self._load(id)
        if slot.stored.host_id != host.id:
            raise Forbidden("This broadcast is another host's.")
        if slot.stored.over:
            raise ended(slot.stored)
        now = self._clock()
        self._refuse_second_console(slot, console, now, take_over=take_over)
        self._note(slot, now, on_air, store.heard_since)
        slot.beats = slot.beats.heard(now, on_air)
        slot.console = console or slot.console
        verdict = judge(
            slot.evidence(store.heard_since, self._polled_on.get(id)), self._policy, now
        )
        if (verdict.state, verdict.reason) == (slot.stored.state, slot.stored.reason):
            return verdict, None
        stored = await write(store.look, id)
        self.refresh(stored, store.heard_since)
        if stored.over:
            raise ended(stored)
        return stored.verdict, stored

    def refresh(self, stored: StoredBroadcast, heard_since: float) -> bool:
        """Take over what the store has written of it.

        Gives True where a beat came in while the store judged without it, and it would change
        the state: then the store must look again.
        """
        if stored.id in self._loading:
            self._loading[stored.id] = stored
        slot = self._slots.get(stored.id)
        if slot is None or stored.change < slot.stored.change:  # overtaken by later news
            return False
        if stored.over:  # kept until `forget`: the next beat is told that it is over
            slot.stored, slot.beats = stored, stored.beats
            return False
        slot.stored = stored
        if slot.beats == stored.beats:
            return False
        now = self._clock()
        fresh = judge(slot.evidence(heard_since, self._polled_on.get(stored.id)), self._policy, now)
        return (fresh.state, fresh.reason) != (stored.state, stored.reason)

    def is_behind(self, id: str, change: int) -> bool:
        """Whether it is remembered as it was before this change."""
        slot = self._slots.get(id)
        return slot is not None and slot.stored.change < change

    def unwritten(self, *, all_of_them: bool = False) -> dict[str, Heard]:
        """What a flush should write: what the disk has older than half the allowance."""
        patience = 0.0 if all_of_them else self._policy.allowance_s / 2
        due = {}
        for id, slot in self._slots.items():
            last, written = slot.beats.last, slot.stored.beats.last
            if last is not None and (written is None or last - written > patience):
                due[id] = Heard(slot.beats, slot.console)
        return due

    def written(self, rows: dict[str, Heard]) -> None:
        """The flush is on disk."""
        for id, row in rows.items():
            if (slot := self._slots.get(id)) is not None:
                slot.stored = replace(slot.stored, beats=row.beats)

    def notes(self) -> list[BeatNote]:
        """What the trail should keep of beats: first ones, gaps, the encoder's stops."""
        return self._notes[:NOTES_AT_ONCE]

    def noted(self, count: int) -> None:
        """The first so many are on disk."""
        del self._notes[:count]

    def forget(self) -> None:
        """Let go of what is over or has long been silent; a later beat loads it again."""
        oldest = self._clock() - 2 * self._policy.allowance_s
        for id, slot in list(self._slots.items()):
            silent = (slot.beats.last or 0.0) < oldest and slot.beats == slot.stored.beats
            if slot.stored.over or silent:
                del self._slots[id]
        asked = self._clock() - 2 * self._policy.poll_allowance_s
        self._polled_on = {id: at for id, at in self._polled_on.items() if at >= asked}

    async def _load(self, id: str) -> Slot:
        if (slot := self._slots.get(id)) is None:
            self._loading.setdefault(id, None)
            stored = await run_sync(self._live_list.one, id)
            news = self._loading.pop(id, None)
            if stored is None or stored.id != id:
                raise no_such_broadcast(id)
            if news is not None and news.change >= stored.change:
                stored = news
            slot = self._slots.setdefault(id, Slot(stored, stored.beats, stored.console))
        return slot

    def _note(self, slot: Slot, now: float, on_air: bool | None, heard_since: float) -> None:
        """Before the beat counts: does it tell more than that the console is still there?"""
        before, id = slot.beats, slot.stored.id
        longest = GAP * self._policy.heartbeat_interval_s
        told: list[BeatNote] = []
        if before.last is None:
            told.append(BeatNote(id, now, Signal.BEAT_FIRST))
        elif now - max(before.last, heard_since) > longest:  # rule 8
            detail = gap_detail(before.last, now)
            told.append(BeatNote(id, now, Signal.BEAT_GAP, detail, since=before.last))
        if (on_air is False) != before.denies:
            stops = on_air is False
            kind = Signal.ENCODER_STOPPED if stops else Signal.ENCODER_RUNNING
            told.append(BeatNote(id, now, kind))
        if told and len(self._notes) < MOST_NOTES:
            self._notes += told

    def _refuse_second_console(
        self, slot: Slot, console: str | None, now: float, *, take_over: bool
    ) -> None:
        if console is None or slot.console in (None, console) or take_over:
            return
        last = slot.beats.last
        if last is not None and now - last < 2 * self._policy.heartbeat_interval_s:
            raise OtherConsole(
                "Another console is beating for this broadcast: close it, or take over."
            )
