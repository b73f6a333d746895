"""What the console knows of OBS at one moment, as frozen values without secrets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from livedesk.client.obs import CUSTOM, Encoder, ObsService, ObsStats
from livedesk.client.obs_place import ObsPlace
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import Push

CURVE_S = 300.0  # seconds of bitrate that are remembered
EVENTS_KEPT = 20
LONGEST_APP = 24


@dataclass(frozen=True, slots=True)
class Comparison:
    """OBS's three fields beside ours.

    Attributes:
        service, server, key: whether each is as it should be.
        shown_service: OBS's own word for a known service, or "" for *Custom…*.
        shown_server: without anything that may be a secret.
        key_mark: 4 hex of the key's SHA-256; "" where OBS has none.
        same_stream: it goes to the same stream, perhaps with an older key of it.
    """

    service: bool
    server: bool
    key: bool
    shown_service: str
    shown_server: str
    key_mark: str
    same_stream: bool

    @property
    def same(self) -> bool:
        """Nothing is left to do."""
        return self.service and self.server and self.key


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """A change of OBS's stream, e.g. ``STARTING`` ``STARTED`` ``RECONNECTING`` ``STOPPED``.

    Attributes:
        at: epoch seconds.
    """

    at: float
    state: str


@dataclass(frozen=True, slots=True)
class ObsRefusal:
    """What came to nothing: `deed` is a `busy` of `ObsState`, or ``compare``."""

    error: LivedeskError
    deed: str
    at: float


@dataclass(frozen=True, slots=True)
class ObsState:
    """OBS as of now. What OBS was never asked, or did not say, is None or empty.

    Attributes:
        place: where it is, or is looked for.
        looking: the first answer is still awaited.
        error: why it is not connected.
        password_found: its own settings on this computer hold a password that may be used.
        version: ``29.0.2`` while connected, else "".
        reconnecting: its stream broke off, and it tries by itself; `tries` in a row.
        kbps: of the last seconds, while it streams.
        curve: (epoch seconds, kbit/s) of the last five minutes, oldest first.
        congestion: 0 to 1.
        streamed_s: how long it has been streaming.
        comparison: its two lines beside those of the broadcast, where there is one.
        undo: what it had before our two lines can be put back.
        busy: the deed that is under way: ``send`` ``undo`` ``start`` ``stop`` ``replace`` or "".
        done: the deed that was done last.
        events: of the stream, the newest last.
        ended_by: why it does not stream any more: ``us``, ``obs`` (stopped there, or given up),
            ``refused`` (it never got through), ``gone`` (OBS itself is gone), or "".
    """

    place: ObsPlace = field(default_factory=ObsPlace)
    looking: bool = True
    error: LivedeskError | None = None
    password_found: bool = False
    version: str = ""
    streaming: bool = False
    reconnecting: bool = False
    tries: int = 0
    kbps: float | None = None
    curve: tuple[tuple[float, float], ...] = ()
    dropped: int = 0
    total: int = 0
    congestion: float = 0.0
    streamed_s: float = 0.0
    encoder: Encoder | None = None
    stats: ObsStats | None = None
    comparison: Comparison | None = None
    undo: bool = False
    busy: str = ""
    done: str = ""
    refusal: ObsRefusal | None = None
    events: tuple[StreamEvent, ...] = ()
    ended_by: str = ""

    @property
    def connected(self) -> bool:
        """OBS answers."""
        return bool(self.version)

    @property
    def major(self) -> str:
        """``29`` of ``29.0.2``."""
        return self.version.partition(".")[0]

    @property
    def sends_ours(self) -> bool:
        """It streams to the broadcast, perhaps with an older key of it."""
        return self.streaming and self.comparison is not None and self.comparison.same_stream


def compare(service: ObsService, push: Push) -> Comparison:
    """OBS's settings beside the broadcast's push address."""
    custom = service.kind == CUSTOM and not service.logs_in
    server = service.server.rstrip("/") == push.server.rstrip("/")
    return Comparison(
        service=custom,
        server=server,
        key=service.key == push.stream_key,
        shown_service="" if service.kind == CUSTOM else service.name or service.kind,
        shown_server=shown_server(service.server, push),
        key_mark=key_mark(service.key),
        same_stream=custom
        and server
        and service.key.partition("?")[0] == push.stream_key.partition("?")[0],
    )


def key_mark(key: str) -> str:
    """The fingerprint that the server gives, too."""
    return hashlib.sha256(key.encode()).hexdigest()[:4] if key else ""


def shown_server(server: str, push: Push) -> str:
    """A server as it may be shown: people paste the whole address into that field, key and all."""
    if server.rstrip("/") == push.server.rstrip("/"):
        return server
    try:
        parts = urlsplit(server)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "…" if server else ""
    if not host:
        return "…" if server else ""
    place = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    app, *rest = parts.path.strip("/").split("/")
    tells = len(app) > LONGEST_APP  # a key, without an app before it
    hidden = "/…" if tells or any(rest) or parts.query or parts.username else ""
    return place + (f"/{app}" if app and not tells else "") + hidden
