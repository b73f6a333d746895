"""Reading broadcasts: the live list, a host's own, one by id or code."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    TextClause,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    tuple_,
)

from livedesk.domain.errors import BadRequest
from livedesk.domain.evidence import Polls, Session
from livedesk.domain.verdict import LISTED, STEADY, Reason, State
from livedesk.store import search
from livedesk.store.database import Database
from livedesk.store.rows import StoredBroadcast, polls_of
from livedesk.store.tables import (
    IS_LISTED,
    beats,
    broadcasts,
    counters,
    hosts,
    recordings,
    segments,
    sessions,
)

IN_A_QUESTION = 500  # codes or ids
FEW_FOUND = 5000
SPARE = 10  # the index names a few that do not have the word, or began at the same moment
HIDDEN = (Reason.HEARTBEAT_LOST, Reason.ENCODER_STOPPED, Reason.REHEARSAL)
"""Reasons not to be listed although the picture may be on."""

MOST_SESSIONS = 100  # read of one broadcast: more only an encoder has that comes and goes
MOST_RECORDINGS = 500  # shown of one broadcast
SORTS = {
    "started_at": broadcasts.c.started_at,
    "viewers": broadcasts.c.viewers,
    "likes": broadcasts.c.likes,
    "created_at": broadcasts.c.created_at,  # for a host's own, which may not have started
}


def selected() -> Select[tuple[object, ...]]:
    """Broadcasts with their host's name and written beats, as `StoredBroadcast.of` takes them."""
    return (
        select(
            broadcasts,
            hosts.c.name.label("host_name"),
            hosts.c.banned.label("host_banned"),
            hosts.c.disabled.label("host_disabled"),
            beats.c.last,
            beats.c.last_willing,
            beats.c.console,
        )
        .join(hosts, hosts.c.id == broadcasts.c.host_id)
        .outerjoin(beats, beats.c.broadcast_id == broadcasts.c.id)
    )


def sessions_of(connection: Connection, id: str) -> dict[str, Session]:
    """The publishers of a broadcast: all that are open or make one doubtful, the newest others."""
    heard = connection.execute(_SESSIONS, {"id": id}).mappings()
    return {s["session"]: Session(s["started_at"], s["ended_at"]) for s in heard}


def _makes_doubtful() -> ColumnElement[bool]:
    beside = sessions.alias()
    return exists().where(
        beside.c.broadcast_id == sessions.c.broadcast_id,
        beside.c.ended_at.is_(None),
        beside.c.started_at.between(sessions.c.started_at, sessions.c.ended_at),
    )


MAKES_DOUBTFUL = _makes_doubtful()
"""A publisher beside whom one began that is still open (rule 7)."""


