"""nginx-rtmp: asks us before each publish (2xx allows), and reports each end.

Asked in turn, its ``/stat`` lists every stream, and ``/control`` drops a publisher.

Source: the module's own ngx_rtmp_notify_module.c, ngx_rtmp_stat_module.c and
ngx_rtmp_control_module.c, of 2024-12-24.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from livedesk.domain.addresses import play_addresses
from livedesk.domain.live_code import LiveCode
from livedesk.media.json_body import checked_name
from livedesk.media.media_server import Callback, PublishAsked, PublishDone, Publisher
from livedesk.media.self_hosted import SelfHosted, first_of_each
from livedesk.settings import MediaSettings


class NginxRtmp(SelfHosted):
    """Plays RTMP itself and HLS through nginx's http server under ``/hls``.

    ``[media] api`` is the address of the http server that has ``/stat`` and ``/control``.
    """

    kind = "nginx-rtmp"
    lasting_ids = False

    def __init__(self, settings: MediaSettings) -> None:
        super().__init__(settings, "nginx-rtmp")

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        del base_url  # nginx serves the picture
        forms = {
            "rtmp": f"{self._rtmp}/{self._settings.app}/{{name}}",
            "hls": f"{self._play}/hls/{{name}}.m3u8",
        }
        return play_addresses(
            forms, code, self._settings.templates, now, None, self._settings.play_params
        )

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        del now
        # A publisher's own parameters stand behind the trusted fields and may repeat them.
        fields = first_of_each(body.decode("utf-8", "replace"))
        call = fields.get("call")
        if call not in ("publish", "publish_done"):
            return None
        code, client = (checked_name(key, fields.get(key, "")) for key in ("name", "clientid"))
        app = fields.get("app", "")
        if call == "publish":
            return PublishAsked(code, client, app, fields)
        return PublishDone(code, client) if app == self._settings.app else None

    def publishers(self) -> Mapping[str, Publisher]:
        try:
            root = ElementTree.fromstring(self._api.text("GET", "/stat"))  # noqa: S314  the admin's own nginx
        except ElementTree.ParseError:
            raise self._api.strange("/stat") from None
        if root.tag != "rtmp":
            raise self._api.strange("/stat")
        return {found.code: found for found in self._publishing(root)}

    def _publishing(self, root: ElementTree.Element) -> Iterator[Publisher]:
        for application in root.iter("application"):
            if application.findtext("name") != self._settings.app:
                continue
            for stream in application.iter("stream"):
                # Players keep a stream in the list after its publisher has left.
                pushing = [c for c in stream.iter("client") if c.find("publishing") is not None]
                code = stream.findtext("name")
                if code and pushing:
                    received = _number(stream.findtext("bytes_in", ""))
                    yield Publisher(code, pushing[0].findtext("id"), received)

    def publisher(self, code: str) -> Publisher | None:
        return self.publishers().get(code)

    def drop(self, code: str) -> bool:
        asked = urlencode({"app": self._settings.app, "name": code})
        dropped = _number(self._api.text("GET", f"/control/drop/publisher?{asked}").strip())
        if dropped is None:
            raise self._api.strange("/control/drop/publisher")
        return dropped > 0

    def show(self, callback_url: str) -> str:
        web = urlsplit(self._play)
        # Whoever reaches it may drop publishers: on loopback, unless the admin says otherwise.
        api = urlsplit(self._settings.api).netloc.rpartition("@")[2] or "127.0.0.1:8081"
        listen = str(web.port or (443 if web.scheme == "https" else 80))
        tls = (
            "  # and ssl, with ssl_certificate and ssl_certificate_key"
            if web.scheme == "https"
            else ""
        )
        return f"""# A whole nginx.conf; the module is Debian's package libnginx-mod-rtmp.
# One worker only: LiveDesk tells connections apart by numbers that each worker begins anew.
worker_processes 1;
load_module modules/ngx_rtmp_module.so;
events {{}}

rtmp {{
    server {{
        listen {self._settings.rtmp_port};
        chunk_size 4096;
        application {self._settings.app} {{
            live on;
            drop_idle_publisher 10s;
            # Never on_update: it ends live streams whenever LiveDesk is restarted.
            on_publish {callback_url};
            on_publish_done {callback_url};
            hls on;
            hls_path /var/lib/nginx/hls;
            hls_fragment 1s;
            hls_playlist_length 6s;
        }}
    }}
}}

http {{
    server {{
        listen {listen};{tls}
        location /hls {{
            types {{ application/vnd.apple.mpegurl m3u8; video/mp2t ts; }}
            root /var/lib/nginx;
            add_header Cache-Control no-cache;
            add_header Access-Control-Allow-Origin *;
        }}
    }}
    # What LiveDesk asks, and how it drops a publisher: [media] api = "http://{api}".
    server {{
        listen {api};
        location /stat {{ rtmp_stat all; }}
        location /control {{ rtmp_control all; }}
    }}
}}
"""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 20 else None
