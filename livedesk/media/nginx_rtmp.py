"""nginx-rtmp: asks us before each publish (2xx allows), and reports each end.

Source: the module's own ngx_rtmp_notify_module.c, of 2024-12-24.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from livedesk.domain.addresses import PushAddress, own_sign, play_addresses, push_address, web_base
from livedesk.domain.errors import BadRequest, BadSettings, PushRefused
from livedesk.domain.live_code import LiveCode
from livedesk.media.media_server import (
    Answer,
    Callback,
    PublishAsked,
    PublishDone,
    PushTicket,
    check_own_signature,
)
from livedesk.settings import MediaSettings


class NginxRtmp:
    """Plays RTMP itself and HLS through nginx's http server under ``/hls``."""

    kind = "nginx-rtmp"

    def __init__(self, settings: MediaSettings) -> None:
        if not settings.push_domain:
            raise BadSettings(
                "[media] push_domain: the name or address of the nginx-rtmp server, "
                "e.g. push.example.com."
            )
        self._settings = settings
        self.bizid = settings.bizid or "live"
        self.reports = settings.callbacks
        self._key = settings.push_key.get_secret_value()
        self._rtmp = f"rtmp://{settings.push_domain}" + (
            "" if settings.rtmp_port == 1935 else f":{settings.rtmp_port}"
        )
        self._play = web_base(settings.play_domain or f"http://{settings.push_domain}")

    def push(self, ticket: PushTicket) -> PushAddress:
        base = f"{self._rtmp}/{self._settings.app}"
        sign = own_sign(self._key, self._settings.app, ticket.nonce)
        return push_address(base, ticket.code, ticket.expires_at, sign, self._settings.push_params)

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        del base_url  # nginx serves the picture
        forms = {
            "rtmp": f"{self._rtmp}/{self._settings.app}/{{name}}",
            "hls": f"{self._play}/hls/{{name}}.m3u8",
        }
        return play_addresses(
            forms, code, self._settings.templates, now, None, self._settings.play_params
        )

    def read_callback(self, body: bytes) -> Callback | None:
        try:
            pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        except ValueError as error:
            raise BadRequest("The callback's body is not a form.") from error
        fields: dict[str, str] = {}
        for name, value in pairs:
            # A publisher's own parameters stand behind the trusted fields and may repeat them.
            fields.setdefault(name, value)
        call, code, client = (fields.get(key, "") for key in ("call", "name", "clientid"))
        if call not in ("publish", "publish_done"):
            return None
        if not code or not client:
            raise BadRequest("The callback has no name or no clientid.")
        if call == "publish_done":
            return PublishDone(code, client)
        return PublishAsked(code, client, fields.get("app", ""), fields)

    def check_push(self, asked: PublishAsked, ticket: PushTicket, now: float) -> None:
        check_own_signature(self._key, self._settings.app, asked, ticket, now)

    def allow(self) -> Answer:
        return Answer(200)

    def refuse(self, refused: PushRefused) -> Answer:
        return Answer(403, refused.sentence)

    def show(self, callback_url: str) -> str:
        web = urlsplit(self._play)
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
}}
"""

    def unsafe(self) -> list[str]:
        found = []
        if not self.reports:
            found.append(
                "[media] callbacks is off: nginx-rtmp lets anybody push, and heartbeats alone "
                "decide what is live."
            )
        else:
            found.append(
                "An end callback that is lost while the console still beats is not found out: "
                "this version asks nginx-rtmp nothing by itself."
            )
        if self._play.startswith("http://"):
            found.append("Viewers are served over plain http: set [media] play_domain to https://…")
        return found
