"""Why a broadcast is what it is, in words that a host understands, in both languages.

Pure. Ages and durations are in the words; times stand beside them as facts.
"""

from __future__ import annotations

from dataclasses import dataclass

from livedesk.domain.evidence import Evidence, Picture
from livedesk.domain.phrases import joined, lasting, say
from livedesk.domain.records import Words
from livedesk.domain.verdict import LISTED, Policy, Reason, State, Verdict, judge

MOST_LOOKS = 30  # ahead, for what happens if nothing is heard; far more than the rules can need


def heard(evidence: Evidence, policy: Policy, now: float) -> tuple[Evidence, Picture]:
    """What counts now, and the media server's latest word: see `judge`."""
    hold = evidence.hold_until
    if hold is not None and now >= hold:
        evidence = evidence.heard_after(hold)
    picture = evidence.picture(one_publisher=policy.one_publisher) if policy.media else Picture()
    return evidence, picture


def verdict_words(verdict: Verdict, evidence: Evidence, policy: Policy, now: float) -> Words:
    """Why it is so now."""
    known, picture = heard(evidence, policy, now)
    return joined(why(verdict, known, picture, policy, now), _blind(verdict, known, policy, now))


def why(
    verdict: Verdict, evidence: Evidence, picture: Picture, policy: Policy, now: float
) -> Words:
    """The verdict's reason, from what counts now: see `heard`."""
    beat = evidence.beats.last
    beat_ago = lasting(now - beat) if beat is not None else None
    match verdict.reason:
        case Reason.ENDED_BY_HOST:
            return Words("The host ended the broadcast.", "主播结束了这场直播。")
        case Reason.KICKED:
            return Words("An admin ended the broadcast.", "管理员结束了这场直播。")
        case Reason.EXPIRED:
            return Words(
                "The live code expired while no picture came, so the broadcast is over.",
                "直播码过期时没有画面，这场直播已结束。",
            )
        case Reason.ADMIN_HOLD:
            if evidence.hold_until is not None and now < evidence.hold_until:
                return Words(
                    "An admin keeps this broadcast off the air for a while.",
                    "管理员暂停了这场直播。",
                )
            return Words(
                "An admin's hold is over, and nothing has come since.",
                "管理员的暂停已结束，此后还没有收到任何信号。",
            )
        case Reason.REHEARSAL:
            hidden = Words(
                "This is a rehearsal: viewers do not see it.", "正在彩排，观众看不到这场直播。"
            )
            return joined(hidden, _seen(picture))
        case Reason.WAITING:
            if not policy.media:
                return Words("No heartbeat has come yet.", "还没有收到心跳。")
            return joined(_seen(picture), _beating(evidence, policy, now))
        case Reason.BEATING:
            return say(
                "The console is there: its last heartbeat came {age} ago.",
                "控制台正常，最近一次心跳在 {age}前。",
                age=beat_ago or lasting(0),
            )
        case Reason.PUBLISHING:
            return joined(_coming(evidence, picture, now), _beating(evidence, policy, now))
        case Reason.MEDIA_STOPPED:
            ago = lasting(now - (picture.stopped_at if picture.stopped_at is not None else now))
            if verdict.state is State.INTERRUPTED:
                return say("The picture stopped {ago} ago.", "画面在 {ago}前中断。", ago=ago)
            return say(
                "The picture stopped {ago} ago and has not come back.",
                "画面在 {ago}前中断，至今没有恢复。",
                ago=ago,
            )
        case Reason.POLL_LOST:
            return say(
                "The picture is gone: asked again and again, the media server says since {ago} "
                "that nobody publishes.",
                "画面已消失：多次查询，媒体服务器都报告没有人推流，已持续 {ago}。",
                ago=lasting(now - (evidence.poll_lost_at or now)),
            )
        case Reason.CONSOLE_SILENT:
            if beat_ago is None:
                return Words(
                    "The picture is coming, but no console has sent a heartbeat.",
                    "画面正常，但还没有收到控制台的心跳。",
                )
            return say(
                "The picture is coming, but the console has been silent for {age}.",
                "画面正常，但控制台已 {age}没有心跳。",
                age=beat_ago,
            )
        case Reason.HEARTBEAT_LOST:
            return _silence(beat_ago, policy)
        case Reason.ENCODER_STOPPED:
            willing = evidence.beats.last_willing
            return say(
                "The console says that the encoder stopped; it last ran {age} ago.",
                "控制台报告编码器已停止，最后一次正常是在 {age}前。",
                age=lasting(now - (willing if willing is not None else beat or now)),
            )


def _silence(beat_ago: Words | None, policy: Policy) -> Words:
    if beat_ago is None:
        return Words(
            "No console has sent a heartbeat, and nothing else confirms the picture.",
            "控制台从未发来心跳，也没有其他信号能证明画面仍在。",
        )
    silent = say("The console has been silent for {age}.", "控制台已 {age}没有心跳。", age=beat_ago)
    if not policy.media:
        return silent
    return joined(
        silent,
        Words("Nothing else confirms the picture.", "也没有其他信号能证明画面仍在。"),
    )


def _seen(picture: Picture) -> Words:
    if picture.since is not None:
        return Words("The picture is coming.", "画面已经到达。")
    if picture.stopped_at is not None:
        return Words("The picture has stopped.", "画面已经中断。")
    return Words("No picture has come yet.", "还没有收到画面。")


