"""Judges the recorded evidence of a real database again, under the policy in force and another.

Read only. Single heartbeats and polls that confirm what is known are not recorded one by one:
between what is recorded they are taken as regular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select

from livedesk.domain.evidence import Evidence, Session
from livedesk.domain.explain_trail import Signal
from livedesk.domain.records import to_text
from livedesk.domain.verdict import LISTED, Policy, Reason, State, Verdict, judge, poll_lost_at
from livedesk.store.database import Database
from livedesk.store.rows import polls_of
from livedesk.store.tables import beats, broadcasts, sessions
from livedesk.store.trail import StoredDecision, StoredSignal, Trail

SAME_S = 2.0
"""Two falls this near are the same one: the sweeper's second, and the trail's rounding."""

Word = tuple[float, Callable[[Evidence], Evidence]]
"""When something was heard, and what the evidence is with it."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A broadcast leaves the live list."""

    at: float
    state: State
    reason: Reason

    def __str__(self) -> str:
        return f"{to_text(self.at)[:19]}Z {self.state}: {self.reason}"

    def is_like(self, other: Fall) -> bool:
        return self.reason == other.reason and abs(self.at - other.at) <= SAME_S


@dataclass(frozen=True, slots=True)
class Replayed:
    """One broadcast: how it fell really, judged again, and under the other policy."""

    code: str
    id: str
    really: tuple[Fall, ...]
    again: tuple[Fall, ...]
    otherwise: tuple[Fall, ...]

    @property
    def differs(self) -> bool:
        """The other policy would have taken it off at another time, or for another reason."""
        pairs = zip(self.again, self.otherwise, strict=False)
        return len(self.again) != len(self.otherwise) or not all(a.is_like(b) for a, b in pairs)


@dataclass(frozen=True, slots=True)
class _Recorded:
    """Everything that the database has of one broadcast."""

    id: str
    code: str
    created_at: float
    expires_at: float
    rehearsal: bool
    ended_at: float | None
    over: str | None
    poll_on_at: float | None
    polls_off_at: tuple[float, ...]
    last_beat: float | None
    sessions: dict[str, Session]
    signals: list[StoredSignal]
    decisions: list[StoredDecision]


def replay(database: Database, policy: Policy, other: Policy, now: float) -> Iterator[Replayed]:
    """Every broadcast that has a trail, oldest first.

    Raises:
        StoreUnavailable: the database cannot be read.
    """
    trail = Trail(database)
    for recorded in _recorded(database, trail):
        until = recorded.ended_at or now
        heard = sorted(_heard(recorded, policy), key=lambda word: word[0])
        yield Replayed(
            recorded.code,
            recorded.id,
            tuple(_falls(_told(recorded))),
            tuple(_falls(_judged(recorded, heard, policy, until))),
            tuple(_falls(_judged(recorded, heard, other, until))),
        )


def _recorded(database: Database, trail: Trail) -> Iterator[_Recorded]:
    statement = (
        select(broadcasts, beats.c.last)
        .outerjoin(beats, beats.c.broadcast_id == broadcasts.c.id)
        .order_by(broadcasts.c.created_at)
    )
    with database.reading() as connection:
        rows = connection.execute(statement).mappings().all()
    for row in rows:
        mine = select(sessions).where(sessions.c.broadcast_id == row["id"])
        with database.reading() as connection:
            known = {
                one["session"]: Session(one["started_at"], one["ended_at"])
                for one in connection.execute(mine).mappings()
            }
        signals, decisions = trail.of(row["id"])
        if decisions:
            yield _Recorded(
                id=row["id"],
                code=row["code"],
                created_at=row["created_at"],
                expires_at=row["expires_at"],
                rehearsal=row["rehearsal"],
                ended_at=row["ended_at"],
                over=row["over"],
                poll_on_at=row["poll_on_at"],
                polls_off_at=polls_of(row).off_at,
                last_beat=row["last"],
                sessions=known,
                signals=signals,
                decisions=decisions,
            )


def _heard(recorded: _Recorded, policy: Policy) -> Iterator[Word]:
    """All that the server heard, each at its time."""
    known = dict(recorded.sessions)
    for decision in recorded.decisions:  # the store forgets closed sessions after an hour
        for id, session in decision.evidence.sessions.items():
            known[id] = known.get(id, Session()).merged(session)
    for id, session in known.items():
        yield from _session(id, session)
    yield from _polls(recorded, policy)
    yield from _beats(recorded, policy)
    yield from _rest(recorded)


def _session(id: str, session: Session) -> Iterator[Word]:
    for one in (Session(started_at=session.started_at), Session(ended_at=session.ended_at)):
        at = one.started_at if one.started_at is not None else one.ended_at
        if at is not None:
            yield at, lambda evidence, one=one: evidence.with_session(id, one)  # type: ignore[misc]


def _polls(recorded: _Recorded, policy: Policy) -> Iterator[Word]:
    off = set(recorded.polls_off_at)
    on = {recorded.poll_on_at} if recorded.poll_on_at is not None else set()
    for decision in recorded.decisions:
        polls = decision.evidence.polls
        off |= set(polls.off_at)
        on |= {polls.on_at} if polls.on_at is not None else set()
    for at in off:
        yield at, lambda evidence, at=at: evidence.with_poll(at, publishing=False)  # type: ignore[misc]
    last: float | None = None
    for at in sorted(on | off):
        if last is not None and at in on:
            yield from _regular_polls(last, at, policy.poll_interval_s)
        if at in on:
            yield at, lambda evidence, at=at: evidence.with_poll(at, publishing=True)  # type: ignore[misc]
        last = at if at in on else None


