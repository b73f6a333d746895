"""The heartbeat path: memory first, written in batches.

A beat is renewed every minute, so it is soft state: after a kill every console beats again before
anybody is judged (rule 8). Only a beat that changes the state waits for the disk.

Nearly everybody who beats is steadily live: of those memory keeps a small tuple, and the times of
the newest beat and of the one on disk. Times are all that a beat or a flush changes, and the
garbage collector follows none: a tuple for each beat would wait for it, and tens of thousands of
them hold the event loop up for 20 ms. What is in any other state is kept whole.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from hmac import compare_digest
from typing import TypeAlias

from anyio.to_thread import run_sync

from livedesk.domain.errors import Forbidden, OtherConsole
from livedesk.domain.evidence import Beats, Evidence, Polls
from livedesk.domain.explain_trail import Signal, gap_detail
from livedesk.domain.verdict import STEADY, Policy, Reason, State, Verdict, judge
from livedesk.server.put_off import PutOff
from livedesk.server.writes import write
from livedesk.store.judgement import Heard, no_such_broadcast
from livedesk.store.live_list import LiveList
from livedesk.store.rows import Account, StoredBroadcast
from livedesk.store.store import Store, ended
from livedesk.store.trail import BeatNote

GAP = 1.5  # intervals without a beat that the trail keeps
MOST_NOTES = 10_000  # that wait for the disk
NOTES_AT_ONCE = 50
FLUSHED_AT_ONCE = 500
LOOKED_AT_AT_ONCE = 500
FILLED_AT_ONCE, FILL_PAUSE_S = 500, 0.02

Slot: TypeAlias = tuple[float | None, float | None, str | None, bytes, str | None, int]
"""What memory holds of one broadcast: `Beats.last` and `Beats.last_willing`, written or not, but
for steady beats since then; the console; the SHA-256 of its host's token, empty where that is not
known to be good; why it is live, None where it is not steadily so; the change number.
Nothing that the garbage collector follows, so no member of an enum: it would pass a million."""


class _Slots(dict[str, Slot]):
    """Of a million; the garbage collector takes 20 ms to pass them.

    It follows a dict of a kind of its own from the beginning, so `gc.freeze` puts this away for
    good. A plain one it would let go of with each full collection, and follow anew with the next
    tuple that is put in.
    """

    __slots__ = ()


class BeatBook:
    """The beats of everybody who beats. Lives on the event loop; `heard` may be asked anywhere."""

    def __init__(self, live_list: LiveList, policy: Policy, clock: Callable[[], float]) -> None:
        self._live_list = live_list
        self._policy = policy
        self._clock = clock
        self._slots = _Slots()
        self._steady: dict[str, float] = {}  # the newest beat, where it changed nothing else
        self._on_disk: dict[str, float] = {}  # `Beats.last` as the database has it
        self._whole: dict[str, StoredBroadcast] = {}  # of those that are not steadily live
        self._unwritten: dict[str, None] = {}  # who has waited longest comes first
        self._polled_on: dict[str, float] = {}
        self._loading: dict[str, StoredBroadcast | None] = {}  # being read; the news since then
        self._notes: list[BeatNote] = []
        self._idle = PutOff()  # when to look at each, whether it is to be forgotten
        self._filling: set[str] | None = None  # what was written meanwhile
        self._allowance_s = policy.allowance_s
        self._patience_s = policy.allowance_s / 2
        self._gap_s = GAP * policy.heartbeat_interval_s

    def __len__(self) -> int:
        return len(self._slots)

    def heard(self, id: str) -> Heard | None:
        """The newest beats, for the store's judgements. Thread-safe: see `_beats`."""
        beats, slot = self._beats(id), self._slots.get(id)
        on_at = self._polled_on.get(id)
        if slot is None:
            return None if on_at is None else Heard(poll_on_at=on_at)
        return Heard(beats, slot[2], on_at)

    def forget_the_future(self, now: float) -> None:
        """The clock was set back, and all beats are written: the database tells when they came."""
        self._slots.clear()
        self._steady.clear()
        self._on_disk.clear()
        self._whole.clear()
        self._idle.clear()
        self._unwritten.clear()
        self._polled_on = {id: at for id, at in self._polled_on.items() if at <= now}

    def polled_on(self, id: str, asked_at: float) -> None:
        """A poll said *publishing* once more; the disk need not know each of them."""
        self._polled_on[id] = asked_at

    def steady_beat(
        self,
        id: str,
        token: bytes,
        console: str | None,
        heard_since: float,
        now: float,
        *,
        take_over: bool = False,
    ) -> tuple[str, float] | None:
        """A willing beat of who is steadily live: it counts, and changes nothing but the time.

        Args:
            token: SHA-256 of the host's.

        Returns:
            Why it is live, and until when it is without another beat. None: this is no such beat
            and has not counted; `beat` knows what it is.
        """
        slot = self._slots.get(id)
        if slot is None:
            return None
        first, willing, known, trusted, reason, change = slot
        last = self._steady.get(id, first)
        if reason is None or last is None or first != willing:
            return None
        if not (trusted and compare_digest(trusted, token)):
            return None
        since = heard_since if heard_since > last else last
        if now < last:
            return None
        if console is not None and console != known:
            if known is not None and not take_over:
                return None
            self._slots[id] = (first, willing, console, trusted, reason, change)
        if now - since > self._gap_s:  # the trail keeps it
            self._note(id, Beats(last, last), now, True, heard_since)
        self._steady[id] = now
        self._must_be_written(id, now)
        # As `judge` has it for these two reasons with a beat that has just come.
        since = heard_since if heard_since > now else now
        return reason, since + self._allowance_s

    async def beat(
        self,
        store: Store,
        id: str,
        host: Account,
        on_air: bool | None,
        console: str | None,
        *,
        take_over: bool,
        token: bytes = b"",
    ) -> tuple[Verdict, StoredBroadcast | None]:
        """One beat. Gives the verdict, and the new row where the beat changed the state.

        Raises:
            NotFound, Forbidden, BroadcastEnded, OtherConsole, StoreUnavailable: not counted.
        """
        if on_air is not False:
            steady = self.steady_beat(
                id, token, console, store.heard_since, self._clock(), take_over=take_over
            )
            if steady is not None:
                why, until = steady
                return Verdict(State.LIVE, Reason(why), until), None
        stored = await self._load(id)
        if stored.host_id != host.id:
            raise Forbidden("This broadcast is another host's.")
        if stored.over:
            raise ended(stored)
        now = self._clock()
        _, _, known, trusted, reason, change = self._slots[id]
        before = self._beats(id)
        self._refuse_second_console(known, before, console, now, take_over=take_over)
        self._note(id, before, now, on_air, store.heard_since)
        beats = before.heard(now, on_air)
        self._put(id, beats, console or known, trusted, reason, change)
        self._must_be_written(id, now)
        verdict = judge(self._evidence(stored, beats, store.heard_since), self._policy, now)
        if (verdict.state, verdict.reason) == (stored.state, stored.reason):
            if reason is not None and not beats.denies:
                self._whole.pop(id, None)
            return verdict, None
        stored = await write(store.look, id)
        self.refresh(stored, store.heard_since)
        if stored.over:
            raise ended(stored)
        return stored.verdict, stored

    def trust(self, id: str, token: bytes) -> None:
        """This token is good, and its host's is this broadcast: see `steady_beat`."""
        slot = self._slots.get(id)
        if slot is not None and slot[3] != token:
            last, willing, console, _, reason, change = slot
            self._slots[id] = (last, willing, console, token, reason, change)

    def distrust(self, ids: Iterable[str]) -> None:
        """Their hosts' tokens may be good no more."""
        for id in ids:
            self.trust(id, b"")

    def refresh(self, stored: StoredBroadcast, heard_since: float) -> bool:
        """Take over what the store has written of it.

        Gives True where a beat came in while the store judged without it, and it would change
        the state: then the store must look again.
        """
        id = stored.id
        if self._filling is not None:
            self._filling.add(id)
        if id in self._loading:
            self._loading[id] = stored
        slot = self._slots.get(id)
        if slot is None or stored.change < slot[-1]:  # overtaken by later news
            return False
        _, _, console, trusted, _, _ = slot
        mine = self._beats(id)
        if stored.over:  # kept until `forget`: the next beat is told that it is over
            mine = stored.beats
        self._keep(stored, mine, console, trusted)
        if stored.over or mine == stored.beats:
            return False
        evidence = self._evidence(stored, mine, heard_since)
        fresh = judge(evidence, self._policy, self._clock())
        return (fresh.state, fresh.reason) != (stored.state, stored.reason)

    def is_behind(self, id: str, change: int) -> bool:
        """Whether it is remembered as it was before this change."""
        slot = self._slots.get(id)
        return slot is not None and slot[-1] < change

    def until(self, id: str, heard_since: float) -> float:
        """When the silence of who is steadily live becomes too long, as far as is known."""
        last = self._last(id)
        since = heard_since if last is None else max(last, heard_since)
        return since + self._policy.allowance_s

    async def fill(self, accounts: Callable[[], int]) -> None:
        """Take over who is steadily live, in slices: after a start no beat must wait for it.

        Args:
            accounts: the version of the accounts; where it changes, tokens may be no good.

        Raises:
            StoreUnavailable: who is missing is read with the next beat.
        """
        after: tuple[float, str] | None = (0.0, "")
        while after is not None and self._policy.heartbeats:
            self._filling, version = set(), accounts()
            try:
                rows, after = await run_sync(self._live_list.steady, after, FILLED_AT_ONCE)
                for one in rows:
                    known = one.id in self._slots or one.id in self._loading
                    if not known and one.id not in self._filling:
                        token = bytes.fromhex(one.token_hash) if version == accounts() else b""
                        beats = Beats(one.last, one.last_willing)
                        reason = one.reason.value
                        self._put(one.id, beats, one.console, token, reason, one.change)
                        self._wrote(one.id, one.last)
                        self._idle.add(one.id, (one.last or 0.0) + 2 * self._allowance_s)
            finally:
                self._filling = None
            await asyncio.sleep(FILL_PAUSE_S)

    def shared_by(self, processes: int) -> None:
        """So many hear the same hosts, each its part of the beats: a pause is no gap so soon."""
        self._gap_s = GAP * processes * self._policy.heartbeat_interval_s

    def want_all_written(self) -> None:
        """Also what the disk has younger than half the allowance."""
        for id in self._slots:
            if not self._is_written(id):
                self._unwritten[id] = None

    def unwritten(self) -> dict[str, Heard]:
        """What a flush should write now: who has waited longest.

        Somebody waits whom the disk has older than half the allowance.
        """
        due = {}
        for id in list(itertools.islice(self._unwritten, FLUSHED_AT_ONCE)):
            slot = self._slots.get(id)
            if slot is None or self._is_written(id):
                del self._unwritten[id]
            else:
                due[id] = Heard(self._beats(id), slot[2])
        return due

    def written(self, rows: dict[str, Heard]) -> None:
        """The flush is on disk."""
        for id, row in rows.items():
            self._unwritten.pop(id, None)
            if id in self._slots:
                self._wrote(id, row.beats.last)

    def notes(self) -> list[BeatNote]:
        """What the trail should keep of beats: first ones, gaps, the encoder's stops."""
        return self._notes[:NOTES_AT_ONCE]

    def noted(self, count: int) -> None:
        """The first so many are on disk."""
        del self._notes[:count]

    def forget(self, heard_since: float) -> None:
        """Let go of what is over or has long been silent; a later beat loads it again.

        Looks at some of those whose time has come, and at the next ones when it is called again.
        """
        now, patience_s = self._clock(), 2 * self._policy.allowance_s
        for id in self._idle.due(now, LOOKED_AT_AT_ONCE):
            if id not in self._slots:
                continue
            last, stored = self._last(id) or 0.0, self._whole.get(id)
            # Rule 8: before the server has heard for so long, silence tells nothing.
            silent = max(heard_since, last) + patience_s <= now and self._is_written(id)
            if silent or (stored is not None and stored.over):
                del self._slots[id]
                self._steady.pop(id, None)
                self._on_disk.pop(id, None)
                self._whole.pop(id, None)
            else:
                self._idle.add(id, max(last, now - patience_s / 2) + patience_s)

    def forget_polls(self) -> None:
        """Let go of those that are too old to say anything."""
        asked = self._clock() - 2 * self._policy.poll_allowance_s
        self._polled_on = {id: at for id, at in self._polled_on.items() if at >= asked}

    async def _load(self, id: str) -> StoredBroadcast:
        """What the store has of it; its slot is there then."""
        if id in self._slots and (known := self._whole.get(id)) is not None:
            return known
        self._loading.setdefault(id, None)
        stored = await run_sync(self._live_list.one, id)
        news = self._loading.pop(id, None)
        if stored is None or stored.id != id:
            raise no_such_broadcast(id)
        if news is not None and news.change >= stored.change:
            stored = news
        slot = self._slots.get(id)
        if slot is None:
            self._keep(stored, stored.beats, stored.console, b"", whole=True)
        elif stored.change >= slot[-1]:
            beats = stored.beats if stored.over else self._beats(id)
            self._keep(stored, beats, slot[2], slot[3], whole=True)
        else:  # what was written meanwhile is known
            stored = self._whole.get(id, stored)
        return stored

    def _keep(
        self,
        stored: StoredBroadcast,
        beats: Beats,
        console: str | None,
        token: bytes,
        *,
        whole: bool = False,
    ) -> None:
        steady = (stored.state, stored.reason) in STEADY and self._policy.heartbeats
        reason = stored.reason.value if steady else None
        written = stored.beats.last
        if beats.last == written:
            self._unwritten.pop(stored.id, None)
        if stored.over:
            self._idle.add(stored.id, self._clock())
        elif stored.id not in self._slots:
            self._idle.add(stored.id, (beats.last or self._clock()) + 2 * self._allowance_s)
        self._put(stored.id, beats, console, token, reason, stored.change)
        self._wrote(stored.id, written)
        if whole or reason is None:
            self._whole[stored.id] = stored
        else:
            self._whole.pop(stored.id, None)

    def _put(
        self,
        id: str,
        beats: Beats,
        console: str | None,
        token: bytes,
        reason: str | None,
        change: int,
    ) -> None:
        self._slots[id] = (beats.last, beats.last_willing, console, token, reason, change)
        self._steady.pop(id, None)  # only then: `beats` know of it

    def _beats(self, id: str) -> Beats:
        """The newest, written or not. May be asked anywhere: a steady beat is asked for before what
        takes it over.
        """
        steady, slot = self._steady.get(id), self._slots.get(id)
        beats = Beats() if slot is None else Beats(slot[0], slot[1])
        return beats if steady is None else beats.heard(steady, True)

    def _last(self, id: str) -> float | None:
        """`_beats(id).last`, for a million in turn."""
        slot = self._slots.get(id)
        return self._steady.get(id, None if slot is None else slot[0])

    def _must_be_written(self, id: str, now: float) -> None:
        """This beat, where the disk has no young one."""
        written = self._on_disk.get(id)
        if written is None or now - written > self._patience_s:
            self._unwritten[id] = None

    def _is_written(self, id: str) -> bool:
        return self._last(id) == self._on_disk.get(id)

    def _wrote(self, id: str, last: float | None) -> None:
        if last is None:
            self._on_disk.pop(id, None)
        else:
            self._on_disk[id] = last

    def _evidence(self, stored: StoredBroadcast, beats: Beats, heard_since: float) -> Evidence:
        """With what is not written yet: beats, and the newest poll that said *publishing*."""
        polls = stored.polls.merged(Polls(self._polled_on.get(stored.id)))
        return replace(stored.evidence(heard_since), beats=beats, polls=polls)

    def _note(
        self, id: str, before: Beats, now: float, on_air: bool | None, heard_since: float
    ) -> None:
        """Before the beat counts: does it tell more than that the console is still there?"""
        told: list[BeatNote] = []
        if before.last is None:
            told.append(BeatNote(id, now, Signal.BEAT_FIRST))
        elif now - max(before.last, heard_since) > self._gap_s:  # rule 8
            detail = gap_detail(before.last, now)
            told.append(BeatNote(id, now, Signal.BEAT_GAP, detail, since=before.last))
        if (on_air is False) != before.denies:
            stops = on_air is False
            kind = Signal.ENCODER_STOPPED if stops else Signal.ENCODER_RUNNING
            told.append(BeatNote(id, now, kind))
        if told and len(self._notes) < MOST_NOTES:
            self._notes += told

    def _refuse_second_console(
        self, known: str | None, before: Beats, console: str | None, now: float, *, take_over: bool
    ) -> None:
        if console is None or known in (None, console) or take_over:
            return
        last = before.last
        if last is not None and now - last < 2 * self._policy.heartbeat_interval_s:
            raise OtherConsole(
                "Another console is beating for this broadcast: close it, or take over."
            )
