"""Every change of a broadcast, in one transaction: lock, read the evidence, judge, write.

Nobody judges on what was read before the lock, so two changes at once cannot undo each other.
"""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from livedesk.domain.errors import (
    BroadcastEnded,
    CodeTaken,
    IdempotencyClash,
    NotFound,
    RelayBusy,
    TooManyUnfinished,
    Unfinished,
)
from livedesk.domain.evidence import Beats, Session
from livedesk.domain.live_code import LiveCode
from livedesk.domain.verdict import Policy, Reason, State, judge
from livedesk.store.database import Database
from livedesk.store.live_list import selected
from livedesk.store.rows import NewBroadcast, StoredBroadcast
from livedesk.store.tables import (
    beats,
    broadcasts,
    codes,
    counters,
    decisions,
    idempotency,
    segments,
    sessions,
    signals,
)

KEY_LIFE_S = 24 * 3600  # of an Idempotency-Key
SESSION_LIFE_S = 3600  # of a closed session's id
MOST_SIGNALS = 500  # kept of one broadcast


@dataclass(frozen=True, slots=True)
class BeatRow:
    """A console's beats as they are held in memory and written in batches."""

    beats: Beats
    console: str | None


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
        self._policy = policy
        self._clock = clock
        self._heard = heard
        self._max_unfinished = max_unfinished
        self._one_at_a_time = one_at_a_time
        self.heard_since = clock()
        """Since when this server hears without a gap (rule 8)."""

    def create(
        self, new: NewBroadcast, bizid: str, templates: Iterable[str]
    ) -> tuple[StoredBroadcast, bool]:
        """A new broadcast; False and the old one for a repeated Idempotency-Key.

        Raises:
            IdempotencyClash, CodeTaken, Unfinished, RelayBusy, TooManyUnfinished, BadLiveCode.
        """
        with self._database.writing() as connection:
            if new.key and (known := self._repeated(connection, new)):
                return known, False
            code = self._free_code(connection, new, bizid, tuple(templates))
            self._refuse_too_many(connection, new.host_id)
            now, id = self._clock(), secrets.token_hex(10)
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
                    change=_next_change(connection),
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
            return self._judged(connection, id, now), True

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
            found = self._locked(connection, id)
            if found.over:
                raise ended(found)
            if values:
                values["change"] = _next_change(connection)
                connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(**values))
            return self._judged(connection, id, self._clock())

    def end(self, id: str, why: Reason = Reason.ENDED_BY_HOST) -> StoredBroadcast:
        """The last word (rule 1). Ending twice is ending once.

        Raises:
            NotFound: no such broadcast.
        """
        with self._database.writing() as connection:
            found = self._locked(connection, id)
            if found.over:
                return found
            connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(over=why))
            _note(connection, id, self._clock(), why)
            return self._judged(connection, id, self._clock())

    def end_all_of(self, host_id: str, why: Reason) -> list[StoredBroadcast]:
        """End everything unfinished of a host, e.g. because an admin disabled it."""
        statement = select(broadcasts.c.id).where(
            broadcasts.c.host_id == host_id, broadcasts.c.over.is_(None)
        )
        with self._database.reading() as connection:
            unfinished = connection.execute(statement).scalars().all()
        return [self.end(id, why) for id in unfinished]

    def look(self, id: str) -> StoredBroadcast:
        """Judge again with what memory has heard, e.g. a beat that changes the state.

        Raises:
            NotFound: no such broadcast.
        """
        with self._database.writing() as connection:
            self._locked(connection, id)
            return self._judged(connection, id, self._clock())

    def publish(self, code: str, client: str, session: str) -> StoredBroadcast | None:
        """A publisher is there. None if nothing unfinished has this code.

        Args:
            client: the media server's own id of the connection.
            session: the same, made unique over the media server's restarts.
        """
        with self._database.writing() as connection:
            folded = code.lower()
            statement = select(broadcasts.c.id).where(
                broadcasts.c.folded == folded, broadcasts.c.over.is_(None)
            )
            id = connection.execute(statement).scalar()
            if id is None:
                return None
            now = self._clock()
            connection.execute(
                upsert(sessions)
                .values(
                    folded=folded, session=session, client=client, broadcast_id=id, started_at=now
                )
                .on_conflict_do_nothing()
            )
            _note(connection, id, now, "publish", session)
            return self._judged(connection, id, now)

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
            _note(connection, found["broadcast_id"], now, "publish_done", found["session"])
            return self._judged(connection, found["broadcast_id"], now)

    def forget_publishers(self) -> list[StoredBroadcast]:
        """Close every open session: the local relay's are gone when the server starts."""
        with self._database.writing() as connection:
            open_ = connection.execute(select(sessions).where(sessions.c.ended_at.is_(None)))
            touched = {row["broadcast_id"] for row in open_.mappings()}
            now = self._clock()
            connection.execute(
                update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=now)
            )
            return [self._judged(connection, id, now) for id in sorted(touched)]

    def note_refused(self, id: str, why: str) -> None:
        """Keep that a push was refused, for the host who wonders why."""
        with self._database.writing() as connection:
            _note(connection, id, self._clock(), "push_refused", why)

    def sweep(self, most: int = 200) -> list[StoredBroadcast]:
        """Look again at what is due, oldest first; gives what changed its state or reason."""
        with self._database.writing() as connection:
            now = self._clock()
            due = connection.execute(
                select(broadcasts.c.id, broadcasts.c.state, broadcasts.c.reason)
                .where(broadcasts.c.over.is_(None), broadcasts.c.look_again_at <= now)
                .order_by(broadcasts.c.look_again_at)
                .limit(most)
            ).all()
            looked = [(row, self._judged(connection, row.id, now)) for row in due]
            return [
                new for row, new in looked if (row.state, row.reason) != (new.state, new.reason)
            ]

    def flush(self, heard: Mapping[str, BeatRow]) -> None:
        """Write beats in one batch: only forward, only of what has not ended; never a state."""
        with self._database.writing() as connection:
            for id, row in heard.items():
                _write_beats(connection, id, row)

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

    def _locked(self, connection: Connection, id: str) -> StoredBroadcast:
        """The row as it is under the lock, with its sessions."""
        row = connection.execute(selected().where(broadcasts.c.id == id)).mappings().first()
        if row is None:
            raise no_such_broadcast(id)
        heard = connection.execute(select(sessions).where(sessions.c.broadcast_id == id)).mappings()
        return StoredBroadcast.of(
            row, {s["session"]: Session(s["started_at"], s["ended_at"]) for s in heard}
        )

    def _judged(self, connection: Connection, id: str, now: float) -> StoredBroadcast:
        """Judge on everything known, and write verdict, trail and segments."""
        old = self._locked(connection, id)
        if (memory := self._heard(id)) is not None and not old.over:
            _write_beats(connection, id, memory)
            old = replace(old, beats=old.beats.merged(memory.beats), console=memory.console)
        evidence = old.evidence(self.heard_since)
        verdict = judge(evidence, self._policy, now)
        if verdict == old.verdict:
            return old
        values: dict[str, object] = {
            "state": verdict.state,
            "reason": verdict.reason,
            "look_again_at": verdict.look_again_at,
        }
        if verdict.state is State.LIVE and old.started_at is None:
            values["started_at"] = now
        if verdict.state is State.OFFLINE and old.state is not State.OFFLINE:
            values["lost_at"] = now
        if verdict.state is State.ENDED:
            values |= {"over": verdict.reason, "ended_at": now}
        if (verdict.state, verdict.reason) != (old.state, old.reason):
            values["change"] = change = _next_change(connection)
            connection.execute(
                insert(decisions).values(
                    broadcast_id=id,
                    at=now,
                    state=verdict.state,
                    reason=verdict.reason,
                    evidence=json.dumps(_told(old, self.heard_since)),
                    change=change,
                )
            )
        connection.execute(update(broadcasts).where(broadcasts.c.id == id).values(**values))
        self._write_segments(connection, old, verdict.state, now)
        return self._locked(connection, id)

    def _write_segments(
        self, connection: Connection, old: StoredBroadcast, state: State, now: float
    ) -> None:
        """Open or close the stretch with a picture; without callbacks, while it is live."""
        id, evidence = old.id, old.evidence(self.heard_since)
        if self._policy.media:
            since = evidence.picture_since if state is not State.ENDED else None
            until = evidence.picture_stopped_at
        else:
            since = now if state is State.LIVE else None
            until = old.beats.last_willing
        open_ = (segments.c.broadcast_id == id, segments.c.end.is_(None))
        start = connection.execute(select(segments.c.start).where(*open_)).scalar()
        if since is not None and start is None:
            connection.execute(
                upsert(segments).values(broadcast_id=id, start=since).on_conflict_do_nothing()
            )
        elif since is None and start is not None:
            end = now if state is State.ENDED or until is None else until
            connection.execute(update(segments).where(*open_).values(end=max(end, start)))

    def _repeated(self, connection: Connection, new: NewBroadcast) -> StoredBroadcast | None:
        known = (
            connection.execute(
                select(idempotency).where(
                    idempotency.c.host_id == new.host_id,
                    idempotency.c.key == new.key,
                    idempotency.c.created_at >= self._clock() - KEY_LIFE_S,
                )
            )
            .mappings()
            .first()
        )
        if known is None:
            return None
        if known["body_hash"] != new.body_hash:
            raise IdempotencyClash(
                "This Idempotency-Key came with another body before: use a new key."
            )
        return self._locked(connection, known["broadcast_id"])

    def _free_code(
        self, connection: Connection, new: NewBroadcast, bizid: str, templates: tuple[str, ...]
    ) -> LiveCode:
        letters = string.ascii_lowercase + string.digits
        random = "".join(secrets.choice(letters) for _ in range(6))
        code = LiveCode.make(bizid, new.suffix or f"{new.host_id}_{random}", templates)
        owner = connection.execute(
            select(codes.c.host_id).where(codes.c.folded == code.folded)
        ).scalar()
        if owner is not None and owner != new.host_id:
            raise CodeTaken(f'Another host has "{code}". Choose another suffix.')
        unfinished = select(broadcasts.c.id, broadcasts.c.code).where(broadcasts.c.over.is_(None))
        same = connection.execute(unfinished.where(broadcasts.c.folded == code.folded)).first()
        if same is not None:
            raise Unfinished(
                f"Your broadcast on {same.code} is not finished: resume it or end it.",
                broadcast_id=same.id,
            )
        if self._one_at_a_time and (other := connection.execute(unfinished).first()):
            raise RelayBusy(
                f"The local relay carries one broadcast at a time, now {other.code}: "
                "resume it or end it.",
                broadcast_id=other.id,
            )
        return code

    def _refuse_too_many(self, connection: Connection, host_id: str) -> None:
        count = select(func.count()).where(
            broadcasts.c.host_id == host_id, broadcasts.c.over.is_(None)
        )
        if (connection.execute(count).scalar() or 0) >= self._max_unfinished:
            raise TooManyUnfinished(
                f"You have {self._max_unfinished} unfinished broadcasts, the most allowed: "
                "end one of them."
            )


