"""The trail in words: what was heard, and what the server concluded each time. Pure."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from livedesk.domain.evidence import Evidence
from livedesk.domain.explain import heard, why
from livedesk.domain.phrases import joined, lasting, say
from livedesk.domain.records import Words
from livedesk.domain.verdict import Policy, Reason, State, Verdict


class Signal(StrEnum):
    """What the trail notes. Single heartbeats are too many; their first one and gaps are there."""

    PUBLISH = "publish"
    PUBLISH_DONE = "publish_done"
    POLL_ON = "poll_on"
    POLL_OFF = "poll_off"
    PUSH_REFUSED = "push_refused"
    BEAT_FIRST = "beat_first"
    BEAT_GAP = "beat_gap"
    ENCODER_STOPPED = "encoder_stopped"
    ENCODER_RUNNING = "encoder_running"
    HELD = "held"
    HOLD_LIFTED = "hold_lifted"
    KEY_REPLACED = "key_replaced"
    KEY_RENEWED = "key_renewed"
    ENDED_BY_HOST = "ended_by_host"
    KICKED = "kicked"
    BANNED = "banned"


def gap_detail(since: float, until: float) -> str:
    """How the trail keeps a gap between two heartbeats: epoch seconds, ``from to``."""
    return f"{since:.3f} {until:.3f}"


def hold_detail(seconds: float, reason: str) -> str:
    """How the trail keeps a hold: for how long, and what the admin gave as the reason."""
    return f"{seconds:.0f}\t{reason}"  # no reason has a tab in it, and older holds have none


def shown_detail(kind: str, detail: str) -> str:
    """What of a detail is for people: of a hold only the admin's reason."""
    if kind == Signal.HELD and "\t" in detail:
        return detail.partition("\t")[2]
    return detail


_SIGNALS = {
    Signal.PUBLISH: Words("The media server: a picture begins.", "媒体服务器：开始推流。"),
    Signal.PUBLISH_DONE: Words("The media server: the picture ends.", "媒体服务器：推流结束。"),
    Signal.POLL_ON: Words(
        "Asked, the media server said: publishing.", "查询媒体服务器：正在推流。"
    ),
    Signal.POLL_OFF: Words(
        "Asked, the media server said: not publishing.", "查询媒体服务器：没有推流。"
    ),
    Signal.PUSH_REFUSED: Words("A push was refused.", "一次推流被拒绝。"),
    Signal.BEAT_FIRST: Words("The console's first heartbeat.", "控制台的第一次心跳。"),
    Signal.BEAT_GAP: Words("Heartbeats were missing.", "心跳曾经缺失。"),
    Signal.ENCODER_STOPPED: Words(
        "The console: the encoder has stopped.", "控制台：编码器已停止。"
    ),
    Signal.ENCODER_RUNNING: Words(
        "The console no longer says that the encoder has stopped.",
        "控制台不再报告编码器停止。",
    ),
    Signal.HELD: Words(
        "An admin took the broadcast off the air for a while.", "管理员暂停了这场直播。"
    ),
    Signal.HOLD_LIFTED: Words("An admin lifted the hold.", "管理员解除了暂停。"),
    Signal.KEY_REPLACED: Words(
        "A new push address; the old one is good for nothing.", "更换了推流地址，旧地址作废。"
    ),
    Signal.KEY_RENEWED: Words("The push address was renewed.", "推流地址已续期。"),
    Signal.ENDED_BY_HOST: Words("The host ended the broadcast.", "主播结束了这场直播。"),
    Signal.KICKED: Words("An admin ended the broadcast.", "管理员结束了这场直播。"),
    Signal.BANNED: Words(
        "An admin banned the host: neither create nor push, until it is lifted.",
        "管理员封禁了主播：解除之前不能创建直播，也不能推流。",
    ),
}

REFUSALS = {
    "No such live code: create one in the console.": "没有这个直播码，请在控制台创建。",
    "The live code is spelled in another case: copy both fields again.": (
        "直播码的大小写不符，请重新复制两行地址。"
    ),
    "This broadcast has ended: create a new one.": "这场直播已经结束，请创建新的直播。",
    "An admin has banned this host: ask the admin to lift it.": (
        "该主播已被管理员封禁，请联系管理员解除。"
    ),
    "An admin has disabled this host: ask the admin to enable it.": (
        "该主播已被管理员停用，请联系管理员启用。"
    ),
    "An admin holds this broadcast off the air: try again later.": (
        "管理员暂停了这场直播，请稍后再试。"
    ),
    "Another encoder is publishing this live code: stop that one first.": (
        "另一个编码器正在用这个直播码推流，请先停止它。"
    ),
    "The server took too long to check this push: it may be tried again.": (
        "服务器检查这次推流用时过长，可以再试一次。"
    ),
    "The push address was replaced: copy both fields again.": (
        "推流地址已更换，请重新复制两行地址。"
    ),
    "The push address has no signature: copy both fields from the console.": (
        "推流地址没有签名，请从控制台复制两行地址。"
    ),
    "The push address is signed wrongly or was replaced: copy both fields again.": (
        "推流地址签名错误或已更换，请重新复制两行地址。"
    ),
    "The push address has expired: create a new live code.": ("推流地址已过期，请创建新的直播码。"),
    "Tencent Cloud checks pushes by itself.": "腾讯云自行检查推流。",
}
"""Why a push was refused, in Chinese, by the English sentence that the media server is told."""


