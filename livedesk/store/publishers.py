"""What media servers say of a code: starts, ends, polls; written before anybody is judged on it.

Every function is part of a caller's transaction that has the write lock, and gives the ids of the
broadcasts that must be judged again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, select, update

from livedesk.domain.evidence import DOUBT_S
from livedesk.domain.verdict import Policy
from livedesk.store.judgement import note
from livedesk.store.locks import is_shared, lock_broadcasts, lock_code
from livedesk.store.rows import polls_of
from livedesk.store.tables import broadcasts, sessions
from livedesk.store.upsert import upsert

# Made once: putting statements together costs more than SQLite does.
_UNFINISHED = select(broadcasts.c.id).where(
    broadcasts.c.folded == bindparam("folded"), broadcasts.c.over.is_(None)
)
_SESSION = select(sessions).where(
    sessions.c.folded == bindparam("folded"), sessions.c.session == bindparam("session")
)


@dataclass(frozen=True, slots=True)
class PollWord:
    """One answer about one broadcast; a poll that failed is none (rule 6).

    Attributes:
        asked_at: when the media server was asked.
        client: who publishes, where the media server tells.
    """

    id: str
    asked_at: float
    publishing: bool
    client: str | None = None


def lock(connection: Connection, folded: str) -> None:
    """Whatever a word about this code may change; one word at a time."""
    if is_shared(connection):
        lock_code(connection, folded)
        known = select(sessions.c.broadcast_id).where(sessions.c.folded == folded).distinct()
        ids = {*connection.execute(known).scalars(), unfinished_on(connection, folded)}
        lock_broadcasts(connection, {id for id in ids if id is not None})


def unfinished_on(connection: Connection, folded: str) -> str | None:
    """The id of the unfinished broadcast on a code."""
    found: str | None = connection.execute(_UNFINISHED, {"folded": folded}).scalar()
    return found


def started(
    connection: Connection, folded: str, session: str, client: str, id: str, now: float
) -> str:
    """A publisher's picture begins. A session stays with the broadcast that first heard of it."""
    known = _session(connection, folded, session)
    if known is None:
        values = {"client": client, "broadcast_id": id, "started_at": now}
        connection.execute(upsert(sessions).values(folded=folded, session=session, **values))
    elif known["started_at"] is None:  # its end was faster
        connection.execute(
            update(sessions).where(*_is(folded, session)).values(started_at=now, client=client)
        )
    else:
        return str(known["broadcast_id"])
    id = str(known["broadcast_id"]) if known is not None else id
    note(connection, id, now, "publish", session)
    return id


def done(
    connection: Connection, folded: str, client: str | None, now: float, *, lasting_ids: bool
) -> list[str]:
    """A publisher has left.

    Args:
        client: None: the media server does not say who; all that began before it are over.
        lasting_ids: `client` is a session's id; else it is of the open session that has it now.
    """
    open_ = [sessions.c.folded == folded, sessions.c.ended_at.is_(None)]
    if client is not None:
        open_.append(sessions.c.client == client)
    found = connection.execute(select(sessions).where(*open_)).mappings().all()
    connection.execute(update(sessions).where(*open_).values(ended_at=now))
    for row in found:
        note(connection, row["broadcast_id"], now, "publish_done", row["session"])
    ids = {str(row["broadcast_id"]) for row in found}
    id = unfinished_on(connection, folded)
    if id is None or id in ids or (client is not None and found):
        return sorted(ids)
    # Nothing is known of it: its start was lost or comes late, or it is a connection we refused.
    session = client if client is not None else f"?@{now:.3f}"
    if client is not None and not lasting_ids:
        return []
    if _session(connection, folded, session) is not None:  # told twice
        return sorted(ids)
    connection.execute(
        upsert(sessions).values(
            folded=folded, session=session, client=session, broadcast_id=id, ended_at=now
        )
    )
    note(connection, id, now, "publish_done", session)
    return sorted({*ids, id})


def has_left(connection: Connection, folded: str, session: str) -> bool:
    """Whether the end of this session is known."""
    known = _session(connection, folded, session)
    return known is not None and known["ended_at"] is not None


def polled(connection: Connection, policy: Policy, word: PollWord, now: float) -> list[str]:
    """The media server has answered a question about a broadcast."""
    word = replace(word, asked_at=min(word.asked_at, now))  # the clock may have been set meanwhile
    row = (
        connection.execute(select(broadcasts).where(broadcasts.c.id == word.id)).mappings().first()
    )
    if row is None or row["over"]:
        return []
    on_code = select(sessions).where(sessions.c.folded == row["folded"])
    known = [s for s in connection.execute(on_code).mappings() if _heard_before(s, word.asked_at)]
    strangers = [s for s in known if s["ended_at"] is None and s["broadcast_id"] != word.id]
    if word.publishing:
        own = [s for s in known if s["ended_at"] is None and s["broadcast_id"] == word.id]
        if word.client is None and strangers and not own:
            return []  # nothing says that it is not an earlier broadcast's publisher
        if any(s["client"] == word.client for s in strangers):
            return []
        if word.client is not None and any(_just_left(s, word) for s in known):
            return []  # the media server's list is slower than its callbacks
        if word.client is not None and policy.one_publisher:
            _pushed_out(connection, known, word)
    else:
        for session in strangers:
            _close(connection, session, word.asked_at)
    polls = polls_of(row)
    run = [at for at in polls.off_at if polls.on_at is None or at > polls.on_at]
    if not word.publishing and run and word.asked_at - run[-1] < policy.poll_interval_s / 2:
        return []  # questions in between must not make three of one lull
    heard = polls.heard(word.asked_at, publishing=word.publishing)
    values = {"poll_on_at": heard.on_at, "polls_off_at": json.dumps(heard.off_at)}
    connection.execute(update(broadcasts).where(broadcasts.c.id == word.id).values(**values))
    if not word.publishing:
        note(connection, word.id, now, "poll_off")
    elif run or polls.on_at is None:
        note(connection, word.id, now, "poll_on")
    return [word.id]


def _heard_before(session: RowMapping, at: float) -> bool:
    return (session["started_at"] or session["ended_at"] or 0.0) <= at


def _just_left(session: RowMapping, word: PollWord) -> bool:
    ended_at = session["ended_at"]
    return (
        session["client"] == word.client
        and ended_at is not None
        and word.asked_at - ended_at < DOUBT_S
    )


def _pushed_out(connection: Connection, known: Iterable[RowMapping], word: PollWord) -> None:
    """One publisher is admitted: who is named publishes, all others have left before it began.

    Where its start was never told, just before the question.
    """
    open_ = [s for s in known if s["ended_at"] is None]
    begun = [s["started_at"] for s in open_ if s["client"] == word.client]
    left_at = max(begun, default=math.nextafter(word.asked_at, 0.0))
    for session in open_:
        if session["client"] != word.client:
            _close(connection, session, max(left_at, session["started_at"]))


def _close(connection: Connection, session: RowMapping, at: float) -> None:
    this = _is(session["folded"], session["session"])
    connection.execute(update(sessions).where(*this).values(ended_at=at))


def _is(folded: str, session: str) -> tuple[ColumnElement[bool], ...]:
    return (sessions.c.folded == folded, sessions.c.session == session)


def _session(connection: Connection, folded: str, session: str) -> RowMapping | None:
    found = connection.execute(_SESSION, {"folded": folded, "session": session})
    return found.mappings().first()
