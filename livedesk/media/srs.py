"""SRS: asks us before each publish, and reports each end; its HTTP API lists and drops.

A publish is asked for before SRS looks whether the name is taken, and whoever is refused for that
gets no end over RTMP, but one over SRT: connections are told apart by their id.

Source: SRS, trunk/conf/full.conf, srs_app_http_hooks.cpp, srs_app_http_api.cpp and
srs_app_statistic.cpp, of 2024-10-15; bodies as SRS 5.0.216 sends them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from livedesk.domain.addresses import play_addresses
from livedesk.domain.errors import PushRefused
from livedesk.domain.live_code import LiveCode
from livedesk.media.json_body import JsonBody, checked_name
from livedesk.media.media_server import Answer, Callback, PublishAsked, PublishDone, Publisher
from livedesk.media.self_hosted import SelfHosted, first_of_each
from livedesk.settings import MediaSettings

PAGE = 10_000  # SRS gives ten rows where it is not asked for more
STREAMS = "/api/v1/streams/"
HTTP_PORT = 8080
NO_SUCH_CLIENT = 2049  # ERROR_RTMP_CLIENT_NOT_FOUND


class Srs(SelfHosted):
    """Plays RTMP, and HTTP-FLV and HLS on its own http server.

    ``[media] api`` is the address of its HTTP API, ``http://127.0.0.1:1985``. Its WebRTC players
    would need that API to be open to everybody, so there is no address for them.
    """

    kind = "srs"

    def __init__(self, settings: MediaSettings) -> None:
        super().__init__(settings, "SRS", HTTP_PORT)

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        del base_url  # SRS serves the picture
        place = f"{self._settings.app}/{{name}}"
        forms = {
            "rtmp": f"{self._rtmp}/{place}",
            "flv": f"{self._play}/{place}.flv",
            "hls": f"{self._play}/{place}.m3u8",
        }
        return play_addresses(
            forms, code, self._settings.templates, now, None, self._settings.play_params
        )

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        del now
        said = JsonBody.read(body)
        action = said.name("action")
        if action not in ("on_publish", "on_unpublish"):
            return None
        server, service = said.text("server_id"), said.text("service_id")
        client = checked_name("client_id", _lasting(server, service, said.name("client_id")))
        code, app = said.name("stream"), said.name("app")
        if action == "on_publish":
            return PublishAsked(code, client, app, first_of_each(said.text("param")))
        return PublishDone(code, client) if app == self._settings.app else None

    def allow(self) -> Answer:
        return Answer(200, "0")  # exactly this: a line end more, and SRS refuses

    def refuse(self, refused: PushRefused) -> Answer:
        return Answer(403, refused.sentence)

    def publishers(self) -> Mapping[str, Publisher]:
        found: dict[str, Publisher] = {}
        path = f"{STREAMS}?count={PAGE}"
        for page in self._api.pages(lambda n: f"{path}&start={n * PAGE}", "streams", PAGE):
            if page.get("code") != 0:
                raise self._api.strange(STREAMS)
            found |= {one.code: one for row in page["streams"] if (one := self._read(row, page))}
        return found

    def _read(self, row: Any, page: Mapping[str, Any]) -> Publisher | None:
        """Players keep a stream in the list after its publisher has left."""
        if not isinstance(row, dict) or row.get("app") != self._settings.app:
            return None
        code, publish, received = row.get("name"), row.get("publish"), row.get("recv_bytes")
        if not isinstance(code, str) or not isinstance(publish, dict):
            return None
        if publish.get("active") is not True:
            return None
        server, service, cid = page.get("server", ""), page.get("service", ""), publish.get("cid")
        client = _lasting(server, service, cid) if isinstance(cid, str) else None
        return Publisher(code, client, received if type(received) is int else None)

    def publisher(self, code: str) -> Publisher | None:
        return self.publishers().get(code)

    def drop(self, code: str) -> bool:
        found = self.publisher(code)
        if found is None:
            return False
        if found.client is None:
            raise self._api.strange(STREAMS)
        path = f"/api/v1/clients/{quote(found.client.rpartition('/')[2], safe='')}"
        result = self._api.json("DELETE", path).get("code")
        if result not in (0, NO_SUCH_CLIENT):
            raise self._api.strange(path)
        return bool(result == 0)

    def show(self, callback_url: str) -> str:
        web = urlsplit(self._play)
        listen, proxy = str(web.port or 80), ""
        if web.scheme == "https":
            listen = f"127.0.0.1:{HTTP_PORT}"
            proxy = f"\n    # A proxy with TLS stands before it: {self._play}/ is {listen} here."
        api, auth = self._api_listens(1985), ""
        if self._guarded:
            user, password = self._settings.api_user, self._settings.api_password
            auth = f'''
    auth {{
        enabled on;
        username "{user}";
        password "{password.get_secret_value()}";
    }}'''
        return f"""\
# A whole srs.conf. SRS asks LiveDesk before each publish, whatever the app: this vhost is
# LiveDesk's alone. Every further vhost needs http_hooks too, or publishers can choose it.
listen {self._settings.rtmp_port};
max_connections 1000;
daemon off;
srs_log_tank console;
query_latest_version off;

# What LiveDesk asks, and how it drops a publisher: [media] api = "http://127.0.0.1:1985".
# Whoever reaches it may drop publishers: on loopback, else with a password.
http_api {{
    enabled on;
    listen {api};{auth}
}}
http_server {{{proxy}
    enabled on;
    listen {listen};
    dir ./objs/nginx/html;
}}
vhost __defaultVhost__ {{
    http_hooks {{
        enabled on;
        on_publish {callback_url};
        on_unpublish {callback_url};
    }}
    http_remux {{
        enabled on;
        mount [vhost]/[app]/[stream].flv;
    }}
    hls {{
        enabled on;
        hls_fragment 2;
        hls_window 12;
    }}
}}
"""


def _lasting(server: str, service: str, client: str) -> str:
    """SRS's id of a connection; server and service make it unique over SRS's restarts."""
    return f"{server}/{service}/{client}"