def signal_words(kind: str, detail: str) -> Words:
    """One line of the trail. A kind that this version does not know is named as it is."""
    try:
        known = Signal(kind)
    except ValueError:
        return Words(f"{kind}.", f"{kind}。")
    match known:
        case Signal.PUSH_REFUSED if detail:
            return joined(_SIGNALS[known], refusal_words(detail))
        case Signal.BEAT_GAP:
            return _gap_words(detail)
        case Signal.HELD:
            return joined(_hold_words(detail), _reason_words(shown_detail(kind, detail)))
        case Signal.KICKED:
            return joined(_SIGNALS[known], _reason_words(detail))
        case _:
            return _SIGNALS[known]


def refusal_words(sentence: str) -> Words:
    """Why a push was refused."""
    return Words(sentence, REFUSALS.get(sentence, sentence))


def _reason_words(reason: str) -> Words | None:
    return Words(f"Reason: {reason}", f"原因：{reason}") if reason else None


def _hold_words(detail: str) -> Words:
    seconds, tab, _ = detail.partition("\t")
    if not (tab and seconds.isdecimal()):
        return _SIGNALS[Signal.HELD]
    return say(
        "An admin took the broadcast off the air for {span}.",
        "管理员将这场直播暂停 {span}。",
        span=lasting(float(seconds)),
    )


def _gap_words(detail: str) -> Words:
    try:
        since, until = (float(part) for part in detail.split())
    except ValueError:
        return _SIGNALS[Signal.BEAT_GAP]
    return say(
        "A heartbeat came after {span} of silence.",
        "沉默 {span}后收到心跳。",
        span=lasting(until - since),
    )


def decision_words(verdict: Verdict, evidence: Evidence, policy: Policy, at: float) -> Words:
    """What the server concluded `at` that time, from what was known then."""
    known, picture = heard(replace(evidence, over=None), policy, at)
    beat = known.beats.last
    match verdict.reason:
        case Reason.ENDED_BY_HOST | Reason.KICKED:
            return why(verdict, known, picture, policy, at)
        case Reason.EXPIRED:
            return Words("The live code expired with no picture.", "直播码过期，没有画面。")
        case Reason.ADMIN_HOLD:
            left = (known.hold_until or at) - at
            if left <= 0:
                return Words("The hold was over.", "暂停已结束。")
            return say(
                "An admin took the broadcast off the air for {left}.",
                "管理员将这场直播暂停 {left}。",
                left=lasting(left),
            )
        case Reason.REHEARSAL:
            return Words("Rehearsal: viewers do not see it.", "彩排：观众看不到。")
        case Reason.WAITING:
            if policy.media:
                return Words("Waiting for the first picture.", "等待第一个画面。")
            return Words("Waiting for the first heartbeat.", "等待第一次心跳。")
        case Reason.BEATING:
            return Words("A heartbeat came: on air.", "收到心跳：直播中。")
        case Reason.PUBLISHING:
            return Words(
                "The media server has the picture: on air.", "媒体服务器已收到画面：直播中。"
            )
        case Reason.MEDIA_STOPPED:
            if verdict.state is State.INTERRUPTED:
                return Words("The picture stopped.", "画面中断。")
            stopped = picture.stopped_at if picture.stopped_at is not None else at
            return say(
                "The picture did not come back within {span}: offline.",
                "画面 {span}内没有恢复：已离线。",
                span=lasting(at - stopped),
            )
        case Reason.POLL_LOST:
            return say(
                "Asked {run} times in a row, the media server said that nobody publishes: offline.",
                "连续 {run} 次查询，媒体服务器都报告没有人推流：已离线。",
                run=max(policy.poll_misses, 1),
            )
        case Reason.CONSOLE_SILENT:
            if beat is None:
                return Words(
                    "The picture came, without any heartbeat: on air.",
                    "收到画面，但没有心跳：直播中。",
                )
            return Words(
                "The console fell silent; the picture keeps it on air.",
                "控制台无响应，凭画面保持直播。",
            )
        case Reason.HEARTBEAT_LOST:
            if beat is None:
                return Words("No heartbeat ever came: offline.", "从未收到心跳：已离线。")
            return say(
                "No heartbeat for {span}: offline.",
                "{span}没有心跳：已离线。",
                span=lasting(at - beat),
            )
        case Reason.ENCODER_STOPPED:
            if verdict.state is State.INTERRUPTED:
                return Words(
                    "The console said that the encoder had stopped.", "控制台报告编码器已停止。"
                )
            return Words(
                "The encoder did not run again in time: offline.", "编码器没有及时恢复：已离线。"
            )
