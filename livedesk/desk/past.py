"""What past broadcasts amount to: totals of a period, and the causes of their gaps. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from livedesk.desk.widgets.segment_bar import Stretches, gaps_of
from livedesk.domain.evidence_records import DecisionRecord, EvidenceRecord, SignalRecord
from livedesk.domain.records import Record, to_epoch

Told = TypeVar("Told", SignalRecord, DecisionRecord)

STOPS = frozenset({"publish_done", "poll_off", "encoder_stopped", "held", "kicked", "beat_gap"})
STARTS = frozenset({"publish", "poll_on", "encoder_running", "hold_lifted"})

# How far from a gap's end its signal may be: three polls of a minute, and their answers, are heard
# before the picture counts as gone.
NEAR_S = 200.0


@lru_cache(maxsize=65_536)
def _at(text: str) -> float:
    """A long history is added up again and again, and its times are most of that work."""
    return to_epoch(text)


def began(record: Record) -> float:
    """When it went on air, else when it was created; epoch seconds."""
    return _at(record.started_at or record.created_at)


def ended(record: Record) -> float:
    """When it was over, epoch seconds."""
    return _at(record.ended_at) if record.ended_at else began(record)


def known(record: Record) -> bool:
    """Whether its stretches have been read; lists do not tell them."""
    return record.segments is not None


def stretches(record: Record) -> Stretches:
    """When the picture flowed on air; empty where that is not known, or no longer kept.

    What flowed before, in a rehearsal, is no part of it.
    """
    from_, until = _at(record.started_at) if record.started_at else 0.0, ended(record)
    flowed = (
        (max(from_, _at(s.start)), _at(s.end) if s.end else until) for s in record.segments or ()
    )
    return tuple((start, end) for start, end in flowed if end >= start)


def on_air_s(record: Record) -> float:
    """How long the picture flowed; where that is not known, from beginning to end."""
    if record.started_at is None:
        return 0.0
    parts = stretches(record)
    return sum(b - a for a, b in parts) if parts else max(0.0, ended(record) - began(record))


@dataclass(frozen=True, slots=True)
class Figures:
    """A period in numbers.

    Attributes:
        peak: the most viewers at once; None where nobody counted, or nothing was read yet.
        peak_at: when the broadcast with the most viewers began; None without any.
        unread: broadcasts whose stretches are not known yet, so that the rest is a lower bound.
    """

    shows: int
    on_air_s: float
    peak: int | None
    peak_at: float | None
    gaps: int
    gaps_s: float
    unread: int


def figures_of(records: Iterable[Record]) -> Figures:
    """The totals of those that went on air."""
    shows = [record for record in records if record.started_at is not None]
    best = max(shows, key=lambda record: record.peak_viewers or 0, default=None)
    peak = best.peak_viewers if best is not None else None
    breaks = [gap for record in shows for gap in gaps_of(stretches(record))]
    return Figures(
        shows=len(shows),
        on_air_s=sum(on_air_s(record) for record in shows),
        peak=peak,
        peak_at=began(best) if best is not None and peak else None,
        gaps=len(breaks),
        gaps_s=sum(until - since for since, until in breaks),
        unread=sum(not known(record) for record in shows),
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a picture, epoch seconds, and what the trail says of it."""

    since: float
    until: float
    verdict: DecisionRecord | None = None
    stop: SignalRecord | None = None
    start: SignalRecord | None = None


def explained(gaps: Stretches, evidence: EvidenceRecord | None) -> tuple[Gap, ...]:
    """The gaps with the signals beside them; without them where the trail is not kept."""
    if evidence is None:
        return tuple(Gap(since, until) for since, until in gaps)
    stops = [signal for signal in evidence.signals if signal.kind in STOPS]
    starts = [signal for signal in evidence.signals if signal.kind in STARTS]
    falls = [one for one in evidence.decisions if one.state in ("interrupted", "offline")]
    return tuple(
        Gap(
            since,
            until,
            _nearest(falls, since, until),
            _nearest(stops, since, until),
            _nearest(starts, until, until + NEAR_S),
        )
        for since, until in gaps
    )


def _nearest(told: list[Told], at: float, until: float) -> Told | None:
    near = [one for one in told if at - NEAR_S <= to_epoch(one.at) <= until]
    return min(near, key=lambda one: abs(to_epoch(one.at) - at), default=None)
