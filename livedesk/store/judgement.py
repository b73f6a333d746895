"""One judgement: read the evidence under the lock, judge, write verdict, trail and segments."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from livedesk.domain.errors import NotFound
from livedesk.domain.evidence import Beats, Polls
from livedesk.domain.verdict import LISTED, Policy, Reason, State, judge, poll_lost_at
from livedesk.store.live_list import selected, sessions_of
from livedesk.store.rows import StoredBroadcast
from livedesk.store.tables import (
    beats,
    broadcasts,
    counters,
    decisions,
    segments,
    signals,
)

MOST_SIGNALS = 500  # kept of one broadcast


@dataclass(frozen=True, slots=True)
class Heard:
    """What memory holds of a broadcast: renewed each minute, so written in batches only.

    Attributes:
        poll_on_at: the newest poll that said *publishing*.
    """

    beats: Beats = field(default_factory=Beats)
    console: str | None = None
    poll_on_at: float | None = None


class Bench:
    """Judges inside the caller's transaction, which holds the write lock.

    Attributes:
        heard_since: since when this server hears without a gap (rule 8).
    """

    def __init__(
        self, policy: Policy, heard: Callable[[str], Heard | None], heard_since: float
    ) -> None:
        self._policy = policy
        self._heard = heard
        self.heard_since = heard_since

    def locked(self, connection: Connection, id: str) -> StoredBroadcast:
        """The row as it is under the lock, with its sessions."""
        row = connection.execute(selected().where(broadcasts.c.id == id)).mappings().first()
        if row is None:
            raise no_such_broadcast(id)
        return StoredBroadcast.of(row, sessions_of(connection, id))

    def judged(self, connection: Connection, id: str, now: float) -> StoredBroadcast:
        """Judge on everything known, and write verdict, trail and segments."""
        old = self.locked(connection, id)
        if (memory := self._heard(id)) is not None and not old.over:
            write_heard(connection, id, memory)
            old = replace(
                old,
                beats=old.beats.merged(memory.beats),
                console=memory.console or old.console,
                polls=old.polls.merged(Polls(memory.poll_on_at)),
            )
        evidence = old.evidence(self.heard_since)
        verdict = judge(evidence, self._policy, now)
        if verdict == old.verdict:
            return old
        values: dict[str, object] = {
            "state": verdict.state,
            "reason": verdict.reason,
            "look_again_at": verdict.look_again_at,
        }
        if verdict.state in LISTED and old.started_at is None:
            values["started_at"] = now
        if verdict.state is State.OFFLINE and old.state is not State.OFFLINE:
            values["lost_at"] = now
        if verdict.reason is Reason.POLL_LOST:
            values["poll_lost_at"] = lost_at = poll_lost_at(evidence, self._policy)
            old = replace(old, poll_lost_at=lost_at)
        if verdict.state is State.ENDED:
            values |= {"over": verdict.reason, "ended_at": now}
        if (verdict.state, verdict.reason) != (old.state, old.reason):
            values["change"] = change = next_change(connection)
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
        stays = (verdict.state, verdict.reason) == (old.state, old.reason)
        return replace(self.locked(connection, id), was=None if stays else old.verdict)

    def _write_segments(
        self, connection: Connection, old: StoredBroadcast, state: State, now: float
    ) -> None:
        """Open or close the stretch with a picture; without callbacks, while it is live."""
        id, evidence = old.id, old.evidence(self.heard_since)
        if self._policy.media:
            if old.hold_until is not None:
                evidence = evidence.heard_after(old.hold_until)
            picture = evidence.picture(one_publisher=self._policy.one_publisher)
            since = picture.since if state is not State.ENDED else None
            until = picture.stopped_at
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


def no_such_broadcast(ref: str) -> NotFound:
    return NotFound(f'There is no broadcast "{ref[:80]}".')


def next_change(connection: Connection) -> int:
    statement = (
        update(counters)
        .where(counters.c.name == "change")
        .values(value=counters.c.value + 1)
        .returning(counters.c.value)
    )
    return int(connection.execute(statement).scalar_one())


def note(connection: Connection, id: str, at: float, kind: str, detail: str = "") -> None:
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


def write_heard(connection: Connection, id: str, row: Heard) -> None:
    """Only forward, and never of what has ended: an old batch must not revive anything."""
    unfinished = (broadcasts.c.id == id, broadcasts.c.over.is_(None))
    found = connection.execute(select(broadcasts.c.poll_on_at).where(*unfinished)).first()
    if found is None:
        return
    if row.poll_on_at is not None and row.poll_on_at > (found.poll_on_at or 0.0):
        connection.execute(update(broadcasts).where(*unfinished).values(poll_on_at=row.poll_on_at))
    if row.beats.last is None:
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
        "poll_on_at": found.polls.on_at,
        "polls_off_at": list(found.polls.off_at),
        "poll_lost_at": found.poll_lost_at,
        "hold_until": found.hold_until,
        "lost_at": found.lost_at,
        "expires_at": found.expires_at,
        "heard_since": heard_since,
    }
