"""`judge`: from all signals to one verdict. Rules are numbered as in the contract."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from livedesk.domain.evidence import Evidence, Picture


class State(StrEnum):
    READY = "ready"
    LIVE = "live"
    INTERRUPTED = "interrupted"
    OFFLINE = "offline"
    ENDED = "ended"


LISTED = (State.LIVE, State.INTERRUPTED)
"""The states that the live list shows."""


class Reason(StrEnum):
    """What decided; the number is the contract's rule."""

    ENDED_BY_HOST = "ended_by_host"  # 1
    KICKED = "kicked"  # 1
    ADMIN_HOLD = "admin_hold"  # 1
    WAITING = "waiting"  # 2, 3: nothing heard yet
    BEATING = "beating"  # 2
    HEARTBEAT_LOST = "heartbeat_lost"  # 2, 4
    PUBLISHING = "publishing"  # 3
    MEDIA_STOPPED = "media_stopped"  # 3
    POLL_LOST = "poll_lost"  # 3
    CONSOLE_SILENT = "console_silent"  # 4
    ENCODER_STOPPED = "encoder_stopped"  # 5
    REHEARSAL = "rehearsal"  # 9
    EXPIRED = "expired"  # 9


STEADY = ((State.LIVE, Reason.BEATING), (State.LIVE, Reason.PUBLISHING))
"""Verdicts that a fresh, willing beat leaves as they are, but for the time to look again; what else
may change them is written by the store."""

