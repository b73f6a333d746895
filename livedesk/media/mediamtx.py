"""MediaMTX: asks us before each publish, runs a command of ours at each start and end.

Its questions (``authMethod: http``) come as JSON; its hooks are commands without a shell, so that
`show` has curl post JSON of our own making. MediaMTX retries neither, and stops the command of a
start when the picture is gone: of a very short one, both may be lost or come in turn.

Source: MediaMTX, internal/auth/manager.go, internal/hooks/on_available.go, internal/api and
internal/defs/api_path.go, of 2026-08-22 (v1.20).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from livedesk.domain.addresses import play_addresses
from livedesk.domain.errors import BadRequest, MediaUnavailable, WrongSignature
from livedesk.domain.live_code import LiveCode
from livedesk.media.json_body import JsonBody
from livedesk.media.media_server import (
    Callback,
    PublishAsked,
    PublishDone,
    Publisher,
    PublishStarted,
)
from livedesk.media.self_hosted import SelfHosted, first_of_each
from livedesk.settings import MediaSettings

PAGE = 1000
HLS_PORT, WEBRTC_PORT = 8888, 8889

FOR_VIEWERS = ("read", "playback")
FOR_ADMINS = ("api", "metrics", "pprof")

KICKED_AT = {
    "rtmpConn": "rtmpconns",
    "rtmpsConn": "rtmpsconns",
    "srtConn": "srtconns",
    "webRTCSession": "webrtcsessions",
    "rtspSession": "rtspsessions",
    "rtspsSession": "rtspssessions",
    "moqSession": "moqsessions",
}
"""By the type of a source that pushes, where the API kicks it."""


class MediaMtx(SelfHosted):
    """Plays RTMP, HLS and, by WHEP, WebRTC, each from a port of its own.

    ``[media] api`` is the address of its control API, ``http://127.0.0.1:9997``. Where
    `play_domain` names no port, a proxy is expected there, which tells HLS and WHEP apart.
    """

    kind = "mediamtx"

    def __init__(self, settings: MediaSettings) -> None:
        super().__init__(settings, "MediaMTX", HLS_PORT)

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        del base_url  # MediaMTX serves the picture
        place = f"{self._settings.app}/{{name}}"
        forms = {
            "rtmp": f"{self._rtmp}/{place}",
            "hls": f"{self._play}/{place}/index.m3u8",
            "webrtc": f"{self._webrtc}/{place}/whep",
        }
        return play_addresses(
            forms, code, self._settings.templates, now, None, self._settings.play_params
        )

    @property
    def _webrtc(self) -> str:
        base = urlsplit(self._play)
        return f"{base.scheme}://{base.hostname}:{WEBRTC_PORT}" if base.port else self._play

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        """A question of MediaMTX, or what `show` has its hooks post.

        Raises:
            BadRequest: neither; what we do not know, nobody may do.
            WrongSignature: its own API is asked without our name and password.
        """
        del now
        said = JsonBody.read(body)
        action = said.name("action")
        if action in FOR_VIEWERS:
            return None
        if action in FOR_ADMINS:
            self._check_admin(said)
            return None
        app, code = self._split(said.name("path"))
        if action == "publish":
            client = said.name("id") if "id" in said else ""
            params = first_of_each(said.text("query"))
            return PublishAsked(code, client, app, params, starts=False)
        if action not in ("available", "unavailable"):
            raise BadRequest("MediaMTX asks for leave to do what LiveDesk does not know.")
        client = said.name("id")
        if app != self._settings.app:
            return None
        return PublishStarted(code, client) if action == "available" else PublishDone(code, client)

    def _split(self, path: str) -> tuple[str, str]:
        """App and stream; MediaMTX has paths only."""
        if path.startswith(f"{self._settings.app}/"):
            return self._settings.app, path.removeprefix(f"{self._settings.app}/")
        app, _, code = path.rpartition("/")
        return app, code

    def _check_admin(self, said: JsonBody) -> None:
        """
        Raises:
            WrongSignature: not `api_user` with `api_password`, or there is none.
        """
        given = f"{said.text('user')}:{said.text('password')}"
        password = self._settings.api_password.get_secret_value()
        due = f"{self._settings.api_user}:{password}"
        if not (self._guarded and hmac.compare_digest(given.encode(), due.encode())):
            raise WrongSignature(
                "MediaMTX's API is open to [media] api_user only: set it and api_password, or put "
                "api into MediaMTX's authHTTPExclude."
            )

    def publishers(self) -> Mapping[str, Publisher]:
        found: dict[str, Publisher] = {}
        path = f"/v3/paths/list?itemsPerPage={PAGE}"
        for page in self._api.pages(lambda n: f"{path}&page={n}", "items", PAGE):
            found |= {one.code: one for row in page["items"] if (one := self._read(row))}
        return found

    def publisher(self, code: str) -> Publisher | None:
        row = self._row(code)
        return self._read(row) if row is not None else None

    def _row(self, code: str) -> dict[str, Any] | None:
        path = f"/v3/paths/get/{self._settings.app}/{quote(code, safe='')}"
        row = self._api.found("GET", path)
        if row is not None and row.get("name") != f"{self._settings.app}/{code}":
            raise self._api.strange(path)
        return row

    def _read(self, row: Any) -> Publisher | None:
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            return None
        app, code = self._split(row["name"])
        # `online` is the publisher's, `available` also a stand-in's; once both were `ready`.
        on = next((row[key] for key in ("online", "available", "ready") if key in row), None)
        source = row.get("source")
        if app != self._settings.app or on is not True or not isinstance(source, dict):
            return None
        client = source.get("id")
        received = row.get("inboundBytes", row.get("bytesReceived"))
        return Publisher(
            code,
            client if isinstance(client, str) and client else None,
            received if type(received) is int else None,
        )

    def drop(self, code: str) -> bool:
        row = self._row(code)
        found = self._read(row) if row is not None else None
        if row is None or found is None:
            return False
        place = KICKED_AT.get(row["source"].get("type"))
        if place is None or found.client is None:
            raise MediaUnavailable(
                f"MediaMTX fetches {self._settings.app}/{code} by itself: take it out of its paths."
            )
        path = f"/v3/{place}/kick/{quote(found.client, safe='')}"
        return self._api.found("POST", path) is not None

    def show(self, callback_url: str) -> str:
        web, api = urlsplit(self._play), self._api_listens(9997)
        hls, webrtc = f":{web.port or HLS_PORT}", f":{WEBRTC_PORT}"
        proxy = ""
        if web.scheme == "https" or web.port is None:
            hls, webrtc = f"127.0.0.1:{HLS_PORT}", f"127.0.0.1:{WEBRTC_PORT}"
            proxy = (
                f"# A proxy stands before these: of {self._play}/, what has /whep in its\n"
                f"# path is {webrtc} here, all else {hls}.\n"
            )
        if ":" not in api:
            api = f":{api}"
        hook = "curl --config /etc/mediamtx/livedesk.curl --data"
        told = '"path":"$MTX_PATH","id":"$MTX_SOURCE_ID"'
        exclude = "[]  # LiveDesk answers for api_user" if self._guarded else "[{action: api}]"
        return f"""\
