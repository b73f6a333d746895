"""ZLMediaKit: asks us before each publish, tells when a stream comes and goes.

``on_publish`` is a question and no more: a second publisher is refused after it. A stream comes
and goes once for each protocol, of which RTMP counts; its going names no connection. After a
connection that broke, the stream stays for 15 s (``continue_push_ms``), of unknown origin, and who
comes back within them is asked for, but neither his going nor his coming is told.

Hooks carry no name of their own: they are told apart by their fields.

Source: ZLMediaKit, server/WebHook.cpp, server/WebApi.cpp, conf/config.ini, of 2026-08-21; bodies as
the version of 2026-04-18 sends them.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from livedesk.domain.addresses import play_addresses
from livedesk.domain.errors import MediaUnavailable, PushRefused
from livedesk.domain.live_code import LiveCode
from livedesk.media.json_body import JsonBody
from livedesk.media.media_server import (
    Answer,
    Callback,
    MediaServerStarted,
    PublishAsked,
    PublishDone,
    Publisher,
    PublishStarted,
)
from livedesk.media.self_hosted import SelfHosted, first_of_each
from livedesk.settings import MediaSettings

SCHEMA = "rtmp"
UNKNOWN = "unknown"
"""The origin of a stream whose publisher is gone."""

SAMPLE = "035c73f7-bb6b-4889-a715-d9eb2d1925cc"
"""The secret in ZLMediaKit's own sample, which everybody knows."""


