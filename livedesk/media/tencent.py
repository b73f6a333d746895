"""Tencent Cloud CSS (云直播): addresses by the live-code scheme (documents 267/31560, 38393).

The cloud checks pushes by itself. It tells of starts and ends by callbacks (`tencent_callbacks`),
and is asked through its API 3.0 (`tencent_api`) or, as the scheme has it, its old API
(`tencent_old_api`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from livedesk.domain.addresses import (
    PushAddress,
    Sign,
    play_addresses,
    push_address,
    tencent_sign,
    web_base,
)
from livedesk.domain.errors import BadSettings, MediaUnavailable, PushRefused
from livedesk.domain.live_code import LiveCode
from livedesk.media import tencent_api, tencent_console
from livedesk.media.media_server import (
    Answer,
    Callback,
    OldAddress,
    PublishAsked,
    Publisher,
    PushTicket,
)
from livedesk.media.tencent_api import CloudApi
from livedesk.media.tencent_callbacks import CallbackReader
from livedesk.media.tencent_old_api import OldApi
from livedesk.settings import MediaSettings

PLAY_LIFE_S = 24 * 3600
"""A signed play address opens for a day: HLS asks again with every segment (document 267/31560)."""


class Tencent:
    """Asked through API 3.0 where its keys are there, else through the old API."""

    kind = "tencent"
    lists_all = False  # the cloud's list is auxiliary (267/20472), the old API has none
    one_publisher = False  # it may admit a backup, or let the newer one win (267/31560)
    lasting_ids = True

    def __init__(self, settings: MediaSettings) -> None:
        mistakes = list(_mistakes(settings))
        if mistakes:
            raise BadSettings("\n".join(mistakes))
        self._settings = settings
        self.bizid = settings.bizid
        self._push_domain = settings.push_domain or f"{self.bizid}.livepush.myqcloud.com"
        self._play_base = web_base(
            settings.play_domain or f"http://{self.bizid}.liveplay.myqcloud.com"
        )
        backup = settings.backup_push_key.get_secret_value()
        self._sign = _sign_of(settings.push_key.get_secret_value())
        self._reader = CallbackReader(
            settings.callback_key.get_secret_value(),
            settings.app,
            tuple(sign for sign in (self._sign, _sign_of(backup)) if sign is not None),
        )
        self._api = self._asked()
        # The callback's secret path is always there: the server makes one where none is set.
        self.callbacks = settings.callbacks
        self.polls = settings.poll and self._api is not None
        self.drops = self.forbids = self._api is not None
        # Without a key, an address has no txTime that would tell it from the one before.
        on_sight = self.drops and self.callbacks and self._sign is not None
        self.old_address: OldAddress = "dropped_on_sight" if on_sight else "valid_until"

    def push(self, ticket: PushTicket) -> PushAddress:
        # The scheme's own domains want to be told the bizid; later ones do not (267/38393).
        legacy = self._push_domain.endswith(".livepush.myqcloud.com")
        params = [f"bizid={self.bizid}"] if legacy else []
        return push_address(
            f"rtmp://{self._push_domain}/{self._settings.app}",
            ticket.code,
            ticket.expires_at,
            self._sign,
            [*params, *self._settings.push_params],
        )

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        del base_url  # the cloud serves the picture
        place = f"{self._settings.app}/{{name}}"
        forms = {
            "rtmp": f"rtmp://{urlsplit(self._play_base).netloc}/{place}",
            "flv": f"{self._play_base}/{place}.flv",
            "hls": f"{self._play_base}/{place}.m3u8",
        }
        return play_addresses(
            forms,
            code,
            self._settings.templates,
            now + PLAY_LIFE_S,
            _sign_of(self._settings.play_key.get_secret_value()),
            self._settings.play_params,
        )

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        return self._reader.read(body, now)

    def check_push(self, asked: PublishAsked, ticket: PushTicket, now: float) -> None:
        raise PushRefused("Tencent Cloud checks pushes by itself.")

    def allow(self) -> Answer:
        return Answer(200, '{"code":0}', "application/json")

    def refuse(self, refused: PushRefused) -> Answer:
        return self.allow()

    def publishers(self) -> Mapping[str, Publisher]:
        return self._must_be_asked().publishers()

    def publisher(self, code: str) -> Publisher | None:
        return self._must_be_asked().publisher(code)

    def drop(self, code: str) -> bool:
        return self._must_be_asked().drop(code)

    def forbid(self, code: str, until: float) -> None:
        self._must_be_asked().forbid(code, until)

    def permit(self, code: str) -> None:
        self._must_be_asked().permit(code)

    def show(self, callback_url: str) -> str:
        return tencent_console.shown(
            self._settings, self._push_domain, urlsplit(self._play_base).netloc, callback_url
        )

    def unsafe(self) -> list[str]:
        found = list(
            tencent_console.unsafe(
                self._settings, polls=self.polls, drops=self.drops, old_api=self._by_old_api
            )
        )
        if self._play_base.startswith("http://"):
            found.append("Viewers are served over plain http: set [media] play_domain to https://…")
        return found

    @property
    def _by_old_api(self) -> bool:
        return isinstance(self._api, OldApi)

    def _asked(self) -> CloudApi | OldApi | None:
        settings = self._settings
        if settings.secret_id:
            domain = self._push_domain.partition(":")[0]
            return CloudApi(
                settings.api, settings.secret_id, settings.secret_key, domain, settings.app
            )
        if settings.app_id:
            return OldApi(settings.api, settings.app_id, settings.api_key)
        return None

    def _must_be_asked(self) -> CloudApi | OldApi:
        if self._api is None:
            raise MediaUnavailable(
                "Tencent Cloud cannot be asked: set [media] secret_id and secret_key."
            )
        return self._api


def _sign_of(key: str) -> Sign | None:
    return tencent_sign(key) if key else None


def _mistakes(settings: MediaSettings) -> Iterator[str]:
    """What is missing or half given, each with its place."""
    secret_key = settings.secret_key.get_secret_value()
    api_key = settings.api_key.get_secret_value()
    if not settings.bizid:
        yield "[media] bizid: Tencent Cloud needs yours, e.g. 8888; it stands in the console."
    yield from _half("secret_id", settings.secret_id, "secret_key", secret_key)
    yield from _half("app_id", settings.app_id, "api_key", api_key)
    if settings.backup_push_key.get_secret_value() and not settings.push_key.get_secret_value():
        yield "[media] push_key: is missing beside backup_push_key; addresses are signed with it."
    if settings.api and not (settings.secret_id or settings.app_id):
        yield (
            "[media] api: nothing is asked there without secret_id and secret_key, or app_id and "
            "api_key; leave it empty for Tencent's own address."
        )
    api = urlsplit(settings.api)
    if settings.secret_id and (api.path.strip("/") or api.query or "@" in api.netloc):
        yield (
            "[media] api: API 3.0 has no path, user or password: give it as "
            "https://live.tencentcloudapi.com."
        )
    if settings.secret_id and not tencent_api.is_installed():
        yield (
            "[media] secret_id: API 3.0 needs Tencent's own package: "
            "pip install 'livedesk[tencent]'."
        )


def _half(one: str, has_one: str, other: str, has_other: str) -> Iterator[str]:
    """Two that belong together."""
    if bool(has_one) != bool(has_other):
        missing, given = (other, one) if has_one else (one, other)
        yield f"[media] {missing}: is missing beside {given}; give both or none."
