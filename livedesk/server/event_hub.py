"""What changes in the live list, told to everybody who listens, as one stream of events.

The events are read from the database by its change number, so they are the same on every node. Of
each broadcast only the newest is kept, as bytes that all listeners share. A listener has no queue:
it knows up to which change it has been told, so a slow one misses nothing but the steps in between.
Who takes nothing at all is cut off by `lines.patient`. Lives on the event loop.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass

from anyio.to_thread import run_sync
from pydantic import TypeAdapter

from livedesk.domain.errors import StoreUnavailable, TooManyRequests, Unavailable
from livedesk.domain.records import Record, RemoveRecord
from livedesk.domain.verdict import LISTED
from livedesk.server.access import VIEWER, Caller, network
from livedesk.server.recorder import Recorder
from livedesk.store.live_list import LiveList
from livedesk.store.rows import StoredBroadcast

log = logging.getLogger(__name__)

KEPT_S = 300.0  # events, for who comes back
WORD_EVERY_S = 15.0
LOOK_EVERY_S = 0.5  # for what other nodes have written
LOOKS_APART_S = 0.2  # at the least: thousands of listeners are told in one go
AT_ONCE = 500  # rows in one look
COME_BACK_MS = 3000  # EventSource waits so long after a break

_RECORD = TypeAdapter(Record)
_REMOVE = TypeAdapter(RemoveRecord)


@dataclass(frozen=True, slots=True)
class _Event:
    """The newest event of one broadcast.

    Attributes:
        at: when it was read, epoch seconds.
        public: None where it has never been in the list.
        own: what its host is told instead; None where that is the same.
    """

    change: int
    at: float
    host_id: str
    public: bytes | None
    own: bytes | None

    def for_(self, host_id: str | None) -> bytes | None:
        return self.own if self.own is not None and self.host_id == host_id else self.public


@dataclass(eq=False, slots=True)
class _Listener:
    """Somebody who listens; `over` ends it."""

    place: str
    host_id: str | None
    shared: bool
    over: bool = False


class EventHub:
    """Reads what has changed, and tells it.

    Args:
        most: listeners at once. Each holds a line for as long as it listens, and beats and
            callbacks want lines too.
        ring: tells other nodes that this one has written; called in a thread.
        word_every_s: a comment says that the server is there.
    """

    def __init__(
        self,
        live_list: LiveList,
        recorder: Recorder,
        clock: Callable[[], float],
        most: int,
        *,
        ring: Callable[[], None] = lambda: None,
        word_every_s: float = WORD_EVERY_S,
    ) -> None:
        self._ring = ring
        self._live_list = live_list
        self._recorder = recorder
        self._clock = clock
        self._most = most
        self._word_every_s = word_every_s
        self._events: dict[str, _Event] = {}  # by broadcast; the newest change comes last
        self._newest: int | None = None  # change that was read; None: nobody has listened of late
        self._floor = 0  # the oldest change from which one can go on
        self._listeners: set[_Listener] = set()
        self._left_at = -math.inf
        self._leaving = False
        self._closed = 0  # how often to hosts
        self._news = asyncio.Event()
        self._nudged = asyncio.Event()
        self._written = False
        self._looking = asyncio.Lock()
        self._last_chunk: tuple[int, int, bytes] | None = None  # from, to, what

    @property
    def listening(self) -> int:
        """How many do."""
        return len(self._listeners)

    @property
    def hosts_listen(self) -> bool:
        """Somebody does with a token: a console is there."""
        return any(one.host_id is not None for one in self._listeners)

    def nudge(self, *, by_others: bool = False) -> None:
        """Something was written, here or by another node: look now."""
        self._written = self._written or not by_others
        self._nudged.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(TimeoutError):
                # Not wait_for: until Python 3.12 it takes a nudge for an answer to being cancelled.
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._nudged.wait()
            self._nudged.clear()
            written, self._written = self._written, False
            if written:  # once for all of it
                with suppress(StoreUnavailable):  # they look by themselves too
                    await run_sync(self._ring)
            with suppress(StoreUnavailable):  # `/readyz` says so; the next look is the retry
                await self.look()
            await asyncio.sleep(LOOKS_APART_S)

    async def look(self) -> None:
        """Read what has changed, while somebody listens or may come back.

        Raises:
            StoreUnavailable: the next look is the retry.
        """
        async with self._looking:
            now = self._clock()
            if not self._listeners and not 0 <= now - self._left_at < KEPT_S:
                self._newest = None
                self._events.clear()
                return
            self._forget(now)
            await self._read(now)

    async def open(
        self, caller: Caller, last_id: str | None, address: str, *, mine: bool, shared: bool
    ) -> AsyncIterator[bytes]:
        """What one listener is told.

        Args:
            last_id: of the last event that it knows.
            mine: also the caller's own broadcasts that are not in the list.
            shared: it came by the public listener.

        Raises:
            WrongToken, Forbidden: `mine` is for hosts.
            TooManyRequests, Unavailable: too many listen.
        """
        host_id = caller.must_be_host().id if mine else None
        listener = _Listener(network(address), host_id, shared)
        if len(self._listeners) >= self._most:
            raise Unavailable("Too many listen already: ask for the list from time to time.")
        if not self._has_room(listener):
            raise TooManyRequests(
                "Too many at this address listen already: ask for the list from time to time.",
                retry_after_s=60,
            )
        closed = self._closed
        self._left_at = self._clock()  # what is read now is kept until it begins
        async with self._looking:
            if self._newest is None:
                await self._read(self._left_at)
        return self._told(listener, last_id, closed)

    def close(self, *, shared: bool = False, mine: bool = False) -> None:
        """End what is being told, so that the server can leave.

        Args:
            shared: only to those who came by the public listener.
            mine: only to hosts: a token may be no good any more. They come back with theirs.
        """
        self._leaving = self._leaving or not (shared or mine)
        self._closed += mine
        for one in self._listeners:
            if (one.shared or not shared) and (one.host_id is not None or not mine):
                one.over = True
        self._wake()

    def _has_room(self, listener: _Listener) -> bool:
        here = sum(one.place == listener.place for one in self._listeners)
        return len(self._listeners) < self._most and here < max(4, self._most // 4)

    async def _told(
        self, listener: _Listener, last_id: str | None, closed: int
    ) -> AsyncIterator[bytes]:
        # Much may have happened since it was let in: others who came at the same moment, or the
        # end of its account. It comes back and is told so.
        ended = listener.host_id is not None and closed != self._closed
        if ended or not self._has_room(listener):
            return
        self._listeners.add(listener)
        try:
            at, first = self._begin(last_id)
            yield first
            while not (listener.over or self._leaving):
                news = self._news
                if self._newest is None or at < self._floor:  # asleep for longer than is kept
                    at, first = self._begin(None)
                    yield first
                elif at < self._newest:
                    at, chunk = self._newest, self._since(at, listener.host_id)
                    if chunk:
                        yield chunk
                else:
                    try:
                        async with asyncio.timeout(self._word_every_s):
                            await news.wait()
                    except TimeoutError:
                        yield b": still here\n\n"
        finally:
            self._listeners.discard(listener)
            self._left_at = self._clock()

    def _begin(self, last_id: str | None) -> tuple[int, bytes]:
        """From which change a listener goes on, and its first words."""
        newest = self._newest or 0
        hello = f"retry: {COME_BACK_MS}\n\n"
        if last_id is not None and last_id.isdecimal() and len(last_id) < 20:
            known = int(last_id)
            if self._floor <= known <= newest:
                return known, hello.encode()
        return newest, f"{hello}id: {newest}\nevent: reset\ndata: {{}}\n\n".encode()

    def _since(self, change: int, host_id: str | None) -> bytes:
        """Every event after this change, in order; the same bytes for all who ask alike."""
        newest = self._newest or 0
        last = self._last_chunk
        if host_id is None and last is not None and last[:2] == (change, newest):
            return last[2]
        told: list[bytes] = []
        for event in reversed(self._events.values()):
            if event.change <= change:
                break
            if (said := event.for_(host_id)) is not None:
                told.append(said)
        chunk = b"".join(reversed(told))
        if host_id is None:
            self._last_chunk = change, newest, chunk
        return chunk

    async def _read(self, now: float) -> None:
        """Under the lock."""
        if self._newest is None:
            self._newest = self._floor = await run_sync(self._live_list.change)
            return
        if await run_sync(self._live_list.change) <= self._newest:
            return
        while rows := await run_sync(self._live_list.changed, self._newest, AT_ONCE):
            for stored in rows:
                self._events.pop(stored.id, None)  # to the end
                self._events[stored.id] = self._event(stored, now)
            self._newest = rows[-1].change
            if len(rows) < AT_ONCE:
                break
        self._wake()

    def _event(self, stored: StoredBroadcast, now: float) -> _Event:
        public, own = None, None
        if stored.state in LISTED:
            public = _upsert(stored, self._recorder.record(stored, VIEWER, push=False))
        else:
            if stored.started_at is not None:
                gone = RemoveRecord(stored.id, stored.state, stored.reason)
                public = _encoded(stored.change, "remove", _REMOVE.dump_json(gone))
            own = _upsert(stored, self._recorder.for_host(stored))
        return _Event(stored.change, now, stored.host_id, public, own)

    def _forget(self, now: float) -> None:
        """What is older than is promised. After the clock was set back, everything."""
        for id, event in list(self._events.items()):
            if 0 <= now - event.at <= KEPT_S:
                return
            self._floor = max(self._floor, event.change)
            del self._events[id]

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


def _upsert(stored: StoredBroadcast, item: Record) -> bytes:
    return _encoded(stored.change, "upsert", _RECORD.dump_json(item))


def _encoded(change: int, kind: str, data: bytes) -> bytes:
    return f"id: {change}\nevent: {kind}\ndata: ".encode() + data + b"\n\n"
