"""What the server has heard of one broadcast. Facts only; the conclusions are `verdict`'s.

Every part grows in one direction and `merged` is commutative, associative and idempotent, so facts
may come twice, late or in any order.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

POLLS_KEPT = 20
"""Of the polls that said *not publishing*: more than any policy counts."""

DOUBT_S = 10.0
"""How soon the other's end must follow a start that came while the other was open."""


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
class Polls:
    """What the media server answered when it was asked. A poll counts as of its question.

    Attributes:
        on_at: the newest that said *publishing*.
        off_at: the newest `POLLS_KEPT` that said *not publishing*, oldest first.
    """

    on_at: float | None = None
    off_at: tuple[float, ...] = ()

    def merged(self, other: Polls) -> Polls:
        offs = sorted({*self.off_at, *other.off_at})[-POLLS_KEPT:]
        return Polls(_later(self.on_at, other.on_at), tuple(offs))

    def heard(self, asked_at: float, *, publishing: bool) -> Polls:
        """With one answer more; a poll that failed is none (rule 6)."""
        return self.merged(Polls(asked_at) if publishing else Polls(off_at=(asked_at,)))


@dataclass(frozen=True, slots=True)
class Picture:
    """The media server's latest word (rule 3): on, off since a time, or never seen.

    Attributes:
        since: since when it is on; None while it is not.
        stopped_at: since when it is off; None while it is on, and if it was never seen.
        word_at: the newest word for it: a start that counts, a poll.
        begun_at: the newest start that counts, of those that are open; else `since`.
    """

    since: float | None = None
    stopped_at: float | None = None
    word_at: float | None = None
    begun_at: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that `judge` may know of one broadcast.

    Attributes:
        expires_at: after it, nobody goes on air any more.
        rehearsal: the host has not asked to be seen.
        over: why it ended, once it did: ``ended_by_host``, ``kicked`` …; final.
        hold_until: an admin keeps it off until then, and what was heard before counts no more.
        sessions: publishers' connections by the media server's id.
        poll_lost_at: the first of the polls that found the picture gone: nothing of before that
            makes a picture.
        on_since: since when the stretch flows that the store keeps open: a poll tells only of now.
        lost_at: when the stored verdict last fell to ``offline``, or to another reason for it:
            what was too old then stays so, whatever the server failed to hear later (rule 8).
        heard_since: since when the server hears without a gap: its own start, the end of a suspend.
    """

    expires_at: float
    rehearsal: bool = False
    over: str | None = None
    hold_until: float | None = None
    beats: Beats = Beats()
    sessions: Mapping[str, Session] = field(default_factory=dict)
    polls: Polls = Polls()
    poll_lost_at: float | None = None
    on_since: float | None = None
    lost_at: float | None = None
    heard_since: float = 0.0

    def with_beat(self, at: float, on_air: bool | None) -> Evidence:
        return replace(self, beats=self.beats.heard(at, on_air))

    def with_session(self, id: str, session: Session) -> Evidence:
        known = self.sessions.get(id, Session())
        return replace(self, sessions={**self.sessions, id: known.merged(session)})

    def with_poll(self, asked_at: float, *, publishing: bool) -> Evidence:
        return replace(self, polls=self.polls.heard(asked_at, publishing=publishing))

    def picture(self, *, one_publisher: bool) -> Picture:
        """Rule 3's word, by sessions and polls.

        Args:
            one_publisher: the media server admits one, so that a second start is doubtful.
        """
        heard = self._sessions()
        counted = _counted(heard, self.polls, one_publisher=one_publisher)
        on_at = self.polls.on_at
        # Also the end of a session that polls had closed before: they may have brought it back.
        ends = [s.ended_at for s in (*heard, *self.sessions.values()) if s.ended_at is not None]
        ends += [] if self.poll_lost_at is None else [self.poll_lost_at]
        ended_at = max(ends, default=-math.inf)
        starts = [s.started_at for s in counted if s.started_at is not None]
        word_at = max([*starts, *([] if on_at is None else [on_at])], default=None)
        open_ = [s.started_at for s in counted if s.started_at is not None and s.open]
        if open_:
            return Picture(min(open_), None, word_at, max(open_))
        if on_at is not None and on_at > ended_at:
            since = self.on_since
            known = since is not None and ended_at < since < on_at
            since = since if known else on_at
            return Picture(since, None, word_at, since)
        if word_at is None:
            return Picture()
        stopped = [s.ended_at for s in counted if s.ended_at is not None]
        if on_at is not None:  # the first end after it; those that follow end nothing
            stopped.append(min(end for end in ends if end >= on_at))
        return Picture(None, max(stopped), word_at)

    def heard_after(self, at: float) -> Evidence:
        """Only the signals heard after `at`."""
        last, willing = self.beats.last, self.beats.last_willing
        polls = self.polls
        return replace(
            self,
            beats=Beats(
                last if last is not None and last > at else None,
                willing if willing is not None and willing > at else None,
            ),
            sessions={
                id: s if s.started_at is None or s.started_at > at else Session(None, s.ended_at)
                for id, s in self.sessions.items()
                if max(s.started_at or 0.0, s.ended_at or 0.0) > at
            },
            polls=Polls(
                polls.on_at if polls.on_at is not None and polls.on_at > at else None,
                tuple(asked for asked in polls.off_at if asked > at),
            ),
        )

    def heard_good_since_lost(self, picture: Picture) -> bool:
        """Whether something said *on* since the fall to `offline`; True if there was none.

        Beats never stand in for a picture that was off by then (rule 5).
        """
        lost_at = self.lost_at
        if lost_at is None:
            return True
        was_off = picture.stopped_at is not None and picture.stopped_at <= lost_at
        good = (picture.word_at, None if was_off else self.beats.last_willing)
        return any(at is not None and at >= lost_at for at in good)

    def _sessions(self) -> list[Session]:
        """By their start; what polls found gone is closed."""
        found = [_settled(s, self.poll_lost_at) for s in self.sessions.values()]
        return sorted(found, key=lambda s: (s.started_at or 0.0, s.ended_at or 0.0))


def _settled(session: Session, lost_at: float | None) -> Session:
    """Closed where polls found it gone; a start told after its own end is no later word."""
    at = session.started_at
    if at is None:
        return session
    if lost_at is not None and at <= lost_at:
        session = session.merged(Session(ended_at=lost_at))
    ended_at = session.ended_at
    return session if ended_at is None or at <= ended_at else Session(ended_at, ended_at)


def _counted(sessions: list[Session], polls: Polls, *, one_publisher: bool) -> list[Session]:
    """The sessions whose start counts (rule 7), oldest first.

    Where one publisher is admitted, a start beside an open session is doubtful: it counts when the
    other's end follows soon, or when a poll after that end says *publishing*.
    """
    counted: list[Session] = []
    beside: list[Session] = []  # of them, those that may still be open when the next one starts
    for session in sessions:
        at = session.started_at
        if at is None:
            continue
        beside = [other for other in beside if other.ended_at is None or other.ended_at > at]
        if one_publisher and not all(_gave_way(other, at, polls) for other in beside):
            continue
        counted.append(session)
        beside.append(session)
    return counted


def _gave_way(other: Session, at: float, polls: Polls) -> bool:
    if other.ended_at is None:
        return False
    asked_since = polls.on_at is not None and polls.on_at > other.ended_at
    return asked_since or other.ended_at <= at + DOUBT_S
