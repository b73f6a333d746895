"""Tencent Cloud CSS (云直播): addresses by the live-code scheme (documents 267/31560, 38393)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from livedesk.domain.addresses import (
    PushAddress,
    play_addresses,
    push_address,
    tencent_sign,
    web_base,
)
from livedesk.domain.errors import BadRequest, BadSettings, MediaUnavailable, PushRefused
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

PLAY_LIFE_S = 24 * 3600
"""A signed play address opens for a day: HLS asks again with every segment (document 267/31560)."""


_ASKED = MediaUnavailable("Tencent Cloud is not asked by this version.")


class Tencent:
    """The cloud checks pushes by itself, so there is no question to answer."""

    kind = "tencent"
    callbacks = False
    polls = False
    lists_all = False
    one_publisher = False  # it may admit a backup, or let the newer one win (267/31560)
    lasting_ids = True
    drops = False
    forbids = False
    old_address: OldAddress = "valid_until"

    def __init__(self, settings: MediaSettings) -> None:
        if not settings.bizid:
            raise BadSettings(
                "[media] bizid: Tencent Cloud needs yours, e.g. 8888; it stands in the console."
            )
        self._settings = settings
        self.bizid = settings.bizid
        self._push_domain = settings.push_domain or f"{self.bizid}.livepush.myqcloud.com"
        self._legacy_play_domain = f"{self.bizid}.liveplay.myqcloud.com"

    def push(self, ticket: PushTicket) -> PushAddress:
        key = self._settings.push_key.get_secret_value()
        base = f"rtmp://{self._push_domain}/{self._settings.app}"
        # The scheme's own domains want to be told the bizid; later ones do not (267/38393).
        legacy = self._push_domain.endswith(".livepush.myqcloud.com")
        params = [f"bizid={self.bizid}"] if legacy else []
        return push_address(
            base,
            ticket.code,
            ticket.expires_at,
            tencent_sign(key) if key else None,
            [*params, *self._settings.push_params],
        )

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        del base_url  # the cloud serves the picture
        key = self._settings.play_key.get_secret_value()
        base = web_base(self._settings.play_domain or f"http://{self._legacy_play_domain}")
        place = f"{self._settings.app}/{{name}}"
        forms = {
            "rtmp": f"rtmp://{urlsplit(base).netloc}/{place}",
            "flv": f"{base}/{place}.flv",
            "hls": f"{base}/{place}.m3u8",
        }
        return play_addresses(
            forms,
            code,
            self._settings.templates,
            now + PLAY_LIFE_S,
            tencent_sign(key) if key else None,
            self._settings.play_params,
        )

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        raise BadRequest("Tencent Cloud's callbacks are not read by this version.")

    def check_push(self, asked: PublishAsked, ticket: PushTicket, now: float) -> None:
        raise PushRefused("Tencent Cloud checks pushes by itself.")

    def allow(self) -> Answer:
        return Answer(200, '{"code":0}', "application/json")

    def refuse(self, refused: PushRefused) -> Answer:
        return self.allow()

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
        return "\n".join(
            [
                "In Tencent Cloud's console (云直播):",
                f"  push domain (推流域名)  {self._push_domain}",
                "  play domain (播放域名)  "
                + (self._settings.play_domain or self._legacy_play_domain),
                f"  AppName               {self._settings.app}",
                "  push authentication   "
                + ("on, with [media] push_key" if self._signs else "off"),
            ]
        )

    def unsafe(self) -> list[str]:
        found = []
        if not self._signs:
            found.append("[media] push_key is empty: who knows a live code can push to it.")
        found.append(
            "Heartbeats are the only signal: a host counts as offline three missed beats after "
            "its console dies, and the picture itself is not watched."
        )
        return found

    @property
    def _signs(self) -> bool:
        return bool(self._settings.push_key.get_secret_value())
