"""Every change of a broadcast, in one transaction: lock, read the evidence, judge, write.

Nobody judges on what was read before the lock, so two changes at once cannot undo each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from livedesk.domain.errors import BroadcastEnded
from livedesk.domain.verdict import Policy, Reason, State
from livedesk.store.creation import (
    KEY_LIFE_S,
    free_code,
    made_before,
    refuse_shut_out,
    refuse_too_many,
)
from livedesk.store.database import Database
from livedesk.store.judgement import BeatRow, Bench, next_change, note, write_beats
from livedesk.store.rows import NewBroadcast, StoredBroadcast
from livedesk.store.tables import broadcasts, codes, hosts, idempotency, sessions

SESSION_LIFE_S = 3600  # of a closed session's id


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
        heard: Callable[[str], BeatRow | None] = lambda _: None,
        max_unfinished: int = 20,
        one_at_a_time: bool = False,
    ) -> None:
        self._database = database
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
            code = free_code(
                connection, new, bizid, tuple(templates), one_at_a_time=self._one_at_a_time
            )
            refuse_too_many(connection, new.host_id, self._max_unfinished)
            connection.execute(
                upsert(codes)
                .values(folded=code.folded, code=str(code), host_id=new.host_id, created_at=now)
                .on_conflict_do_nothing()
            )
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
                    expires_at=now + new.valid_for_s,
                    push_nonce=secrets.token_hex(8),
                    state=State.READY,
                    reason=Reason.WAITING,
                    change=next_change(connection),
                )
            )
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
            return self._bench.judged(connection, id, self._clock())

    def end(self, id: str, why: Reason = Reason.ENDED_BY_HOST) -> StoredBroadcast:
        """The last word (rule 1). Ending twice is ending once.

        Raises:
            NotFound: no such broadcast.
        """
        with self._database.writing() as connection:
            found = self._bench.locked(connection, id)
            if found.over:
                return found
            connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(over=why))
            note(connection, id, self._clock(), why)
            return self._bench.judged(connection, id, self._clock())

    def end_of_disabled(self) -> list[StoredBroadcast]:
        """End everything unfinished of hosts that an admin has disabled."""
        unfinished = (
            select(broadcasts.c.id)
            .join(hosts, hosts.c.id == broadcasts.c.host_id)
            .where(hosts.c.disabled, broadcasts.c.over.is_(None))
        )
        with self._database.reading() as connection:
            ids = connection.execute(unfinished).scalars().all()
        return [self.end(id, Reason.KICKED) for id in ids]

    def look(self, id: str) -> StoredBroadcast:
        """Judge again with what memory has heard, e.g. a beat that changes the state.

        Raises:
            NotFound: no such broadcast.
        """
        with self._database.writing() as connection:
            self._bench.locked(connection, id)
            return self._bench.judged(connection, id, self._clock())

    def publish(
        self, code: str, client: str, session: str, checked: str | None = None
    ) -> StoredBroadcast | None:
        """A publisher is there. None if nothing unfinished has this code.

        Args:
            client: the media server's own id of the connection.
            session: the same, made unique over the media server's restarts.
            checked: the id of the broadcast that the push was allowed for; no other one counts.
        """
        with self._database.writing() as connection:
            folded = code.lower()
            statement = select(broadcasts.c.id).where(
                broadcasts.c.folded == folded, broadcasts.c.over.is_(None)
            )
            id = connection.execute(statement).scalar()
            if id is None or checked not in (None, id):
                return None
            now = self._clock()
            connection.execute(
                upsert(sessions)
                .values(
                    folded=folded, session=session, client=client, broadcast_id=id, started_at=now
                )
                .on_conflict_do_nothing()
            )
            note(connection, id, now, "publish", session)
            return self._bench.judged(connection, id, now)

    def publish_done(self, code: str, client: str) -> StoredBroadcast | None:
        """A publisher has left. None for a connection that never counted, e.g. one we refused."""
        open_ = (
            sessions.c.folded == code.lower(),
            sessions.c.client == client,
            sessions.c.ended_at.is_(None),
        )
        with self._database.writing() as connection:
            found = connection.execute(select(sessions).where(*open_)).mappings().first()
            if found is None:
                return None
            now = self._clock()
            connection.execute(update(sessions).where(*open_).values(ended_at=now))
            note(connection, found["broadcast_id"], now, "publish_done", found["session"])
            return self._bench.judged(connection, found["broadcast_id"], now)

    def forget_publishers(self) -> list[StoredBroadcast]:
        """Close every open session: the local relay's are gone when the server starts."""
        with self._database.writing() as connection:
            open_ = connection.execute(select(sessions).where(sessions.c.ended_at.is_(None)))
            touched = {row["broadcast_id"] for row in open_.mappings()}
            now = self._clock()
            connection.execute(
                update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=now)
            )
            return [self._bench.judged(connection, id, now) for id in sorted(touched)]

    def note_refused(self, id: str, why: str) -> None:
        """Keep that a push was refused, for the host who wonders why."""
        with self._database.writing() as connection:
            note(connection, id, self._clock(), "push_refused", why)

    def sweep(self, now: float, most: int = 200) -> list[StoredBroadcast]:
        """Look again at what was due `now`, oldest first; gives what changed state or reason."""
        with self._database.writing() as connection:
            due = connection.execute(
                select(broadcasts.c.id, broadcasts.c.state, broadcasts.c.reason)
                .where(broadcasts.c.over.is_(None), broadcasts.c.look_again_at <= now)
                .order_by(broadcasts.c.look_again_at)
                .limit(most)
            ).all()
            looked = [(row, self._bench.judged(connection, row.id, now)) for row in due]
            return [
                new for row, new in looked if (row.state, row.reason) != (new.state, new.reason)
            ]

    def flush(self, heard: Mapping[str, BeatRow]) -> None:
        """Write beats in one batch: only forward, only of what has not ended; never a state."""
        with self._database.writing() as connection:
            for id, row in heard.items():
                write_beats(connection, id, row)

    def clean(self) -> None:
        """Forget what has served its time: closed sessions, keys of repeated creates."""
        with self._database.writing() as connection:
            now = self._clock()
            connection.execute(
                delete(idempotency).where(idempotency.c.created_at < now - KEY_LIFE_S)
            )
            newest = select(func.max(sessions.c.ended_at)).group_by(sessions.c.broadcast_id)
            connection.execute(  # the newest end is what `interrupted` and `offline` rest on
                delete(sessions).where(
                    sessions.c.ended_at < now - SESSION_LIFE_S, sessions.c.ended_at.not_in(newest)
                )
            )


def ended(found: StoredBroadcast) -> BroadcastEnded:
    return BroadcastEnded("The broadcast is over: create a new one.", reason=found.reason)
