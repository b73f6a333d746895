"""The media servers that speak here as the real ones do, by kind."""

from __future__ import annotations

from tests.media.spoken_mediamtx import SpokenMediaMtx
from tests.media.spoken_nginx_rtmp import SpokenNginxRtmp
from tests.media.spoken_server import Spoken
from tests.media.spoken_srs import SpokenSrs
from tests.media.spoken_zlmediakit import SpokenZlMediaKit

KINDS: dict[str, type[Spoken]] = {
    kind.kind: kind for kind in (SpokenSrs, SpokenMediaMtx, SpokenZlMediaKit, SpokenNginxRtmp)
}
