"""The local relay: FFmpeg's own RTMP listener on this computer, played back as HLS by the server.

For one computer and its network (contract section 5). The listener itself is `relay`, a process of
its own; this module only knows the addresses.
"""

from __future__ import annotations

from collections.abc import Mapping

from livedesk.domain.addresses import PushAddress, own_sign, push_address
from livedesk.domain.errors import BadRequest, MediaUnavailable, PushRefused
from livedesk.domain.live_code import LiveCode
from livedesk.media.media_server import (
    Answer,
    Callback,
    OldAddress,
    PublishAsked,
    Publisher,
    PushTicket,
)
from livedesk.settings import MediaSettings

_ASKED = MediaUnavailable("The local relay is part of this server and is not asked.")


class Local:
    """FFmpeg's listener checks neither name nor key; hence 127.0.0.1 only, and one at a time."""

    kind = "local"
    callbacks = True
    polls = False
    lists_all = False
    one_publisher = True
    lasting_ids = True
    drops = False  # by HTTP; the server closes the relay itself
    forbids = False
    old_address: OldAddress = "valid_until"

    def __init__(self, settings: MediaSettings) -> None:
        self._settings = settings
        self.bizid = settings.bizid or "live"
        self.rtmp_port = settings.rtmp_port
        """The port in the push address; the relay may have had to take another one."""

    def push(self, ticket: PushTicket) -> PushAddress:
        base = f"rtmp://127.0.0.1:{self.rtmp_port}/{self._settings.app}"
        key = self._settings.push_key.get_secret_value()
        sign = own_sign(key, self._settings.app, ticket.nonce)
        return push_address(base, ticket.code, ticket.expires_at, sign, self._settings.push_params)

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        del now
        return {"hls": f"{base_url}/hls/{code}.m3u8"}

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        raise BadRequest("The local relay is part of this server and sends no callbacks.")

    def check_push(self, asked: PublishAsked, ticket: PushTicket, now: float) -> None:
        """FFmpeg's listener does not show us what the publisher asked for."""

    def allow(self) -> Answer:
        return Answer(200)

    def refuse(self, refused: PushRefused) -> Answer:
        return Answer(403, refused.sentence)

    def publishers(self) -> Mapping[str, Publisher]:
        raise _ASKED

    def publisher(self, code: str) -> Publisher | None:
        raise _ASKED

    def drop(self, code: str) -> bool:
        raise _ASKED

    def forbid(self, code: str, until: float) -> None:
        raise _ASKED

    def permit(self, code: str) -> None:
        raise _ASKED

    def show(self, callback_url: str) -> str:
        del callback_url
        return (
            f"The local relay needs no configuration. It listens on 127.0.0.1:{self.rtmp_port}, or "
            "on a free port where that one is taken."
        )

    def unsafe(self) -> list[str]:
        return [
            "The local relay is for this computer and its network. For real audiences set [media] "
            "kind to tencent, srs, nginx-rtmp, mediamtx or zlmediakit."
        ]