def _coming(evidence: Evidence, picture: Picture, now: float) -> Words:
    if picture.since is not None and picture.since != evidence.polls.on_at:
        return say(
            "The picture has been coming for {age}.",
            "画面已持续 {age}。",
            age=lasting(now - picture.since),
        )
    return say(
        "Asked {ago} ago, the media server said that the picture is coming.",
        "{ago}前查询时，媒体服务器报告正在推流。",
        ago=lasting(now - (evidence.polls.on_at or now)),
    )


def _beating(evidence: Evidence, policy: Policy, now: float) -> Words | None:
    if not policy.heartbeats or evidence.beats.last is None:
        return None
    ago = lasting(now - evidence.beats.last)
    return say("The console's last heartbeat came {ago} ago.", "最近一次心跳在 {ago}前。", ago=ago)


def _blind(verdict: Verdict, evidence: Evidence, policy: Policy, now: float) -> Words | None:
    """Rule 8: why an old signal still counts."""
    since = evidence.heard_since
    signs = [evidence.beats.last, evidence.polls.on_at]
    signs += [one for s in evidence.sessions.values() for one in (s.started_at, s.ended_at)]
    heard_anything = [at for at in signs if at is not None]
    lately = now - since < policy.allowance_s + policy.grace_s
    if verdict.state not in LISTED or not lately or not heard_anything:
        return None
    if max(heard_anything) >= since:
        return None
    return say(
        "The server itself could not hear until {ago} ago: every deadline counts from then.",
        "服务器自身在 {ago}前才恢复接收，所有期限从那时重新计算。",
        ago=lasting(now - since),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a broadcast, and when, if nothing more is heard."""

    at: float
    state: State
    reason: Reason


def next_change(verdict: Verdict, evidence: Evidence, policy: Policy, now: float) -> Change | None:
    """The deadline that is running; None where nothing changes by itself.

    From one reason for being offline to another is no change that anybody sees.
    """
    hold = evidence.hold_until
    if verdict.reason is Reason.ADMIN_HOLD and hold is not None and now < hold:
        over_at = min(hold, evidence.expires_at)
        then = judge(evidence, policy, over_at)
        return Change(over_at, then.state, then.reason)
    at: float | None = now
    for _ in range(MOST_LOOKS):
        if at is None or verdict.state is State.ENDED:
            return None
        then = judge(evidence, policy, at)
        hidden = then.state is verdict.state is State.OFFLINE
        if (then.state, then.reason) != (verdict.state, verdict.reason) and not hidden:
            return Change(at, then.state, then.reason)
        at = None if then.look_again_at is None else max(then.look_again_at, at)
    return None


def deadline_words(
    verdict: Verdict, change: Change, evidence: Evidence, policy: Policy, now: float
) -> Words:
    """What happens if nothing more is heard."""
    left = lasting(change.at - now)
    if verdict.reason is Reason.ADMIN_HOLD and change.state is not State.ENDED:
        return say(
            "The hold is over in {left}. What is heard after it puts the same broadcast back on "
            "air.",
            "暂停将在 {left}后结束。此后收到信号，同一场直播会恢复。",
            left=left,
        )
    if change.state is State.ENDED:
        return say(
            "If no picture comes within {left}, the live code expires and the broadcast is over."
            if policy.media
            else "If no heartbeat comes within {left}, the live code expires and the broadcast is "
            "over.",
            "如果 {left}内没有画面，直播码将过期，这场直播随之结束。"
            if policy.media
            else "如果 {left}内没有心跳，直播码将过期，这场直播随之结束。",
            left=left,
        )
    if change.reason is Reason.CONSOLE_SILENT:
        silent = say(
            "If no heartbeat comes within {left}, the console counts as silent.",
            "如果 {left}内没有心跳，控制台将被视为无响应。",
            left=left,
        )
        return joined(silent, _covered(change, evidence, policy))
    if change.state is not State.OFFLINE:
        return say(
            "If nothing more is heard, this changes in {left}.",
            "如果没有新的信号，状态将在 {left}后改变。",
            left=left,
        )
    match verdict.reason:
        case Reason.MEDIA_STOPPED:
            return say(
                "If it does not come back within {left}, the host counts as offline.",
                "如果 {left}内没有恢复，主播将被视为离线。",
                left=left,
            )
        case Reason.ENCODER_STOPPED:
            return say(
                "If the encoder does not run again within {left}, the host counts as offline.",
                "如果编码器 {left}内没有恢复，主播将被视为离线。",
                left=left,
            )
        case Reason.CONSOLE_SILENT if policy.polls:
            return say(
                "If no heartbeat comes within {left}, and the media server does not confirm the "
                "picture either, the host counts as offline.",
                "如果 {left}内没有心跳，媒体服务器也没有确认画面，主播将被视为离线。",
                left=left,
            )
        case _:
            return say(
                "If no heartbeat comes within {left}, the host counts as offline.",
                "如果 {left}内没有心跳，主播将被视为离线。",
                left=left,
            )


def _covered(silent: Change, evidence: Evidence, policy: Policy) -> Words | None:
    """How long the picture alone keeps it on air."""
    then = Verdict(silent.state, silent.reason)
    gone = next_change(then, evidence, policy, silent.at)
    if gone is None:
        return None
    return say(
        "The picture alone keeps it on air for {span} more.",
        "此后仅凭画面还可保持直播 {span}。",
        span=lasting(gone.at - silent.at),
    )
