"""What OBS's own message means, beside what the server saw at that moment. Pure.

The sentences are those of OBS's frontend: keys ``Output.ConnectFail.*``,
``Output.StreamEncodeError`` and ``Basic.StatusBar.Reconnecting`` of its locale files en-US.ini and
zh-CN.ini.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.explain_trail import Signal
from livedesk.domain.records import Words, to_epoch

RECENT_S = 180.0
"""What the server saw longer ago has nothing to do with what OBS says now."""


class Said(StrEnum):
    """What OBS shows."""

    BAD_PATH = "bad_path"
    CONNECT_FAILED = "connect_failed"
    INVALID_STREAM = "invalid_stream"
    ERROR = "error"
    DISCONNECTED = "disconnected"
    RECONNECTING = "reconnecting"
    ENCODER = "encoder"
    NOTHING = "nothing"


SENTENCES: dict[Said, Words] = {
    Said.BAD_PATH: Words(
        "Invalid Path or Connection URL. Please check your settings to confirm that they are"
        " valid.",
        "无效的路径或URL。请检查您的设置以确认它们是有效的。",
    ),
    Said.CONNECT_FAILED: Words("Failed to connect to server", "无法连接到服务器"),
    Said.INVALID_STREAM: Words(
        "Could not access the specified channel or stream key, please double-check your stream key."
        " If it is correct, there may be a problem connecting to the server.",
        "无法访问指定的频道或推流码，请仔细检查你的推流码。如果推流码是正确的，那么有可能是与服务器的"
        "连接出现问题。",
    ),
    Said.ERROR: Words(
        "An unexpected error occurred when trying to connect to the server. More information in the"
        " log file.",
        "试图连接到服务器时出现意外的错误。详细信息记录在日志文件中。",
    ),
    Said.DISCONNECTED: Words("Disconnected from server.", "已与服务器断开连接。"),
    Said.RECONNECTING: Words(
        "Disconnected, reconnecting in … second(s) (attempt …)", "断开, 重新连接在 … 秒内 (尝试 …)"
    ),
    Said.ENCODER: Words("An encoder error occurred while streaming.", "直播时发生了编码器错误。"),
}
"""OBS's exact words; `NOTHING` has none: it streams, and no picture comes."""


class Saw(StrEnum):
    """What the server saw at that moment."""

    NOTHING = "nothing"
    PICTURE = "picture"
    STOPPED = "stopped"
    REPLACED = "replaced"
    EXPIRED = "expired"
    UNSIGNED = "unsigned"
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_CASE = "wrong_case"
    TAKEN = "taken"
    ENDED = "ended"
    HELD = "held"
    SHUT_OUT = "shut_out"
    SLOW = "slow"
    OTHER_REFUSAL = "other_refusal"
    UNCHECKED = "unchecked"
    AWAY = "away"


class Act(StrEnum):
    """What helps."""

    COPY_BOTH = "copy_both"
    CHECK = "check"
    PASTE = "paste"
    RENEW = "renew"
    NEW = "new"
    AGAIN = "again"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Explanation:
    """`says` names the sentence; `act` is its button."""

    says: str
    act: Act


# What the media server was told, by the sentence that the trail keeps.
_REFUSED = {
    "The live code is spelled in another case: copy both fields again.": Saw.WRONG_CASE,
    "This broadcast has ended: create a new one.": Saw.ENDED,
    "An admin has banned this host: ask the admin to lift it.": Saw.SHUT_OUT,
    "An admin has disabled this host: ask the admin to enable it.": Saw.SHUT_OUT,
    "An admin holds this broadcast off the air: try again later.": Saw.HELD,
    "Another encoder is publishing this live code: stop that one first.": Saw.TAKEN,
    "The server took too long to check this push: it may be tried again.": Saw.SLOW,
    "The push address was replaced: copy both fields again.": Saw.REPLACED,
    "The push address has no signature: copy both fields from the console.": Saw.UNSIGNED,
    "The push address is signed wrongly or was replaced: copy both fields again.": (
        Saw.WRONG_SIGNATURE
    ),
    "The push address has expired: create a new live code.": Saw.EXPIRED,
    "No such live code: create one in the console.": Saw.WRONG_SIGNATURE,
}


