"""One judgement: read the evidence under the lock, judge, write verdict, trail and segments."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    CursorResult,
    Float,
    Table,
    Text,
    bindparam,
    case,
    cast,
    column,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from livedesk.domain.errors import NotFound
from livedesk.domain.evidence import Beats, Polls
from livedesk.domain.verdict import LISTED, Policy, State, judge, poll_lost_at
from livedesk.store import search
from livedesk.store.live_list import ONE, sessions_of
from livedesk.store.locks import is_shared, lock_broadcasts
from livedesk.store.rows import StoredBroadcast
from livedesk.store.tables import (
    audiences,
    beats,
    broadcasts,
    counters,
    decisions,
    segments,
    signals,
)
from livedesk.store.upsert import upsert

MOST_SIGNALS = 500  # kept of one broadcast; and as many decisions, and stretches with a picture


# Made once: putting statements together costs more than SQLite does.
_UPDATE = update(broadcasts).where(broadcasts.c.id == bindparam("this"))
"""Sets whatever else is given with it."""

_BEAT = upsert(beats)
_IS_NEWER = _BEAT.excluded.last > beats.c.last
_IS_WILLING = or_(
    beats.c.last_willing.is_(None), _BEAT.excluded.last_willing > beats.c.last_willing
)
_LATER: dict[str, ColumnElement[Any]] = {
    "last": case((_IS_NEWER, _BEAT.excluded.last), else_=beats.c.last),
    "last_willing": case((_IS_WILLING, _BEAT.excluded.last_willing), else_=beats.c.last_willing),
    "console": case((_IS_NEWER, _BEAT.excluded.console), else_=beats.c.console),
}
"""Only forward, whatever another node has written."""

_WRITE_BEATS = _BEAT.on_conflict_do_update(index_elements=["broadcast_id"], set_=_LATER)
_HEARD = upsert(beats).from_select(
    ["broadcast_id", "last", "last_willing", "console"],
    select(
        broadcasts.c.id,
        cast(bindparam("last"), Float),
        cast(bindparam("last_willing"), Float),
        cast(bindparam("console"), Text),
    ).where(broadcasts.c.id == bindparam("id"), broadcasts.c.over.is_(None)),
)
_IS_NEWS = or_(
    _HEARD.excluded.last > beats.c.last,
    _HEARD.excluded.last_willing > func.coalesce(beats.c.last_willing, 0.0),
)
_FORWARD = _HEARD.on_conflict_do_update(
    index_elements=["broadcast_id"], set_=_LATER, where=_IS_NEWS
)
_MANY_HEARD = (
    func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    .table_valued(
        *(column("id", Text), column("last", Float), column("last_willing", Float)),
        column("console", Text),
        name="heard",
    )
    .render_derived(with_types=True)
)
_FORWARD_MANY = (
    upsert(beats)
    .from_select(
        ["broadcast_id", "last", "last_willing", "console"],
        select(
            broadcasts.c.id, _MANY_HEARD.c.last, _MANY_HEARD.c.last_willing, _MANY_HEARD.c.console
        )
        .join(_MANY_HEARD, _MANY_HEARD.c.id == broadcasts.c.id)
        .where(broadcasts.c.over.is_(None))
        .order_by(broadcasts.c.id),  # every node in the same order
    )
    .on_conflict_do_update(index_elements=["broadcast_id"], set_=_LATER, where=_IS_NEWS)
)
"""PostgreSQL's: one statement with one text costs this process a fraction of many."""
_NEXT_CHANGE = (
    update(counters)
    .where(counters.c.name == "change")
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)
_DECISION, _NOTE = insert(decisions), insert(signals)
_NEWEST_SEGMENT = (
    select(segments.c.start, segments.c.end)
    .where(segments.c.broadcast_id == bindparam("id"))
    .order_by(segments.c.start.desc())
    .limit(1)
)
_KEPT = segments.alias()
_OLD_SEGMENTS = delete(segments).where(
    segments.c.broadcast_id == bindparam("id"),
    segments.c.start
    < select(_KEPT.c.start)
    .where(_KEPT.c.broadcast_id == bindparam("id"))
    .order_by(_KEPT.c.start.desc())
    .offset(MOST_SIGNALS - 1)
    .limit(1)
    .scalar_subquery(),
)


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
    """Judges inside the caller's transaction; nobody else changes what it judges.

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
        """The row, locked, as it is then, with its sessions and the newest stretch."""
        lock_broadcasts(connection, (id,))
        return self._read(connection, id)

    def _read(self, connection: Connection, id: str) -> StoredBroadcast:
        row = connection.execute(ONE, {"id": id}).mappings().first()
        if row is None:
            raise no_such_broadcast(id)
        return StoredBroadcast.of(row, sessions_of(connection, id), newest_segment(connection, id))

    def judged(self, connection: Connection, id: str, now: float) -> StoredBroadcast:
        """Judge on everything known, and write verdict, trail and segments."""
        old = self.locked(connection, id)
        if (memory := self._heard(id)) is not None and not old.over:
            _write_newer(connection, id, memory, old.beats, old.polls.on_at)
            old = replace(
                old,
                beats=old.beats.merged(memory.beats),
                console=memory.console or old.console,
                polls=old.polls.merged(Polls(memory.poll_on_at)),
            )
        evidence = old.evidence(self.heard_since)
        verdict = judge(evidence, self._policy, now)
        lost = poll_lost_at(evidence, self._policy) or old.poll_lost_at
        if verdict == old.verdict and lost == old.poll_lost_at:
            return old
        old = replace(old, poll_lost_at=lost)
        values: dict[str, object] = {
            "poll_lost_at": lost,
            "state": verdict.state,
            "reason": verdict.reason,
            "look_again_at": verdict.look_again_at,
        }
        if verdict.state in LISTED and old.started_at is None:
            values["started_at"] = now
        stays = (verdict.state, verdict.reason) == (old.state, old.reason)
        if verdict.state is State.OFFLINE and not stays:
            values["lost_at"] = now
        if verdict.state not in LISTED and old.viewers:  # what is not listed is not watched
            values["viewers"] = 0
            connection.execute(delete(audiences).where(audiences.c.broadcast_id == id))
        if verdict.state is State.ENDED:
            values |= {"over": verdict.reason, "ended_at": now}
        if not stays:
            values["change"] = change = next_change(connection)
            decision = {
                "broadcast_id": id,
                "at": now,
                "state": verdict.state,
                "reason": verdict.reason,
                "evidence": json.dumps(_told(old, self.heard_since)),
                "change": change,
            }
            made = connection.execute(_DECISION, decision)
            _keep_newest(connection, decisions, id, made)
        connection.execute(_UPDATE, {"this": id, **values})
        if "started_at" in values or (verdict.state is State.ENDED and not stays):
            search.index(connection, id)
        wrote = self._write_segments(connection, old, verdict.state, now)
        if stays and not wrote:  # as for everybody who beats, every few minutes
            return replace(old, look_again_at=verdict.look_again_at)
        return replace(self._read(connection, id), was=None if stays else old.verdict)

    def _write_segments(
        self, connection: Connection, old: StoredBroadcast, state: State, now: float
    ) -> bool:
        """Open or close the stretch with a picture; without callbacks, while it is live.

        Says whether there was one to open or to close.
        """
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
        if since is not None and old.on_since is None:
            # What only now counts as on since long ago is no part of an earlier stretch.
            begin = max(since, *(end for _, end in old.segments if end is not None), 0.0)
            connection.execute(
                upsert(segments)
                .values(broadcast_id=id, start=begin)
                .on_conflict_do_update(index_elements=["broadcast_id", "start"], set_={"end": None})
            )
            connection.execute(_OLD_SEGMENTS, {"id": id})
            return True
        if since is None and (start := old.on_since) is not None:
            end = now if state is State.ENDED or until is None else until
            connection.execute(
                update(segments)
                .where(segments.c.broadcast_id == id, segments.c.start == start)
                .values(end=max(end, start))
            )
            return True
        return False


def newest_segment(connection: Connection, id: str) -> tuple[tuple[float, float | None], ...]:
    found = connection.execute(_NEWEST_SEGMENT, {"id": id})
    return tuple((row.start, row.end) for row in found)


def no_such_broadcast(ref: str) -> NotFound:
    return NotFound(f'There is no broadcast "{ref[:80]}".')


def next_change(connection: Connection) -> int:
    return int(connection.execute(_NEXT_CHANGE).scalar_one())


def note(connection: Connection, id: str, at: float, kind: str, detail: str = "") -> None:
    """One line of the trail, of which the newest `MOST_SIGNALS` are kept."""
    values = {"broadcast_id": id, "at": at, "kind": kind, "detail": detail}
    _keep_newest(connection, signals, id, connection.execute(_NOTE, values))


def _keep_newest(connection: Connection, table: Table, id: str, made: CursorResult[Any]) -> None:
    """Bound what is kept of one broadcast; now and then is often enough."""
    newest = made.inserted_primary_key[0] if made.inserted_primary_key else 0
    if newest % 100 == 0:
        mine = table.c.broadcast_id == id
        kept = select(table.c.id).where(mine).order_by(table.c.id.desc()).limit(MOST_SIGNALS)
        connection.execute(delete(table).where(mine, table.c.id.not_in(kept)))


def write_heard(connection: Connection, heard: Mapping[str, Heard]) -> None:
    """Beats, only forward, and never of what has ended: an old batch must not revive anything."""
    rows = [
        {
            "id": id,
            "last": row.beats.last,
            "last_willing": row.beats.last_willing,
            "console": row.console,
        }
        for id, row in heard.items()
        if row.beats.last is not None
    ]
    if rows and is_shared(connection):
        connection.execute(_FORWARD_MANY, {"rows": json.dumps(rows)})
    elif rows:
        connection.execute(_FORWARD, rows)


def _write_newer(
    connection: Connection, id: str, row: Heard, known: Beats, poll_on_at: float | None
) -> None:
    """What of this is newer than what is written."""
    if row.poll_on_at is not None and row.poll_on_at > (poll_on_at or 0.0):
        connection.execute(_UPDATE, {"this": id, "poll_on_at": row.poll_on_at})
    merged = known.merged(row.beats)
    if merged != known:
        values = {"last": merged.last, "last_willing": merged.last_willing, "console": row.console}
        connection.execute(_WRITE_BEATS, {"broadcast_id": id, **values})


def _told(found: StoredBroadcast, heard_since: float) -> dict[str, object]:
    """The signals behind a decision, for the trail."""
    return {
        "last_beat": found.beats.last,
        "last_willing_beat": found.beats.last_willing,
        "sessions": {id: [s.started_at, s.ended_at] for id, s in found.sessions.items()},
        "poll_on_at": found.polls.on_at,
        "polls_off_at": list(found.polls.off_at),
        "poll_lost_at": found.poll_lost_at,
        "on_since": found.on_since,
        "hold_until": found.hold_until,
        "lost_at": found.lost_at,
        "expires_at": found.expires_at,
        "heard_since": heard_since,
    }
