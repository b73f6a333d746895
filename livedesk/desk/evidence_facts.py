"""The three signals of the own broadcast as a host reads them: one fact each. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from livedesk.desk import texts, time_texts
from livedesk.desk.counted import Counted
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.widgets.ticks import marks_of, ticks_of
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import to_epoch

translate = QCoreApplication.translate

TICK_S = 60.0  # a tick of callbacks and polls; beats have their own interval
SESSION_SHOWN = 4  # characters at the end of a media server's id
DOTS = {"good": "good", "bad": "warn", "silent": "text_3", "off": "text_3"}


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source says.

    Attributes:
        fact, more: the large line and the small one.
        short: the fact where there is one line only.
        dot: a token: ``good``, ``warn`` or ``text_3``.
        ticks: see `Ticks`.
    """

    fact: str
    more: str
    short: str
    dot: str
    ticks: str = "n" * 15


def facts_of(scene: Scene, now: float) -> tuple[Fact, Fact, Fact]:
    """Heartbeat, callback, poll."""
    return _heartbeat(scene, now), _callback(scene, now), _poll(scene, now)


def _off(more: str) -> Fact:
    said = translate("Evidence", "off")
    return Fact(said, more, said, "text_3")


def _heartbeat(scene: Scene, now: float) -> Fact:
    beat, policy = scene.beat, scene.policy
    away = scene.condition is Condition.AWAY
    if policy is not None and not policy.heartbeats:
        return _off(translate("Evidence", "not counted by this server"))
    interval = policy.heartbeat_interval_s if policy is not None else TICK_S
    ticks = ticks_of(scene.beat_times, interval, now)
    if beat is None:
        more = translate("Evidence", "the first is on its way")
        more = translate("Evidence", "no answer yet") if away else more
        return Fact(texts.DASH, more, texts.DASH, "warn" if away else "text_3", ticks)
    ago = time_texts.duration(now - beat.at)
    fact = translate("Evidence", "{time} ago").format(time=ago)
    if away:
        more = translate("Evidence", "last answer {time}").format(
            time=time_texts.exact_time(beat.at)
        )
        return Fact(fact, more, ago, "warn", ticks)
    more = translate("Evidence", "{ms}, next in {time}").format(
        ms=time_texts.round_trip(beat.round_trip_s), time=time_texts.duration(beat.next_at - now)
    )
    denies = scene.reason == "encoder_stopped"
    return Fact(fact, more, ago, "warn" if denies else "good", ticks)


def _callback(scene: Scene, now: float) -> Fact:
    evidence, policy = scene.evidence, scene.policy
    if policy is not None and not policy.callbacks:
        return _off(translate("Evidence", "not sent by the media server"))
    if evidence is None:
        return _media_word(scene)
    source = evidence.sources.callbacks
    told = [
        (to_epoch(one.at) - scene.ahead_s, one.kind == "publish")
        for one in evidence.signals
        if one.kind in ("publish", "publish_done")
    ]
    ticks = marks_of(told, TICK_S, now)
    at = source.last_start_at if source.open_sessions else source.last_end_at
    at = at or source.last_start_at
    if at is None:
        more = translate("Evidence", "none has come yet")
        return Fact(texts.DASH, more, texts.DASH, "text_3", ticks)
    when = to_epoch(at) - scene.ahead_s
    if not source.open_sessions:
        fact = translate("Evidence", "ended {time}").format(time=time_texts.exact_time(when))
        more = translate("Evidence", "{time} ago").format(time=time_texts.duration(now - when))
        return Fact(fact, more, translate("Evidence", "ended"), DOTS[source.sign], ticks)
    fact = translate("Evidence", "began {time}").format(time=time_texts.exact_time(when))
    if source.open_sessions > 1:
        more = Counted().publishers(source.open_sessions)
    else:
        more = _session(evidence)
    return Fact(fact, more, time_texts.time_of_day(when), DOTS[source.sign], ticks)