# Made once: putting statements together costs more than SQLite does.
_CHANGE = select(counters.c.value).where(counters.c.name == "change")
_CHANGED = (
    selected()
    .where(broadcasts.c.change > bindparam("after"))
    .order_by(broadcasts.c.change)
    .limit(bindparam("most"))
)
_CHANGES = (
    select(broadcasts.c.id, broadcasts.c.change)
    .where(broadcasts.c.change > bindparam("after"))
    .order_by(broadcasts.c.change)
    .limit(bindparam("most"))
)
_STEADY = (
    select(
        *(broadcasts.c.id, broadcasts.c.state, broadcasts.c.reason, broadcasts.c.change),
        *(broadcasts.c.started_at, hosts.c.token_hash, hosts.c.disabled),
        *(beats.c.last, beats.c.last_willing, beats.c.console),
    )
    .join(hosts, hosts.c.id == broadcasts.c.host_id)
    .outerjoin(beats, beats.c.broadcast_id == broadcasts.c.id)
    .where(
        broadcasts.c.state == State.LIVE,
        tuple_(broadcasts.c.started_at, broadcasts.c.id)
        > tuple_(bindparam("started_at"), bindparam("id")),
    )
    .order_by(broadcasts.c.started_at, broadcasts.c.id)
    .limit(bindparam("most"))
)
ONE = selected().where(broadcasts.c.id == bindparam("id"))
_EACH = selected().where(broadcasts.c.id.in_(bindparam("ids", expanding=True)))
_ON_CODE = (
    selected()
    .where(broadcasts.c.folded == bindparam("folded"))
    .order_by(broadcasts.c.over.is_not(None), broadcasts.c.created_at.desc())
    .limit(1)
)
_STRETCHES = (
    select(segments.c.start, segments.c.end)
    .where(segments.c.broadcast_id == bindparam("id"))
    .order_by(segments.c.start)
)
_FILES = (
    select(recordings.c.url, recordings.c.start, recordings.c.end)
    .where(recordings.c.broadcast_id == bindparam("id"))
    .order_by(recordings.c.start, recordings.c.file)
    .limit(MOST_RECORDINGS)
)
_POLLABLE = (
    select(
        *(broadcasts.c.id, broadcasts.c.code, broadcasts.c.state, broadcasts.c.reason),
        *(broadcasts.c.poll_on_at, broadcasts.c.polls_off_at, beats.c.last),
    )
    .outerjoin(beats, beats.c.broadcast_id == broadcasts.c.id)
    .where(
        broadcasts.c.over.is_(None),
        or_(
            broadcasts.c.expires_at > bindparam("now"),
            broadcasts.c.state.in_(LISTED),
            broadcasts.c.reason.in_(HIDDEN),
        ),
    )
)
_POLLABLE_OF = _POLLABLE.where(broadcasts.c.id.in_(bindparam("ids", expanding=True)))
_SESSIONS = (
    select(sessions)
    .where(sessions.c.broadcast_id == bindparam("id"))
    .order_by(sessions.c.ended_at.is_not(None), ~MAKES_DOUBTFUL, sessions.c.ended_at.desc())
    .limit(MOST_SESSIONS)
)


@dataclass(frozen=True, slots=True)
class Pollable:
    """An unfinished broadcast, as far as a poll needs it.

    Attributes:
        last_beat: the newest that is written.
        polls: see `Polls`; newer ones that said *publishing* may be in memory.
    """

    id: str
    code: str
    state: State
    reason: Reason
    last_beat: float | None
    polls: Polls

    @property
    def off_run(self) -> int:
        """How many polls in a row said *not publishing*, since the last that said otherwise."""
        on_at = self.polls.on_at
        return sum(on_at is None or at > on_at for at in self.polls.off_at)


@dataclass(frozen=True, slots=True)
class Steady:
    """A broadcast that its console keeps live, as far as its beats need it."""

    id: str
    token_hash: str
    last: float | None
    last_willing: float | None
    console: str | None
    reason: Reason
    change: int


