"""What has become of a publisher, in words: of an admin's kick, of a host's new key."""

from __future__ import annotations

from livedesk.domain.phrases import joined
from livedesk.domain.records import Words
from livedesk.media.media_server import MediaServer
from livedesk.server.drops import Outcome

RELAY_HOLDS_NOT = Words(
    "A hold has no effect with the local relay, and nothing was changed: kick without a hold, "
    "which closes the connection.",
    "本机中继不支持暂停，未作任何更改：请直接结束这场直播，连接会随之断开。",
)

_PUBLISHER = {
    Outcome.DROPPED: Words("The publisher's connection was closed.", "已断开推流端的连接。"),
    Outcome.NOBODY: Words("Nobody was publishing.", "当时没有推流。"),
    Outcome.CANNOT: Words(
        "LiveDesk cannot close a publisher's connection here: an encoder that runs goes on sending "
        "until its host stops it.",
        "LiveDesk 无法断开这里的推流连接：正在推流的编码器会继续推流，直到主播自行停止。",
    ),
    Outcome.FAILED: Words(
        "The media server does not answer: the publisher is dropped as soon as it does.",
        "流媒体服务器没有应答：一旦恢复应答，就会断开推流端。",
    ),
}

_REFUSED = Words("It is refused when it tries again.", "再次推流会被拒绝。")
_ON_SIGHT = Words(
    "When it comes back it is dropped as soon as the media server tells of it.",
    "再次推流时，流媒体服务器一通知就会被断开。",
)
_BY_ITSELF = Words(
    "The media server itself keeps it out.",
    "流媒体服务器会禁止它推流。",
)
_BY_RELAY = Words("The local relay listens no more.", "本机中继已停止接收推流。")
_AT_NEXT_POLL = Words(
    "It may come back, and is dropped when the media server is next asked who publishes.",
    "它可能再次推流，下一次查询推流状态时会被断开。",
)
_NOT_KEPT_OUT = Words(
    "It may come back until its push address expires: the broadcast stays off the list, but who "
    "knows the play address sees the picture.",
    "推流地址过期前它可能再次推流：直播不会回到列表，但知道播放地址的人仍能看到画面。",
)

_KEY: dict[str, Words] = {
    "refused": Words(
        "The old push address is refused from now on: put the new one into OBS.",
        "旧推流地址从现在起被拒绝：请把新地址填入 OBS。",
    ),
    "dropped_on_sight": Words(
        "Who comes with the old push address is dropped as soon as the media server tells of it: "
        "put the new one into OBS.",
        "用旧推流地址推流的，流媒体服务器一通知就会被断开：请把新地址填入 OBS。",
    ),
    "valid_until": Words(
        "The old push address stays good until it expires, for nobody checks it here: if somebody "
        "else has it, end this broadcast and create one with another suffix.",
        "旧推流地址在过期前仍然有效，因为这里无人核对它：如果它已泄露，请结束这场直播，换一个后缀重新创建。",
    ),
}

RENEWED = Words(
    "The new push address is good for longer. The old one stays good until its own expiry, so OBS "
    "need not stop.",
    "新推流地址的有效期更长。旧地址在自己的有效期内仍然可用，OBS 不必停止推流。",
)


def gone(media: MediaServer, publisher: Outcome, kept_out: str) -> Words:
    """After a kick or a hold."""
    if media.kind == "local":
        kept = _BY_RELAY
    elif kept_out == "by_media_server":
        kept = _BY_ITSELF
    elif kept_out == "by_callback":
        kept = _REFUSED if media.old_address == "refused" else _ON_SIGHT
    else:
        kept = _AT_NEXT_POLL if media.polls and media.drops else _NOT_KEPT_OUT
    return joined(_PUBLISHER[publisher], kept)


def lifted(*, was_held: bool, waits: bool) -> Words:
    """After a hold was lifted."""
    if not was_held:
        return Words("No hold was running.", "当前没有暂停。")
    if waits:
        return Words(
            "The hold is lifted here, but the media server does not answer and still keeps the "
            "host out; it is told as soon as it answers.",
            "这里已解除暂停，但流媒体服务器没有应答，仍禁止推流；一旦恢复应答就会解除。",
        )
    return Words("The hold is lifted: the host may push again.", "已解除暂停：主播可以重新推流。")


def replaced(old_address: str, publisher: Outcome) -> Words:
    """After a new key."""
    return joined(_KEY[old_address], None if publisher is Outcome.CANNOT else _PUBLISHER[publisher])
