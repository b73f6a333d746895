"""Every change of a broadcast, in one transaction: lock, read the evidence, judge, write.

Nobody judges on what was read before the lock, so two changes at once cannot undo each other.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from livedesk.domain.errors import BadRequest, BroadcastEnded
from livedesk.domain.explain_trail import hold_detail
from livedesk.domain.verdict import LISTED, STEADY, Policy, Reason, State
from livedesk.store import future, keys, publishers, refusals, search, steady
from livedesk.store.creation import (
    KEY_LIFE_S,
    made_before,
    refuse_shut_out,
    refuse_too_many,
    take_code,
)
from livedesk.store.database import Database
from livedesk.store.judgement import Bench, Heard, next_change, note, write_heard
from livedesk.store.live_list import MAKES_DOUBTFUL
from livedesk.store.locks import CLEANING, EVERYTHING, is_ours_alone, lock_all, lock_broadcasts
from livedesk.store.publishers import PollWord
from livedesk.store.rows import NewBroadcast, StoredBroadcast
from livedesk.store.tables import (
    broadcasts,
    hosts,
    idempotency,
    recordings,
    sessions,
)
from livedesk.store.upsert import upsert

Due: TypeAlias = tuple[float, str]
"""When a broadcast must be looked at, and its id."""

SHORTEST_KEY_S = 300  # of a push address
SESSION_LIFE_S = 3600  # of a closed session's id
BEATS_AT_ONCE = 500  # in one transaction where others write at the same time

_WHEN = (broadcasts.c.look_again_at, broadcasts.c.id)
_DUE = (
    select(*_WHEN, broadcasts.c.state, broadcasts.c.reason)
    .where(
        broadcasts.c.over.is_(None),
        broadcasts.c.look_again_at <= bindparam("now"),
        broadcasts.c.look_again_at >= bindparam("at"),
        tuple_(*_WHEN) > tuple_(bindparam("at"), bindparam("id")),
    )
    .order_by(*_WHEN)
    .limit(bindparam("most"))
    .with_for_update(key_share=True, skip_locked=True)  # what another node has in hand is its own
)
_LATER = sessions.alias()
_HAS_LATER_END = exists().where(
    _LATER.c.broadcast_id == sessions.c.broadcast_id,
    _LATER.c.started_at.is_(None) == sessions.c.started_at.is_(None),
    _LATER.c.ended_at > sessions.c.ended_at,
)
EARLIEST = (-math.inf, "")
_OLD_KEYS = delete(idempotency).where(idempotency.c.created_at < bindparam("before"))
# The newest end is what `interrupted` and `offline` rest on; that of an unknown session closes what
# only polls had opened.
_OLD_SESSIONS = delete(sessions).where(
    sessions.c.ended_at < bindparam("before"), _HAS_LATER_END, ~MAKES_DOUBTFUL
)


class Store:
    """The broadcasts. Every method is one transaction and may be called from any thread.

    Args:
        heard: the newest beats of a broadcast as memory has them; None if it has none. They are
            part of the evidence of every judgement, and written with it.
        one_at_a_time: the local relay carries one unfinished broadcast.
    """

    def __init__(
        self,
        database: Database,
        policy: Policy,
        clock: Callable[[], float],
        *,
        heard: Callable[[str], Heard | None] = lambda _: None,
        max_unfinished: int = 20,
        one_at_a_time: bool = False,
    ) -> None:
        self._database = database
        self._policy = policy
        self._bench = Bench(policy, heard, heard_since=clock())
        self._clock = clock
        self._max_unfinished = max_unfinished
        self._one_at_a_time = one_at_a_time

    @property
    def heard_since(self) -> float:
        """Since when this server hears without a gap (rule 8)."""
        return self._bench.heard_since

    @heard_since.setter
    def heard_since(self, at: float) -> None:
        self._bench.heard_since = at

    def create(
        self, new: NewBroadcast, bizid: str, templates: Iterable[str]
    ) -> tuple[StoredBroadcast, bool]:
        """A new broadcast; False and the old one for a repeated Idempotency-Key.

        Raises:
            IdempotencyClash, Forbidden, Banned, CodeTaken, Unfinished, RelayBusy,
            TooManyUnfinished, BadLiveCode.
        """
        with self._database.writing() as connection:
            now, id = self._clock(), secrets.token_hex(10)
            refuse_shut_out(connection, new.host_id)
            if new.key and (known := made_before(connection, new, now)):
                return self._bench.locked(connection, known), False
            code = take_code(
                connection, new, now, bizid, tuple(templates), one_at_a_time=self._one_at_a_time
            )
            refuse_too_many(connection, new.host_id, self._max_unfinished)
            expires_at = keys.free_second(connection, str(code), now + new.valid_for_s)
            connection.execute(
                insert(broadcasts).values(
                    id=id,
                    code=str(code),
                    folded=code.folded,
                    host_id=new.host_id,
                    title=new.title,
                    cover_url=new.cover_url,
                    rehearsal=new.rehearsal,
                    created_at=now,
                    expires_at=expires_at,
                    push_nonce=secrets.token_hex(8),
                    state=State.READY,
                    reason=Reason.WAITING,
                    change=next_change(connection),
                )
            )
            keys.issue(connection, str(code), id, expires_at)
            if new.key:
                connection.execute(
                    insert(idempotency).values(
                        host_id=new.host_id,
                        key=new.key,
                        body_hash=new.body_hash,
                        broadcast_id=id,
                        created_at=now,
                    )
                )
            return self._bench.judged(connection, id, now), True

    def change(
        self,
        id: str,
        *,
        title: str | None = None,
        cover_url: str | None = None,
        rehearsal: bool | None = None,
    ) -> StoredBroadcast:
        """Change what is given; None leaves a value as it is. An empty `cover_url` takes it away.

        Raises:
            NotFound, BroadcastEnded.
        """
        given: dict[str, object] = {"title": title, "rehearsal": rehearsal}
        values = {key: value for key, value in given.items() if value is not None}
        if cover_url is not None:
            values["cover_url"] = cover_url or None
        with self._database.writing() as connection:
            found = self._bench.locked(connection, id)
            if found.over:
                raise ended(found)
            if values:
                values["change"] = next_change(connection)
                connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(**values))
                search.index(connection, id)
            return self._bench.judged(connection, id, self._clock())

    def end(
        self,
        id: str,
        why: Reason = Reason.ENDED_BY_HOST,
        said: str = "",
        *,
        banned: bool = False,
    ) -> StoredBroadcast:
        """The last word (rule 1). Ending twice is ending once.

        Args:
            said: what an admin gave as the reason, for the trail.
            banned: its host is banned with it, for the trail.

        Raises:
            NotFound: no such broadcast.
        """
        with self._database.writing() as connection:
            found = self._bench.locked(connection, id)
            if found.over:
                return found
            connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(over=why))
            note(connection, id, self._clock(), why, said)
            if banned:
                note(connection, id, self._clock(), "banned", "")
            return self._bench.judged(connection, id, self._clock())

    def end_of_shut_out(self) -> list[StoredBroadcast]:
        """End what hosts have on whom an admin has shut out.

        A disabled host loses everything unfinished; a banned one what is listed, and its codes work
        again when the ban is lifted.
        """
        shut_out = select(hosts.c.id, hosts.c.banned).where(or_(hosts.c.disabled, hosts.c.banned))
        shown = or_(hosts.c.disabled, broadcasts.c.state.in_(LISTED))
        with self._database.reading() as connection:
            found: list[tuple[str, bool]] = []
            for host, banned in connection.execute(shut_out).all():
                unfinished = (
                    select(broadcasts.c.id)
                    .join(hosts, hosts.c.id == broadcasts.c.host_id)
                    .where(hosts.c.id == host, shown, broadcasts.c.over.is_(None))
                )
                found += [(id, banned) for id in connection.execute(unfinished).scalars()]
        return [self.end(id, Reason.KICKED, banned=banned) for id, banned in found]

    def kicked_of(self, host_id: str) -> list[str]:
        """The codes that a ban may keep out of the media server: see `MediaServer.forbid`."""
        kicked = (broadcasts.c.over == Reason.KICKED, broadcasts.c.expires_at > self._clock())
        found = select(broadcasts.c.code).where(broadcasts.c.host_id == host_id, *kicked)
        with self._database.reading() as connection:
            return sorted(set(connection.execute(found).scalars()))

    def look(self, id: str) -> StoredBroadcast:
        """Judge again with what memory has heard, e.g. a beat that changes the state.

        Raises:
            NotFound: no such broadcast.
        """
        with self._database.writing() as connection:
            self._bench.locked(connection, id)
            return self._bench.judged(connection, id, self._clock())

    def publish(
        self, code: str, client: str, session: str, checked: StoredBroadcast | None = None
    ) -> StoredBroadcast | None:
        """A publisher is there. None if nothing unfinished has this code.

        Args:
            client: the media server's own id of the connection.
            session: the same, made unique over the media server's restarts.
            checked: the broadcast that the push was allowed for. No other one counts, and neither
                does this one if an admin or a new key has shut the publisher out since.
        """
        with self._database.writing() as connection:
            folded, now = code.lower(), self._clock()
            publishers.lock(connection, folded)
            id = publishers.unfinished_on(connection, folded)
            if id is None:
                return None
            if checked is not None:
                found = self._bench.locked(connection, id)
                same = (found.id, found.push_nonce) == (checked.id, checked.push_nonce)
                shut_out = found.host_banned or found.host_disabled or found.held_at(now)
                if shut_out or not same:
                    return None
            id = publishers.started(connection, folded, session, client, id, now)
            return self._bench.judged(connection, id, now)

    def publish_done(
        self, code: str, client: str | None, *, lasting_ids: bool = False
    ) -> list[StoredBroadcast]:
        """A publisher has left; see `publishers.done`. Empty where it never counted."""
        with self._database.writing() as connection:
            publishers.lock(connection, code.lower())
            now = self._clock()
            ids = publishers.done(connection, code.lower(), client, now, lasting_ids=lasting_ids)
            return [self._bench.judged(connection, id, now) for id in ids]

    def polled(self, words: Iterable[PollWord]) -> list[StoredBroadcast]:
        """What the media server answered about broadcasts; gives those that were judged anew."""
        asked = sorted(words, key=lambda word: word.id)
        with self._database.writing() as connection:
            lock_broadcasts(connection, {word.id for word in asked})
            now = self._clock()
            ids = [
                id
                for word in asked
                for id in publishers.polled(connection, self._policy, word, now)
            ]
            return [self._bench.judged(connection, id, now) for id in ids]

    def recorded(self, code: str, file: str, url: str, start: float, end: float) -> str | None:
        """Keep a recording with the broadcast that it shows; gives that one's id."""
        with self._database.writing() as connection:
            begun = (broadcasts.c.folded == code.lower(), broadcasts.c.created_at <= end)
            newest = select(broadcasts.c.id).where(*begun).order_by(broadcasts.c.created_at.desc())
            id: str | None = connection.execute(newest.limit(1)).scalar()
            if id is not None:
                connection.execute(
                    upsert(recordings)
                    .values(broadcast_id=id, file=file, url=url, start=start, end=end)
                    .on_conflict_do_nothing()
                )
            return id

    def pictured(self, code: str, url: str) -> StoredBroadcast | None:
        """Keep the media server's own picture, the cover where the host has given none."""
        with self._database.writing() as connection:
            publishers.lock(connection, code.lower())
            id = publishers.unfinished_on(connection, code.lower())
            if id is None:
                return None
            values = {"snapshot_url": url, "change": next_change(connection)}
            connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(**values))
            return self._bench.locked(connection, id)

    def hold(self, id: str, until: float, why: str = "") -> StoredBroadcast:
        """Off the list and refused until then (rule 1); what is heard later counts again.

        Raises:
            NotFound, BroadcastEnded.
        """
        with self._database.writing() as connection:
            if (found := self._bench.locked(connection, id)).over:
                raise ended(found)
            seconds = until - self._clock()
            return self._held(connection, id, until, "held", hold_detail(seconds, why))

    def lift_hold(self, id: str) -> StoredBroadcast:
        """The hold is over now; without one, nothing changes.

        Raises:
            NotFound, BroadcastEnded.
        """
        with self._database.writing() as connection:
            found, now = self._bench.locked(connection, id), self._clock()
            if found.over:
                raise ended(found)
            if found.hold_until is None or found.hold_until <= now:
                return found
            return self._held(connection, id, now, "hold_lifted", "")

    def _held(
        self, connection: Connection, id: str, until: float, kind: str, why: str
    ) -> StoredBroadcast:
        now = self._clock()
        values = {"hold_until": until, "change": next_change(connection)}
        connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(**values))
        note(connection, id, now, kind, why)
        return self._bench.judged(connection, id, now)

    def new_key(self, id: str, *, revoke: bool, valid_for_s: float | None) -> StoredBroadcast:
        """Another push address.

        Args:
            revoke: every address of before is useless from now on; else it stays good.
            valid_for_s: None, for a revocation: the new one expires when the old one does, or soon
                where that has passed.

        Raises:
            NotFound, BroadcastEnded.
            BadRequest: a renewal that is not for longer.
        """
        with self._database.writing() as connection:
            found, now = self._bench.locked(connection, id), self._clock()
            if found.over:
                raise ended(found)
            if valid_for_s is None and not revoke:
                raise BadRequest("A renewal takes valid_for_s: for how many seconds from now.")
            expires_at = found.expires_at if valid_for_s is None else now + valid_for_s
            if not revoke and expires_at <= found.expires_at:
                raise BadRequest("The push address is good for longer than that already.")
            if revoke:
                keys.revoke(connection, id, now)
            expires_at = max(expires_at, now + SHORTEST_KEY_S)
            expires_at = keys.issue(connection, found.code, id, expires_at)
            values: dict[str, object] = {"expires_at": expires_at}
            values["change"] = next_change(connection)
            if revoke:
                values["push_nonce"] = secrets.token_hex(8)
            connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(**values))
            note(connection, id, now, "key_replaced" if revoke else "key_renewed")
            return self._bench.judged(connection, id, now)

    def has_left(self, code: str, session: str) -> bool:
        """Whether the end of this publisher is known: its start, told again, is no news."""
        with self._database.reading() as connection:
            return publishers.has_left(connection, code.lower(), session)

    def is_stale(self, code: str, tx_time: str) -> bool:
        """Whether a push address of this code was replaced, or is an earlier broadcast's."""
        with self._database.reading() as connection:
            return keys.is_stale(connection, code, tx_time)

    def forget_publishers(self) -> list[StoredBroadcast]:
        """Close every open session: the local relay's are gone when the server starts."""
        with self._database.writing() as connection:
            open_ = connection.execute(select(sessions).where(sessions.c.ended_at.is_(None)))
            touched = {row["broadcast_id"] for row in open_.mappings()}
            lock_broadcasts(connection, touched)
            now = self._clock()
            connection.execute(
                update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=now)
            )
            return [self._bench.judged(connection, id, now) for id in sorted(touched)]

    def note_refused(self, id: str, why: str) -> bool:
        """Keep that a push was refused, for the host who wonders why; gives whether it was news."""
        with self._database.writing() as connection:
            lock_broadcasts(connection, (id,))
            return refusals.keep(connection, id, self._clock(), why)

    def due(self, now: float, after: tuple[float, str], most: int) -> list[tuple[Due, bool]]:
        """What was due `now`, oldest first, and whether it is steadily live.

        Args:
            after: the last one of the answer before this; `EARLIEST` at first.
        """
        given = {"now": now, "at": after[0], "id": after[1], "most": most}
        with self._database.reading() as connection:
            rows = connection.execute(_DUE, given).all()
        return [((at, id), (state, reason) in STEADY) for at, id, state, reason in rows]

    def put_off(self, now: float, most: int = 1000) -> int:
        """Who was due `now` but is steadily live, by beats that are written, is due later.

        As `judge` would have it, in one statement for all; gives how many they were.

        Args:
            most: where there may be more, ask again.
        """
        if not self._policy.heartbeats:
            return 0
        with self._database.writing() as connection:
            allowance_s = self._policy.allowance_s
            return steady.put_off(connection, now, self.heard_since, allowance_s, most)

    def sweep(
        self, now: float, most: int = 200, ids: Iterable[str] | None = None
    ) -> list[StoredBroadcast]:
        """Look again at what was due `now`, oldest first; gives what changed state or reason.

        Nothing: so has nobody who was due.

        Args:
            ids: look at these instead.
        """
        after = EARLIEST
        while True:
            due = [] if ids is None else [(now, id) for id in ids]
            with self._database.writing() as connection:
                if ids is None:
                    given = {"now": now, "at": after[0], "id": after[1], "most": most}
                    due = [(row[0], row.id) for row in connection.execute(_DUE, given)]
                looked = [
                    self._bench.judged(connection, id, now) for id in sorted(i for _, i in due)
                ]
            changed = [one for one in looked if one.was is not None]
            if changed or ids is not None or len(due) < most:
                return changed
            after = due[-1]

    def flush(self, heard: Mapping[str, Heard]) -> None:
        """Write beats in one batch: only forward, only of what has not ended; never a state."""
        with self._database.writing() as connection:
            write_heard(connection, dict(sorted(heard.items())))  # every node in the same order

    def forget_the_future(self, *, surely: bool = False) -> None:
        """The clock may have been set back while the server was down; `surely`: it was just now."""
        with self._database.writing() as connection:
            now = self._clock()
            lock_all(connection, EVERYTHING)
            if surely or future.is_ahead(connection, now):
                future.forget(connection, now)
                self.heard_since = math.nextafter(now, math.inf)

    def clean(self) -> None:
        """Forget what has served its time: closed sessions, keys of repeated creates."""
        with self._database.writing() as connection:
            if not is_ours_alone(connection, CLEANING):
                return
            now = self._clock()
            connection.execute(_OLD_KEYS, {"before": now - KEY_LIFE_S})
            connection.execute(_OLD_SESSIONS, {"before": now - SESSION_LIFE_S})
            keys.clean(connection, now)


def ended(found: StoredBroadcast) -> BroadcastEnded:
    return BroadcastEnded("The broadcast is over: create a new one.", reason=found.reason)
