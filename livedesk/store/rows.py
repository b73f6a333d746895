"""What the store gives and takes: rows as frozen values. Times are epoch seconds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping

from livedesk.domain.evidence import Beats, Evidence, Polls, Session
from livedesk.domain.verdict import Reason, State, Verdict


@dataclass(frozen=True, slots=True)
class Account:
    """A host as the database knows it; the token only as its SHA-256."""

    id: str
    name: str
    disabled: bool
    banned: bool
    created_at: float

    @classmethod
    def of(cls, row: RowMapping) -> Account:
        return cls(row["id"], row["name"], row["disabled"], row["banned"], row["created_at"])


@dataclass(frozen=True, slots=True)
class NewBroadcast:
    """What a host asks for. `code` is None for the default: host id and six random characters."""

    host_id: str
    title: str
    suffix: str | None
    cover_url: str | None
    valid_for_s: float
    rehearsal: bool
    key: str | None = None
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class StoredProof:
    """The newest word of a viewer whose player plays; see `records.Proof`."""

    device: str | None
    played_s: float
    delay_s: float | None
    at: float


def polls_of(row: RowMapping) -> Polls:
    """The polls of a broadcast's row."""
    offs = row["polls_off_at"]
    return Polls(row["poll_on_at"], tuple(json.loads(offs)) if offs != "[]" else ())


@dataclass(frozen=True, slots=True)
class StoredBroadcast:
    """One row of `broadcasts` with its host's name and its console's beats.

    Attributes:
        beats: as far as they are written; newer ones may be in memory.
        sessions: publishers by session id; only where the whole evidence was read.
        segments: stretches with a picture; only where asked for.
        recordings: address, start and end of each file, likewise.
        was: the verdict that this one has just replaced; None where state and reason stayed.
    """

    id: str
    code: str
    host_id: str
    host_name: str
    host_banned: bool
    host_disabled: bool
    title: str
    cover_url: str | None
    rehearsal: bool
    created_at: float
    expires_at: float
    push_nonce: str = field(repr=False)
    state: State
    reason: Reason
    look_again_at: float | None
    over: str | None
    lost_at: float | None
    hold_until: float | None
    poll_lost_at: float | None
    snapshot_url: str | None
    started_at: float | None
    ended_at: float | None
    likes: int
    viewers: int
    peak_viewers: int
    change: int
    beats: Beats
    console: str | None
    polls: Polls
    proof: StoredProof | None = None
    sessions: Mapping[str, Session] = field(default_factory=dict)
    segments: tuple[tuple[float, float | None], ...] = ()
    recordings: tuple[tuple[str, float, float], ...] = ()
    was: Verdict | None = None

    @classmethod
    def of(
        cls,
        row: RowMapping,
        sessions: Mapping[str, Session] | None = None,
        segments: tuple[tuple[float, float | None], ...] = (),
        recordings: tuple[tuple[str, float, float], ...] = (),
    ) -> StoredBroadcast:
        plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
        return cls(
            **plain,
            state=State(row["state"]),
            reason=Reason(row["reason"]),
            beats=Beats(row["last"], row["last_willing"]),
            polls=polls_of(row),
            proof=_proof_of(row),
            sessions=sessions or {},
            segments=segments,
            recordings=recordings,
        )

    def held_at(self, now: float) -> bool:
        """An admin keeps it off."""
        return self.hold_until is not None and now < self.hold_until

    @property
    def verdict(self) -> Verdict:
        """As it is stored; everything that shows a state shows this."""
        return Verdict(self.state, self.reason, self.look_again_at)

    @property
    def on_since(self) -> float | None:
        """Since when the picture flows, as it is stored; only where segments were read."""
        start, end = self.segments[-1] if self.segments else (None, None)
        return start if end is None else None

    def evidence(self, heard_since: float) -> Evidence:
        """All that is known of it, for `judge`."""
        return Evidence(
            expires_at=self.expires_at,
            rehearsal=self.rehearsal,
            over=self.over,
            beats=self.beats,
            sessions=self.sessions,
            polls=self.polls,
            poll_lost_at=self.poll_lost_at,
            hold_until=self.hold_until,
            on_since=self.on_since,
            lost_at=self.lost_at,
            heard_since=heard_since,
        )


def _proof_of(row: RowMapping) -> StoredProof | None:
    if row["proof_at"] is None:
        return None
    return StoredProof(
        row["proof_device"], row["proof_played_s"], row["proof_delay_s"], row["proof_at"]
    )


_PLAIN = (
    "id",
    "code",
    "host_id",
    "host_name",
    "host_banned",
    "host_disabled",
    "title",
    "cover_url",
    "rehearsal",
    "created_at",
    "expires_at",
    "push_nonce",
    "look_again_at",
    "over",
    "lost_at",
    "hold_until",
    "poll_lost_at",
    "snapshot_url",
    "started_at",
    "ended_at",
    "likes",
    "viewers",
    "peak_viewers",
    "change",
    "console",
)