def _session(evidence: EvidenceRecord) -> str:
    """The publisher's end of its id, as the media server's own log has it."""
    began = [one for one in evidence.signals if one.kind == "publish" and one.detail]
    if not began:
        return translate("Evidence", "a publisher is connected")
    words = translate("Evidence", "session {id}")
    return words.format(id=began[-1].detail[-SESSION_SHOWN:])


def _media_word(scene: Scene) -> Fact:
    """While the evidence has not been read: what the record tells of the media server."""
    media = scene.record.media if scene.record is not None else None
    if media is None or media.since is None:
        return Fact(texts.DASH, translate("Evidence", "nothing heard yet"), texts.DASH, "text_3")
    when = time_texts.exact_time(to_epoch(media.since) - scene.ahead_s)
    fact = (
        translate("Evidence", "publishing")
        if media.publishing
        else translate("Evidence", "stopped")
    )
    more = translate("Evidence", "since {time}").format(time=when)
    return Fact(fact, more, fact, "good" if media.publishing else "warn")


def _poll(scene: Scene, now: float) -> Fact:
    evidence, policy = scene.evidence, scene.policy
    if policy is not None and not policy.polls:
        return _off(translate("Evidence", "the media server is not asked"))
    told = [(at - scene.ahead_s, good) for at, good in scene.polled]
    if evidence is not None:
        told += [
            (to_epoch(one.at) - scene.ahead_s, False)
            for one in evidence.signals
            if one.kind == "poll_off"
        ]
    ticks = marks_of(told, TICK_S, now)
    source = evidence.sources.polls if evidence is not None else None
    if source is None or source.last_at is None:
        more = translate("Evidence", "no answer yet")
        return Fact(texts.DASH, more, texts.DASH, "text_3", ticks)
    age = max(0.0, now + scene.ahead_s - to_epoch(source.last_at))
    ago = time_texts.duration(age)
    if not source.publishing:
        most = policy.poll_misses if policy is not None else 3
        fact = translate("Evidence", "not publishing")
        more = translate("Evidence", "{n} of {most}, {time} ago").format(
            n=source.not_publishing_run, most=most, time=ago
        )
        return Fact(fact, more, fact, DOTS[source.sign], ticks)
    left = (policy.poll_interval_s if policy is not None else TICK_S) - age
    more = translate("Evidence", "{time} ago").format(time=ago)
    if left > 0 and scene.condition is not Condition.AWAY:
        more = translate("Evidence", "{time} ago, next in {left}").format(
            time=ago, left=time_texts.duration(left)
        )
    return Fact(translate("Evidence", "publishing"), more, ago, DOTS[source.sign], ticks)


def headline(scene: Scene) -> str:
    """What the card is about."""
    return {
        Condition.AWAY: translate("Evidence", "Last known"),
        Condition.LIVE: translate("Evidence", "Why you are on air"),
        Condition.INTERRUPTED: translate("Evidence", "Why it says “interrupted”"),
        Condition.OFFLINE: translate("Evidence", "Why you are offline"),
    }.get(scene.condition, translate("Evidence", "What the server knows"))


def verdict(scene: Scene, now: float) -> str:
    """The verdict in a sentence, and when the server looks again."""
    words, at = texts.reason_sentence(scene.reason), scene.deadline
    if at is None or at <= now or scene.condition is Condition.AWAY:
        return words
    look = translate("Evidence", "Next look in {time}.")
    return texts.one_after_another(words, look.format(time=time_texts.duration(at - now)))


def deadline(scene: Scene) -> str:
    """What happens if nothing more is heard; "" where nothing does, or that is not known now."""
    evidence, record = scene.evidence, scene.record
    if evidence is None or record is None or scene.condition is Condition.AWAY:
        return ""
    if evidence.verdict.state != record.state or evidence.deadline is None:
        return ""
    return texts.said(evidence.deadline.words)


def ask(scene: Scene) -> str:
    """What the button says that opens the trail."""
    if scene.condition is Condition.OFFLINE:
        return translate("Evidence", "Why is it offline?")
    return translate("Evidence", "Show the trail")
