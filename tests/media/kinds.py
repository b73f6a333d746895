"""What each kind of media server is asked in the contract suite. A new kind: its `Case` here."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from livedesk.media.media_server import (
    Callback,
    MediaServer,
    MediaServerStarted,
    PublishAsked,
    PublishDone,
    PublishStarted,
)
from livedesk.media.registry import media_server
from livedesk.settings import MediaSettings
from tests.media import tencent_cloud
from tests.media.recorded_bodies import hook
from tests.media.spoken import KINDS as SPOKEN

NOW = 1_800_000_000.0
CODE = "8888_test_12345_test"
PARAMS = {
    "bizid": "8888",
    "txSecret": "0123456789abcdef0123456789abcdef",
    "txTime": "7FFFFFFF",
}
UUID = "5b4a8f5e-2f7e-4e0c-8f6f-0d1c2b3a4f5e"
SRS_ID = "vid-97i104s/8175x3z5/47q8809x"


@dataclass(frozen=True)
class Case:
    """One kind.

    Attributes:
        enough: the settings that it needs.
        play: the names of its play addresses.
        golden: bodies as its server sends them, and what they are.
        allows: status and beginning of the body by which a publish is allowed.
        refuses: status and beginning of the body by which a publish is refused.
        stage: a server to be asked; None: this kind is not asked over HTTP.
        keys: the settings by which it is asked, beside `api`.
    """

    enough: dict[str, Any]
    play: tuple[str, ...]
    golden: tuple[tuple[str | bytes, Callback | None], ...] = ()
    allows: tuple[int, str] = (200, "")
    refuses: tuple[int, str] = (403, "No.")
    stage: Callable[[], AbstractContextManager[Any]] | None = None
    keys: dict[str, Any] = field(default_factory=dict)

    def settings(self, kind: str, **more: object) -> MediaSettings:
        given = {"kind": kind, "push_key": "hush-push", **self.enough}
        return MediaSettings.model_validate(given | more)

    def server(self, kind: str, **more: object) -> MediaServer:
        return media_server(self.settings(kind, **more))


def _mtx(action: str, **more: object) -> str:
    asked = {
        "ip": "127.0.0.1",
        "user": "",
        "password": "",
        "token": "",
        "action": action,
        "path": f"live/{CODE}",
        "protocol": "rtmp",
        "id": UUID,
        "query": "&".join(f"{name}={value}" for name, value in PARAMS.items()),
        "userAgent": "FMLE/3.0",
    }
    return json.dumps(asked | more)


def _changed(body: str, **more: object) -> str:
    return json.dumps(json.loads(body) | more)


_SRS = hook("srs", "on_publish")
_ZLM = hook("zlmediakit", "on_publish")
_ZLM_ON = hook("zlmediakit", "on_stream_changed", schema="rtmp")
_ZLM_OFF = hook("zlmediakit", "on_stream_changed", "publisher_killed", schema="rtmp")
_ZLM_OTHERS = [
    hook("zlmediakit", "on_stream_changed", schema=schema)
    for schema in ("fmp4", "rtsp", "ts", "hls")
]
_NGINX = hook("nginx-rtmp", "on_publish")
_NGINX_ARGS = {
    "app": "live",
    "flashver": "FMLE/3.0 (compatible; Lavf59.27",
    "swfurl": "",
    "tcurl": "rtmp://127.0.0.1:1935/live",
    "pageurl": "",
    "addr": "127.0.0.1",
    "clientid": "9",
    "call": "publish",
    "name": CODE,
    "type": "live",
}
_OWN = {"push_domain": "push.example.com"}
_API = {"api_user": SPOKEN["srs"].user, "api_password": SPOKEN["srs"].password}

CASES: dict[str, Case] = {
    "local": Case({}, ("hls",)),
    "tencent": Case(
        {"bizid": "8888", "callback_key": tencent_cloud.CALLBACK_KEY},
        ("rtmp", "flv", "hls"),
        (
            (
                json.dumps(tencent_cloud.event(1, CODE, NOW, "7")),
                PublishStarted(CODE, "7", {}),
            ),
            (json.dumps(tencent_cloud.event(0, CODE, NOW, "7")), PublishDone(CODE, "7")),
            (json.dumps(tencent_cloud.event(1, CODE, NOW, appname="other")), None),
        ),
        allows=(200, '{"code":0}'),
        refuses=(200, '{"code":0}'),
        stage=tencent_cloud.TencentCloud,
        keys={
            "secret_id": tencent_cloud.SECRET_ID,
            "secret_key": tencent_cloud.SECRET_KEY,
        },
    ),
    "srs": Case(
        _OWN,
        ("rtmp", "flv", "hls"),
        (
            (_SRS, PublishAsked(CODE, SRS_ID, "live", PARAMS)),
            (hook("srs", "on_unpublish", "publisher_killed"), PublishDone(CODE, SRS_ID)),
            (
                hook("srs", "on_publish", "second_publisher_refused"),
                PublishAsked(CODE, "vid-97i104s/8175x3z5/9168de42", "live", PARAMS),
            ),
            (hook("srs", "on_hls"), None),
            (hook("srs", "on_play", "play_rtmp_and_flv"), None),
            (hook("srs", "on_stop", "play_rtmp_and_flv"), None),
            # SRT has no question mark, WebRTC adds its own parameter, and who repeats one …
            (
                _changed(_SRS, param="txSecret=a&upstream=rtc&txSecret=b&app=other"),
                PublishAsked(
                    CODE, SRS_ID, "live", {"txSecret": "a", "upstream": "rtc", "app": "other"}
                ),
            ),
            (_changed(_SRS, app="other"), PublishAsked(CODE, SRS_ID, "other", PARAMS)),
            (_changed(hook("srs", "on_unpublish", "publisher_killed"), app="other"), None),
        ),
        allows=(200, "0"),
        stage=SPOKEN["srs"],
        keys=_API,
    ),
    "nginx-rtmp": Case(
        _OWN,
        ("rtmp", "hls"),
        (
            (_NGINX, PublishAsked(CODE, "9", "live", _NGINX_ARGS | PARAMS)),
            (
                hook("nginx-rtmp", "on_publish_done", "second_publisher_refused"),
                PublishDone(CODE, "16"),
            ),
            (hook("nginx-rtmp", "on_publish_done", "player_only"), PublishDone(CODE, "9")),
            (_NGINX.replace("call=publish", "call=play"), None),
            (_NGINX.replace("call=publish", "call=update_publish"), None),
            (
                hook("nginx-rtmp", "on_publish_done", "player_only").replace("=live", "=other", 1),
                None,
            ),
            # Who adds &name= to the key stands behind the trusted fields.
            (
                f"{_NGINX}&name=evil&app=evil&call=play&clientid=1",
                PublishAsked(CODE, "9", "live", _NGINX_ARGS | PARAMS),
            ),
        ),
        stage=SPOKEN["nginx-rtmp"],
    ),
    "mediamtx": Case(
        _OWN,
        ("rtmp", "hls", "webrtc"),
        (
            (_mtx("publish"), PublishAsked(CODE, UUID, "live", PARAMS, starts=False)),
            (_mtx("publish", id=None), PublishAsked(CODE, "", "live", PARAMS, starts=False)),
            (
                _mtx("publish", path=f"other/{CODE}"),
                PublishAsked(CODE, UUID, "other", PARAMS, starts=False),
            ),
            (_mtx("read"), None),
            (_mtx("playback", protocol="", id=None), None),
            (_mtx("available"), PublishStarted(CODE, UUID)),
            (_mtx("unavailable"), PublishDone(CODE, UUID)),
            (_mtx("available", path=f"other/{CODE}"), None),
            (_mtx("unavailable", path=CODE), None),
        ),
        stage=SPOKEN["mediamtx"],
        keys=_API,
    ),
    "zlmediakit": Case(
        _OWN,
        ("rtmp", "flv", "hls"),
        (
            (_ZLM, PublishAsked(CODE, "2-13", "live", PARAMS, starts=False)),
            (_ZLM_ON, PublishStarted(CODE, "2-13", PARAMS)),
            (_ZLM_OFF, PublishDone(CODE, None)),
            *((body, None) for body in _ZLM_OTHERS),
            (hook("zlmediakit", "on_play", "play"), None),
            (hook("zlmediakit", "on_server_started", "start"), MediaServerStarted()),
            (hook("zlmediakit", "on_server_keepalive", "start"), None),
            (hook("zlmediakit", "on_server_exited", "shutdown"), None),
            (
                _changed(_ZLM, app="other"),
                PublishAsked(CODE, "2-13", "other", PARAMS, starts=False),
            ),
            (_changed(_ZLM_ON, app="other"), None),
            (_changed(_ZLM_OFF, app="other"), None),
            # Fetched by ZLMediaKit itself: nobody's connection.
            (_changed(_ZLM_ON, originSock=None, originTypeStr="pull", originType=4), None),
        ),
        allows=(200, '{"code": 0'),
        refuses=(200, '{"code": -1, "msg": "No."'),
        stage=SPOKEN["zlmediakit"],
        keys={"api_password": SPOKEN["zlmediakit"].password},
    ),
}