# Two files, and neither is for others to read (mode 0600): who knows the callback's address can
# report starts and ends. MediaMTX v1.19.3 or later; earlier ones call the hooks runOnReady and
# runOnNotReady. The hooks need curl, which MediaMTX's plain Docker image does not have.

# ---- mediamtx.yml, the whole of it
authMethod: http
authHTTPAddress: {callback_url}
authHTTPExclude: {exclude}

# What LiveDesk asks, and how it drops a publisher: [media] api = "http://127.0.0.1:9997".
# Whoever reaches it may change everything: on loopback, else with a password.
api: true
apiAddress: {api}

rtmp: true
rtmpAddress: :{self._settings.rtmp_port}
{proxy}hls: true
hlsAddress: {hls}
hlsAlwaysRemux: true
hlsVariant: mpegts
webrtc: true
webrtcAddress: {webrtc}
# What players are sent to beside this computer's own addresses.
webrtcAdditionalHosts: [{self._settings.push_domain.partition(":")[0]}]
rtsp: false
srt: false
moq: false

paths:
  # Nothing else can be published.
  '~^{self._settings.app}/[A-Za-z0-9_-]+$':
    # Who is publishing stays; the next one is refused.
    overridePublisher: false
    runOnAvailable: {hook} '{{"action":"available",{told}}}'
    runOnUnavailable: {hook} '{{"action":"unavailable",{told}}}'

# ---- /etc/mediamtx/livedesk.curl, the whole of it: here, because everybody sees a command's words
url = "{callback_url}"
silent
show-error
fail
max-time = 5
retry = 5
retry-delay = 2
retry-connrefused
noproxy = "*"
"""
