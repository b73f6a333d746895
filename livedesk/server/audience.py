"""Who watches and who likes, in memory: renewed by every viewer each half minute.

Soft state like the heartbeats: after a kill everybody is back within half a minute. Likes wait a
few seconds for the disk. Lives on the event loop.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from livedesk.domain.errors import TooManyRequests
from livedesk.domain.verdict import LISTED
from livedesk.server.access import network
from livedesk.server.rooms import LOOK_EVERY_S, Room, Rooms
from livedesk.store.audience import Counted
from livedesk.store.live_list import LiveList
from livedesk.store.rows import StoredBroadcast, StoredProof

REPEAT_S = 30.0  # how often a viewer says that it is there
MOST_IDS = 50  # of viewers, per address and broadcast
MOST_LIKES = 10  # per address and broadcast within `LIKES_WITHIN_S`
LIKES_WITHIN_S = 60.0
MOST_VIEWERS = 300_000  # counted at once, by this process: 10,000 of them say so each second
MOST_LIKERS = 50_000  # addresses per broadcast whose likes of the last minute are remembered

WRITE_EVERY_S = 5.0  # counters of one broadcast
WRITE_AGAIN_S = 30.0  # although they have not changed: other processes forget who says nothing
PROOF_EVERY_S = 15.0
AT_ONCE = 500  # broadcasts in one look at the memory, and in one transaction
WRITTEN_IN_A_FLUSH, LOOKED_AT_IN_A_FLUSH = 2_000, 20_000


class AudienceBook:
    """The audiences of what is listed.

    Args:
        before: by broadcast, how many watched before this process was started again: so many
            count until they had the time to say that they still do.

    Attributes:
        rooms: where they are.
    """

    def __init__(
        self,
        live_list: LiveList,
        clock: Callable[[], float],
        before: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        self.rooms = Rooms(live_list, clock, self._begin)
        self._clock = clock
        self._read_before = before
        self._before: Mapping[str, int] = {}
        self._began_at: float | None = None
        self._round: list[str] = []  # who has not been looked at lately, whether to be written
        self._liked: dict[tuple[str, str], list[float]] = {}  # when, by broadcast and address

    async def watch(
        self, id: str, viewer: str, address: str, proof: StoredProof | None = None
    ) -> None:
        """One viewer is there.

        Raises:
            NotFound, IdNeeded, BroadcastEnded, NotListed, StoreUnavailable.
            TooManyRequests: this address has `MOST_IDS` viewers there already.
        """
        self._watch(await self.rooms.open(id), viewer, address, proof)

    def watch_now(
        self, id: str, viewer: str, address: str, proof: StoredProof | None = None
    ) -> bool:
        """As `watch`, where memory knows enough; False: the database must be asked.

        Raises:
            BroadcastEnded, NotListed, TooManyRequests.
        """
        room = self.rooms.known(id, self._clock())
        if room is None:
            return False
        room.must_be_listed()
        self._watch(room, viewer, address, proof)
        return True

    async def like(self, id: str, address: str) -> int:
        """One like; gives how many there are now, as far as this process knows.

        Raises:
            NotFound, IdNeeded, BroadcastEnded, NotListed, StoreUnavailable.
            TooManyRequests: `MOST_LIKES` of this address within a minute.
        """
        return self._like(await self.rooms.open(id), address)

    def like_now(self, id: str, address: str) -> int | None:
        """As `like`, where memory knows enough; None: the database must be asked.

        Raises:
            BroadcastEnded, NotListed, TooManyRequests.
        """
        room = self.rooms.known(id, self._clock())
        if room is None:
            return None
        room.must_be_listed()
        return self._like(room, address)

    def is_behind(self, id: str, change: int) -> bool:
        """Whether it is, or may soon be, remembered as it was before this change."""
        return self.rooms.is_behind(id, change)

    def told(self, stored: StoredBroadcast) -> None:
        """The store has written this."""
        self.rooms.told(stored)

    def due(self, now: float, *, all_of_them: bool = False) -> Iterator[dict[str, Counted]]:
        """What a flush should write now, in slices of `AT_ONCE` at most, some of them empty.

        The likes in a slice are the flush's from then on: `failed` brings them back. Where there is
        more than a flush should take, the next one goes on.
        """
        if all_of_them or not self._round:
            self._round = list(self.rooms)
        looked_at = written = 0
        while self._round and (
            all_of_them or (written < WRITTEN_IN_A_FLUSH and looked_at < LOOKED_AT_IN_A_FLUSH)
        ):
            ids = self._round[-AT_ONCE:]
            del self._round[-AT_ONCE:]
            counted = {id: one for id in ids if (one := self._unwritten(id, now, all_of_them))}
            looked_at, written = looked_at + len(ids), written + len(counted)
            yield counted

    def written(self, counted: Mapping[str, Counted], likes: Mapping[str, int], now: float) -> None:
        """The flush is on disk.

        Args:
            likes: how many each of them has there now.
        """
        for id, one in counted.items():
            if (room := self.rooms.get(id)) is None:
                continue
            room.writing = 0
            if likes.get(id, 0) > room.stored.likes:
                room.stored = replace(room.stored, likes=likes[id])
            listed = room.stored.state in LISTED
            room.written, room.written_at = one.viewers if listed else 0, now
            if one.proof is not None:
                room.proof_at = now
                if room.proof is one.proof:
                    room.proof = None

    def failed(self, counted: Mapping[str, Counted]) -> None:
        """The flush is not on disk."""
        for id, one in counted.items():
            if (room := self.rooms.get(id)) is not None:
                room.likes += one.likes
                room.writing = 0

    def forget(self, now: float) -> None:
        """Let go of likes that are too old to count against anybody.

        What is older than a minute; where that is not enough, who liked first.
        """
        for who, liked in list(self._liked.items()):
            if not _is_fresh(liked[-1], now, LIKES_WITHIN_S):
                del self._liked[who]
        if len(self._liked) >= MOST_LIKERS:
            for who in list(self._liked)[: MOST_LIKERS // 10]:
                del self._liked[who]

    def _begin(self) -> None:
        """In a thread, before anybody is counted."""
        self._before = self._read_before()
        self._began_at = self._clock()

    def _watch(self, room: Room, viewer: str, address: str, proof: StoredProof | None) -> None:
        now, place = self._clock(), network(address)
        known = room.viewers.get(viewer)
        if known is None or known[1] != place:
            self._refuse_too_many(room, place, now, new=known is None)
        self.rooms.seen(room, viewer, now, place)
        if proof is not None:
            room.proof = proof

    def _like(self, room: Room, address: str) -> int:
        now, who = self._clock(), (room.stored.id, network(address))
        if who not in self._liked and len(self._liked) >= MOST_LIKERS:
            self.forget(now)
        liked = [at for at in self._liked.get(who, ()) if 0 <= now - at < LIKES_WITHIN_S]
        if len(liked) >= MOST_LIKES:
            wait_s = liked[0] + LIKES_WITHIN_S - now
            raise _too_many(f"{MOST_LIKES} likes a minute are enough: try again later.", wait_s)
        self._liked[who] = [*liked, now]
        room.likes += 1
        return room.stored.likes + room.writing + room.likes

    def _unwritten(self, id: str, now: float, all_of_them: bool) -> Counted | None:
        """What should be written of it; a room with nobody in it is let go of."""
        if (room := self.rooms.get(id)) is None:
            return None
        self.rooms.expire(room, now)
        viewers = self._viewers(id, room, now)
        news = room.proof is not None and not _is_fresh(room.proof_at, now, PROOF_EVERY_S)
        changed = bool(room.likes) or viewers != room.written or news
        if not changed and not (viewers and not _is_fresh(room.written_at, now, WRITE_AGAIN_S)):
            if not viewers and not _is_fresh(room.looked_at, now, LOOK_EVERY_S):
                self.rooms.close(id)
            return None
        if not all_of_them and _is_fresh(room.written_at, now, WRITE_EVERY_S):
            return None
        counted = Counted(room.likes, viewers, room.proof)
        room.writing, room.likes = room.likes, 0
        return counted

    def _viewers(self, id: str, room: Room, now: float) -> int:
        waits = _is_fresh(self._began_at, now, REPEAT_S + WRITE_EVERY_S)
        listed = room.stored.state in LISTED
        return max(len(room.viewers), self._before.get(id, 0) if waits and listed else 0)

    def _refuse_too_many(self, room: Room, place: str, now: float, *, new: bool) -> None:
        if room.ids.get(place, 0) >= MOST_IDS:
            self.rooms.expire(room, now)
            if room.ids.get(place, 0) >= MOST_IDS:
                raise _too_many(f"At most {MOST_IDS} viewers at one address are counted.", REPEAT_S)
        if new and self.rooms.watching >= MOST_VIEWERS:
            raise _too_many("This server counts no more viewers now.", REPEAT_S)


def _too_many(sentence: str, wait_s: float) -> TooManyRequests:
    return TooManyRequests(sentence, retry_after_s=max(1, math.ceil(wait_s)))


def _is_fresh(at: float | None, now: float, within_s: float) -> bool:
    return at is not None and 0 <= now - at < within_s
