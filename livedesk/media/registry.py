"""Which media servers there are. A new one: its module, and one line here."""

from __future__ import annotations

from collections.abc import Callable

from livedesk.domain.errors import BadSettings
from livedesk.media.local import Local
from livedesk.media.media_server import MediaServer
from livedesk.media.mediamtx import MediaMtx
from livedesk.media.nginx_rtmp import NginxRtmp
from livedesk.media.srs import Srs
from livedesk.media.tencent import Tencent
from livedesk.media.zlmediakit import ZlMediaKit
from livedesk.settings import MediaSettings

KINDS: dict[str, Callable[[MediaSettings], MediaServer]] = {
    "local": Local,
    "tencent": Tencent,
    "srs": Srs,
    "nginx-rtmp": NginxRtmp,
    "mediamtx": MediaMtx,
    "zlmediakit": ZlMediaKit,
}


def media_server(settings: MediaSettings) -> MediaServer:
    """The configured media server.

    Raises:
        BadSettings: no such kind, or a setting that this kind needs is missing.
    """
    try:
        make = KINDS[settings.kind]
    except KeyError:
        raise BadSettings(
            f'[media] kind = "{settings.kind}": no such media server; known: {", ".join(KINDS)}'
        ) from None
    return make(settings)