_RULES = {
    Reason.ENDED_BY_HOST: 1,
    Reason.KICKED: 1,
    Reason.ADMIN_HOLD: 1,
    Reason.BEATING: 2,
    Reason.PUBLISHING: 3,
    Reason.MEDIA_STOPPED: 3,
    Reason.POLL_LOST: 3,
    Reason.CONSOLE_SILENT: 4,
    Reason.ENCODER_STOPPED: 5,
    Reason.REHEARSAL: 9,
    Reason.EXPIRED: 9,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient the server is, in seconds and counts.

    Attributes:
        heartbeats, callbacks, polls: which sources there are.
        one_publisher: the media server admits one publisher on a name; a second start is doubtful.
        slack_s: for the network, on top of the misses.
        makeup_beats: intervals that a picture covers for a silent console.
    """

    heartbeats: bool = True
    callbacks: bool = False
    polls: bool = False
    one_publisher: bool = True
    heartbeat_interval_s: float = 60.0
    heartbeat_misses: int = 3
    poll_interval_s: float = 60.0
    poll_misses: int = 3
    grace_s: float = 60.0
    slack_s: float = 5.0
    makeup_beats: int = 10

    @property
    def media(self) -> bool:
        """The media server's word, not the beats, puts a host on air (rule 3)."""
        return self.callbacks or self.polls

    @property
    def allowance_s(self) -> float:
        """Silence of a console after which it counts as gone."""
        return self.heartbeat_interval_s * self.heartbeat_misses + self.slack_s

    @property
    def poll_allowance_s(self) -> float:
        """Age at which the last poll that said *publishing* covers no silent console any more."""
        return self.poll_interval_s * self.poll_misses + self.slack_s

    @property
    def denial_s(self) -> float:
        """How long a stopped encoder is waited for (rule 5)."""
        return self.heartbeat_interval_s + self.grace_s

    def rule(self, reason: Reason) -> int:
        """The contract's rule that gives this reason under this policy."""
        by_picture = {Reason.WAITING: 3, Reason.HEARTBEAT_LOST: 4}
        return _RULES.get(reason) or (by_picture[reason] if self.media else 2)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, why, and when to look again.

    Attributes:
        look_again_at: epoch seconds; before it the same evidence gives the same state and reason.
            None: never by itself.
    """

    state: State
    reason: Reason
    look_again_at: float | None = None


def judge(evidence: Evidence, policy: Policy, now: float) -> Verdict:
    """The first rule that decides wins: 1, 9, 3, 2 or 4 and 5. Pure: no clock, no I/O."""
    if evidence.over is not None:  # rule 1, and what rule 9 made final
        return Verdict(State.ENDED, Reason(evidence.over))
    if (hold := evidence.hold_until) is not None:  # rule 1
        if now < hold:
            return _unless_expired(
                Verdict(State.OFFLINE, Reason.ADMIN_HOLD, hold), evidence, Picture(), now
            )
        evidence = evidence.heard_after(hold)
    picture = evidence.picture(one_publisher=policy.one_publisher) if policy.media else Picture()
    if evidence.rehearsal:  # rule 9
        found = Verdict(State.READY, Reason.REHEARSAL)
    elif policy.media:
        found = _by_picture(evidence, policy, now, picture)
    else:
        found = _by_beats(evidence, policy, now)
    if _polls_lost_at(evidence, policy, picture) is not None:
        picture = Picture()
    if found.state in LISTED and not evidence.heard_good_since_lost(picture):
        found = Verdict(State.OFFLINE, _given_up(found.reason, evidence), found.look_again_at)
    if hold is not None and found.reason is Reason.WAITING:  # nothing heard after the hold yet
        found = Verdict(State.OFFLINE, Reason.ADMIN_HOLD)
    return _unless_expired(found, evidence, picture, now)


def _given_up(reason: Reason, evidence: Evidence) -> Reason:
    """Why who is offline stays so: silence, ends and what is older bring nobody back."""
    if reason in (Reason.MEDIA_STOPPED, Reason.ENCODER_STOPPED):
        return reason
    if reason is not Reason.CONSOLE_SILENT and evidence.poll_lost_at is not None:
        return Reason.POLL_LOST
    return Reason.HEARTBEAT_LOST


def _unless_expired(found: Verdict, evidence: Evidence, picture: Picture, now: float) -> Verdict:
    """Rule 9: nobody waits longer for an address that no longer works."""
    if found.state in LISTED or picture.since is not None:
        return found
    if now >= evidence.expires_at:
        return Verdict(State.ENDED, Reason.EXPIRED)
    return Verdict(found.state, found.reason, _first(found.look_again_at, evidence.expires_at))


def _by_picture(evidence: Evidence, policy: Policy, now: float, picture: Picture) -> Verdict:
    """Rule 3: the media server's latest word, then what the console may add (4, 5)."""
    if picture.word_at is None:
        return Verdict(State.READY, Reason.WAITING)
    if _polls_lost_at(evidence, policy, picture) is not None:
        return Verdict(State.OFFLINE, Reason.POLL_LOST)
    if picture.since is not None:
        return _by_console(evidence, policy, now, picture.since, picture.begun_at or picture.since)
    until = _grace_until(evidence, policy, picture)
    if now < until:
        return Verdict(State.INTERRUPTED, Reason.MEDIA_STOPPED, until)
    return Verdict(State.OFFLINE, Reason.MEDIA_STOPPED)


def _grace_until(evidence: Evidence, policy: Policy, picture: Picture) -> float:
    """Until when a picture that is off may come back as if nothing had happened; else for good."""
    if picture.stopped_at is None:
        return math.inf
    return _deadline(evidence, picture.stopped_at, policy.grace_s)


def poll_lost_at(evidence: Evidence, policy: Policy) -> float | None:
    """What `Evidence.poll_lost_at` becomes; None where polls have not found the picture gone."""
    if not policy.media:
        return None
    if evidence.hold_until is not None:
        evidence = evidence.heard_after(evidence.hold_until)
    picture = evidence.picture(one_publisher=policy.one_publisher)
    return _polls_lost_at(evidence, policy, picture)


def _polls_lost_at(evidence: Evidence, policy: Policy, picture: Picture) -> float | None:
    """The first of the polls in a row that found the picture gone; None while they have not.

    Rule 8: a run counts from when the server could hear again; what was found before stays found.
    Where the grace was over first, it was lost so.
    """
    word_at, found_at = picture.word_at, evidence.poll_lost_at
    if word_at is None:
        return None
    if found_at is not None and found_at >= word_at:
        return found_at
    run = [at for at in evidence.polls.off_at if at > word_at and at >= evidence.heard_since]
    if not policy.polls or len(run) < policy.poll_misses:
        return None
    completed_at = run[policy.poll_misses - 1]
    return run[0] if completed_at < _grace_until(evidence, policy, picture) else None


def _by_console(
    evidence: Evidence, policy: Policy, now: float, picture_since: float, begun_at: float
) -> Verdict:
    """Rules 4 and 5, with the picture on; a silent console is forgiven for every new start."""
    if not policy.heartbeats:
        return Verdict(State.LIVE, Reason.PUBLISHING)
    last = evidence.beats.last
    # A console that never beat is silent from the picture's start.
    heard = begun_at if last is None else last
    silent_at = _deadline(evidence, heard, policy.allowance_s)
    if last is not None and now < silent_at:
        return _denied(evidence, policy, now, silent_at, picture_since) or Verdict(
            State.LIVE, Reason.PUBLISHING, silent_at
        )
    since = max(silent_at, begun_at) if last is not None else begun_at
    until = _deadline(evidence, since, policy.makeup_beats * policy.heartbeat_interval_s)
    if policy.polls and (on_at := evidence.polls.on_at) is not None:
        until = max(until, _deadline(evidence, on_at, policy.poll_allowance_s))
    if now < until:
        return Verdict(State.LIVE, Reason.CONSOLE_SILENT, until)
    return Verdict(State.OFFLINE, Reason.HEARTBEAT_LOST)


def _by_beats(evidence: Evidence, policy: Policy, now: float) -> Verdict:
    """Rule 2: beats are the only source."""
    beats = evidence.beats
    if beats.last is None or beats.last_willing is None:
        return Verdict(State.READY, Reason.WAITING)
    until = _deadline(evidence, beats.last, policy.allowance_s)
    if now >= until:
        return Verdict(State.OFFLINE, Reason.HEARTBEAT_LOST)
    return _denied(evidence, policy, now, until, beats.last_willing) or Verdict(
        State.LIVE, Reason.BEATING, until
    )


def _denied(
    evidence: Evidence, policy: Policy, now: float, fresh_until: float, picture_since: float
) -> Verdict | None:
    """Rule 5: a fresh beat says that the encoder has stopped, after the picture began."""
    beats, on_at = evidence.beats, evidence.polls.on_at
    if not beats.denies or beats.last is None or beats.last < picture_since:
        return None
    if on_at is not None and (beats.last_willing is None or on_at > beats.last_willing):
        return None
    since = max(beats.last_willing or picture_since, picture_since)
    until = _deadline(evidence, since, policy.denial_s)
    if now < until:
        return Verdict(State.INTERRUPTED, Reason.ENCODER_STOPPED, min(until, fresh_until))
    return Verdict(State.OFFLINE, Reason.ENCODER_STOPPED, fresh_until)


def _deadline(evidence: Evidence, since: float, patience_s: float) -> float:
    """When patience with something that happened at `since` is over.

    Rule 8: the server's own blindness is nobody's miss, so patience begins anew when it hears
    again; but not for what had been found too old before it went blind.
    """
    if evidence.lost_at is not None and since < evidence.lost_at:
        return since + patience_s
    return max(since, evidence.heard_since) + patience_s


def _first(one: float | None, other: float) -> float:
    return other if one is None else min(one, other)