class ZlMediaKit(SelfHosted):
    """Plays RTMP, HTTP-FLV and HLS; its API is on the same port as the picture.

    ``[media] api`` is that port's address, e.g. ``http://127.0.0.1``; `api_password` is the secret
    of its API, which goes there in a form, never in an address.
    """

    kind = "zlmediakit"
    lasting_ids = False

    def __init__(self, settings: MediaSettings) -> None:
        super().__init__(settings, "ZLMediaKit")
        self._secret = settings.api_password.get_secret_value()

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        del base_url  # ZLMediaKit serves the picture
        place = f"{self._settings.app}/{{name}}"
        forms = {
            "rtmp": f"{self._rtmp}/{place}",
            "flv": f"{self._play}/{place}.live.flv",
            "hls": f"{self._play}/{place}/hls.m3u8",
        }
        return play_addresses(
            forms, code, self._settings.templates, now, None, self._settings.play_params
        )

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        del now
        said = JsonBody.read(body)
        if "regist" in said:
            return self._changed(said)
        if "originType" in said and "id" in said:
            params = first_of_each(said.text("params"))
            code, client, app = (said.name(key) for key in ("stream", "id", "app"))
            return PublishAsked(code, client, app, params, starts=False)
        # on_server_started carries the whole configuration, its secret too.
        return MediaServerStarted() if "hook.enable" in said else None

    def _changed(self, said: JsonBody) -> Callback | None:
        comes, app, code = said.flag("regist"), said.name("app"), said.name("stream")
        if said.name("schema") != SCHEMA or app != self._settings.app:
            return None
        if not comes:
            return PublishDone(code, None)
        pusher = said.inner("originSock")
        if pusher is None or said.text("originTypeStr") == UNKNOWN:
            return None  # nobody pushes it: ZLMediaKit fetches it from elsewhere
        return PublishStarted(code, pusher.name("identifier"), first_of_each(said.text("params")))

    def allow(self) -> Answer:
        return _said(0, "success")

    def refuse(self, refused: PushRefused) -> Answer:
        return _said(-1, refused.sentence)

    def publishers(self) -> Mapping[str, Publisher]:
        return self._publishing({})

    def publisher(self, code: str) -> Publisher | None:
        return self._publishing({"stream": code}).get(code)

    def _publishing(self, which: Mapping[str, str]) -> dict[str, Publisher]:
        path = "/index/api/getMediaList"
        answer = self._asked(path, {"schema": SCHEMA, "app": self._settings.app, **which})
        rows = answer.get("data") or []  # there is none where the list is empty
        if not isinstance(rows, list):
            raise self._api.strange(path)
        return {one.code: one for row in rows if (one := self._read(row))}

    def _read(self, row: Any) -> Publisher | None:
        if not isinstance(row, dict) or not isinstance(row.get("stream"), str):
            return None
        if row.get("schema") != SCHEMA or row.get("app") != self._settings.app:
            return None
        if row.get("originTypeStr") == UNKNOWN:
            return None
        pusher, received = row.get("originSock"), row.get("totalBytes")
        client = pusher.get("identifier") if isinstance(pusher, dict) else None
        return Publisher(
            row["stream"],
            client if isinstance(client, str) else None,
            received if type(received) is int else None,
        )

    def drop(self, code: str) -> bool:
        if self.publisher(code) is None:
            return False
        path = "/index/api/close_streams"
        which = {"schema": SCHEMA, "app": self._settings.app, "stream": code, "force": "1"}
        hit = self._asked(path, which).get("count_hit")
        if type(hit) is not int:
            raise self._api.strange(path)
        return hit > 0

    def _asked(self, path: str, which: Mapping[str, str]) -> dict[str, Any]:
        """
        Raises:
            MediaUnavailable: also where ZLMediaKit answers, by its own code, that it will not.
        """
        answer = self._api.json("POST", path, form={"secret": self._secret, **which})
        match answer.get("code"):
            case 0:
                return answer
            case -100:
                raise MediaUnavailable(
                    "ZLMediaKit refuses LiveDesk: set [media] api_password to the secret of its "
                    "section [api], and let its allow_ip_range have this computer."
                )
            case _:
                raise self._api.strange(path)

    def unsafe(self) -> list[str]:
        found = super().unsafe()
        if self._settings.api and self._secret in ("", SAMPLE):
            found.append(
                "[media] api_password is empty or ZLMediaKit's sample: set it, and the secret of "
                "ZLMediaKit's section [api], to one of your own."
            )
        return found

    @property
    def _guarded(self) -> bool:
        return bool(self._secret)

    def show(self, callback_url: str) -> str:
        web = urlsplit(self._play)
        http, tls = (80, web.port or 443) if web.scheme == "https" else (web.port or 80, 0)
        secret, note, certificate = self._secret, "", ""
        if not secret:
            secret = secrets.token_urlsafe(24)
            note = "# Made just now, another each time: put it into [media] api_password too.\n"
        if tls:
            certificate = "# Start MediaServer with -s and a PEM file of key and certificate.\n"
        return f"""\
# A whole config.ini, for nobody else to read (mode 0600); ZLMediaKit adds its own defaults.
# It asks LiveDesk before each publish, whatever the app: this ZLMediaKit is LiveDesk's alone.
[api]
apiDebug=0
{note}secret={secret}

[hook]
enable=1
on_publish={callback_url}
on_stream_changed={callback_url}
on_server_started={callback_url}
stream_changed_schemas=rtmp
timeoutSec=10
retry=1
retry_delay=3.0

[protocol]
enable_rtmp=1
enable_hls=1
rtmp_demand=0

[general]
enableVhost=0

# What LiveDesk asks, and how it drops a publisher: [media] api = "http://127.0.0.1:{http}".
# The API is on the viewers' port: only who calls from allow_ip_range may use it. LiveDesk's own
# address belongs there too where it runs on another computer.
{certificate}[http]
port={http}
sslport={tls}
dirMenu=0
allow_cross_domains=1
allow_ip_range=::1,127.0.0.1

[rtmp]
port={self._settings.rtmp_port}
keepAliveSecond=15

[rtsp]
port=0
sslport=0

[srt]
port=0

[rtp_proxy]
port=0

[shell]
port=0

[rtc]
port=0
tcpPort=0
signalingPort=0
signalingSslPort=0
icePort=0
iceTcpPort=0
"""


def _said(code: int, message: str) -> Answer:
    return Answer(200, json.dumps({"code": code, "msg": message}), "application/json")
