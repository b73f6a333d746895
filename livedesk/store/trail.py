"""Reading and adding to the trail: what was heard of a broadcast, and every decision about it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from livedesk.domain.evidence import Beats, Evidence, Polls, Session
from livedesk.domain.explain_trail import Signal
from livedesk.domain.verdict import Reason, State
from livedesk.store.database import Database
from livedesk.store.judgement import MOST_SIGNALS, note
from livedesk.store.tables import beats, broadcasts, decisions, hosts, signals


@dataclass(frozen=True, slots=True)
class StoredSignal:
    """One line of the trail. `at` is epoch seconds."""

    at: float
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """One change of state or reason; `evidence` is what was known then."""

    at: float
    state: State
    reason: Reason
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Refusal:
    """A push that was refused."""

    id: int
    at: float
    broadcast: str
    code: str
    host_id: str
    host_name: str
    why: str


@dataclass(frozen=True, slots=True)
class BeatNote:
    """Something of a broadcast's heartbeats that the trail keeps.

    Attributes:
        at: when the beat came.
        since: of a gap, the beat before it; None for everything else.
    """

    id: str
    at: float
    kind: Signal
    detail: str = ""
    since: float | None = None


class Trail:
    """Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, id: str) -> tuple[list[StoredSignal], list[StoredDecision]]:
        """The newest 500 of each, oldest first."""
        heard = select(signals).where(signals.c.broadcast_id == id)
        decided = select(decisions).where(decisions.c.broadcast_id == id)
        with self._database.reading() as connection:
            lines = connection.execute(heard.order_by(signals.c.id.desc()).limit(MOST_SIGNALS))
            found = [
                StoredSignal(row["at"], row["kind"], row["detail"]) for row in lines.mappings()
            ]
            lines = connection.execute(decided.order_by(decisions.c.id.desc()).limit(MOST_SIGNALS))
            judged = [
                StoredDecision(
                    row["at"],
                    State(row["state"]),
                    Reason(row["reason"]),
                    evidence_then(row["evidence"]),
                )
                for row in lines.mappings()
            ]
        found.reverse()
        found.sort(key=lambda one: one.at)  # notes of heartbeats are written a little later
        return found, judged[::-1]

    def refused(self, limit: int, before: int | None = None) -> list[Refusal]:
        """Pushes that were refused, of all broadcasts, newest first.

        Args:
            before: only those with a smaller id.
        """
        statement = (
            select(
                signals.c.id,
                signals.c.at,
                signals.c.broadcast_id.label("broadcast"),
                broadcasts.c.code,
                broadcasts.c.host_id,
                hosts.c.name.label("host_name"),
                signals.c.detail.label("why"),
            )
            .join(broadcasts, broadcasts.c.id == signals.c.broadcast_id)
            .join(hosts, hosts.c.id == broadcasts.c.host_id)
            .where(signals.c.kind == Signal.PUSH_REFUSED.value)
            .order_by(signals.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            statement = statement.where(signals.c.id < before)
        with self._database.reading() as connection:
            return [Refusal(**row) for row in connection.execute(statement).mappings()]

    def note_beats(self, notes: Iterable[BeatNote]) -> None:
        """Add what heartbeats told; a gap only if no other server process heard one in it."""
        with self._database.writing() as connection:
            for one in notes:
                row = connection.execute(
                    select(broadcasts.c.id, beats.c.last)
                    .outerjoin(beats, beats.c.broadcast_id == broadcasts.c.id)
                    .where(broadcasts.c.id == one.id)
                ).first()
                heard_elsewhere = (
                    row is not None
                    and one.since is not None
                    and row.last is not None
                    and one.since + 1.0 < row.last < one.at - 1.0
                )
                if row is not None and not heard_elsewhere:
                    note(connection, one.id, one.at, one.kind, one.detail)


def evidence_then(text: str) -> Evidence:
    """What a decision's JSON says was known then; what an older version did not write is unknown.

    Raises:
        ValueError, TypeError: not written by us.
    """
    told = json.loads(text)
    return Evidence(
        expires_at=told.get("expires_at", 0.0),
        beats=Beats(told.get("last_beat"), told.get("last_willing_beat")),
        sessions={id: Session(*times) for id, times in told.get("sessions", {}).items()},
        polls=Polls(told.get("poll_on_at"), tuple(told.get("polls_off_at", ()))),
        poll_lost_at=told.get("poll_lost_at"),
        on_since=told.get("on_since"),
        hold_until=told.get("hold_until"),
        lost_at=told.get("lost_at"),
        heard_since=told.get("heard_since", 0.0),
    )
