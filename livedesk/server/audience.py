"""Who watches and who likes, in memory: renewed by every viewer each half minute.

Soft state like the heartbeats: after a kill everybody is back within half a minute. Likes wait a
few seconds for the disk. Lives on the event loop.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from anyio.to_thread import run_sync

from livedesk.domain.errors import IdNeeded, NotListed, TooManyRequests
from livedesk.domain.verdict import LISTED
from livedesk.server.access import network
from livedesk.store.audience import Counted
from livedesk.store.judgement import no_such_broadcast
from livedesk.store.live_list import LiveList
from livedesk.store.rows import StoredBroadcast, StoredProof
from livedesk.store.store import ended

REPEAT_S = 30.0  # how often a viewer says that it is there
FORGOTTEN_S = 90.0
MOST_IDS = 50  # of viewers, per address and broadcast
MOST_LIKES = 10  # per address and broadcast within `LIKES_WITHIN_S`
LIKES_WITHIN_S = 60.0
MOST_VIEWERS = 200_000  # counted at once, by this process
MOST_LIKERS = 50_000  # addresses per broadcast whose likes of the last minute are remembered

WRITE_EVERY_S = 5.0  # counters of one broadcast
WRITE_AGAIN_S = 30.0  # although they have not changed: other processes forget who says nothing
PROOF_EVERY_S = 15.0
AT_ONCE = 500  # broadcasts in one transaction
LOOK_EVERY_S = 2.0  # whether a broadcast is still listed; other processes may know better


@dataclass(slots=True)
class _Viewer:
    seen_at: float
    place: str


@dataclass(slots=True)
class _Room:
    """One broadcast's audience.

    Attributes:
        stored: as the database last had it.
        looked_at: when that was.
        viewers: by their own id; who was seen longest ago comes first.
        ids: how many of them each address has.
        likes: not written yet.
        written, written_at, proof_at: what the disk has of viewers and proof, and since when.
    """

    stored: StoredBroadcast
    looked_at: float
    viewers: dict[str, _Viewer] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    likes: int = 0
    proof: StoredProof | None = None
    written: int = 0
    written_at: float | None = None
    proof_at: float | None = None

    def drop(self, id: str) -> None:
        place = self.viewers.pop(id).place
        self.ids[place] -= 1
        if not self.ids[place]:
            del self.ids[place]

    def expire(self, now: float) -> None:
        """Forget who has not said for `FORGOTTEN_S` that it is there."""
        while self.viewers:
            id, first = next(iter(self.viewers.items()))
            if 0 <= now - first.seen_at <= FORGOTTEN_S:
                return
            self.drop(id)


class AudienceBook:
    """The audiences of what is listed.

    Args:
        before: by broadcast, how many watched before this process was started again: so many
            count until they had the time to say that they still do.
    """

    def __init__(
        self,
        live_list: LiveList,
        clock: Callable[[], float],
        before: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        self._live_list = live_list
        self._clock = clock
        self._read_before = before
        self._before: Mapping[str, int] = {}
        self._began_at: float | None = None
        self._rooms: dict[str, _Room] = {}
        self._liked: dict[tuple[str, str], list[float]] = {}  # when, by broadcast and address

    async def watch(
        self, id: str, viewer: str, address: str, proof: StoredProof | None = None
    ) -> None:
        """One viewer is there.

        Raises:
            NotFound, IdNeeded, BroadcastEnded, NotListed.
            TooManyRequests: this address has `MOST_IDS` viewers there already.
        """
        room, now, place = await self._open(id), self._clock(), network(address)
        room.expire(now)
        known = room.viewers.get(viewer)
        if known is None or known.place != place:
            self._refuse_too_many(room, place, new=known is None)
        if known is not None:
            room.drop(viewer)
        room.viewers[viewer] = _Viewer(now, place)  # at the end: seen last
        room.ids[place] = room.ids.get(place, 0) + 1
        if proof is not None:
            room.proof = proof

    async def like(self, id: str, address: str) -> int:
        """One like; gives how many there are now, as far as this process knows.

        Raises:
            NotFound, IdNeeded, BroadcastEnded, NotListed.
            TooManyRequests: `MOST_LIKES` of this address within a minute.
        """
        room, now, who = await self._open(id), self._clock(), (id, network(address))
        if who not in self._liked and len(self._liked) >= MOST_LIKERS:
            self._forget_likes(now)
        liked = [at for at in self._liked.get(who, ()) if 0 <= now - at < LIKES_WITHIN_S]
        if len(liked) >= MOST_LIKES:
            wait_s = liked[0] + LIKES_WITHIN_S - now
            raise _too_many(f"{MOST_LIKES} likes a minute are enough: try again later.", wait_s)
        self._liked[who] = [*liked, now]
        room.likes += 1
        return room.stored.likes + room.likes

    def is_behind(self, id: str, change: int) -> bool:
        """Whether it is remembered as it was before this change."""
        room = self._rooms.get(id)
        return room is not None and room.stored.change < change

    def told(self, stored: StoredBroadcast) -> None:
        """The store has written this."""
        room = self._rooms.get(stored.id)
        if room is None or stored.change < room.stored.change:
            return
        room.stored, room.looked_at = stored, self._clock()
        if stored.state not in LISTED:
            room.viewers.clear()
            room.ids.clear()
            room.written = 0  # the verdict has written that

    def unwritten(self, now: float, *, all_of_them: bool = False) -> dict[str, Counted]:
        """What a flush should write now, of `AT_ONCE` broadcasts at most.

        Its likes are the flush's from now on: `failed` brings them back.
        """
        due: dict[str, Counted] = {}
        for id, room in self._rooms.items():
            room.expire(now)
            viewers = self._viewers(id, room, now)
            news = room.proof is not None and not _is_fresh(room.proof_at, now, PROOF_EVERY_S)
            changed = bool(room.likes) or viewers != room.written or news
            if not changed and not (viewers and not _is_fresh(room.written_at, now, WRITE_AGAIN_S)):
                continue
            if all_of_them or not _is_fresh(room.written_at, now, WRITE_EVERY_S):
                due[id] = Counted(room.likes, viewers, room.proof)
                room.stored = replace(room.stored, likes=room.stored.likes + room.likes)
                room.likes = 0
                if len(due) == AT_ONCE and not all_of_them:
                    break
        return due

    def written(self, counted: Mapping[str, Counted], now: float) -> None:
        """The flush is on disk."""
        for id, one in counted.items():
            if (room := self._rooms.get(id)) is None:
                continue
            listed = room.stored.state in LISTED
            room.written, room.written_at = one.viewers if listed else 0, now
            if one.proof is not None:
                room.proof_at = now
                if room.proof is one.proof:
                    room.proof = None

    def failed(self, counted: Mapping[str, Counted]) -> None:
        """The flush is not on disk."""
        for id, one in counted.items():
            if (room := self._rooms.get(id)) is not None:
                room.likes += one.likes
                room.stored = replace(room.stored, likes=room.stored.likes - one.likes)

    def forget(self, now: float) -> None:
        """Let go of what nobody watches or likes any more."""
        for id, room in list(self._rooms.items()):
            if not (room.viewers or room.likes or room.written):
                del self._rooms[id]
        self._forget_likes(now)

    async def _open(self, id: str) -> _Room:
        """The audience of a listed broadcast.

        Raises:
            NotFound, IdNeeded, BroadcastEnded, NotListed.
        """
        now = self._clock()
        if self._began_at is None:
            self._began_at = now
            self._before = await run_sync(self._read_before)
        room = self._rooms.get(id)
        if room is None or not _is_fresh(room.looked_at, now, LOOK_EVERY_S):
            if room is not None:
                room.looked_at = now  # whoever comes meanwhile need not look too
            stored = await run_sync(self._live_list.one, id)
            if stored is None:
                raise no_such_broadcast(id)
            if stored.id != id:
                raise IdNeeded(f"This takes the broadcast's id, here {stored.id}.", id=stored.id)
            room = self._rooms.get(id)
            if room is not None:
                self.told(stored)
            elif stored.state in LISTED:
                room = self._rooms[id] = _Room(stored, now)
            else:
                raise _not_listed(stored)
        if room.stored.state not in LISTED:
            raise _not_listed(room.stored)
        return room

    def _forget_likes(self, now: float) -> None:
        """What is older than a minute; where that is not enough, who liked first."""
        for who, liked in list(self._liked.items()):
            if not _is_fresh(liked[-1], now, LIKES_WITHIN_S):
                del self._liked[who]
        if len(self._liked) >= MOST_LIKERS:
            for who in list(self._liked)[: MOST_LIKERS // 10]:
                del self._liked[who]

    def _viewers(self, id: str, room: _Room, now: float) -> int:
        waits = _is_fresh(self._began_at, now, REPEAT_S + WRITE_EVERY_S)
        listed = room.stored.state in LISTED
        return max(len(room.viewers), self._before.get(id, 0) if waits and listed else 0)

    def _refuse_too_many(self, room: _Room, place: str, *, new: bool) -> None:
        if room.ids.get(place, 0) >= MOST_IDS:
            raise _too_many(f"At most {MOST_IDS} viewers at one address are counted.", REPEAT_S)
        if new and sum(len(one.viewers) for one in self._rooms.values()) >= MOST_VIEWERS:
            raise _too_many("This server counts no more viewers now.", REPEAT_S)


def _not_listed(stored: StoredBroadcast) -> Exception:
    if stored.over:
        return ended(stored)
    return NotListed(
        "The broadcast is not in the live list: try again when it is.", state=stored.state
    )


def _too_many(sentence: str, wait_s: float) -> TooManyRequests:
    return TooManyRequests(sentence, retry_after_s=max(1, math.ceil(wait_s)))


def _is_fresh(at: float | None, now: float, within_s: float) -> bool:
    return at is not None and 0 <= now - at < within_s
