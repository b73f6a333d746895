"""The three sources of signals in words: what each said last, and how long ago. Pure."""

from __future__ import annotations

from livedesk.domain.evidence import Evidence
from livedesk.domain.evidence_records import CallbackSource, HeartbeatSource, PollSource, Sources
from livedesk.domain.phrases import lasting, say
from livedesk.domain.records import Words, to_text
from livedesk.domain.verdict import Policy

GOOD, BAD, SILENT, OFF = "good", "bad", "silent", "off"


def sources(evidence: Evidence, policy: Policy, now: float) -> Sources:
    """Each source's last word and age, as of `now`."""
    return Sources(
        _heartbeats(evidence, policy, now),
        _callbacks(evidence, policy, now),
        _polls(evidence, policy, now),
    )


def _heartbeats(evidence: Evidence, policy: Policy, now: float) -> HeartbeatSource:
    last = evidence.beats.last
    age = None if last is None else max(0.0, now - last)
    if not policy.heartbeats:
        sign, words = OFF, Words("Heartbeats are switched off.", "未启用心跳。")
    elif age is None:
        sign, words = SILENT, Words("No heartbeat has come yet.", "还没有收到心跳。")
    elif age >= policy.allowance_s:
        sign = SILENT
        words = say("Silent for {age}.", "已 {age}没有心跳。", age=lasting(age))
    elif evidence.beats.denies:
        sign = BAD
        words = say(
            "A heartbeat came {age} ago and said that the encoder has stopped.",
            "{age}前收到心跳，报告编码器已停止。",
            age=lasting(age),
        )
    else:
        sign = GOOD
        words = say("The last one came {age} ago.", "最近一次在 {age}前。", age=lasting(age))
    on_air = False if evidence.beats.denies else None
    return HeartbeatSource(policy.heartbeats, sign, _text(last), age, on_air, words)


def _callbacks(evidence: Evidence, policy: Policy, now: float) -> CallbackSource:
    sessions = evidence.sessions.values()
    starts = [s.started_at for s in sessions if s.started_at is not None]
    ends = [s.ended_at for s in sessions if s.ended_at is not None]
    open_ = [s.started_at for s in sessions if s.open and s.started_at is not None]
    start, end = max(starts, default=None), max(ends, default=None)
    newest = max([*starts, *ends], default=None)
    age = None if newest is None else max(0.0, now - newest)
    if not policy.callbacks:
        sign = OFF
        words = Words("The media server sends no callbacks.", "媒体服务器不发送回调。")
    elif newest is None:
        sign, words = SILENT, Words("No callback has come yet.", "还没有收到回调。")
    elif len(open_) > 1:
        sign = GOOD
        words = say(
            "{count} publishers are connected, the first for {age}.",
            "{count} 个推流端在线，最早的已 {age}。",
            count=len(open_),
            age=lasting(now - min(open_)),
        )
    elif open_:
        sign = GOOD
        words = say(
            "The picture began {age} ago.", "{age}前开始推流。", age=lasting(now - open_[0])
        )
    else:
        sign = BAD
        words = say("The picture ended {age} ago.", "{age}前推流结束。", age=lasting(age or 0.0))
    return CallbackSource(policy.callbacks, sign, len(open_), _text(start), _text(end), age, words)


def _polls(evidence: Evidence, policy: Policy, now: float) -> PollSource:
    on_at, offs = evidence.polls.on_at, evidence.polls.off_at
    run = sum(on_at is None or at > on_at for at in offs)
    last = offs[-1] if run else on_at
    age = None if last is None else max(0.0, now - last)
    publishing = None if last is None else not run
    if not policy.polls:
        sign = OFF
        words = Words("The media server is not asked.", "不查询媒体服务器。")
    elif age is None:
        sign = SILENT
        words = Words(
            "The media server has said nothing of this broadcast yet.",
            "媒体服务器还没有报告过这场直播。",
        )
    elif run:
        sign = BAD
        words = say(
            "Asked {age} ago: not publishing, {run} in a row; {most} count as gone.",
            "{age}前查询：没有推流，连续 {run} 次；{most} 次视为中断。",
            age=lasting(age),
            run=run,
            most=policy.poll_misses,
        )
    else:
        sign = SILENT if age >= policy.poll_allowance_s else GOOD
        words = say("Asked {age} ago: publishing.", "{age}前查询：正在推流。", age=lasting(age))
    return PollSource(policy.polls, sign, _text(last), age, publishing, run, words)


def _text(at: float | None) -> str | None:
    return None if at is None else to_text(at)