class LiveList:
    """Read only; never waits for a writer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def one(self, ref: str) -> StoredBroadcast | None:
        """By id, or by live code: the unfinished broadcast on it, else the latest."""
        with self._database.reading() as connection:
            if "_" in ref:
                asked = connection.execute(_ON_CODE, {"folded": ref.lower()})
            else:
                asked = connection.execute(ONE, {"id": ref})
            row = asked.mappings().first()
            if row is None:
                return None
            this = {"id": row["id"]}
            found = sessions_of(connection, row["id"])
            stretches = connection.execute(_STRETCHES, this)
            files = connection.execute(_FILES, this)
            return StoredBroadcast.of(
                row,
                found,
                tuple((s.start, s.end) for s in stretches),
                tuple((file.url, file.start, file.end) for file in files),
            )

    def change(self) -> int:
        """The database's change number."""
        with self._database.reading() as connection:
            return int(connection.execute(_CHANGE).scalar_one())

    def changed(self, after: int, most: int) -> list[StoredBroadcast]:
        """What has changed since the change number `after`, as it is now; the oldest change first.

        Args:
            most: rows; where there may be more, ask again after the last one's number.
        """
        with self._database.reading() as connection:
            found = connection.execute(_CHANGED, {"after": after, "most": most})
            return [StoredBroadcast.of(row) for row in found.mappings()]

    def changes(self, after: int, most: int) -> list[tuple[str, int]]:
        """Id and change number of what has changed since `after`, in order; see `changed`."""
        with self._database.reading() as connection:
            found = connection.execute(_CHANGES, {"after": after, "most": most})
            return [(row.id, row.change) for row in found]

    def several(self, ids: Collection[str]) -> list[StoredBroadcast]:
        """Those of these that there are, without sessions and segments."""
        with self._database.reading() as connection:
            found = connection.execute(_EACH, {"ids": list(ids)})
            return [StoredBroadcast.of(row) for row in found.mappings()]

    def each(self, refs: Collection[str]) -> dict[str, StoredBroadcast]:
        """Those of these ids and live codes that there are; see `one` and `several`."""
        found: dict[str, StoredBroadcast] = {}
        with self._database.reading() as connection:
            ids = [ref for ref in refs if "_" not in ref]
            if ids:
                asked = connection.execute(_EACH, {"ids": ids})
                found = {row["id"]: StoredBroadcast.of(row) for row in asked.mappings()}
            for code in refs:
                if "_" in code:
                    asked = connection.execute(_ON_CODE, {"folded": code.lower()})
                    for row in asked.mappings():
                        found[code] = StoredBroadcast.of(row)
        return found

    def steady(
        self, after: tuple[float, str], most: int
    ) -> tuple[list[Steady], tuple[float, str] | None]:
        """Who is steadily live, in slices, and where the next one begins; None: that was the last.

        Args:
            after: where this slice begins.
            most: rows.
        """
        started_at, id = after
        with self._database.reading() as connection:
            given = {"started_at": started_at, "id": id, "most": most}
            rows = connection.execute(_STEADY, given).mappings().all()
        found = [
            Steady(
                *(row["id"], row["token_hash"], row["last"], row["last_willing"]),
                *(row["console"], Reason(row["reason"]), row["change"]),
            )
            for row in rows
            if (row["state"], row["reason"]) in STEADY and not row["disabled"]
        ]
        end = (rows[-1]["started_at"], rows[-1]["id"]) if len(rows) == most else None
        return found, end

    def covers(self) -> set[str]:
        """The covers kept by the server itself that some broadcast has, as paths."""
        own = broadcasts.c.cover_url.startswith("/covers/", autoescape=True)
        with self._database.reading() as connection:
            found = connection.execute(select(broadcasts.c.cover_url).where(own).distinct())
            return set(found.scalars())

    def pollable(self, now: float, ids: Collection[str] | None = None) -> list[Pollable]:
        """What is unfinished and can be on air: its code has not expired, or its picture is on.

        Args:
            ids: only these.
        """
        with self._database.reading() as connection:
            found = (
                connection.execute(_POLLABLE, {"now": now})
                if ids is None
                else connection.execute(_POLLABLE_OF, {"now": now, "ids": list(ids)})
            )
            return [
                Pollable(
                    id=row["id"],
                    code=row["code"],
                    state=State(row["state"]),
                    reason=Reason(row["reason"]),
                    last_beat=row["last"],
                    polls=polls_of(row),
                )
                for row in found.mappings()
            ]

    def over_since(self, codes: Collection[str], since: float) -> list[str]:
        """Those of these codes that nobody may publish: host or admin ended their newest broadcast.

        Args:
            since: when it ended, at the earliest.
        """
        newest: dict[str, tuple[str, bool]] = {}
        asked = sorted({code.lower() for code in codes})
        with self._database.reading() as connection:
            for begin in range(0, len(asked), IN_A_QUESTION):
                some = asked[begin : begin + IN_A_QUESTION]
                found = connection.execute(
                    select(broadcasts.c.code, broadcasts.c.over, broadcasts.c.ended_at)
                    .where(broadcasts.c.folded.in_(some))
                    .order_by(broadcasts.c.created_at)
                )
                for row in found:
                    ended = row.over in (Reason.ENDED_BY_HOST, Reason.KICKED)
                    newest[row.code.lower()] = row.code, ended and row.ended_at >= since
        return [code for code, ended in newest.values() if ended and code in codes]

    def unfinished(self) -> dict[State, int]:
        """How many broadcasts are in each state but `ended`; counted in an index alone."""
        states = [state for state in State if state is not State.ENDED]
        statement = (
            select(broadcasts.c.state, func.count())
            .where(broadcasts.c.state.in_(states))
            .group_by(broadcasts.c.state)
        )
        with self._database.reading() as connection:
            return {State(state): count for state, count in connection.execute(statement)}

    def page(
        self,
        *,
        q: str = "",
        sort: str = "started_at",
        limit: int = 50,
        cursor: str | None = None,
        states: Sequence[str] = LISTED,
        host_id: str | None = None,
    ) -> tuple[list[StoredBroadcast], str | None]:
        """A page, highest first, and the cursor of the next one.

        Args:
            q: every word of two characters or more must be part of title or host name, or begin
                the code.
            states: empty for all.
            host_id: only this host's.

        Raises:
            BadRequest: an unknown sort, or a cursor that is not ours.
        """
        if sort not in SORTS:
            raise BadRequest(f"sort is one of: {', '.join(SORTS)}.")
        column = SORTS[sort]
        listed = set(states) == set(LISTED)
        value = func.coalesce(column, 0) if sort == "started_at" and not listed else column
        words = [word.lower() for word in q.split() if len(word) > 1]
        conditions: list[ColumnElement[bool] | TextClause] = [_has(word) for word in words]
        if listed:  # in these words, or the database does not see that its index has them
            conditions.append(text(IS_LISTED))
        elif states:
            conditions.append(broadcasts.c.state.in_(states))
        if host_id is not None:
            conditions.append(broadcasts.c.host_id == host_id)
        if cursor:
            conditions.append(tuple_(value, broadcasts.c.id) < tuple_(*_read(cursor)))
        grams = search.asked(words) if listed and host_id is None else ""
        with self._database.reading() as connection:
            rows: Sequence[RowMapping] | None = None
            if grams and search.has_index(connection):
                begin = _read(cursor)[0] if cursor else math.inf
                rows = _searched(connection, grams, conditions, sort, begin, limit + 1)
            if rows is None:
                statement = selected().where(and_(True, *conditions)).limit(limit + 1)
                statement = statement.order_by(value.desc(), broadcasts.c.id.desc())
                rows = connection.execute(statement).mappings().all()
        found = [StoredBroadcast.of(row) for row in rows[:limit]]
        if len(rows) <= limit:
            return found, None
        last = rows[limit - 1]
        return found, _write(last[sort] or 0, last["id"])