def no_such_broadcast(ref: str) -> NotFound:
    return NotFound(f'There is no broadcast "{ref[:80]}".')


def ended(found: StoredBroadcast) -> BroadcastEnded:
    return BroadcastEnded("The broadcast is over: create a new one.", reason=found.reason)


def _next_change(connection: Connection) -> int:
    statement = (
        update(counters)
        .where(counters.c.name == "change")
        .values(value=counters.c.value + 1)
        .returning(counters.c.value)
    )
    return int(connection.execute(statement).scalar_one())


def _note(connection: Connection, id: str, at: float, kind: str, detail: str = "") -> None:
    """One line of the trail, of which the newest `MOST_SIGNALS` are kept."""
    values = {"broadcast_id": id, "at": at, "kind": kind, "detail": detail}
    result = connection.execute(insert(signals).values(**values))
    newest = result.inserted_primary_key[0] if result.inserted_primary_key else 0
    if newest % 100 == 0:
        kept = (
            select(signals.c.id)
            .where(signals.c.broadcast_id == id)
            .order_by(signals.c.id.desc())
            .limit(MOST_SIGNALS)
        )
        connection.execute(
            delete(signals).where(signals.c.broadcast_id == id, signals.c.id.not_in(kept))
        )


def _write_beats(connection: Connection, id: str, row: BeatRow) -> None:
    """Only forward, and never of what has ended: an old batch must not revive anything."""
    unfinished = select(broadcasts.c.id).where(broadcasts.c.id == id, broadcasts.c.over.is_(None))
    if row.beats.last is None or connection.execute(unfinished).first() is None:
        return
    stored = connection.execute(select(beats).where(beats.c.broadcast_id == id)).mappings().first()
    known = Beats(stored["last"], stored["last_willing"]) if stored else Beats()
    merged = known.merged(row.beats)
    values = {"last": merged.last, "last_willing": merged.last_willing, "console": row.console}
    connection.execute(
        upsert(beats)
        .values(broadcast_id=id, **values)
        .on_conflict_do_update(index_elements=["broadcast_id"], set_=values)
    )


def _told(found: StoredBroadcast, heard_since: float) -> dict[str, object]:
    """The signals behind a decision, for the trail."""
    return {
        "last_beat": found.beats.last,
        "last_willing_beat": found.beats.last_willing,
        "sessions": {id: [s.started_at, s.ended_at] for id, s in found.sessions.items()},
        "expires_at": found.expires_at,
        "heard_since": heard_since,
    }
