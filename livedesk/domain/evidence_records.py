"""The shape of `GET /v1/broadcasts/{ref}/evidence`. Times are RFC 3339 UTC text."""

from __future__ import annotations

from dataclasses import dataclass

from livedesk.domain.records import Words


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """What the server concludes now; `rule` is the contract's number."""

    state: str
    reason: str
    rule: int
    look_again_at: str | None
    words: Words


@dataclass(frozen=True, slots=True)
class DeadlineRecord:
    """What happens `at`, `in_s` seconds from now, if nothing more is heard until then."""

    at: str
    in_s: float
    state: str
    reason: str
    words: Words


@dataclass(frozen=True, slots=True)
class HeartbeatSource:
    """The console's word.

    Attributes:
        configured: whether the policy counts it.
        sign: ``good``, ``bad`` (it denies), ``silent`` (nothing heard, or too long ago), ``off``.
        last_at, age_s: the last beat; None before the first.
        on_air: False: the last beat said that the encoder has stopped.
    """

    configured: bool
    sign: str
    last_at: str | None
    age_s: float | None
    on_air: bool | None
    words: Words


@dataclass(frozen=True, slots=True)
class CallbackSource:
    """The media server's word, by its callbacks; `configured`, `sign`: see `HeartbeatSource`.

    Attributes:
        open_sessions: publishers that are connected.
        last_start_at, last_end_at: the newest of each; None before the first.
        age_s: of the newer of both.
    """

    configured: bool
    sign: str
    open_sessions: int
    last_start_at: str | None
    last_end_at: str | None
    age_s: float | None
    words: Words


@dataclass(frozen=True, slots=True)
class PollSource:
    """The media server's word when it is asked; `configured`, `sign`: see `HeartbeatSource`.

    Attributes:
        publishing: the last answer; None before the first.
        not_publishing_run: how many answers in a row said *not publishing*.
    """

    configured: bool
    sign: str
    last_at: str | None
    age_s: float | None
    publishing: bool | None
    not_publishing_run: int
    words: Words


@dataclass(frozen=True, slots=True)
class Sources:
    """The three sources of signals."""

    heartbeats: HeartbeatSource
    callbacks: CallbackSource
    polls: PollSource


@dataclass(frozen=True, slots=True)
class SignalRecord:
    """One line of the trail.

    Attributes:
        kind: ``publish``, ``poll_off``, ``push_refused`` …
        detail: of a push that was refused, why; of a start or end, the media server's session id;
            of ``held`` and ``kicked``, the admin's own words, if any.
    """

    at: str
    kind: str
    detail: str
    words: Words


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A publisher's connection, by the media server's id."""

    id: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """The signals behind a decision, as they were known then; see `evidence.Evidence`."""

    last_beat: str | None
    last_willing_beat: str | None
    sessions: tuple[SessionFacts, ...]
    poll_on_at: str | None
    polls_off_at: tuple[str, ...]
    poll_lost_at: str | None
    hold_until: str | None
    lost_at: str | None
    expires_at: str
    heard_since: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One change of state or reason, and what it rested on."""

    at: str
    state: str
    reason: str
    rule: int
    facts: DecisionFacts
    words: Words


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """`GET /v1/broadcasts/{ref}/evidence`: why this broadcast is what it is.

    Attributes:
        at: the server's time of this answer; every age is as of then.
        deadline: None where nothing changes by itself.
        held_until: an admin keeps it off the air until then; None without a hold that runs.
        signals: oldest first, the newest 500; of heartbeats only the first and the gaps.
        decisions: oldest first, the newest 500.
    """

    id: str
    code: str
    title: str
    at: str
    verdict: VerdictRecord
    deadline: DeadlineRecord | None
    held_until: str | None
    sources: Sources
    signals: tuple[SignalRecord, ...]
    decisions: tuple[DecisionRecord, ...]