def seen(evidence: EvidenceRecord | None, media_kind: str) -> Saw:
    """What the server saw lately.

    Args:
        evidence: None: the server cannot be asked.
        media_kind: of the policy. Tencent Cloud and the local relay tell nobody of a push that
            they refuse.
    """
    if evidence is None:
        return Saw.AWAY
    now = to_epoch(evidence.at)
    if evidence.verdict.state == "ended":
        return Saw.ENDED
    lately = [one for one in evidence.signals if now - to_epoch(one.at) <= RECENT_S]
    for one in reversed(lately):
        match one.kind:
            case Signal.PUSH_REFUSED:
                return _REFUSED.get(one.detail, Saw.OTHER_REFUSAL)
            case Signal.PUBLISH | Signal.POLL_ON:
                return Saw.PICTURE
            case Signal.PUBLISH_DONE:
                return Saw.STOPPED
            case Signal.HELD:
                return Saw.HELD
    callbacks, polls = evidence.sources.callbacks, evidence.sources.polls
    if callbacks.open_sessions or polls.publishing:
        return Saw.PICTURE
    return Saw.UNCHECKED if media_kind in ("tencent", "local") else Saw.NOTHING


# What the server knows better than any message of OBS.
_KNOWN: dict[Saw, Explanation] = {
    Saw.REPLACED: Explanation("replaced", Act.COPY_BOTH),
    Saw.EXPIRED: Explanation("expired", Act.RENEW),
    Saw.UNSIGNED: Explanation("unsigned", Act.COPY_BOTH),
    Saw.WRONG_SIGNATURE: Explanation("wrong_signature", Act.COPY_BOTH),
    Saw.WRONG_CASE: Explanation("wrong_case", Act.COPY_BOTH),
    Saw.TAKEN: Explanation("taken", Act.AGAIN),
    Saw.ENDED: Explanation("ended", Act.NEW),
    Saw.HELD: Explanation("held", Act.AGAIN),
    Saw.SHUT_OUT: Explanation("shut_out", Act.AGAIN),
    Saw.SLOW: Explanation("slow", Act.AGAIN),
    Saw.OTHER_REFUSAL: Explanation("other_refusal", Act.COPY_BOTH),
}

# Nothing has reached the media server, as far as anybody can tell.
_UNSEEN: dict[Said, Explanation] = {
    Said.BAD_PATH: Explanation("bad_path", Act.PASTE),
    Said.CONNECT_FAILED: Explanation("not_reached", Act.CHECK),
    Said.INVALID_STREAM: Explanation("key_not_ours", Act.PASTE),
    Said.ERROR: Explanation("not_reached", Act.CHECK),
    Said.DISCONNECTED: Explanation("line_broke", Act.CHECK),
    Said.RECONNECTING: Explanation("line_broke", Act.CHECK),
    Said.ENCODER: Explanation("encoder", Act.PICTURE),
    Said.NOTHING: Explanation("sent_elsewhere", Act.PASTE),
}

# The media server refuses by itself and tells us nothing: the key is the likeliest.
_UNTOLD = _UNSEEN | {
    Said.INVALID_STREAM: Explanation("key_refused", Act.COPY_BOTH),
}

_ARRIVES = dict.fromkeys(Said, Explanation("arrives", Act.AGAIN)) | {
    Said.ENCODER: Explanation("encoder", Act.PICTURE),
    # One publishes and the other is told that it may not.
    Said.INVALID_STREAM: Explanation("two_encoders", Act.AGAIN),
}

_STOPPED = _UNSEEN | {
    Said.CONNECT_FAILED: Explanation("line_broke", Act.CHECK),
    Said.ERROR: Explanation("line_broke", Act.CHECK),
    Said.INVALID_STREAM: Explanation("still_held", Act.AGAIN),
    Said.NOTHING: Explanation("stopped", Act.CHECK),
}

_AWAY = _UNSEEN | {
    Said.INVALID_STREAM: Explanation("server_away", Act.AGAIN),
    Said.NOTHING: Explanation("server_away", Act.AGAIN),
}


def explained(said: Said, saw: Saw) -> Explanation:
    """What both together mean, and the one thing to do."""
    if said is Said.ENCODER:
        return Explanation("encoder", Act.PICTURE)
    if saw in _KNOWN:
        return _KNOWN[saw]
    table = {
        Saw.NOTHING: _UNSEEN,
        Saw.UNCHECKED: _UNTOLD,
        Saw.PICTURE: _ARRIVES,
        Saw.STOPPED: _STOPPED,
        Saw.AWAY: _AWAY,
    }[saw]
    return table[said]


SAYS = tuple(
    sorted(
        {
            one.says
            for table in (_KNOWN, _UNSEEN, _UNTOLD, _ARRIVES, _STOPPED, _AWAY)
            for one in table.values()
        }
    )
)
"""All sentences that there are."""