def _searched(
    connection: Connection,
    grams: str,
    conditions: Sequence[ColumnElement[bool] | TextClause],
    sort: str,
    begin: float,
    most: int,
) -> list[RowMapping] | None:
    """The first rows of a search by the index; None: so many have it that a walk is short.

    Args:
        begin: the sort value of the cursor.
    """
    in_order = sort == "started_at"
    below = min(search.number(min(begin, 1e12)) + search.SAME_MOMENT, 2**62)
    some = most + SPARE if in_order else FEW_FOUND + 1
    rows: list[RowMapping] = []
    while True:
        found = search.find(connection, grams, below if in_order else 2**62, some)
        if not in_order and len(found) == some:
            return None
        for first in range(0, len(found), IN_A_QUESTION):
            ids = [id for _, id in found[first : first + IN_A_QUESTION]]
            statement = selected().where(broadcasts.c.id.in_(ids), *conditions)
            rows += connection.execute(statement).mappings().all()
        rows.sort(key=lambda row: (row[sort], row["id"]), reverse=True)
        if len(found) < some:
            return rows[:most]
        below = found[-1][0]
        last = rows[most - 1]["started_at"] if len(rows) >= most else math.inf
        if below < search.number(min(last, 1e12)) - search.SAME_MOMENT and last < math.inf:
            return rows[:most]
        some = min(2 * some, IN_A_QUESTION)


def _has(folded: str) -> ColumnElement[bool]:
    return or_(
        func.lower(broadcasts.c.title).contains(folded, autoescape=True),
        func.lower(hosts.c.name).contains(folded, autoescape=True),
        broadcasts.c.folded.cast(Text).startswith(folded, autoescape=True),
    )


def _write(value: float, id: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, id]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[float, str]:
    try:
        value, id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if type(value) in (int, float) and abs(value) < 2**63 and id.isascii():
            return value, id
    except (ValueError, TypeError, AttributeError, binascii.Error):
        pass
    raise BadRequest("The cursor is not one of this list: start again without it.")