def _regular_polls(since: float, until: float, interval_s: float) -> Iterator[Word]:
    for at in _regular(since, until, interval_s):
        yield at, lambda evidence, at=at: evidence.with_poll(at, publishing=True)  # type: ignore[misc]


def _beats(recorded: _Recorded, policy: Policy) -> Iterator[Word]:
    """The first one, those around each gap, the encoder's, and regular ones between."""
    told = {one.at for one in recorded.signals if one.kind in _OF_BEATS}
    told |= {one.evidence.beats.last for one in recorded.decisions if one.evidence.beats.last}
    gaps = [
        tuple(float(at) for at in one.detail.split())
        for one in recorded.signals
        if one.kind == Signal.BEAT_GAP
    ]
    told |= {at for gap in gaps for at in gap}
    told |= {recorded.last_beat} if recorded.last_beat is not None else set()
    stops = [one for one in recorded.signals if one.kind in _OF_ENCODER]
    last: float | None = None
    for at in sorted(told):
        silent = any(gap[0] <= (last or 0.0) and at <= gap[1] for gap in gaps)
        between = [] if last is None or silent else _regular(last, at, policy.heartbeat_interval_s)
        for beat in [*between, at]:
            before = [one for one in stops if one.at <= beat + 1e-3]
            on_air = False if before and before[-1].kind == Signal.ENCODER_STOPPED else None
            yield beat, _beat(beat, on_air)
        last = at


def _beat(at: float, on_air: bool | None) -> Callable[[Evidence], Evidence]:
    return lambda evidence: evidence.with_beat(at, on_air)


def _regular(since: float, until: float, interval_s: float) -> Iterator[float]:
    count = round((until - since) / interval_s)
    for number in range(1, count):
        yield since + number * (until - since) / count


def _rest(recorded: _Recorded) -> Iterator[Word]:
    """Holds, rehearsals, the server's own blindness, the last word."""
    for decision in recorded.decisions:
        then = decision.evidence
        yield (
            max(then.heard_since, recorded.created_at),
            lambda evidence, at=then.heard_since: replace(  # type: ignore[misc]
                evidence, heard_since=max(evidence.heard_since, at)
            ),
        )
        yield (
            decision.at,
            lambda evidence, one=decision: replace(  # type: ignore[misc]
                evidence,
                hold_until=one.evidence.hold_until,
                rehearsal=one.reason is Reason.REHEARSAL,
            ),
        )
    if recorded.over is not None and recorded.over != Reason.EXPIRED and recorded.ended_at:
        over = recorded.over
        yield recorded.ended_at, lambda evidence: replace(evidence, over=over)


def _judged(
    recorded: _Recorded, heard: list[Word], policy: Policy, until: float
) -> Iterator[tuple[float, Verdict]]:
    """The verdicts in virtual time: at every word, and whenever judge wants to look again."""
    evidence = Evidence(expires_at=recorded.expires_at, rehearsal=recorded.rehearsal)
    verdict = Verdict(State.READY, Reason.WAITING)
    waiting = [word for word in heard if word[0] <= until]
    waiting.append((until, lambda evidence: evidence))
    for at, add in waiting:
        while (look := verdict.look_again_at) is not None and look < at:
            evidence, verdict = _step(evidence, verdict, policy, look)
            yield look, verdict
        evidence, verdict = _step(add(evidence), verdict, policy, at)
        yield at, verdict
        if verdict.state is State.ENDED:
            return


def _step(evidence: Evidence, old: Verdict, policy: Policy, now: float) -> tuple[Evidence, Verdict]:
    """One judgement, and what the store keeps of it for the next one."""
    verdict = judge(evidence, policy, now)
    stays = (verdict.state, verdict.reason) == (old.state, old.reason)
    if verdict.state is State.OFFLINE and not stays:
        evidence = replace(evidence, lost_at=now)
    if lost := poll_lost_at(evidence, policy):
        evidence = replace(evidence, poll_lost_at=lost)
    if policy.media:
        since = evidence.picture(one_publisher=policy.one_publisher).since
        known = evidence.on_since if since is not None else None
        evidence = replace(evidence, on_since=since if known is None else known)
    return evidence, verdict


def _told(recorded: _Recorded) -> Iterator[tuple[float, Verdict]]:
    for one in recorded.decisions:
        yield one.at, Verdict(one.state, one.reason)


def _falls(verdicts: Iterator[tuple[float, Verdict]]) -> Iterator[Fall]:
    listed = False
    for at, verdict in verdicts:
        if listed and verdict.state not in LISTED:
            yield Fall(at, verdict.state, verdict.reason)
        listed = verdict.state in LISTED


_OF_ENCODER = (Signal.ENCODER_STOPPED, Signal.ENCODER_RUNNING)
_OF_BEATS = (Signal.BEAT_FIRST, *_OF_ENCODER)
