"""The rooms of what is watched: each broadcast as it is known, and its audience.

A room is opened by a question to the database, one for all who come meanwhile. Then news come by
themselves: what this process writes is `told`, and `Neighbours` says up to when it knows what
others have written. Where that is too long ago, the database is asked again.
"""

from __future__ import annotations

import asyncio
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from anyio.to_thread import run_sync

from livedesk.domain.errors import IdNeeded, NotListed, StoreUnavailable
from livedesk.domain.verdict import LISTED
from livedesk.store.judgement import no_such_broadcast
from livedesk.store.live_list import LiveList
from livedesk.store.rows import StoredBroadcast, StoredProof
from livedesk.store.store import ended

FORGOTTEN_S = 90.0  # viewers who do not say that they are there
LOOK_EVERY_S = 2.0  # whether a broadcast is still listed, where no news come by themselves
READ_AT_ONCE = 100


@dataclass(slots=True)
class Room:
    """One broadcast's audience.

    Attributes:
        stored: as the database last had it.
        looked_at: when that was.
        viewers: when each was last seen, and at which address; who was seen longest ago comes
            first.
        ids: how many viewers each address has.
        likes: not written yet; `writing` are on their way.
        written, written_at, proof_at: what the disk has of viewers and proof, and since when.
    """

    stored: StoredBroadcast
    looked_at: float
    viewers: dict[str, tuple[float, str]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    likes: int = 0
    writing: int = 0
    proof: StoredProof | None = None
    written: int = 0
    written_at: float | None = None
    proof_at: float | None = None

    def seen(self, id: str, now: float, place: str) -> None:
        """This viewer is there."""
        known = self.viewers.pop(id, None)  # to the end: seen last
        self.viewers[id] = (now, place)
        if known is None or known[1] != place:
            self.ids[place] = self.ids.get(place, 0) + 1
            if known is not None:
                self._left(known[1])

    def expire(self, now: float) -> None:
        """Forget who has not said for `FORGOTTEN_S` that it is there."""
        gone = []  # first: a dict from which the first is taken again and again is slow to walk
        for id, (seen_at, _) in self.viewers.items():
            if 0 <= now - seen_at <= FORGOTTEN_S:
                break
            gone.append(id)
        for id in gone:
            self._left(self.viewers.pop(id)[1])

    def clear(self) -> None:
        self.viewers.clear()
        self.ids.clear()

    def must_be_listed(self) -> None:
        """
        Raises:
            BroadcastEnded, NotListed.
        """
        if self.stored.state not in LISTED:
            raise _not_listed(self.stored)

    def _left(self, place: str) -> None:
        self.ids[place] -= 1
        if not self.ids[place]:
            del self.ids[place]


class Rooms:
    """By the broadcast's id. Lives on the event loop.

    Args:
        opening: called in a thread before the first room is opened.

    Attributes:
        known_until: up to when everything is known that other processes have written.
        watching: viewers in all rooms.
    """

    def __init__(
        self, live_list: LiveList, clock: Callable[[], float], opening: Callable[[], None]
    ) -> None:
        self._live_list = live_list
        self._clock = clock
        self._opening: Callable[[], None] | None = opening
        self._rooms: dict[str, Room] = {}
        self._asked: dict[str, asyncio.Future[StoredBroadcast | None]] = {}
        self._news: dict[str, StoredBroadcast] = {}  # of those, what was written since
        self._reading: asyncio.Task[None] | None = None
        self.known_until = -math.inf
        self.watching = 0

    def __len__(self) -> int:
        return len(self._rooms)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rooms)

    def get(self, id: str) -> Room | None:
        """As it was last known."""
        return self._rooms.get(id)

    def known(self, id: str, now: float) -> Room | None:
        """A room of which the database need not be asked."""
        room = self._rooms.get(id)
        if room is None:
            return None
        fresh = (
            0 <= now - self.known_until < LOOK_EVERY_S or 0 <= now - room.looked_at < LOOK_EVERY_S
        )
        return room if fresh else None

    async def open(self, id: str) -> Room:
        """The room of a listed broadcast.

        Raises:
            NotFound, IdNeeded, BroadcastEnded, NotListed, StoreUnavailable.
        """
        room = self.known(id, self._clock())
        if room is None:
            stored = await self._read(id)
            if stored is None:
                raise no_such_broadcast(id)
            if stored.id != id:
                raise IdNeeded(f"This takes the broadcast's id, here {stored.id}.", id=stored.id)
            room = self._rooms.get(id)
            if room is None:
                raise _not_listed(stored)
        room.must_be_listed()
        return room

    def is_behind(self, id: str, change: int) -> bool:
        """Whether it is, or may soon be, remembered as it was before this change."""
        room = self._rooms.get(id)
        return id in self._asked or (room is not None and room.stored.change < change)

    def told(self, stored: StoredBroadcast) -> None:
        """The store has written this."""
        id = stored.id
        if id in self._asked:
            known = self._news.get(id)
            if known is None or stored.change >= known.change:
                self._news[id] = stored
        room = self._rooms.get(id)
        if room is not None and stored.change >= room.stored.change:
            self._take_over(room, stored)

    def seen(self, room: Room, viewer: str, now: float, place: str) -> None:
        """See `Room.seen`."""
        before = len(room.viewers)
        room.seen(viewer, now, place)
        self.watching += len(room.viewers) - before

    def expire(self, room: Room, now: float) -> None:
        """See `Room.expire`."""
        before = len(room.viewers)
        room.expire(now)
        self.watching += len(room.viewers) - before

    def close(self, id: str) -> None:
        """It is let go of; a later viewer opens it again."""
        self.watching -= len(self._rooms.pop(id).viewers)

    async def _read(self, id: str) -> StoredBroadcast | None:
        asked = self._asked.get(id)
        if asked is None:
            asked = self._asked[id] = asyncio.get_running_loop().create_future()
            if self._reading is None:
                self._reading = asyncio.create_task(self._read_all())
        return await asyncio.shield(asked)

    async def _read_all(self) -> None:
        """Until nobody waits."""
        try:
            while self._asked:
                await self._read_some(list(itertools.islice(self._asked, READ_AT_ONCE)))
        finally:
            self._reading = None
            for asked in self._asked.values():  # only where it was cut short
                asked.cancel()
            self._asked.clear()

    async def _read_some(self, ids: list[str]) -> None:
        now = self._clock()
        try:
            if self._opening is not None:
                await run_sync(self._opening)
                self._opening = None
            found = await run_sync(self._live_list.each, ids)
        except StoreUnavailable as error:
            for id in ids:
                self._news.pop(id, None)
                asked = self._asked.pop(id)
                asked.set_exception(error)
                asked.exception()  # whoever asked may have gone meanwhile
            return
        for id in ids:
            stored, news = found.get(id), self._news.pop(id, None)
            if news is not None and (stored is None or news.change >= stored.change):
                stored = news
            if stored is not None and stored.id == id:
                self._keep(stored, now)
            self._asked.pop(id).set_result(stored)

    def _keep(self, stored: StoredBroadcast, now: float) -> None:
        room = self._rooms.get(stored.id)
        if room is None and stored.state in LISTED:
            self._rooms[stored.id] = Room(stored, now)
        elif room is not None:
            if stored.change >= room.stored.change:
                self._take_over(room, stored)
            room.looked_at = now

    def _take_over(self, room: Room, stored: StoredBroadcast) -> None:
        room.stored = stored
        if stored.state not in LISTED:
            self.watching -= len(room.viewers)
            room.clear()
            room.written = 0  # the verdict has written that


def _not_listed(stored: StoredBroadcast) -> Exception:
    if stored.over:
        return ended(stored)
    return NotListed(
        "The broadcast is not in the live list: try again when it is.", state=stored.state
    )
