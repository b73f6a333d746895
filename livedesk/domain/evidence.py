"""What the server has heard of one broadcast. Facts only; the conclusions are `verdict`'s.

Every field grows in one direction and `merged` takes the later of both, so facts may come twice,
late or in any order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


def _later(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else max(one, other)


def _earlier(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else min(one, other)


@dataclass(frozen=True, slots=True)
class Beats:
    """A console's heartbeats. Seconds since the epoch, by the server's own receive time.

    Attributes:
        last: the newest beat.
        last_willing: the newest that did not say ``on_air: false``.
    """

    last: float | None = None
    last_willing: float | None = None

    def merged(self, other: Beats) -> Beats:
        return Beats(_later(self.last, other.last), _later(self.last_willing, other.last_willing))

    def heard(self, at: float, on_air: bool | None) -> Beats:
        """With one beat more."""
        return self.merged(Beats(at, None if on_air is False else at))

    @property
    def denies(self) -> bool:
        """The newest beat says that the encoder, which ran before, does not."""
        return self.last is not None and (
            self.last_willing is None or self.last > self.last_willing
        )


@dataclass(frozen=True, slots=True)
class Session:
    """One publisher's connection, by the media server's own id.

    Attributes:
        started_at: None while only its end has been heard of.
        ended_at: None while it is open.
    """

    started_at: float | None = None
    ended_at: float | None = None

    def merged(self, other: Session) -> Session:
        """The first word of each kind counts: duplicates and late repeats change nothing."""
        return Session(
            _earlier(self.started_at, other.started_at), _earlier(self.ended_at, other.ended_at)
        )

    @property
    def open(self) -> bool:
        return self.started_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that `judge` may know of one broadcast.

    Attributes:
        expires_at: after it, nobody goes on air any more.
        rehearsal: the host has not asked to be seen.
        over: why it ended, once it did: ``ended_by_host``, ``kicked`` …; final.
        sessions: publishers' connections by the media server's id.
        lost_at: when the last stored verdict fell to ``offline``: what was too old then stays too
            old, whatever the server failed to hear later (rule 8).
        heard_since: since when the server hears without a gap: its own start, the end of a suspend.
    """

    expires_at: float
    rehearsal: bool = False
    over: str | None = None
    beats: Beats = Beats()
    sessions: Mapping[str, Session] = field(default_factory=dict)
    lost_at: float | None = None
    heard_since: float = 0.0

    def with_beat(self, at: float, on_air: bool | None) -> Evidence:
        return replace(self, beats=self.beats.heard(at, on_air))

    def with_session(self, id: str, session: Session) -> Evidence:
        known = self.sessions.get(id, Session())
        return replace(self, sessions={**self.sessions, id: known.merged(session)})

    @property
    def heard_good_since_lost(self) -> bool:
        """Whether something said *on* since the fall to `offline`; True if there was none."""
        if self.lost_at is None:
            return True
        starts = [s.started_at for s in self.sessions.values()]
        good = [at for at in (*starts, self.beats.last_willing) if at is not None]
        return any(at >= self.lost_at for at in good)

    @property
    def picture_since(self) -> float | None:
        """Since when some publisher is connected without a break; None when none is."""
        starts = [s.started_at for s in self.sessions.values() if s.open and s.started_at]
        return min(starts) if starts else None

    @property
    def picture_stopped_at(self) -> float | None:
        """When the last publisher left; None when one is there or none ever was."""
        if self.picture_since is not None:
            return None
        ends = [s.ended_at for s in self.sessions.values() if s.started_at and s.ended_at]
        return max(ends) if ends else None
