"""The call that explains a verdict: the signals, the decisions, what happens next."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query

from livedesk.domain.errors import Forbidden
from livedesk.domain.evidence import Evidence, Polls
from livedesk.domain.evidence_records import (
    DeadlineRecord,
    DecisionFacts,
    DecisionRecord,
    EvidenceRecord,
    SessionFacts,
    SignalRecord,
    VerdictRecord,
)
from livedesk.domain.explain import deadline_words, next_change, verdict_words
from livedesk.domain.explain_sources import sources
from livedesk.domain.explain_trail import (
    decision_words,
    refusal_words,
    shown_detail,
    signal_words,
)
from livedesk.domain.records import HostName, RefusedPage, RefusedPush, to_text
from livedesk.domain.verdict import Policy, Verdict, judge
from livedesk.server.access import Caller
from livedesk.server.calls import caller_of, studio_of
from livedesk.server.studio import Studio
from livedesk.store.judgement import no_such_broadcast
from livedesk.store.rows import StoredBroadcast
from livedesk.store.trail import StoredDecision, StoredSignal

router = APIRouter(tags=["evidence"])

Calling = Annotated[Caller, Depends(caller_of)]
In = Annotated[Studio, Depends(studio_of)]


@router.get("/v1/broadcasts/{ref}/evidence")
async def evidence(ref: str, studio: In, caller: Calling) -> EvidenceRecord:
    """Why this broadcast is what it is: for its host and admins.

    Signals in order, refused pushes with their reason, every decision with what it rested on, the
    verdict with its rule, each source's last word and age, the deadline that runs; each with a
    sentence in English and Chinese.
    """
    if not caller.admin:
        caller.must_be_host()
    stored = await run_sync(studio.live_list.one, ref)
    if stored is None:
        raise no_such_broadcast(ref)
    if not (caller.admin or caller.is_host(stored.host_id)):
        raise Forbidden("Only its host and admins may see why a broadcast is on or off.")
    signals, decisions = await run_sync(studio.trail.of, stored.id)
    known, now = _known(studio, stored), studio.clock()
    verdict = judge(known, studio.policy, now)  # by the newest beats, until when it stays so
    if (verdict.state, verdict.reason) != (stored.state, stored.reason):
        verdict = stored.verdict
    return EvidenceRecord(
        id=stored.id,
        code=stored.code,
        title=stored.title,
        at=to_text(now),
        verdict=_verdict(verdict, known, studio.policy, now),
        deadline=_deadline(verdict, known, studio.policy, now),
        held_until=_text(stored.hold_until) if stored.held_at(now) else None,
        sources=sources(known, studio.policy, now),
        signals=tuple(_signal(one) for one in signals),
        decisions=tuple(_decision(one, studio.policy) for one in decisions),
    )


@router.get("/v1/refused-pushes")
async def refused_pushes(
    studio: In,
    caller: Calling,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> RefusedPage:
    """Pushes that were refused, of all broadcasts, newest first; for admins."""
    caller.must_be_admin()
    found = await run_sync(studio.trail.refused, limit + 1, before)
    items = tuple(
        RefusedPush(
            id=one.id,
            at=to_text(one.at),
            broadcast=one.broadcast,
            code=one.code,
            host=HostName(one.host_id, one.host_name),
            why=refusal_words(one.why),
        )
        for one in found[:limit]
    )
    return RefusedPage(items, items[-1].id if len(found) > limit else None)


def _known(studio: Studio, stored: StoredBroadcast) -> Evidence:
    """With what only memory has heard."""
    known = stored.evidence(studio.store.heard_since)
    heard = studio.beats.heard(stored.id)
    if heard is None or stored.over:
        return known
    return replace(
        known,
        beats=known.beats.merged(heard.beats),
        polls=known.polls.merged(Polls(heard.poll_on_at)),
    )


def _verdict(verdict: Verdict, known: Evidence, policy: Policy, now: float) -> VerdictRecord:
    return VerdictRecord(
        state=verdict.state,
        reason=verdict.reason,
        rule=policy.rule(verdict.reason),
        look_again_at=_text(verdict.look_again_at),
        words=verdict_words(verdict, known, policy, now),
    )


def _deadline(
    verdict: Verdict, known: Evidence, policy: Policy, now: float
) -> DeadlineRecord | None:
    change = next_change(verdict, known, policy, now)
    if change is None:
        return None
    return DeadlineRecord(
        at=to_text(change.at),
        in_s=round(max(0.0, change.at - now), 3),
        state=change.state,
        reason=change.reason,
        words=deadline_words(verdict, change, known, policy, now),
    )


def _signal(heard: StoredSignal) -> SignalRecord:
    words = signal_words(heard.kind, heard.detail)
    detail = shown_detail(heard.kind, heard.detail)
    return SignalRecord(to_text(heard.at), heard.kind, detail, words)


def _decision(one: StoredDecision, policy: Policy) -> DecisionRecord:
    known, verdict = one.evidence, Verdict(one.state, one.reason)
    return DecisionRecord(
        at=to_text(one.at),
        state=one.state,
        reason=one.reason,
        rule=policy.rule(one.reason),
        facts=DecisionFacts(
            last_beat=_text(known.beats.last),
            last_willing_beat=_text(known.beats.last_willing),
            sessions=tuple(
                SessionFacts(id, _text(s.started_at), _text(s.ended_at))
                for id, s in known.sessions.items()
            ),
            poll_on_at=_text(known.polls.on_at),
            polls_off_at=tuple(to_text(at) for at in known.polls.off_at),
            poll_lost_at=_text(known.poll_lost_at),
            hold_until=_text(known.hold_until),
            lost_at=_text(known.lost_at),
            expires_at=to_text(known.expires_at),
            heard_since=to_text(known.heard_since),
        ),
        words=decision_words(verdict, known, policy, one.at),
    )


def _text(at: float | None) -> str | None:
    return None if at is None else to_text(at)
