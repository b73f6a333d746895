"""Zombies and false offlines, by the contract's bounds and by nothing of the judge's own code.

Contract, section 2, "Bounds, in time that the server could hear": every patience counts anew from
`up_since`, when the server could hear again.
"""

from __future__ import annotations

from livedesk.domain.verdict import Policy, State
from livedesk.sim.plan import Stage
from livedesk.sim.tally import Finding, Tally
from livedesk.sim.truth import Truth

SWEEP_S = 1.0
ANSWERED_S = 1.0  # an end that is answered shows within this
DOUBT_S = 10.0  # the contract's, for a start beside an open session


class Referee:
    """Judges the server of one world.

    Args:
        began_at: findings tell the time since then.

    Attributes:
        awake_since: since when the server can hear.
        up_since: by when it must have noticed that.
    """

    def __init__(self, stage: Stage, policy: Policy, tally: Tally, began_at: float) -> None:
        self._stage = stage
        self._policy = policy
        self._tally = tally
        self._began_at = began_at
        self.up_since = began_at
        self.awake_since = began_at

    def must_be_off(self, truth: Truth) -> tuple[float, str] | None:
        """The earliest time by which a listed broadcast must have left the list, and by which
        bound; None: the contract promises nothing now."""
        if truth.over_at is not None:
            return truth.over_at + ANSWERED_S, "an end or kick was answered"
        bounds = self._by_media(truth) if self._policy.media else []
        if self._policy.heartbeats:
            bounds += self._by_silence(truth)
        return min(bounds, default=None)

    def _by_media(self, truth: Truth) -> list[tuple[float, str]]:
        policy, bounds = self._policy, []
        if truth.flows_since is not None:
            return []
        if policy.callbacks and (end := self._end_told(truth)) is not None:
            bounds.append((self._heard(end) + policy.grace_s + ANSWERED_S, "its end was told"))
        if policy.polls:
            # A start that is told late is the media server's word until a poll contradicts it.
            gone_at = max(truth.gone_at or truth.created_at, truth.last_start_told or 0.0)
            if not self._stage.kind.lists_all:  # then only who is on or beats is asked about
                gone_at = max(gone_at, truth.on_since)
            gone_at = self._heard(gone_at)
            failed = sum(at >= gone_at for at in truth.failed)
            patience = (4 + failed) * policy.poll_interval_s + policy.slack_s + SWEEP_S
            bounds.append((gone_at + patience, "polls were answered"))
        return bounds

    def _end_told(self, truth: Truth) -> float | None:
        """When the server was told of the end of all that it was told of; None if it was not."""
        last = truth.told.get(truth.last_client)
        if last is None or last.end is None or truth.last_end_told is None:
            return None
        if last.start is None and not self._stage.kind.lasting_ids:
            return None  # its end is of nobody known
        open_ = [one for one in truth.told.values() if one.start is not None and one.end is None]
        return None if open_ else max(truth.last_end_told, truth.last_start_told or 0.0)

    def _by_silence(self, truth: Truth) -> list[tuple[float, str]]:
        policy = self._policy
        heard = [at for at in (truth.beat_heard,) if at is not None]
        patience = policy.allowance_s + SWEEP_S
        if policy.media:
            words = (truth.last_start_told, truth.last_end_told, truth.poll_word)
            heard += [at for at in words if at is not None]
            patience += policy.makeup_beats * policy.heartbeat_interval_s
        last = self._heard(max(heard, default=truth.created_at))
        bounds = [(last + patience, "nothing was heard")]
        if truth.denied and not policy.polls and truth.willing_heard is not None:
            since = max(truth.willing_heard, truth.last_start_told or 0.0)
            fresh = truth.beat_heard is not None and truth.beat_heard >= since
            ended = truth.last_end_told is not None and truth.last_end_told >= since
            if fresh and not ended:  # else the grace after the end runs
                patience = policy.denial_s + SWEEP_S
                bounds.append((self._heard(since) + patience, "its console denied the encoder"))
        return bounds

    def _heard(self, at: float) -> float:
        return max(at, self.up_since)

    def _forgiven(self, at: float) -> float:
        return max(at, self.awake_since)

    def promised(self, truth: Truth, now: float) -> str | None:
        """Why it must be on the live list now; None: the contract does not promise it."""
        if truth.over_at is not None:
            return None
        news = (truth.beat_answered, truth.last_start_told, truth.poll_on)
        if max((at for at in news if at is not None), default=0.0) < truth.off_since < now:
            return None  # it has left the list rightly, and nothing good was heard since
        if not self._policy.media:
            answered = truth.beat_answered
            fresh = (
                answered is not None and now < self._forgiven(answered) + self._policy.allowance_s
            )
            return "its beats are answered" if fresh and not truth.denied else None
        if truth.flows_since is None or not self._console_does(truth, now):
            return None
        if self._by_session(truth):
            return "the picture flows and its start was told"
        if not self._policy.polls:
            return None
        ended = truth.last_end_told or 0.0
        if truth.poll_on is not None and truth.poll_on >= truth.flows_since:
            if truth.poll_on > ended and self._not_denied_by_polls(truth):
                return "the picture flows and a poll said so"
            asked = truth.asked_at is not None and truth.asked_at >= ended
            if not asked and now - self._forgiven(ended) >= self._policy.grace_s - SWEEP_S:
                return "the picture flows, an end was told, and no poll was asked"
        return None

    def _console_does(self, truth: Truth, now: float) -> bool:
        """Rule 4: a picture covers a silent console for a while, and answered polls without end."""
        policy = self._policy
        if not policy.heartbeats:
            return True
        silent_at = truth.flows_since or now
        if truth.beat_answered is not None:
            silent_at = truth.beat_answered + policy.allowance_s
        fell_at = truth.off_before if truth.off_since == now else truth.off_since
        covered_s = policy.makeup_beats * policy.heartbeat_interval_s
        # Who has been given up since its last beat is not waited for once more.
        if fell_at <= silent_at and now < self._forgiven(silent_at) + covered_s:
            return True
        polled = policy.polls and truth.poll_on is not None
        return polled and now < self._forgiven(truth.poll_on or 0.0) + policy.poll_allowance_s

    def _by_session(self, truth: Truth) -> bool:
        return self._policy.callbacks and any(
            self._counts(truth, one.client)
            for one in truth.flowing
            if not (self._policy.polls and one.froze)
        )

    def _counts(self, truth: Truth, client: str) -> bool:
        """Its start was told, was not doubtful, and came after the beats that denied it."""
        told = truth.told.get(client)
        if told is None or told.start is None or told.end is not None:
            return False
        start = told.start
        if self._policy.heartbeats and truth.denied and start < (truth.beat_heard or 0.0):
            return False
        if not self._stage.kind.one_publisher:
            return True
        beside = [
            one
            for name, one in truth.told.items()
            if name != client
            and one.start is not None
            and one.start <= start
            and (one.end is None or one.end > start)
        ]
        return all(one.end is not None and one.end <= start + DOUBT_S for one in beside)

    def _not_denied_by_polls(self, truth: Truth) -> bool:
        if not self._policy.heartbeats or not truth.denied:
            return True
        return truth.willing_heard is None or (truth.poll_on or 0.0) > truth.willing_heard

    def look(self, truth: Truth, now: float) -> float | None:
        """Note what is wrong with it now; gives when it must be looked at again."""
        if truth.listed:
            due = self.must_be_off(truth)
            if due is None:
                return None
            if now <= due[0] + 1e-6:
                return due[0]
            self._accuse(self._tally.zombies, truth, now, f"listed although {due[1]}")
            return None
        if (why := self.promised(truth, now)) is not None:
            self._accuse(self._tally.false_offlines, truth, now, f"not listed although {why}")
        return None

    def _accuse(self, where: list[Finding], truth: Truth, now: float, what: str) -> None:
        if truth.accused:
            return
        truth.accused = True
        told = {
            name: [None if at is None else round(at - now, 2) for at in (one.start, one.end)]
            for name, one in list(truth.told.items())[-4:]
        }
        known = {
            name: None if at is None else round(at - now, 2)
            for name, at in (
                ("on list", truth.on_since),
                ("off list", truth.off_since),
                ("flows", truth.flows_since),
                ("gone", truth.gone_at),
                ("beat", truth.beat_heard),
                ("willing", truth.willing_heard),
                ("answered", truth.beat_answered),
                ("poll_on", truth.poll_on),
                ("asked", truth.asked_at),
                ("up", self.up_since),
                ("created", truth.created_at),
            )
        }
        words = ", ".join(f"{name} {at}" for name, at in known.items() if at)
        what = f"{truth.state} ({truth.reason}) {what}; {words}; told {told}"
        where.append(Finding(self._stage.name, truth.code, now - self._began_at, what))

    def changed(self, truth: Truth, state: State, reason: str, now: float, heard_s: float) -> None:
        """Everybody reads another state.

        Args:
            heard_s: how long the server could hear, of the time since the host was gone.
        """
        was_listed = truth.listed
        truth.state, truth.reason = state, reason
        if truth.listed and not was_listed:
            truth.on_since = now
        elif was_listed and not truth.listed:
            truth.off_before, truth.off_since = truth.off_since, now
        truth.accused = truth.accused and was_listed == truth.listed
        if not was_listed or truth.listed or truth.over_at is not None:
            return
        if self._policy.media:
            gone = truth.flows_since is None and truth.gone_at is not None
            besides = f"offline with a picture: {reason}"
        else:
            gone = truth.console_gone_at is not None
            besides = "offline after a run of lost beats, heartbeats alone"
        if gone:
            self._tally.to_offline[self._stage.sources.name].append(heard_s)
        else:
            self._tally.unpromised[besides] += 1
